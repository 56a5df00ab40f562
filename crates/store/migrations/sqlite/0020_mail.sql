-- Mail on its way (M3, M4, M10): written with the change that causes it, sent by a job that retries.

CREATE TABLE outbox (
  id BLOB PRIMARY KEY NOT NULL,
  account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  -- About whom, so that a failure shows on the member; none for mail to others.
  member_id BLOB,
  recipient TEXT NOT NULL,
  subject TEXT NOT NULL,
  -- Emptied once sent or given up: they hold single-use links.
  body_text TEXT NOT NULL,
  body_html TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sent', 'failed')),
  attempts INTEGER NOT NULL DEFAULT 0,
  next_try INTEGER NOT NULL,
  -- One of several servers is at it until then.
  leased_until INTEGER NOT NULL DEFAULT 0,
  last_error TEXT,
  created_at INTEGER NOT NULL,
  sent_at INTEGER,
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_due ON outbox (next_try) WHERE state = 'queued';
CREATE INDEX outbox_by_member ON outbox (account_id, member_id, created_at);
CREATE INDEX outbox_by_age ON outbox (created_at);

-- Invitations that nobody was written to yet, an import's for example.
CREATE INDEX invitations_unsent ON invitations (sent_at) WHERE sent_count = 0;

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
