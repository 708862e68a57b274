-- What presses is among what is open, which is little however much was done: lists and summaries look there.
CREATE INDEX enrollment_open ON enrollment (unit_id, assignment_id) WHERE completed_at IS NULL AND excused_at IS NULL;

-- Whether any date was moved after an instant is one look.
CREATE INDEX extension_by_time ON extension (recorded_at);
