-- Pushing: what an instructor sends to people from the chat. Conventions as in 0001.

-- `quiz | draw | reading | announcement`; `subject_json`: {"banks", "draw"}, {"reading"} or {"text"}.
CREATE TABLE push (
    id {{id}},
    kind TEXT NOT NULL,
    subject_json TEXT NOT NULL,
    audience_json TEXT NOT NULL,
    -- in whose name: the unit of the maker's grant
    unit_id BIGINT NOT NULL REFERENCES unit (id),
    made_by BIGINT NOT NULL REFERENCES person (id),
    made_at BIGINT NOT NULL,
    starts_at BIGINT NOT NULL,
    -- `thu 20:00`; NULL: once
    weekly TEXT,
    -- `48h`, or `3d`: at the end of the third day after it opened; NULL for an announcement
    closes_after TEXT,
    -- when it opens next; NULL: never any more
    next_at BIGINT,
    withdrawn_at BIGINT
);
CREATE INDEX push_to_open ON push (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX push_by_maker ON push (made_by, id);
CREATE INDEX push_by_age ON push (made_at);

ALTER TABLE assignment ADD COLUMN push_id BIGINT REFERENCES push (id);
CREATE INDEX assignment_by_push ON assignment (push_id, id) WHERE push_id IS NOT NULL;
ALTER TABLE announcement ADD COLUMN push_id BIGINT REFERENCES push (id);
CREATE INDEX announcement_by_push ON announcement (push_id, id) WHERE push_id IS NOT NULL;
CREATE INDEX outbox_pushed ON outbox (dedup_key, state) WHERE kind = 'pushed';

-- One opening of a push taken back ('withdraw'), or sent again to who has not opened it ('again'): in chunks.
CREATE TABLE push_change (
    id {{id}},
    push_id BIGINT NOT NULL REFERENCES push (id),
    assignment_id BIGINT NOT NULL REFERENCES assignment (id),
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    asked_at BIGINT NOT NULL,
    asked_on TEXT NOT NULL,
    person_cursor BIGINT NOT NULL DEFAULT 0,
    done_at BIGINT
);
CREATE INDEX push_change_open ON push_change (id) WHERE done_at IS NULL;
-- Once a day at most, whoever asks for it.
CREATE UNIQUE INDEX push_change_once ON push_change (assignment_id, kind, asked_on);

-- The card of a push in somebody's chat: what it showed last, in which message, when to look at it again.
CREATE TABLE push_card (
    push_id BIGINT NOT NULL REFERENCES push (id),
    person_id BIGINT NOT NULL REFERENCES person (id),
    -- the dedup key of the outbox row that shows it
    shown_in TEXT NOT NULL,
    shown_json TEXT NOT NULL,
    look_at BIGINT,
    PRIMARY KEY (push_id, person_id)
);
CREATE INDEX push_card_to_look_at ON push_card (look_at) WHERE look_at IS NOT NULL;

-- The row whose message this one is put in the place of; where that cannot be, nothing is sent.
ALTER TABLE outbox ADD COLUMN edits_id BIGINT;
CREATE INDEX outbox_edits ON outbox (send_after_at) WHERE edits_id IS NOT NULL AND state = 'pending';
