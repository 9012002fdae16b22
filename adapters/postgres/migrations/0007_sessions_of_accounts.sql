-- account is whose session it is: by it a person's sessions are found.

ALTER TABLE sessions ADD COLUMN account text COLLATE "C" NOT NULL DEFAULT '';

UPDATE sessions SET account = coalesce(body ->> 'account', '');

CREATE INDEX sessions_account ON sessions (org, account);
