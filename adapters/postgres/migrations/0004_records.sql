-- Aggregates of every kind are records of one table, so that a new kind needs no
-- step. member is empty for what belongs to the organisation itself. found is what
-- a record is found by across members, empty for nothing, and ord, in microseconds
-- since 1970 in UTC for an instant, what those found by the same are sorted by.

CREATE TABLE records (
    org     text COLLATE "C" NOT NULL,
    member  text COLLATE "C" NOT NULL,
    kind    text COLLATE "C" NOT NULL,
    id      text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    found   text COLLATE "C" NOT NULL,
    ord     bigint NOT NULL,
    body    jsonb NOT NULL,
    PRIMARY KEY (org, member, kind, id)
);

CREATE INDEX records_found ON records (org, kind, found, ord, member, id) WHERE found <> '';

-- -62135596800000000 is the zero time, 1 January of the year 1.
INSERT INTO records (org, member, kind, id, version, found, ord, body)
SELECT org, member, 'declaration', id, version,
    CASE WHEN pending THEN 'awaiting' ELSE '' END,
    CASE WHEN pending THEN coalesce((extract(epoch FROM submitted) * 1000000)::bigint, -62135596800000000) ELSE 0 END,
    body
FROM declarations;

INSERT INTO records (org, member, kind, id, version, found, ord, body)
SELECT org, member, 'exemption', id, version,
    CASE WHEN pending THEN 'awaiting' ELSE '' END,
    CASE WHEN pending THEN coalesce((extract(epoch FROM submitted) * 1000000)::bigint, -62135596800000000) ELSE 0 END,
    body
FROM requests;

INSERT INTO records (org, member, kind, id, version, found, ord, body)
SELECT org, '', 'listing', kind || '/' || id, 1, '', 0,
    jsonb_build_object('org', org, 'kind', kind, 'id', id, 'label', label)
FROM listings;

DROP TABLE declarations;

DROP TABLE requests;

DROP TABLE listings;
