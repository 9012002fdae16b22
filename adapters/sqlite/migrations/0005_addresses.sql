-- address is a member's correspondence address as it is compared, and member whose
-- account it is: by them an account is found from the address on file. Here, lower()
-- knows the letters of ASCII alone; any other is brought right by the next change of
-- the member.

ALTER TABLE members ADD COLUMN address TEXT NOT NULL DEFAULT '';

UPDATE members SET address = lower(trim(coalesce(json_extract(body, '$.email'), '')));

CREATE INDEX members_address ON members (org, address) WHERE address <> '';

ALTER TABLE accounts ADD COLUMN member TEXT NOT NULL DEFAULT '';

UPDATE accounts SET member = coalesce(json_extract(body, '$.member'), '');

CREATE INDEX accounts_member ON accounts (org, member) WHERE member <> '';
