-- The history of each member's file: what was done, numbered from 1 without a gap.
-- Rows are only ever added, with the change that they tell.

CREATE TABLE acts (
    org    TEXT NOT NULL,
    member TEXT NOT NULL,
    seq    INTEGER NOT NULL,
    body   TEXT NOT NULL,
    PRIMARY KEY (org, member, seq)
) STRICT, WITHOUT ROWID;
