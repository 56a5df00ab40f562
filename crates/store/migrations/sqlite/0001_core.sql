-- The core of the SPEC: accounts, roles, members, extensions, numbers, groups, forwarding, seats, sessions, invitations, audit.
-- Ids are UUIDv7 as 16 bytes, instants are microseconds since 1970 UTC, every key and foreign key carries the account (A3).

CREATE TABLE accounts (
  id BLOB PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  country TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  language TEXT NOT NULL DEFAULT 'en',
  extension_digits INTEGER NOT NULL DEFAULT 3 CONSTRAINT extension_digits_3_to_6 CHECK (extension_digits BETWEEN 3 AND 6),
  wrap_up_seconds INTEGER NOT NULL DEFAULT 60,
  only_administrators_add INTEGER NOT NULL DEFAULT 0,
  dial_extensions INTEGER NOT NULL DEFAULT 1,
  meeting_base TEXT NOT NULL DEFAULT 'https://meet.example.com',
  default_plan TEXT NOT NULL DEFAULT 'basic',
  paid INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE roles (
  account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id BLOB NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('administrator', 'manager', 'agent', 'custom')),
  name TEXT NOT NULL,
  name_fold TEXT NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  people TEXT NOT NULL CHECK (people IN ('everyone', 'own-groups')),
  numbers TEXT NOT NULL CHECK (numbers IN ('all', 'own-groups', 'held')),
  -- The order roles are listed and sorted in.
  rank INTEGER NOT NULL,
  -- Kept by triggers: members with this role that are not deleted.
  members INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, id),
  CONSTRAINT roles_name_taken UNIQUE (account_id, name_fold)
) STRICT, WITHOUT ROWID;

CREATE TABLE role_permissions (
  account_id BLOB NOT NULL,
  role_id BLOB NOT NULL,
  permission TEXT NOT NULL,
  PRIMARY KEY (account_id, role_id, permission),
  FOREIGN KEY (account_id, role_id) REFERENCES roles (account_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE role_assigns (
  account_id BLOB NOT NULL,
  role_id BLOB NOT NULL,
  may_assign BLOB NOT NULL,
  PRIMARY KEY (account_id, role_id, may_assign),
  FOREIGN KEY (account_id, role_id) REFERENCES roles (account_id, id) ON DELETE CASCADE,
  FOREIGN KEY (account_id, may_assign) REFERENCES roles (account_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;

CREATE TABLE plan_seats (
  account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  plan TEXT NOT NULL CHECK (plan IN ('basic', 'plus', 'pro')),
  bought INTEGER NOT NULL DEFAULT 0 CHECK (bought >= 0),
  -- Kept by triggers: members and pending invitations on this plan (S1).
  used INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (account_id, plan),
  CONSTRAINT seats_not_oversold CHECK (used BETWEEN 0 AND bought)
) STRICT, WITHOUT ROWID;

-- Counters that pages show, kept by triggers in the transaction that changes them.
CREATE TABLE team_totals (
  account_id BLOB PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  members INTEGER NOT NULL DEFAULT 0,
  online INTEGER NOT NULL DEFAULT 0,
  invited INTEGER NOT NULL DEFAULT 0,
  suspended INTEGER NOT NULL DEFAULT 0,
  no_direct INTEGER NOT NULL DEFAULT 0,
  -- Active Administrators who can sign in (R7).
  administrators INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

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
  role_kind TEXT NOT NULL,
  role_rank INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'suspended', 'deleted')),
  state_since INTEGER NOT NULL,
  invitation_expires INTEGER,
  plan TEXT NOT NULL,
  -- 0: none. The truth is in extensions, which is unique over members and groups (M11).
  extension INTEGER NOT NULL DEFAULT 0,
  -- E.164 of the number that rings here, kept by triggers on numbers (M13).
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
  pin_hash TEXT,
  last_sign_in INTEGER NOT NULL DEFAULT 0,
  last_sign_in_agent TEXT,
  preferences TEXT NOT NULL DEFAULT '{}',
  -- Folded text that search looks in (T4).
  search_text TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  CONSTRAINT members_id UNIQUE (account_id, id),
  CONSTRAINT members_sign_in_taken UNIQUE (sign_in_key),
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
CREATE INDEX members_online ON members (account_id) WHERE online = 1;

CREATE TABLE groups (
  account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id BLOB NOT NULL,
  name TEXT NOT NULL,
  name_fold TEXT NOT NULL,
  strategy TEXT NOT NULL DEFAULT 'all' CHECK (strategy IN ('all', 'order', 'round-robin')),
  dial_word TEXT NOT NULL DEFAULT '',
  extension INTEGER NOT NULL DEFAULT 0,
  -- Kept by triggers.
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

CREATE TABLE numbers (
  account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id BLOB NOT NULL,
  e164 TEXT NOT NULL,
  label TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL DEFAULT 'local' CHECK (kind IN ('local', 'toll-free', 'mobile')),
  -- A number has one incoming destination (N3): a member, a group, the call menu or nobody.
  destination TEXT NOT NULL DEFAULT 'nobody' CHECK (destination IN ('nobody', 'member', 'group', 'menu')),
  member_id BLOB,
  group_id BLOB,
  is_main INTEGER NOT NULL DEFAULT 0,
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (account_id, id),
  CONSTRAINT numbers_taken UNIQUE (e164),
  CHECK ((destination = 'member') = (member_id IS NOT NULL)),
  CHECK ((destination = 'group') = (group_id IS NOT NULL)),
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id),
  FOREIGN KEY (account_id, group_id) REFERENCES groups (account_id, id)
) STRICT, WITHOUT ROWID;
-- With the number itself: the direct number is the least one, found without walking all of an account.
CREATE INDEX numbers_by_member ON numbers (account_id, member_id, e164) WHERE member_id IS NOT NULL;
CREATE INDEX numbers_by_group ON numbers (account_id, group_id) WHERE group_id IS NOT NULL;
CREATE UNIQUE INDEX numbers_one_main ON numbers (account_id) WHERE is_main = 1;

-- Who may use a number for outgoing calls and messages.
CREATE TABLE number_users (
  account_id BLOB NOT NULL,
  number_id BLOB NOT NULL,
  member_id BLOB NOT NULL,
  calls INTEGER NOT NULL DEFAULT 1,
  messages INTEGER NOT NULL DEFAULT 1,
  is_default INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (account_id, number_id, member_id),
  FOREIGN KEY (account_id, number_id) REFERENCES numbers (account_id, id) ON DELETE CASCADE,
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX number_users_by_member ON number_users (account_id, member_id, number_id);

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

CREATE TABLE sessions (
  id BLOB PRIMARY KEY NOT NULL,
  account_id BLOB NOT NULL,
  member_id BLOB NOT NULL,
  -- SHA-256 of the cookie's 256 random bits.
  token_hash BLOB NOT NULL CONSTRAINT sessions_token UNIQUE,
  created_at INTEGER NOT NULL,
  last_used INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  -- Idle limit in microseconds: longer when the device is kept signed in.
  idle INTEGER NOT NULL,
  agent TEXT NOT NULL DEFAULT '',
  address TEXT NOT NULL DEFAULT '',
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_by_member ON sessions (account_id, member_id);

-- Single-use links: setup, invitation, password reset. Only their hash is kept.
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

-- Failed attempts by name and by address, so that guessing is slow on every server (QUALITY, Security).
CREATE TABLE attempts (
  bucket TEXT PRIMARY KEY NOT NULL,
  failures INTEGER NOT NULL,
  since INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The newest link of each account's hash chain; its row is locked while a change is written (G1).
CREATE TABLE audit_heads (
  account_id BLOB PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  number INTEGER NOT NULL DEFAULT 0,
  hash BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
  account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  number INTEGER NOT NULL,
  id BLOB NOT NULL CONSTRAINT audit_id UNIQUE,
  at INTEGER NOT NULL,
  actor_id BLOB,
  actor_name TEXT NOT NULL,
  behalf_id BLOB,
  behalf_name TEXT,
  address TEXT NOT NULL DEFAULT '',
  action TEXT NOT NULL,
  target_kind TEXT NOT NULL,
  target_id BLOB,
  target_name TEXT NOT NULL,
  -- JSON list of {field, before, after}.
  changes TEXT NOT NULL,
  reversible INTEGER NOT NULL DEFAULT 0,
  hash BLOB NOT NULL,
  PRIMARY KEY (account_id, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_by_target ON audit (account_id, target_id, number);
CREATE INDEX audit_by_actor ON audit (account_id, actor_id, number);

CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'audit_is_append_only'); END;

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

-- An uploaded file on its way into the team (I1).
CREATE TABLE imports (
  account_id BLOB NOT NULL,
  id BLOB NOT NULL,
  member_id BLOB NOT NULL,
  file_name TEXT NOT NULL,
  content BLOB NOT NULL,
  -- JSON: chosen columns, roles to match and other answers.
  choices TEXT NOT NULL DEFAULT '{}',
  state TEXT NOT NULL DEFAULT 'checking' CHECK (state IN ('checking', 'ready', 'applying', 'applied', 'failed')),
  rows_done INTEGER NOT NULL DEFAULT 0,
  rows_total INTEGER NOT NULL DEFAULT 0,
  -- JSON of the outcome once applied.
  outcome TEXT,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, id),
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX imports_by_age ON imports (created_at);
