-- What schema 7 has beyond schema 6: order keys, and keys of rate limits.

-- The executions in the line of each order key. The one with the least ticket may run, or failed and blocks the key.
CREATE TABLE order_lines (
    owner     TEXT    NOT NULL,
    key       TEXT    NOT NULL,
    ticket    INTEGER NOT NULL,
    execution BLOB    NOT NULL UNIQUE,
    PRIMARY KEY (owner, key, ticket)
) STRICT, WITHOUT ROWID;

-- The limits of keys in configs, by when they were last used: those that were not for two days are deleted.
CREATE INDEX gates_of_keys ON gates (iif(json_valid(document), document ->> '$.limiter.seen', 0)) WHERE part GLOB 'key.*';
