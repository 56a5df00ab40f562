-- Members, with what is theirs alone (photo, forwarding, saved views), the groups they are in, and the extensions of
-- both. Counters are columns here; the triggers that count are in 0003.

CREATE TABLE members (
  -- Row number of the search index.
  seq INTEGER PRIMARY KEY,
  account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id BLOB NOT NULL,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  -- Unicode collation key of last name, first name (T3).
  name_key BLOB NOT NULL,
  -- As typed, and the form that is unique in the deployment (M5). Empty only after erasure.
  sign_in TEXT NOT NULL,
  sign_in_key TEXT,
  has_email INTEGER NOT NULL,
  password_hash TEXT,
  must_change_password INTEGER NOT NULL DEFAULT 0,
  role_id BLOB NOT NULL,
  -- Copies of the role's, to count and to sort by.
  role_kind TEXT NOT NULL,
  role_rank INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'suspended', 'deleted')),
  state_since INTEGER NOT NULL,
  invitation_expires INTEGER,
  -- When personal data goes, and when it went (M17). While deleted: what a restore gives back, as ids (JSON).
  erase_at INTEGER,
  erased_at INTEGER,
  left_with TEXT,
  plan TEXT NOT NULL,
  -- 0: none. The truth is in extensions, which is unique over members and groups (M11).
  extension INTEGER NOT NULL DEFAULT 0,
  -- E.164 of the number that rings here; triggers on numbers write it (M13).
  direct TEXT,
  supervises TEXT NOT NULL DEFAULT 'nobody' CHECK (supervises IN ('nobody', 'groups', 'everyone')),
  supervised_groups INTEGER NOT NULL DEFAULT 0,
  availability TEXT NOT NULL DEFAULT 'available' CHECK (availability IN ('available', 'dnd')),
  online INTEGER NOT NULL DEFAULT 0,
  last_seen INTEGER,
  call_since INTEGER,
  wrap_until INTEGER,
  -- What the Status column sorts by.
  status_rank INTEGER NOT NULL DEFAULT 4,
  forwarding_on INTEGER NOT NULL DEFAULT 1,
  forwards INTEGER NOT NULL DEFAULT 0,
  screening INTEGER NOT NULL DEFAULT 0,
  dial_by_name INTEGER NOT NULL DEFAULT 1,
  photo TEXT,
  mobile TEXT,
  time_zone TEXT NOT NULL DEFAULT '',
  bridge TEXT,
  private_bridge INTEGER NOT NULL DEFAULT 0,
  pin_hash TEXT,
  -- Read aloud to callers (M21); empty: the standard one.
  greeting TEXT NOT NULL DEFAULT '',
  voicemail_greeting TEXT NOT NULL DEFAULT '',
  last_sign_in INTEGER NOT NULL DEFAULT 0,
  last_sign_in_agent TEXT,
  preferences TEXT NOT NULL DEFAULT '{}',
  -- Folded text that search looks in (T4).
  search_text TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT members_id UNIQUE (account_id, id),
  CONSTRAINT members_sign_in_taken UNIQUE (sign_in_key),
  -- A private (HIPAA) meeting bridge needs Plus or Pro (S6); held here, so on every path.
  CONSTRAINT private_bridge_needs_plus CHECK (NOT (private_bridge AND plan = 'basic')),
  FOREIGN KEY (account_id, role_id) REFERENCES roles (account_id, id),
  FOREIGN KEY (account_id, plan) REFERENCES plan_seats (account_id, plan)
) STRICT;

-- One index behind every sortable column, each ending in the tie-break (T3, T6).
CREATE INDEX members_by_name ON members (account_id, name_key, id) WHERE state <> 'deleted';
CREATE INDEX members_by_role ON members (account_id, role_rank, name_key, id) WHERE state <> 'deleted';
CREATE INDEX members_by_extension ON members (account_id, extension, id) WHERE state <> 'deleted';
CREATE INDEX members_by_status ON members (account_id, status_rank, name_key, id) WHERE state <> 'deleted';
CREATE INDEX members_by_plan ON members (account_id, plan, name_key, id) WHERE state <> 'deleted';
CREATE INDEX members_by_last_sign_in ON members (account_id, last_sign_in, id) WHERE state <> 'deleted';
CREATE INDEX members_by_role_id ON members (account_id, role_id);
-- Filters of the Team table that few members pass (T5): without these, each would read every row of the account.
-- The store says the same conditions word for word; SQLite only then takes a partial index.
CREATE INDEX members_online_status ON members (account_id, availability, state, online, call_since, wrap_until)
  WHERE online = TRUE;
CREATE INDEX members_supervising ON members (account_id, supervises, name_key, id, state) WHERE supervises <> 'nobody';
CREATE INDEX members_not_active ON members (account_id, state, name_key, id, invitation_expires)
  WHERE state <> 'active';
CREATE INDEX members_by_photo ON members (account_id, photo) WHERE photo IS NOT NULL;
-- Whose time to be erased has come, and who can be restored (M17).
CREATE INDEX members_to_erase ON members (erase_at) WHERE erase_at IS NOT NULL;
CREATE INDEX members_deleted ON members (account_id, state_since, id) WHERE state = 'deleted' AND erased_at IS NULL;
-- The few whom the plan advisor judges one by one (S6).
CREATE INDEX members_private ON members (account_id, id) WHERE private_bridge;

-- Photos, re-encoded small and stored under the hash of their bytes (M18).
CREATE TABLE photos (
  account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  -- SHA-256 of the bytes, in hexadecimal: part of the address, so browsers never ask for a photo again.
  hash TEXT NOT NULL,
  bytes BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, hash)
) STRICT;

CREATE TABLE forwarding_numbers (
  account_id BLOB NOT NULL,
  member_id BLOB NOT NULL,
  position INTEGER NOT NULL CONSTRAINT forwarding_at_most_three CHECK (position BETWEEN 1 AND 3),
  e164 TEXT NOT NULL,
  label TEXT NOT NULL DEFAULT '',
  seconds INTEGER NOT NULL DEFAULT 20,
  PRIMARY KEY (account_id, member_id, position),
  CONSTRAINT forwarding_twice UNIQUE (account_id, member_id, e164),
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- Filters and orders of a table that a member gave a name.
CREATE TABLE saved_views (
  account_id BLOB NOT NULL,
  member_id BLOB NOT NULL,
  id BLOB NOT NULL,
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  position INTEGER NOT NULL,
  PRIMARY KEY (account_id, member_id, id),
  CONSTRAINT saved_views_name_taken UNIQUE (account_id, member_id, name),
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE groups (
  account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id BLOB NOT NULL,
  name TEXT NOT NULL,
  name_fold TEXT NOT NULL,
  strategy TEXT NOT NULL DEFAULT 'all' CHECK (strategy IN ('all', 'order', 'round-robin')),
  dial_word TEXT NOT NULL DEFAULT '',
  extension INTEGER NOT NULL DEFAULT 0,
  -- Triggers count them.
  members INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (account_id, id),
  CONSTRAINT groups_name_taken UNIQUE (account_id, name_fold)
) STRICT, WITHOUT ROWID;

CREATE TABLE group_members (
  account_id BLOB NOT NULL,
  group_id BLOB NOT NULL,
  member_id BLOB NOT NULL,
  position INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (account_id, group_id, member_id),
  FOREIGN KEY (account_id, group_id) REFERENCES groups (account_id, id) ON DELETE CASCADE,
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX group_members_by_member ON group_members (account_id, member_id, group_id);

-- Groups a member may watch in the Supervisor workspace (T1).
CREATE TABLE supervised_groups (
  account_id BLOB NOT NULL,
  member_id BLOB NOT NULL,
  group_id BLOB NOT NULL,
  PRIMARY KEY (account_id, member_id, group_id),
  FOREIGN KEY (account_id, group_id) REFERENCES groups (account_id, id) ON DELETE CASCADE,
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

-- One table for members and groups, so an extension is unique over both (M11).
CREATE TABLE extensions (
  account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  member_id BLOB,
  group_id BLOB,
  CONSTRAINT extensions_taken PRIMARY KEY (account_id, number),
  CHECK ((member_id IS NULL) <> (group_id IS NULL)),
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE,
  FOREIGN KEY (account_id, group_id) REFERENCES groups (account_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX extensions_of_member ON extensions (account_id, member_id) WHERE member_id IS NOT NULL;
CREATE UNIQUE INDEX extensions_of_group ON extensions (account_id, group_id) WHERE group_id IS NOT NULL;
