-- Correcting: questions edited in the chat, answers graded anew, short answers nobody foresaw. Conventions as in 0001.

-- What the folder's file said last: an edit made in the chat stands until the file says something new.
ALTER TABLE question ADD COLUMN file_hash TEXT;
ALTER TABLE question ADD COLUMN is_taken_out INTEGER NOT NULL DEFAULT 0;
UPDATE question SET file_hash = (SELECT v.hash FROM question_version v WHERE v.id = question.current_version_id);

-- 1 where the question counts for nobody: it is in neither number of the score, and `is_right` is 0.
ALTER TABLE response ADD COLUMN is_void INTEGER NOT NULL DEFAULT 0;
CREATE INDEX response_by_question ON response (question_id, person_id);

-- A question's answers graded anew, by a version's key, for the people of some units ([]: everybody): in chunks.
CREATE TABLE regrade (
    id {{id}},
    question_id BIGINT NOT NULL REFERENCES question (id),
    question_version_id BIGINT NOT NULL REFERENCES question_version (id),
    mode TEXT NOT NULL,
    -- where it is about those alone who wrote these words (normalised)
    wording TEXT,
    units_json TEXT NOT NULL,
    actor TEXT NOT NULL,
    reason TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    person_cursor BIGINT NOT NULL DEFAULT 0,
    people INTEGER NOT NULL DEFAULT 0,
    done_at BIGINT
);
CREATE INDEX regrade_by_question ON regrade (question_id, id);
CREATE INDEX regrade_open ON regrade (id) WHERE done_at IS NULL;

-- What a regrade changed of one response; the first of them has the first verdict.
CREATE TABLE response_regrade (
    regrade_id BIGINT NOT NULL REFERENCES regrade (id),
    response_id BIGINT NOT NULL REFERENCES response (id),
    was_right INTEGER NOT NULL,
    was_void INTEGER NOT NULL,
    is_right INTEGER NOT NULL,
    is_void INTEGER NOT NULL,
    PRIMARY KEY (regrade_id, response_id)
);
CREATE INDEX response_regrade_by_response ON response_regrade (response_id, regrade_id);

-- Words typed as an answer that are not among the accepted ones: looked at once, whoever wrote them.
CREATE TABLE answer_review (
    id {{id}},
    question_id BIGINT NOT NULL REFERENCES question (id),
    wording TEXT NOT NULL,
    words TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    decision TEXT,
    decided_by BIGINT REFERENCES person (id),
    decided_at BIGINT,
    comment TEXT,
    UNIQUE (question_id, wording)
);
CREATE TABLE answer_said (
    response_id BIGINT PRIMARY KEY REFERENCES response (id),
    review_id BIGINT NOT NULL REFERENCES answer_review (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    told_at BIGINT,
    settled_at BIGINT
);
CREATE INDEX answer_said_waiting ON answer_said (review_id, person_id) WHERE settled_at IS NULL;
CREATE INDEX answer_said_untold ON answer_said (response_id) WHERE settled_at IS NULL AND told_at IS NULL;
CREATE INDEX answer_said_by_review ON answer_said (review_id, person_id);
