-- Photos, re-encoded small and kept by what they hold (M18), and the greetings a member sets (M21).

CREATE TABLE photos (
  account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  -- SHA-256 of the bytes, in hexadecimal: part of the address, so that browsers keep it for good.
  hash TEXT NOT NULL,
  bytes BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, hash)
) STRICT;
CREATE INDEX members_by_photo ON members (account_id, photo) WHERE photo IS NOT NULL;

-- Read aloud to callers; empty: the standard one.
ALTER TABLE members ADD COLUMN greeting TEXT NOT NULL DEFAULT '';
ALTER TABLE members ADD COLUMN voicemail_greeting TEXT NOT NULL DEFAULT '';
