-- A claim walks the messages in the order they go, however many wait.
CREATE INDEX outbox_in_turn ON outbox (is_bulk, send_after_at, id) WHERE state = 'pending';

-- What a tick and a midnight look for is few, however many there are.
CREATE INDEX assignment_to_enrol ON assignment (opens_at) WHERE enrolled_at IS NULL;
CREATE INDEX person_leaving ON person (left_on) WHERE left_on IS NOT NULL;

-- An office's summary reads the shares of its own people; those of an assignment alone have the unique index.
DROP INDEX enrollment_by_unit;
CREATE INDEX enrollment_by_unit ON enrollment (unit_id, assignment_id);

-- The permitted rate of a channel, one for all nodes: when the next message of any kind, and the next unasked one,
-- may go. Microseconds of the database's clock.
CREATE TABLE shared_rate (
    channel TEXT PRIMARY KEY,
    any_from BIGINT NOT NULL,
    bulk_from BIGINT NOT NULL
);
