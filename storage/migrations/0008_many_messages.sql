-- A claim walks the messages in the order they go, however many wait.
CREATE INDEX outbox_in_turn ON outbox (is_bulk, send_after_at, id) WHERE state = 'pending';
