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

ALTER TABLE changes ADD COLUMN credits INTEGER;

-- What owners may use and what they spent, written by compare-and-swap on the version.
CREATE TABLE accounts (
    owner    TEXT    PRIMARY KEY,
    version  INTEGER NOT NULL,
    document TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
