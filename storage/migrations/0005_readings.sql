-- Readings made in the chat. Conventions as in 0001.

-- Whose they are; a reading without a row here is read from the folder, and is for everybody.
CREATE TABLE made_reading (
    slug TEXT PRIMARY KEY,
    unit_id BIGINT NOT NULL REFERENCES unit (id),
    made_by BIGINT NOT NULL REFERENCES person (id),
    made_at BIGINT NOT NULL
);

-- What is being written, and what it has become: `draft → published → replaced | withdrawn`, or `discarded`.
CREATE TABLE reading_draft (
    id {{id}},
    -- the reading it has become or revises; NULL until it is published for the first time
    slug TEXT,
    unit_id BIGINT NOT NULL REFERENCES unit (id),
    made_by BIGINT NOT NULL REFERENCES person (id),
    made_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    content_json TEXT NOT NULL,
    check_json TEXT NOT NULL
);
CREATE INDEX reading_draft_listed ON reading_draft (changed_at) WHERE state IN ('draft', 'published');
CREATE UNIQUE INDEX reading_draft_published ON reading_draft (slug) WHERE state = 'published';

-- Pictures and recordings, each once whatever it is used in.
CREATE TABLE stored_file (
    hash TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    size BIGINT NOT NULL,
    content {{bytes}} NOT NULL,
    stored_at BIGINT NOT NULL
);

CREATE TABLE draft_file (
    id {{id}},
    draft_id BIGINT NOT NULL REFERENCES reading_draft (id),
    hash TEXT NOT NULL REFERENCES stored_file (hash),
    -- picture | audio
    purpose TEXT NOT NULL,
    -- the id of the section a picture stands at the end of
    section TEXT NOT NULL,
    words TEXT NOT NULL
);
CREATE INDEX draft_file_by_draft ON draft_file (draft_id, id);

-- What the next file of a person is for: a new version of a reading, or something to go with a draft.
CREATE TABLE wanted_file (
    person_id BIGINT PRIMARY KEY REFERENCES person (id),
    purpose TEXT NOT NULL,
    draft_id BIGINT NOT NULL REFERENCES reading_draft (id),
    section TEXT NOT NULL,
    words TEXT NOT NULL,
    asked_at BIGINT NOT NULL
);
