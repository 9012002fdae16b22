-- Every key begins with the organisation, then the member: it is the shard key.
-- The body is the aggregate in JSON and the truth; the other columns are what
-- queries choose and sort by. Instants are microseconds since 1970 in UTC.

CREATE TABLE organisations (
    org     TEXT NOT NULL,
    version INTEGER NOT NULL,
    body    TEXT NOT NULL,
    PRIMARY KEY (org)
) STRICT, WITHOUT ROWID;

CREATE TABLE members (
    org     TEXT NOT NULL,
    member  TEXT NOT NULL,
    version INTEGER NOT NULL,
    body    TEXT NOT NULL,
    PRIMARY KEY (org, member)
) STRICT;

CREATE TABLE accounts (
    org     TEXT NOT NULL,
    account TEXT NOT NULL,
    login   TEXT NOT NULL,
    version INTEGER NOT NULL,
    body    TEXT NOT NULL,
    PRIMARY KEY (org, account)
) STRICT;

CREATE UNIQUE INDEX accounts_login ON accounts (org, login);

-- digest is the SHA-256 of the login: people type passwords into the wrong box.
CREATE TABLE throttles (
    org      TEXT NOT NULL,
    digest   TEXT NOT NULL,
    failures INTEGER NOT NULL,
    latest   INTEGER NOT NULL,
    PRIMARY KEY (org, digest)
) STRICT, WITHOUT ROWID;

CREATE TABLE sessions (
    org    TEXT NOT NULL,
    digest TEXT NOT NULL,
    body   TEXT NOT NULL,
    PRIMARY KEY (org, digest)
) STRICT, WITHOUT ROWID;

CREATE TABLE declarations (
    org       TEXT NOT NULL,
    member    TEXT NOT NULL,
    id        TEXT NOT NULL,
    period    TEXT,
    state     TEXT NOT NULL,
    pending   INTEGER NOT NULL,
    submitted INTEGER,
    version   INTEGER NOT NULL,
    body      TEXT NOT NULL,
    PRIMARY KEY (org, member, id)
) STRICT;

CREATE INDEX declarations_awaiting ON declarations (org, submitted, member, id) WHERE pending = 1;

-- folded is the label without accents or capitals, for its order.
CREATE TABLE listings (
    org    TEXT NOT NULL,
    kind   TEXT NOT NULL,
    id     TEXT NOT NULL,
    folded TEXT NOT NULL,
    label  TEXT NOT NULL,
    PRIMARY KEY (org, kind, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE requests (
    org       TEXT NOT NULL,
    member    TEXT NOT NULL,
    id        TEXT NOT NULL,
    period    TEXT,
    state     TEXT NOT NULL,
    pending   INTEGER NOT NULL,
    submitted INTEGER,
    version   INTEGER NOT NULL,
    body      TEXT NOT NULL,
    PRIMARY KEY (org, member, id)
) STRICT;

CREATE INDEX requests_awaiting ON requests (org, submitted, member, id) WHERE pending = 1;

CREATE TABLE messages (
    org     TEXT NOT NULL,
    member  TEXT NOT NULL,
    id      TEXT NOT NULL,
    written INTEGER NOT NULL,
    sent    INTEGER,
    body    TEXT NOT NULL,
    PRIMARY KEY (org, member, id)
) STRICT;

CREATE INDEX messages_written ON messages (org, written DESC, member, id);

CREATE INDEX messages_unsent ON messages (written, org, member, id) WHERE sent IS NULL;
