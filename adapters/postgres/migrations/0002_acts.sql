-- The history of each member's file: what was done, numbered from 1 without a gap.
-- Rows are only ever added, with the change that they tell.

CREATE TABLE acts (
    org    text COLLATE "C" NOT NULL,
    member text COLLATE "C" NOT NULL,
    seq    bigint NOT NULL,
    body   jsonb NOT NULL,
    PRIMARY KEY (org, member, seq)
);
