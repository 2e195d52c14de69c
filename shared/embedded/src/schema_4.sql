-- What schema 4 has beyond schema 3: rows that can't be read.

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
