-- address is a member's correspondence address as it is compared, and member whose
-- account it is: by them an account is found from the address on file.

ALTER TABLE members ADD COLUMN address text COLLATE "C" NOT NULL DEFAULT '';

UPDATE members SET address = lower(trim(coalesce(body ->> 'email', '')));

CREATE INDEX members_address ON members (org, address) WHERE address <> '';

ALTER TABLE accounts ADD COLUMN member text COLLATE "C" NOT NULL DEFAULT '';

UPDATE accounts SET member = coalesce(body ->> 'member', '');

CREATE INDEX accounts_member ON accounts (org, member) WHERE member <> '';
