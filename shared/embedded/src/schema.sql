-- The schema of a Beadle store. Times are milliseconds since 1970 in UTC, ids the 16 bytes of the UUID, documents JSON.

-- Properties of the store: `cursor_key` signs cursors, `shard` names its change stream.
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Executions: the request, which never changes, and the progress, both without what other columns hold and with phrases as control
-- characters (ADR 60). The other columns are those the store filters by.
-- `wake` is when the row needs attention next: the due time while it waits, the end of the lease while it runs.
CREATE TABLE executions (
    seq              INTEGER PRIMARY KEY,
    id               BLOB    NOT NULL UNIQUE,
    owner            TEXT    NOT NULL,
    task_id          BLOB, -- the task that it runs, or that it notifies about
    batch_id         BLOB, -- the batch that counts it
    task_type        TEXT    NOT NULL,
    express          INTEGER NOT NULL,
    created_at       INTEGER NOT NULL,
    status           INTEGER NOT NULL, -- 0 pending, 1 running, 2 retrying, 3 deferred, 4 waiting, 5 completed, 6 failed, 7 cancelled
    version          INTEGER NOT NULL,
    attempts         INTEGER NOT NULL,
    hops             INTEGER NOT NULL,
    refusals         INTEGER NOT NULL, -- failed deliveries since it was last saved
    cancel_requested INTEGER NOT NULL,
    wake             INTEGER,
    progress         TEXT    NOT NULL,
    request          TEXT    NOT NULL
) STRICT;

CREATE INDEX executions_to_wake       ON executions (express, owner, wake, status) WHERE wake IS NOT NULL;
CREATE INDEX executions_of_owner      ON executions (owner, created_at, id);
CREATE INDEX executions_of_task       ON executions (task_id, created_at, id) WHERE task_id IS NOT NULL;
CREATE INDEX executions_of_task_alive ON executions (task_id, created_at, id) WHERE task_id IS NOT NULL AND status < 5;
CREATE INDEX executions_of_batch      ON executions (batch_id, created_at, id) WHERE batch_id IS NOT NULL;
-- Partial: contains only failed and cancelled executions, so it costs nothing for the others.
CREATE INDEX executions_gone_wrong    ON executions (owner, status, created_at, id) WHERE status > 5;

-- The executions in the line of each order key. The one with the least ticket may run, or failed and blocks the key.
CREATE TABLE order_lines (
    owner     TEXT    NOT NULL,
    key       TEXT    NOT NULL,
    ticket    INTEGER NOT NULL,
    execution BLOB    NOT NULL UNIQUE,
    PRIMARY KEY (owner, key, ticket)
) STRICT, WITHOUT ROWID;
-- Batches of executions. `added` is the number of executions, final once it is `closed`; `tally` counts them by status.
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

CREATE TABLE tasks (
    id         BLOB    PRIMARY KEY,
    owner      TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    deleted_at INTEGER,
    version    INTEGER NOT NULL,
    config_id  BLOB,
    document   TEXT    NOT NULL,
    assigned_to TEXT,  -- NULL if that is the owner
    key        TEXT    -- by which the owner finds it
) STRICT;

CREATE INDEX tasks_of_owner ON tasks (owner, created_at, id) WHERE deleted_at IS NULL;
CREATE INDEX tasks_of_assignee ON tasks (assigned_to, created_at, id) WHERE assigned_to IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX tasks_deleted_of_owner ON tasks (owner, created_at, id) WHERE deleted_at IS NOT NULL;
CREATE INDEX tasks_deleted  ON tasks (deleted_at) WHERE deleted_at IS NOT NULL;

-- A deleted task does not hold its key.
CREATE UNIQUE INDEX tasks_of_key ON tasks (owner, key) WHERE key IS NOT NULL AND deleted_at IS NULL;

CREATE INDEX tasks_of_config ON tasks (config_id, id) WHERE config_id IS NOT NULL AND deleted_at IS NULL;

-- Tasks that have a number. Numbers are never reused.
CREATE TABLE task_numbers (
    number  INTEGER PRIMARY KEY AUTOINCREMENT,
    task_id BLOB    NOT NULL UNIQUE
) STRICT;

-- Which task runs after which; only tasks that are not deleted.
CREATE TABLE dependents (
    upstream  BLOB NOT NULL,
    dependent BLOB NOT NULL,
    PRIMARY KEY (upstream, dependent)
) STRICT, WITHOUT ROWID;

-- The last release of each task that runs after others. Written by compare-and-swap on the version.
CREATE TABLE releases (
    task_id  BLOB    PRIMARY KEY,
    version  INTEGER NOT NULL,
    document TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE configs (
    id         BLOB    PRIMARY KEY,
    owner      TEXT    NOT NULL,
    shared     INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    version    INTEGER NOT NULL,
    document   TEXT    NOT NULL,
    key        TEXT    -- by which the owner finds it
) STRICT;

CREATE UNIQUE INDEX configs_of_key ON configs (owner, key) WHERE key IS NOT NULL;
CREATE INDEX configs_of_owner ON configs (owner, created_at, id);
CREATE INDEX configs_shared   ON configs (created_at, id) WHERE shared = 1;

-- The states of the gates of configs, written by compare-and-swap on the version.
CREATE TABLE gates (
    config_id BLOB    NOT NULL,
    part      TEXT    NOT NULL,
    version   INTEGER NOT NULL,
    document  TEXT    NOT NULL,
    PRIMARY KEY (config_id, part)
) STRICT, WITHOUT ROWID;

-- The limits of keys in configs, by when they were last used: those that were not for two days are deleted.
CREATE INDEX gates_of_keys ON gates (iif(json_valid(document), document ->> '$.limiter.seen', 0)) WHERE part GLOB 'key.*';

-- Armed schedules; every time up to `served` has been handled.
CREATE TABLE schedules (
    task_id          BLOB    PRIMARY KEY,
    schedule_version INTEGER NOT NULL,
    schedule         TEXT    NOT NULL,
    anchor           INTEGER NOT NULL,
    served           INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- One row for each write of a task or an execution and each transition of a breaker, in the same transaction. Deleted
-- once later changes are projected, because then all follow-up work is done.
CREATE TABLE changes (
    seq             INTEGER PRIMARY KEY,
    at              INTEGER NOT NULL,
    task            TEXT,    -- [before, after] of a task
    breaker         TEXT,    -- [config, before, after] of a breaker; the columns below are for executions
    execution       BLOB,
    owner           TEXT,
    task_id         BLOB,
    task_type       TEXT,
    trigger_kind    TEXT,
    created_at      INTEGER,
    before_status   INTEGER,
    before_attempts INTEGER,
    status          INTEGER,
    attempts        INTEGER,
    started_at      INTEGER,
    ended_at        INTEGER,
    error           TEXT,
    priority        TEXT,
    credits         INTEGER, -- in thousandths
    tokens          INTEGER,
    nano_usd        INTEGER,
    record          TEXT,    -- a change of a record that is only audited
    replay_of       BLOB,
    depth           INTEGER, -- number of releases before it
    cancel_reason   TEXT,
    result          TEXT,    -- the result as JSON, for the task
    batch_id        BLOB     -- of an execution; without one, the batch that was closed
) STRICT;

CREATE TABLE checkpoints (
    shard TEXT PRIMARY KEY,
    last  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE task_stats (
    task_id  BLOB PRIMARY KEY,
    document TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The executions of an owner in an hour: an object of counters.
CREATE TABLE rollups (
    owner    TEXT    NOT NULL,
    hour     INTEGER NOT NULL,
    counters TEXT    NOT NULL,
    PRIMARY KEY (owner, hour)
) STRICT, WITHOUT ROWID;

-- The number of tasks of an owner: an object of counters.
CREATE TABLE censuses (
    owner    TEXT PRIMARY KEY,
    counters TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    id       BLOB    PRIMARY KEY,
    owner    TEXT,
    actor    TEXT,
    action   TEXT    NOT NULL,
    task_id  BLOB,
    at       INTEGER NOT NULL,
    document TEXT    NOT NULL
) STRICT;

CREATE INDEX audit_in_order ON audit (at, id);

-- Published events of the configured kinds.
CREATE TABLE events (
    seq      INTEGER PRIMARY KEY,
    id       BLOB NOT NULL UNIQUE,
    kind     TEXT NOT NULL,
    document TEXT NOT NULL
) STRICT;

-- Messages that could not be handled; deleted once the end of their execution is recorded.
CREATE TABLE dead_letters (
    seq      INTEGER PRIMARY KEY,
    id       BLOB    NOT NULL,
    at       INTEGER NOT NULL,
    receives INTEGER NOT NULL,
    reason   TEXT    NOT NULL,
    body     TEXT    NOT NULL
) STRICT;

-- Tokens of authorization servers, encrypted under keys that are not stored here. Written by compare-and-swap on the version.
CREATE TABLE tokens (
    key          TEXT    PRIMARY KEY,
    version      INTEGER NOT NULL,
    leased_until INTEGER,
    keep_until   INTEGER NOT NULL,
    sealed       BLOB
) STRICT, WITHOUT ROWID;

-- API keys. `id` derives from the hash of the secret; the hash is in the document.
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

-- Accounts: limits and spending of owners, written by compare-and-swap on the version.
CREATE TABLE accounts (
    owner    TEXT    PRIMARY KEY,
    version  INTEGER NOT NULL,
    document TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- Templates of users, and replacements of built-in ones.
CREATE TABLE templates (
    id       TEXT    PRIMARY KEY,
    version  INTEGER NOT NULL,
    document TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE functions (
    name     TEXT    PRIMARY KEY,
    version  INTEGER NOT NULL,
    document TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- Sets of days; those without an owner are shared.
CREATE TABLE calendars (
    owner    TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    version  INTEGER NOT NULL,
    document TEXT    NOT NULL,
    PRIMARY KEY (owner, name)
) STRICT, WITHOUT ROWID;

-- The source of each version; it never changes.
CREATE TABLE function_sources (
    name     TEXT NOT NULL,
    digest   TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (name, digest)
) STRICT;

-- What is expected to happen by a time, such as the runs of a schedule. Written by compare-and-swap on the version.
CREATE TABLE watches (
    key        TEXT    PRIMARY KEY,
    version    INTEGER NOT NULL,
    due        INTEGER, -- when to look at it next
    keep_until INTEGER, -- when it may be removed, once nothing is watched any more
    document   TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX watches_due    ON watches (due, key) WHERE due IS NOT NULL;
CREATE INDEX watches_to_end ON watches (keep_until) WHERE keep_until IS NOT NULL;

-- Rows that can't be read, each with a copy of its columns as a JSON object in which blobs are hexadecimal. `moved` says
-- whether the row was also deleted from its table.
CREATE TABLE set_aside (
    seq        INTEGER PRIMARY KEY,
    table_name TEXT    NOT NULL,
    key        TEXT    NOT NULL,
    reason     TEXT    NOT NULL,
    first_seen INTEGER NOT NULL,
    moved      INTEGER NOT NULL,
    contents   TEXT    NOT NULL
) STRICT;

CREATE UNIQUE INDEX set_aside_in_place ON set_aside (table_name, key) WHERE moved = 0;
