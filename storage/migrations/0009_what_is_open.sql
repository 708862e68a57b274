-- What presses is among what is open, which is little however much was done: lists and summaries look there.
CREATE INDEX enrollment_open ON enrollment (unit_id, assignment_id) WHERE completed_at IS NULL AND excused_at IS NULL;

-- Whether any date was moved after an instant is one look.
CREATE INDEX extension_by_time ON extension (recorded_at);

-- Replies are forgotten, reminders and summaries are kept: what is to be forgotten is found without walking those.
DROP INDEX outbox_settled;
CREATE INDEX outbox_settled ON outbox (is_bulk, settled_at) WHERE settled_at IS NOT NULL;
