-- due is the instant from which a message may be taken to be sent; none for one that
-- has left or was given up.

ALTER TABLE messages ADD COLUMN due INTEGER;

UPDATE messages SET due = written WHERE sent IS NULL;

DROP INDEX messages_unsent;

ALTER TABLE messages DROP COLUMN sent;

CREATE INDEX messages_due ON messages (due, org, member, id) WHERE due IS NOT NULL;
