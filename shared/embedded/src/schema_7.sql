-- What schema 7 has beyond schema 6: what is expected to happen by a time.

CREATE TABLE watches (
    key        TEXT    PRIMARY KEY,
    version    INTEGER NOT NULL,
    due        INTEGER, -- when to look at it next
    keep_until INTEGER, -- when it may be removed, once nothing is watched any more
    document   TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX watches_due    ON watches (due, key) WHERE due IS NOT NULL;
CREATE INDEX watches_to_end ON watches (keep_until) WHERE keep_until IS NOT NULL;
