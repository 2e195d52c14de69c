-- What schema 7 has beyond schema 6: batches of executions.

ALTER TABLE executions ADD COLUMN batch_id BLOB;
ALTER TABLE changes ADD COLUMN batch_id BLOB;

CREATE INDEX executions_of_batch ON executions (batch_id, created_at, id) WHERE batch_id IS NOT NULL;

CREATE TABLE batches (
    id         BLOB    PRIMARY KEY,
    owner      TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    closed     INTEGER NOT NULL,
    ended_at   INTEGER,
    added      INTEGER NOT NULL,
    tally      TEXT    NOT NULL,
    document   TEXT    NOT NULL
) STRICT;

CREATE INDEX batches_of_owner ON batches (owner, created_at, id);
CREATE INDEX batches_ended    ON batches (ended_at) WHERE ended_at IS NOT NULL;
CREATE INDEX batches_unended  ON batches (created_at) WHERE ended_at IS NULL;
