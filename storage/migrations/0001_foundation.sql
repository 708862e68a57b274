-- The garden's record. Instants are integer UTC milliseconds (*_at), local dates ISO text (*_on),
-- structured values JSON text (*_json), yes/no 0 or 1. `{{id}}` is the database's own identity column.

CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
);

-- People ------------------------------------------------------------------------------------------------

CREATE TABLE unit (
    id {{id}},
    parent_id BIGINT REFERENCES unit (id),
    name TEXT NOT NULL,
    path TEXT NOT NULL UNIQUE
);

-- Every unit with itself and each unit above it: "covers its descendants" is one join.
CREATE TABLE unit_ancestor (
    unit_id BIGINT NOT NULL REFERENCES unit (id),
    ancestor_id BIGINT NOT NULL REFERENCES unit (id),
    PRIMARY KEY (unit_id, ancestor_id)
);
CREATE INDEX unit_ancestor_below ON unit_ancestor (ancestor_id, unit_id);

CREATE TABLE person (
    id {{id}},
    staff_no TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    unit_id BIGINT NOT NULL REFERENCES unit (id),
    rank_category TEXT NOT NULL DEFAULT 'ordinary',
    phone TEXT NOT NULL DEFAULT '',
    language TEXT NOT NULL,
    daily_hour TEXT NOT NULL,
    large_text INTEGER NOT NULL DEFAULT 0,
    short_edition INTEGER NOT NULL DEFAULT 0,
    paused_until_on TEXT,
    joined_on TEXT NOT NULL,
    left_on TEXT,
    enrolled_at BIGINT,
    -- the identity used last: where messages go
    identity_id BIGINT
);
CREATE INDEX person_by_unit ON person (unit_id);

CREATE TABLE person_tag (
    person_id BIGINT NOT NULL REFERENCES person (id),
    tag TEXT NOT NULL,
    PRIMARY KEY (person_id, tag)
);
CREATE INDEX person_tag_by_tag ON person_tag (tag, person_id);

CREATE TABLE role_grant (
    id {{id}},
    person_id BIGINT NOT NULL REFERENCES person (id),
    role TEXT NOT NULL,
    unit_id BIGINT NOT NULL REFERENCES unit (id),
    expires_on TEXT,
    granted_at BIGINT NOT NULL,
    UNIQUE (person_id, role, unit_id)
);

CREATE TABLE channel_identity (
    id {{id}},
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    person_id BIGINT REFERENCES person (id),
    language TEXT NOT NULL,
    bound_at BIGINT,
    last_used_at BIGINT NOT NULL,
    unreachable_at BIGINT,
    UNIQUE (channel, address)
);
CREATE INDEX channel_identity_by_person ON channel_identity (person_id, last_used_at);

CREATE TABLE invite (
    id {{id}},
    person_id BIGINT NOT NULL REFERENCES person (id),
    code_hash TEXT NOT NULL UNIQUE,
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at BIGINT,
    revoked_at BIGINT
);
CREATE INDEX invite_by_person ON invite (person_id);

CREATE TABLE invite_try (
    id {{id}},
    identity_id BIGINT NOT NULL REFERENCES channel_identity (id),
    tried_at BIGINT NOT NULL
);
CREATE INDEX invite_try_by_identity ON invite_try (identity_id, tried_at);
CREATE INDEX invite_try_by_time ON invite_try (tried_at);

CREATE TABLE leave (
    id {{id}},
    person_id BIGINT NOT NULL REFERENCES person (id),
    from_on TEXT NOT NULL,
    until_on TEXT NOT NULL,
    reason TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);
CREATE INDEX leave_by_person ON leave (person_id, from_on);

-- Content -----------------------------------------------------------------------------------------------

CREATE TABLE reading_version (
    id {{id}},
    slug TEXT NOT NULL,
    hash TEXT NOT NULL,
    content_json TEXT NOT NULL,
    first_seen_at BIGINT NOT NULL,
    is_current INTEGER NOT NULL,
    UNIQUE (slug, hash)
);
CREATE INDEX reading_version_current ON reading_version (slug) WHERE is_current = 1;

CREATE TABLE question_bank (
    slug TEXT PRIMARY KEY,
    title_json TEXT NOT NULL,
    topic TEXT NOT NULL,
    is_practice INTEGER NOT NULL,
    is_current INTEGER NOT NULL
);

CREATE TABLE question (
    id {{id}},
    bank TEXT NOT NULL REFERENCES question_bank (slug),
    name TEXT NOT NULL,
    current_version_id BIGINT,
    is_current INTEGER NOT NULL,
    UNIQUE (bank, name)
);

CREATE TABLE question_version (
    id {{id}},
    question_id BIGINT NOT NULL REFERENCES question (id),
    hash TEXT NOT NULL,
    content_json TEXT NOT NULL,
    first_seen_at BIGINT NOT NULL,
    UNIQUE (question_id, hash)
);

-- Study -------------------------------------------------------------------------------------------------

CREATE TABLE assignment (
    id {{id}},
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    occurrence TEXT NOT NULL,
    reading TEXT,
    quiz_json TEXT,
    audience_json TEXT NOT NULL,
    opens_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    enrolled_at BIGINT,
    enrol_cursor BIGINT NOT NULL DEFAULT 0,
    UNIQUE (kind, name, occurrence)
);
CREATE INDEX assignment_open ON assignment (due_at);

CREATE TABLE enrollment (
    id {{id}},
    assignment_id BIGINT NOT NULL REFERENCES assignment (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    unit_id BIGINT NOT NULL REFERENCES unit (id),
    opened_at BIGINT NOT NULL,
    due_at BIGINT NOT NULL,
    read_at BIGINT,
    passed_at BIGINT,
    completed_at BIGINT,
    is_late INTEGER NOT NULL DEFAULT 0,
    excused_at BIGINT,
    excused_reason TEXT,
    withdrawn_at BIGINT,
    next_remind_at BIGINT,
    next_stage TEXT,
    UNIQUE (assignment_id, person_id)
);
CREATE INDEX enrollment_by_person ON enrollment (person_id, assignment_id);
CREATE INDEX enrollment_by_unit ON enrollment (assignment_id, unit_id);
CREATE INDEX enrollment_to_remind ON enrollment (next_remind_at, id, person_id) WHERE next_remind_at IS NOT NULL;

CREATE TABLE extension (
    id {{id}},
    enrollment_id BIGINT NOT NULL REFERENCES enrollment (id),
    due_before_at BIGINT NOT NULL,
    due_after_at BIGINT NOT NULL,
    reason TEXT NOT NULL,
    recorded_at BIGINT NOT NULL
);

-- A stage of the ladder decided for one enrollment and one due date; decided once, whatever is restarted.
CREATE TABLE reminder (
    enrollment_id BIGINT NOT NULL REFERENCES enrollment (id),
    stage TEXT NOT NULL,
    due_on TEXT NOT NULL,
    decided_at BIGINT NOT NULL,
    outbox_id BIGINT,
    PRIMARY KEY (enrollment_id, stage, due_on)
);

CREATE TABLE reading_progress (
    person_id BIGINT NOT NULL REFERENCES person (id),
    slug TEXT NOT NULL,
    section TEXT NOT NULL,
    share_read DOUBLE PRECISION NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (person_id, slug)
);

CREATE TABLE reading_completion (
    id {{id}},
    person_id BIGINT NOT NULL REFERENCES person (id),
    slug TEXT NOT NULL,
    year INTEGER NOT NULL,
    version_id BIGINT NOT NULL REFERENCES reading_version (id),
    edition TEXT NOT NULL,
    completed_at BIGINT NOT NULL,
    UNIQUE (person_id, slug, year)
);

CREATE TABLE attempt (
    id {{id}},
    person_id BIGINT NOT NULL REFERENCES person (id),
    kind TEXT NOT NULL,
    enrollment_id BIGINT REFERENCES enrollment (id),
    subject TEXT NOT NULL,
    state TEXT NOT NULL,
    started_at BIGINT NOT NULL,
    deadline_at BIGINT,
    finished_at BIGINT,
    score_right INTEGER NOT NULL DEFAULT 0,
    score_total INTEGER NOT NULL,
    slots INTEGER NOT NULL,
    passed INTEGER
);
CREATE INDEX attempt_by_person ON attempt (person_id, state, id);
CREATE INDEX attempt_by_enrollment ON attempt (enrollment_id);
CREATE INDEX attempt_to_close ON attempt (deadline_at) WHERE state = 'in_progress';

CREATE TABLE slot (
    attempt_id BIGINT NOT NULL REFERENCES attempt (id),
    position INTEGER NOT NULL,
    question_id BIGINT NOT NULL REFERENCES question (id),
    question_version_id BIGINT NOT NULL REFERENCES question_version (id),
    choice_order_json TEXT NOT NULL,
    PRIMARY KEY (attempt_id, position)
);

CREATE TABLE response (
    id {{id}},
    attempt_id BIGINT NOT NULL REFERENCES attempt (id),
    position INTEGER NOT NULL,
    person_id BIGINT NOT NULL REFERENCES person (id),
    question_id BIGINT NOT NULL REFERENCES question (id),
    question_version_id BIGINT NOT NULL REFERENCES question_version (id),
    given_json TEXT NOT NULL,
    is_right INTEGER NOT NULL,
    answered_at BIGINT NOT NULL,
    UNIQUE (attempt_id, position)
);
CREATE INDEX response_by_person ON response (person_id, question_id, id);

CREATE TABLE prompt (
    id BIGINT PRIMARY KEY,
    person_id BIGINT NOT NULL REFERENCES person (id),
    attempt_id BIGINT NOT NULL REFERENCES attempt (id),
    position INTEGER NOT NULL,
    chosen_json TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    closed_at BIGINT
);
CREATE INDEX prompt_open ON prompt (person_id, asked_at) WHERE closed_at IS NULL;

CREATE TABLE points_entry (
    id {{id}},
    person_id BIGINT NOT NULL REFERENCES person (id),
    cause TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    earned INTEGER NOT NULL,
    counted INTEGER NOT NULL,
    year INTEGER NOT NULL,
    entered_on TEXT NOT NULL,
    entered_at BIGINT NOT NULL,
    reverses_id BIGINT REFERENCES points_entry (id),
    actor TEXT NOT NULL,
    reason TEXT NOT NULL,
    UNIQUE (person_id, cause)
);
CREATE INDEX points_entry_by_day ON points_entry (person_id, entered_on);

-- What goes out -----------------------------------------------------------------------------------------

CREATE TABLE outbox (
    id {{id}},
    person_id BIGINT REFERENCES person (id),
    identity_id BIGINT REFERENCES channel_identity (id),
    dedup_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    is_bulk INTEGER NOT NULL,
    message_json TEXT NOT NULL,
    state TEXT NOT NULL,
    send_after_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    node TEXT,
    claimed_at BIGINT,
    tries INTEGER NOT NULL DEFAULT 0,
    settled_at BIGINT,
    message_ref TEXT,
    failure TEXT
);
CREATE UNIQUE INDEX outbox_once_per_person ON outbox (person_id, dedup_key) WHERE person_id IS NOT NULL;
CREATE UNIQUE INDEX outbox_once_per_stranger ON outbox (identity_id, dedup_key) WHERE person_id IS NULL;
CREATE INDEX outbox_due ON outbox (send_after_at, id) WHERE state = 'pending';
CREATE INDEX outbox_due_by_person ON outbox (person_id, id) WHERE state = 'pending';
CREATE INDEX outbox_open ON outbox (person_id, state) WHERE state IN ('sending', 'waiting');
CREATE INDEX outbox_settled ON outbox (settled_at) WHERE settled_at IS NOT NULL;

CREATE TABLE weekly_summary (
    id {{id}},
    person_id BIGINT NOT NULL REFERENCES person (id),
    period TEXT NOT NULL,
    as_of_at BIGINT NOT NULL,
    snapshot_json TEXT NOT NULL,
    UNIQUE (person_id, period)
);

-- What came in, and the clockwork -----------------------------------------------------------------------

CREATE TABLE seen_update (
    channel TEXT NOT NULL,
    event_id TEXT NOT NULL,
    seen_at BIGINT NOT NULL,
    PRIMARY KEY (channel, event_id)
);
CREATE INDEX seen_update_by_time ON seen_update (seen_at);

CREATE TABLE dead_letter (
    id {{id}},
    channel TEXT NOT NULL,
    event_id TEXT NOT NULL,
    payload TEXT NOT NULL,
    failure TEXT NOT NULL,
    buried_at BIGINT NOT NULL,
    retried_at BIGINT,
    UNIQUE (channel, event_id)
);

CREATE TABLE job_slot (
    job TEXT NOT NULL,
    slot_at BIGINT NOT NULL,
    node TEXT NOT NULL,
    lease_until_at BIGINT NOT NULL,
    cursor_json TEXT,
    done_at BIGINT,
    PRIMARY KEY (job, slot_at)
);
CREATE INDEX job_slot_open ON job_slot (job, slot_at) WHERE done_at IS NULL;

CREATE TABLE lease (
    name TEXT PRIMARY KEY,
    node TEXT NOT NULL,
    until_at BIGINT NOT NULL
);

-- The web chat: the transcript of one browser, and who may open it ----------------------------------------

CREATE TABLE web_event (
    id {{id}},
    identity_id BIGINT NOT NULL REFERENCES channel_identity (id),
    outbox_id BIGINT,
    body_json TEXT NOT NULL,
    made_at BIGINT NOT NULL,
    acked_at BIGINT
);
CREATE INDEX web_event_by_identity ON web_event (identity_id, id);
CREATE INDEX web_event_by_outbox ON web_event (outbox_id) WHERE outbox_id IS NOT NULL;
CREATE INDEX web_event_by_age ON web_event (made_at);

CREATE TABLE web_session (
    token_hash TEXT PRIMARY KEY,
    identity_id BIGINT NOT NULL REFERENCES channel_identity (id),
    made_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- The auditor's shelf -------------------------------------------------------------------------------------

CREATE TABLE audit_entry (
    id {{id}},
    entered_at BIGINT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    person_id BIGINT,
    unit_id BIGINT,
    before_json TEXT,
    after_json TEXT,
    reason TEXT NOT NULL
);
CREATE INDEX audit_entry_by_person ON audit_entry (person_id, id);
