-- What schema 7 has beyond schema 6.

-- Sets of days; those without an owner are shared.
CREATE TABLE calendars (
    owner    TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    version  INTEGER NOT NULL,
    document TEXT    NOT NULL,
    PRIMARY KEY (owner, name)
) STRICT, WITHOUT ROWID;

-- The executions in the line of each order key. The one with the least ticket may run, or failed and blocks the key.
CREATE TABLE order_lines (
    owner     TEXT    NOT NULL,
    key       TEXT    NOT NULL,
    ticket    INTEGER NOT NULL,
    execution BLOB    NOT NULL UNIQUE,
    PRIMARY KEY (owner, key, ticket)
) STRICT, WITHOUT ROWID;

ALTER TABLE executions ADD COLUMN batch_id BLOB;
ALTER TABLE changes ADD COLUMN batch_id BLOB;

CREATE INDEX executions_of_batch ON executions (batch_id, created_at, id) WHERE batch_id IS NOT NULL;
-- The limits of keys in configs, by when they were last used: those that were not for two days are deleted.
CREATE INDEX gates_of_keys ON gates (iif(json_valid(document), document ->> '$.limiter.seen', 0)) WHERE part GLOB 'key.*';

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

CREATE TABLE watches (
    key        TEXT    PRIMARY KEY,
    version    INTEGER NOT NULL,
    due        INTEGER, -- when to look at it next
    keep_until INTEGER, -- when it may be removed, once nothing is watched any more
    document   TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX watches_due    ON watches (due, key) WHERE due IS NOT NULL;
CREATE INDEX watches_to_end ON watches (keep_until) WHERE keep_until IS NOT NULL;
