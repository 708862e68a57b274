-- The desk: what supervisors and the office do from the chat. Conventions as in 0001.

-- What the garden awaits from a person in words, or to be confirmed: {"name", "state", "asked"}.
ALTER TABLE person ADD COLUMN dialog_json TEXT;

-- Set where a supervisor entered the completion by hand: who has it on paper and why.
ALTER TABLE enrollment ADD COLUMN on_paper_reason TEXT;

-- Moving people: past results stay with the unit they were made in, what is open follows on the day.
CREATE TABLE transfer (
    id {{id}},
    person_id BIGINT NOT NULL REFERENCES person (id),
    from_unit_id BIGINT NOT NULL REFERENCES unit (id),
    to_unit_id BIGINT NOT NULL REFERENCES unit (id),
    effective_on TEXT NOT NULL,
    reason TEXT NOT NULL,
    actor TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    applied_at BIGINT,
    cancelled_at BIGINT
);
CREATE INDEX transfer_by_person ON transfer (person_id, effective_on);
CREATE INDEX transfer_to_apply ON transfer (effective_on) WHERE applied_at IS NULL AND cancelled_at IS NULL;

-- A supervisor's reminder: one person hears of it once in three days, whoever asks for it.
CREATE TABLE nudge (
    id {{id}},
    person_id BIGINT NOT NULL REFERENCES person (id),
    nudged_by BIGINT NOT NULL REFERENCES person (id),
    nudged_at BIGINT NOT NULL
);
CREATE INDEX nudge_by_person ON nudge (person_id, nudged_at);

-- The head's card of a month, as it was sent.
CREATE TABLE monthly_card (
    id {{id}},
    person_id BIGINT NOT NULL REFERENCES person (id),
    month TEXT NOT NULL,
    as_of_at BIGINT NOT NULL,
    snapshot_json TEXT NOT NULL,
    UNIQUE (person_id, month)
);

-- A unit's link to join by: staff number and name are claimed, the supervisor confirms.
CREATE TABLE join_link (
    id {{id}},
    unit_id BIGINT NOT NULL REFERENCES unit (id),
    code_hash TEXT NOT NULL UNIQUE,
    made_by BIGINT REFERENCES person (id),
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    revoked_at BIGINT
);
CREATE INDEX join_link_by_unit ON join_link (unit_id);
-- A chat nobody is bound to has opened this link, and staff number and name are awaited.
ALTER TABLE channel_identity ADD COLUMN join_link_id BIGINT;
ALTER TABLE channel_identity ADD COLUMN join_link_at BIGINT;

CREATE TABLE join_request (
    id {{id}},
    identity_id BIGINT NOT NULL REFERENCES channel_identity (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    unit_id BIGINT NOT NULL REFERENCES unit (id),
    asked_at BIGINT NOT NULL,
    decided_at BIGINT,
    decided_by BIGINT REFERENCES person (id),
    is_accepted INTEGER
);
CREATE INDEX join_request_open ON join_request (unit_id, id) WHERE decided_at IS NULL;
CREATE UNIQUE INDEX join_request_once ON join_request (identity_id) WHERE decided_at IS NULL;
CREATE INDEX join_request_of_person ON join_request (person_id) WHERE decided_at IS NULL;

-- Something a person says is wrong: a question, an entry of points, a completion.
CREATE TABLE dispute (
    id {{id}},
    person_id BIGINT NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    subject_id BIGINT NOT NULL,
    words TEXT NOT NULL,
    opened_at BIGINT NOT NULL,
    decided_at BIGINT,
    decided_by BIGINT REFERENCES person (id),
    is_upheld INTEGER,
    answer TEXT
);
CREATE INDEX dispute_open ON dispute (kind, id) WHERE decided_at IS NULL;
CREATE UNIQUE INDEX dispute_once ON dispute (person_id, kind, subject_id) WHERE decided_at IS NULL;
CREATE INDEX dispute_of_person ON dispute (person_id, id);

-- A question found wrong, and all of a unit and below it whom it marked wrong: credited in chunks.
CREATE TABLE question_credit (
    id {{id}},
    question_version_id BIGINT NOT NULL REFERENCES question_version (id),
    unit_id BIGINT NOT NULL REFERENCES unit (id),
    actor TEXT NOT NULL,
    reason TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    person_cursor BIGINT NOT NULL DEFAULT 0,
    done_at BIGINT
);
CREATE INDEX question_credit_by_version ON question_credit (question_version_id);
CREATE INDEX question_credit_open ON question_credit (id) WHERE done_at IS NULL;
CREATE INDEX response_by_version ON response (question_version_id, is_right, person_id);

-- What needs a second person before it is done.
CREATE TABLE approval (
    id {{id}},
    action TEXT NOT NULL,
    unit_id BIGINT NOT NULL REFERENCES unit (id),
    payload_json TEXT NOT NULL,
    reason TEXT NOT NULL,
    asked_by BIGINT NOT NULL REFERENCES person (id),
    asked_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    decided_by BIGINT REFERENCES person (id),
    decided_at BIGINT,
    is_approved INTEGER
);
CREATE INDEX approval_open ON approval (expires_at) WHERE decided_at IS NULL;

CREATE TABLE announcement (
    id {{id}},
    text TEXT NOT NULL,
    audience_json TEXT NOT NULL,
    -- in whose name: the unit of the maker's grant
    unit_id BIGINT NOT NULL REFERENCES unit (id),
    made_by BIGINT NOT NULL REFERENCES person (id),
    made_at BIGINT NOT NULL,
    send_after_at BIGINT NOT NULL,
    withdrawn_at BIGINT,
    queued_at BIGINT,
    queue_cursor BIGINT NOT NULL DEFAULT 0
);
CREATE INDEX announcement_to_queue ON announcement (id) WHERE queued_at IS NULL;
CREATE INDEX announcement_by_age ON announcement (made_at);
CREATE INDEX outbox_announcement ON outbox (dedup_key, state) WHERE kind = 'announcement';

-- A due date moved ('move', for a unit and those below, without one for everybody) or an item taken back
-- ('withdraw'): done in chunks.
CREATE TABLE plan_change (
    id {{id}},
    assignment_id BIGINT NOT NULL REFERENCES assignment (id),
    kind TEXT NOT NULL,
    unit_id BIGINT REFERENCES unit (id),
    due_on TEXT,
    reason TEXT NOT NULL,
    actor TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    person_cursor BIGINT NOT NULL DEFAULT 0,
    done_at BIGINT
);
CREATE INDEX plan_change_by_assignment ON plan_change (assignment_id, id);
CREATE INDEX plan_change_open ON plan_change (id) WHERE done_at IS NULL;
ALTER TABLE assignment ADD COLUMN withdrawn_at BIGINT;

-- A file sent to the chat. `place` is the channel's name of it until it is fetched; `content` its bytes after.
CREATE TABLE upload (
    id {{id}},
    person_id BIGINT NOT NULL REFERENCES person (id),
    identity_id BIGINT NOT NULL REFERENCES channel_identity (id),
    purpose TEXT NOT NULL,
    name TEXT NOT NULL,
    size BIGINT NOT NULL,
    place TEXT NOT NULL,
    content {{bytes}},
    state TEXT NOT NULL,
    result_json TEXT,
    arrived_at BIGINT NOT NULL,
    claimed_at BIGINT,
    tries INTEGER NOT NULL DEFAULT 0,
    settled_at BIGINT
);
CREATE INDEX upload_to_read ON upload (id) WHERE state = 'arrived';
CREATE INDEX upload_of_person ON upload (person_id);
CREATE INDEX upload_by_age ON upload (arrived_at);

-- 1 where an item's date was moved for a unit or all: nothing that was given to this person.
ALTER TABLE extension ADD COLUMN is_for_everybody INTEGER NOT NULL DEFAULT 0;
CREATE INDEX extension_by_enrollment ON extension (enrollment_id, id);
CREATE INDEX audit_entry_by_time ON audit_entry (entered_at);
CREATE INDEX audit_entry_by_unit ON audit_entry (unit_id, id);
