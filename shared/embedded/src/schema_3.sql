-- What schema 3 has beyond schema 2: the platform around tasks.

-- What is kept of API keys. `id` follows from the hash of the secret, which is in the document.
CREATE TABLE api_keys (
    id           BLOB    PRIMARY KEY,
    owner        TEXT    NOT NULL,
    created_at   INTEGER NOT NULL,
    expires_at   INTEGER,
    last_used_at INTEGER,
    document     TEXT    NOT NULL
) STRICT;

CREATE INDEX api_keys_of_owner ON api_keys (owner, created_at, id);
CREATE INDEX api_keys_to_expire ON api_keys (expires_at) WHERE expires_at IS NOT NULL;

CREATE TABLE task_numbers (
    number  INTEGER PRIMARY KEY AUTOINCREMENT,
    task_id BLOB    NOT NULL UNIQUE
) STRICT;

CREATE TABLE dependents (
    upstream  BLOB NOT NULL,
    dependent BLOB NOT NULL,
    PRIMARY KEY (upstream, dependent)
) STRICT, WITHOUT ROWID;

CREATE TABLE releases (
    task_id  BLOB    PRIMARY KEY,
    version  INTEGER NOT NULL,
    document TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- What owners may use and what they spent, written by compare-and-swap on the version.
CREATE TABLE accounts (
    owner    TEXT    PRIMARY KEY,
    version  INTEGER NOT NULL,
    document TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE changes ADD COLUMN priority TEXT;
ALTER TABLE changes ADD COLUMN credits  INTEGER;
ALTER TABLE changes ADD COLUMN tokens   INTEGER;
ALTER TABLE changes ADD COLUMN nano_usd INTEGER;
ALTER TABLE changes ADD COLUMN record   TEXT;
ALTER TABLE changes ADD COLUMN replay_of BLOB;
ALTER TABLE changes ADD COLUMN depth INTEGER;
ALTER TABLE changes ADD COLUMN cancel_reason TEXT;

ALTER TABLE rollups RENAME TO rollups_2;
CREATE TABLE rollups (
    owner    TEXT    NOT NULL,
    hour     INTEGER NOT NULL,
    counters TEXT    NOT NULL,
    PRIMARY KEY (owner, hour)
) STRICT, WITHOUT ROWID;
INSERT INTO rollups SELECT owner, hour, json_object('started', started, 'completed', completed, 'failed', failed,
    'cancelled', cancelled, 'attempts', attempts, 'duration_ms', duration_ms) FROM rollups_2;
DROP TABLE rollups_2;

CREATE TABLE censuses (
    owner    TEXT PRIMARY KEY,
    counters TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Entries told the fields of a task that changed, and no values.
DROP INDEX audit_of_task;
ALTER TABLE audit RENAME TO audit_2;
CREATE TABLE audit (
    id       BLOB    PRIMARY KEY,
    owner    TEXT,
    actor    TEXT,
    action   TEXT    NOT NULL,
    task_id  BLOB,
    at       INTEGER NOT NULL,
    document TEXT    NOT NULL
) STRICT;
INSERT INTO audit SELECT id, owner, document ->> 'actor', 'task.' || (document ->> 'action'), task_id, at,
    json_object('id', document ->> 'id', 'at', document ->> 'at', 'action', 'task.' || (document ->> 'action'),
        'owner', owner, 'actor', document ->> 'actor', 'subject', document ->> 'task_id', 'task_id', document ->> 'task_id',
        'changes', json((SELECT json_group_array(json_object('field', value)) FROM json_each(document, '$.fields'))))
    FROM audit_2;
DROP TABLE audit_2;

CREATE INDEX audit_in_order ON audit (at, id);

ALTER TABLE tasks ADD COLUMN assigned_to TEXT;
ALTER TABLE changes ADD COLUMN result TEXT;

CREATE INDEX tasks_of_assignee ON tasks (assigned_to, created_at, id) WHERE assigned_to IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX tasks_deleted_of_owner ON tasks (owner, created_at, id) WHERE deleted_at IS NOT NULL;

-- Templates that do not come with Beadle, and what takes the place of those that do.
CREATE TABLE templates (
    id       TEXT    PRIMARY KEY,
    version  INTEGER NOT NULL,
    document TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
