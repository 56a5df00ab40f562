-- Signing in and being written to: sessions, failed attempts, single-use links, invitations, and mail on its way.
-- Of a cookie's or link's secret only the hash is stored.

CREATE TABLE sessions (
  id BLOB PRIMARY KEY NOT NULL,
  account_id BLOB NOT NULL,
  member_id BLOB NOT NULL,
  -- SHA-256 of the cookie's 256 random bits.
  token_hash BLOB NOT NULL CONSTRAINT sessions_token UNIQUE,
  created_at INTEGER NOT NULL,
  last_used INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  -- Idle limit in microseconds: longer when the device stays signed in.
  idle INTEGER NOT NULL,
  agent TEXT NOT NULL DEFAULT '',
  address TEXT NOT NULL DEFAULT '',
  -- Until then this session looks through the eyes of another member of the same account (M9).
  supervising_member BLOB,
  supervising_until INTEGER,
  supervising_may_act INTEGER NOT NULL DEFAULT 0,
  supervising_reason TEXT,
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_member ON sessions (account_id, member_id);
CREATE INDEX sessions_supervising ON sessions (supervising_until) WHERE supervising_until IS NOT NULL;

-- Tries by name and by address, so that guessing is slow on every server. The bucket is a hash of both.
CREATE TABLE attempts (
  bucket TEXT PRIMARY KEY NOT NULL,
  failures INTEGER NOT NULL,
  since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Browsers in which a member has signed in before, by the hash of a cookie: guesses from elsewhere don't lock them out.
CREATE TABLE devices (
  token_hash BLOB NOT NULL,
  account_id BLOB NOT NULL,
  member_id BLOB NOT NULL,
  seen_at INTEGER NOT NULL,
  PRIMARY KEY (token_hash, member_id),
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX devices_by_member ON devices (account_id, member_id);
CREATE INDEX devices_by_age ON devices (seen_at);

-- Single-use links: setup, invitation, password reset.
CREATE TABLE tokens (
  token_hash BLOB PRIMARY KEY NOT NULL,
  purpose TEXT NOT NULL CHECK (purpose IN ('setup', 'invitation', 'reset')),
  account_id BLOB,
  member_id BLOB,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX tokens_by_member ON tokens (account_id, member_id);

-- Links that were used or replaced by newer ones, so that opening one again says which it is (M3, M4).
CREATE TABLE ended_links (
  token_hash BLOB PRIMARY KEY NOT NULL,
  account_id BLOB NOT NULL,
  member_id BLOB NOT NULL,
  ending TEXT NOT NULL CHECK (ending IN ('used', 'replaced')),
  ended_at INTEGER NOT NULL,
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX ended_links_by_age ON ended_links (ended_at);

CREATE TABLE invitations (
  account_id BLOB NOT NULL,
  member_id BLOB NOT NULL,
  invited_by BLOB,
  invited_by_name TEXT NOT NULL DEFAULT '',
  sent_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  sent_count INTEGER NOT NULL DEFAULT 1,
  accepted_at INTEGER,
  bounce TEXT,
  PRIMARY KEY (account_id, member_id),
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
-- Those that no mail was written for yet, an import's for example.
CREATE INDEX invitations_unsent ON invitations (sent_at) WHERE sent_count = 0;

-- Mail on its way (M3, M4, M10): written with the change that causes it, sent by a job that retries, and removed with it.
CREATE TABLE outbox (
  id BLOB PRIMARY KEY NOT NULL,
  account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  -- About whom, so that a failure shows on the member; none for mail to others.
  member_id BLOB,
  recipient TEXT NOT NULL,
  subject TEXT NOT NULL,
  -- Emptied once given up: they hold single-use links.
  body_text TEXT NOT NULL,
  body_html TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'failed')),
  attempts INTEGER NOT NULL DEFAULT 0,
  next_try INTEGER NOT NULL,
  -- One of several servers is at it until then.
  leased_until INTEGER NOT NULL DEFAULT 0,
  last_error TEXT,
  created_at INTEGER NOT NULL,
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_due ON outbox (next_try) WHERE state = 'queued';
CREATE INDEX outbox_by_member ON outbox (account_id, member_id, created_at);
CREATE INDEX outbox_by_age ON outbox (created_at);
