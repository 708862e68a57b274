-- Banks made in the chat. Conventions as in 0001.

-- The unit of the instructor who made it; a bank without one is read from the folder.
ALTER TABLE question_bank ADD COLUMN unit_id BIGINT REFERENCES unit (id);
ALTER TABLE question_bank ADD COLUMN made_by BIGINT REFERENCES person (id);
ALTER TABLE question_bank ADD COLUMN made_at BIGINT;
-- The file it was last imported from: the same name again is taken for the same bank.
ALTER TABLE question_bank ADD COLUMN file_name TEXT;
