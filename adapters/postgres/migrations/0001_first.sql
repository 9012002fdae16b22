-- Every key begins with the organisation, then the member: it is the shard key.
-- The body is the aggregate in JSON and the truth; the other columns are what
-- queries choose and sort by. Texts are sorted by their bytes, whatever the
-- language of the server.

CREATE TABLE organisations (
    org     text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    body    jsonb NOT NULL,
    PRIMARY KEY (org)
);

CREATE TABLE members (
    org     text COLLATE "C" NOT NULL,
    member  text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    body    jsonb NOT NULL,
    PRIMARY KEY (org, member)
);

CREATE TABLE accounts (
    org     text COLLATE "C" NOT NULL,
    account text COLLATE "C" NOT NULL,
    login   text COLLATE "C" NOT NULL,
    version bigint NOT NULL,
    body    jsonb NOT NULL,
    PRIMARY KEY (org, account)
);

CREATE UNIQUE INDEX accounts_login ON accounts (org, login);

-- digest is the SHA-256 of the login: people type passwords into the wrong box.
CREATE TABLE throttles (
    org      text COLLATE "C" NOT NULL,
    digest   text COLLATE "C" NOT NULL,
    failures bigint NOT NULL,
    latest   timestamptz NOT NULL,
    PRIMARY KEY (org, digest)
);

CREATE TABLE sessions (
    org    text COLLATE "C" NOT NULL,
    digest text COLLATE "C" NOT NULL,
    body   jsonb NOT NULL,
    PRIMARY KEY (org, digest)
);

CREATE TABLE declarations (
    org       text COLLATE "C" NOT NULL,
    member    text COLLATE "C" NOT NULL,
    id        text COLLATE "C" NOT NULL,
    period    date,
    state     text COLLATE "C" NOT NULL,
    pending   boolean NOT NULL,
    submitted timestamptz,
    version   bigint NOT NULL,
    body      jsonb NOT NULL,
    PRIMARY KEY (org, member, id)
);

CREATE INDEX declarations_awaiting ON declarations (org, submitted NULLS FIRST, member, id) WHERE pending;

-- folded is the label without accents or capitals, for its order.
CREATE TABLE listings (
    org    text COLLATE "C" NOT NULL,
    kind   text COLLATE "C" NOT NULL,
    id     text COLLATE "C" NOT NULL,
    folded text COLLATE "C" NOT NULL,
    label  text COLLATE "C" NOT NULL,
    PRIMARY KEY (org, kind, id)
);

CREATE TABLE requests (
    org       text COLLATE "C" NOT NULL,
    member    text COLLATE "C" NOT NULL,
    id        text COLLATE "C" NOT NULL,
    period    date,
    state     text COLLATE "C" NOT NULL,
    pending   boolean NOT NULL,
    submitted timestamptz,
    version   bigint NOT NULL,
    body      jsonb NOT NULL,
    PRIMARY KEY (org, member, id)
);

CREATE INDEX requests_awaiting ON requests (org, submitted NULLS FIRST, member, id) WHERE pending;

CREATE TABLE messages (
    org     text COLLATE "C" NOT NULL,
    member  text COLLATE "C" NOT NULL,
    id      text COLLATE "C" NOT NULL,
    written timestamptz NOT NULL,
    sent    timestamptz,
    body    jsonb NOT NULL,
    PRIMARY KEY (org, member, id)
);

CREATE INDEX messages_written ON messages (org, written DESC, member, id);

CREATE INDEX messages_unsent ON messages (written, org, member, id) WHERE sent IS NULL;
