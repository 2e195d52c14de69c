-- What schema 7 has beyond schema 6: calendars.

-- Sets of days; those without an owner are shared.
CREATE TABLE calendars (
    owner    TEXT    NOT NULL,
    name     TEXT    NOT NULL,
    version  INTEGER NOT NULL,
    document TEXT    NOT NULL,
    PRIMARY KEY (owner, name)
) STRICT, WITHOUT ROWID;
