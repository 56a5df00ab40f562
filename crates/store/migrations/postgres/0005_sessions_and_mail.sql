-- Signing in and being written to: sessions, failed attempts, single-use links, invitations, and mail on its way.
-- Of a cookie's or link's secret only the hash is stored.

CREATE TABLE sessions (
  id UUID PRIMARY KEY NOT NULL,
  account_id UUID NOT NULL,
  member_id UUID NOT NULL,
  -- SHA-256 of the cookie's 256 random bits.
  token_hash BYTEA NOT NULL CONSTRAINT sessions_token UNIQUE,
  created_at BIGINT NOT NULL,
  last_used BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  -- Idle limit in microseconds: longer when the device stays signed in.
  idle BIGINT NOT NULL,
  agent TEXT NOT NULL DEFAULT '',
  address TEXT NOT NULL DEFAULT '',
  -- Until then this session looks through the eyes of another member of the same account (M9).
  supervising_member UUID,
  supervising_until BIGINT,
  supervising_may_act BOOLEAN NOT NULL DEFAULT FALSE,
  supervising_reason TEXT,
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE
);
CREATE INDEX sessions_by_member ON sessions (account_id, member_id);
CREATE INDEX sessions_supervising ON sessions (supervising_until) WHERE supervising_until IS NOT NULL;

-- Tries by name and by address, so that guessing is slow on every server. The bucket is a hash of both.
CREATE TABLE attempts (
  bucket TEXT PRIMARY KEY NOT NULL,
  failures BIGINT NOT NULL,
  since BIGINT NOT NULL
);

-- Browsers in which a member has signed in before, by the hash of a cookie: guesses from elsewhere don't lock them out.
CREATE TABLE devices (
  token_hash BYTEA NOT NULL,
  account_id UUID NOT NULL,
  member_id UUID NOT NULL,
  seen_at BIGINT NOT NULL,
  PRIMARY KEY (token_hash, member_id),
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE
);
CREATE INDEX devices_by_member ON devices (account_id, member_id);
CREATE INDEX devices_by_age ON devices (seen_at);

-- Single-use links: setup, invitation, password reset.
CREATE TABLE tokens (
  token_hash BYTEA PRIMARY KEY NOT NULL,
  purpose TEXT NOT NULL CHECK (purpose IN ('setup', 'invitation', 'reset')),
  account_id UUID,
  member_id UUID,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE
);
CREATE INDEX tokens_by_member ON tokens (account_id, member_id);

-- Links that were used or replaced by newer ones, so that opening one again says which it is (M3, M4).
CREATE TABLE ended_links (
  token_hash BYTEA PRIMARY KEY NOT NULL,
  account_id UUID NOT NULL,
  member_id UUID NOT NULL,
  ending TEXT NOT NULL CHECK (ending IN ('used', 'replaced')),
  ended_at BIGINT NOT NULL,
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE
);
CREATE INDEX ended_links_by_age ON ended_links (ended_at);

CREATE TABLE invitations (
  account_id UUID NOT NULL,
  member_id UUID NOT NULL,
  invited_by UUID,
  invited_by_name TEXT NOT NULL DEFAULT '',
  sent_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  sent_count BIGINT NOT NULL DEFAULT 1,
  accepted_at BIGINT,
  bounce TEXT,
  PRIMARY KEY (account_id, member_id),
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE
);
-- Those that no mail was written for yet, an import's for example.
CREATE INDEX invitations_unsent ON invitations (sent_at) WHERE sent_count = 0;

-- Mail on its way (M3, M4, M10): written with the change that causes it, sent by a job that retries, and removed with it.
CREATE TABLE outbox (
  id UUID PRIMARY KEY NOT NULL,
  account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  -- About whom, so that a failure shows on the member; none for mail to others.
  member_id UUID,
  recipient TEXT NOT NULL,
  subject TEXT NOT NULL,
  -- Emptied once given up: they hold single-use links.
  body_text TEXT NOT NULL,
  body_html TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'failed')),
  attempts BIGINT NOT NULL DEFAULT 0,
  next_try BIGINT NOT NULL,
  -- One of several servers is at it until then.
  leased_until BIGINT NOT NULL DEFAULT 0,
  last_error TEXT,
  created_at BIGINT NOT NULL,
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE
);
CREATE INDEX outbox_due ON outbox (next_try) WHERE state = 'queued';
CREATE INDEX outbox_by_member ON outbox (account_id, member_id, created_at);
CREATE INDEX outbox_by_age ON outbox (created_at);
