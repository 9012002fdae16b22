-- address is that of an account whose holder has no file, as it is compared.

ALTER TABLE accounts ADD COLUMN address TEXT NOT NULL DEFAULT '';

CREATE INDEX accounts_address ON accounts (org, address) WHERE address <> '';
