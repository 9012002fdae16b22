-- account is whose session it is: by it a person's sessions are found.

ALTER TABLE sessions ADD COLUMN account TEXT NOT NULL DEFAULT '';

UPDATE sessions SET account = coalesce(json_extract(body, '$.account'), '');

CREATE INDEX sessions_account ON sessions (org, account);
