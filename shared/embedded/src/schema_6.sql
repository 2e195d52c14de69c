-- What schema 6 has beyond schema 5: functions that users wrote.

CREATE TABLE functions (
    name     TEXT    PRIMARY KEY,
    version  INTEGER NOT NULL,
    document TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- The source of each version; it never changes.
CREATE TABLE function_sources (
    name     TEXT NOT NULL,
    digest   TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (name, digest)
) STRICT;
