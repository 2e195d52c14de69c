-- What schema 7 has beyond schema 6: order keys.

-- The executions in the line of each order key. The one with the least ticket may run, or failed and blocks the key.
CREATE TABLE order_lines (
    owner     TEXT    NOT NULL,
    key       TEXT    NOT NULL,
    ticket    INTEGER NOT NULL,
    execution BLOB    NOT NULL UNIQUE,
    PRIMARY KEY (owner, key, ticket)
) STRICT, WITHOUT ROWID;
