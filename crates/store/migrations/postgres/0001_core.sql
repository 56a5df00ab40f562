-- The core of the SPEC: accounts, roles, members, extensions, numbers, groups, forwarding, seats, sessions, invitations, audit.
-- Ids are UUIDv7 as uuid, instants are microseconds since 1970 UTC, every key and foreign key carries the account (A3).

CREATE TABLE accounts (
  id UUID PRIMARY KEY NOT NULL,
  name TEXT NOT NULL,
  country TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  language TEXT NOT NULL DEFAULT 'en',
  extension_digits BIGINT NOT NULL DEFAULT 3 CONSTRAINT extension_digits_3_to_6 CHECK (extension_digits BETWEEN 3 AND 6),
  wrap_up_seconds BIGINT NOT NULL DEFAULT 60,
  only_administrators_add BOOLEAN NOT NULL DEFAULT FALSE,
  dial_extensions BOOLEAN NOT NULL DEFAULT TRUE,
  meeting_base TEXT NOT NULL DEFAULT 'https://meet.example.com',
  default_plan TEXT NOT NULL DEFAULT 'basic',
  paid BOOLEAN NOT NULL DEFAULT FALSE,
  created_at BIGINT NOT NULL
);

CREATE TABLE roles (
  account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id UUID NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('administrator', 'manager', 'agent', 'custom')),
  name TEXT NOT NULL,
  name_fold TEXT COLLATE "C" NOT NULL,
  description TEXT NOT NULL DEFAULT '',
  people TEXT NOT NULL CHECK (people IN ('everyone', 'own-groups')),
  numbers TEXT NOT NULL CHECK (numbers IN ('all', 'own-groups', 'held')),
  -- The order roles are listed and sorted in.
  rank BIGINT NOT NULL,
  -- Kept by triggers: members with this role that are not deleted.
  members BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, id),
  CONSTRAINT roles_name_taken UNIQUE (account_id, name_fold)
);

CREATE TABLE role_permissions (
  account_id UUID NOT NULL,
  role_id UUID NOT NULL,
  permission TEXT NOT NULL,
  PRIMARY KEY (account_id, role_id, permission),
  FOREIGN KEY (account_id, role_id) REFERENCES roles (account_id, id) ON DELETE CASCADE
);

CREATE TABLE role_assigns (
  account_id UUID NOT NULL,
  role_id UUID NOT NULL,
  may_assign UUID NOT NULL,
  PRIMARY KEY (account_id, role_id, may_assign),
  FOREIGN KEY (account_id, role_id) REFERENCES roles (account_id, id) ON DELETE CASCADE,
  FOREIGN KEY (account_id, may_assign) REFERENCES roles (account_id, id) ON DELETE CASCADE
);

CREATE TABLE plan_seats (
  account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  plan TEXT COLLATE "C" NOT NULL CHECK (plan IN ('basic', 'plus', 'pro')),
  bought BIGINT NOT NULL DEFAULT 0 CHECK (bought >= 0),
  -- Kept by triggers: members and pending invitations on this plan (S1).
  used BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (account_id, plan),
  CONSTRAINT seats_not_oversold CHECK (used BETWEEN 0 AND bought)
);

-- Counters that pages show, kept by triggers in the transaction that changes them.
CREATE TABLE team_totals (
  account_id UUID PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  members BIGINT NOT NULL DEFAULT 0,
  online BIGINT NOT NULL DEFAULT 0,
  invited BIGINT NOT NULL DEFAULT 0,
  suspended BIGINT NOT NULL DEFAULT 0,
  no_direct BIGINT NOT NULL DEFAULT 0,
  -- Active Administrators who can sign in (R7).
  administrators BIGINT NOT NULL DEFAULT 0
);

CREATE TABLE members (
  -- Row number of the search index.
  seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id UUID NOT NULL,
  first_name TEXT NOT NULL,
  last_name TEXT NOT NULL,
  -- Unicode collation key of last name, first name (T3).
  name_key BYTEA NOT NULL,
  -- As typed, and the form that is unique in the deployment (M5). Empty only after erasure.
  sign_in TEXT NOT NULL,
  sign_in_key TEXT COLLATE "C",
  has_email BOOLEAN NOT NULL,
  password_hash TEXT,
  must_change_password BOOLEAN NOT NULL DEFAULT FALSE,
  role_id UUID NOT NULL,
  role_kind TEXT NOT NULL,
  role_rank BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'suspended', 'deleted')),
  state_since BIGINT NOT NULL,
  invitation_expires BIGINT,
  plan TEXT COLLATE "C" NOT NULL,
  -- 0: none. The truth is in extensions, which is unique over members and groups (M11).
  extension BIGINT NOT NULL DEFAULT 0,
  -- E.164 of the number that rings here, kept by triggers on numbers (M13).
  direct TEXT,
  supervises TEXT NOT NULL DEFAULT 'nobody' CHECK (supervises IN ('nobody', 'groups', 'everyone')),
  supervised_groups BIGINT NOT NULL DEFAULT 0,
  availability TEXT NOT NULL DEFAULT 'available' CHECK (availability IN ('available', 'dnd')),
  online BOOLEAN NOT NULL DEFAULT FALSE,
  last_seen BIGINT,
  call_since BIGINT,
  wrap_until BIGINT,
  -- What the Status column sorts by.
  status_rank BIGINT NOT NULL DEFAULT 4,
  forwarding_on BOOLEAN NOT NULL DEFAULT TRUE,
  forwards BIGINT NOT NULL DEFAULT 0,
  screening BOOLEAN NOT NULL DEFAULT FALSE,
  dial_by_name BOOLEAN NOT NULL DEFAULT TRUE,
  photo TEXT,
  mobile TEXT,
  time_zone TEXT NOT NULL DEFAULT '',
  bridge TEXT,
  pin_hash TEXT,
  last_sign_in BIGINT NOT NULL DEFAULT 0,
  last_sign_in_agent TEXT,
  preferences TEXT NOT NULL DEFAULT '{}',
  -- Folded text that search looks in (T4).
  search_text TEXT NOT NULL DEFAULT '',
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1,
  CONSTRAINT members_id UNIQUE (account_id, id),
  CONSTRAINT members_sign_in_taken UNIQUE (sign_in_key),
  FOREIGN KEY (account_id, role_id) REFERENCES roles (account_id, id),
  FOREIGN KEY (account_id, plan) REFERENCES plan_seats (account_id, plan)
);

-- One index behind every sortable column, each ending in the tie-break (T3, T6).
CREATE INDEX members_by_name ON members (account_id, name_key, id) WHERE state <> 'deleted';
CREATE INDEX members_by_role ON members (account_id, role_rank, name_key, id) WHERE state <> 'deleted';
CREATE INDEX members_by_extension ON members (account_id, extension, id) WHERE state <> 'deleted';
CREATE INDEX members_by_status ON members (account_id, status_rank, name_key, id) WHERE state <> 'deleted';
CREATE INDEX members_by_plan ON members (account_id, plan, name_key, id) WHERE state <> 'deleted';
CREATE INDEX members_by_last_sign_in ON members (account_id, last_sign_in, id) WHERE state <> 'deleted';
CREATE INDEX members_by_role_id ON members (account_id, role_id);
CREATE INDEX members_online ON members (account_id) WHERE online;

CREATE TABLE groups (
  account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id UUID NOT NULL,
  name TEXT NOT NULL,
  name_fold TEXT COLLATE "C" NOT NULL,
  strategy TEXT NOT NULL DEFAULT 'all' CHECK (strategy IN ('all', 'order', 'round-robin')),
  dial_word TEXT NOT NULL DEFAULT '',
  extension BIGINT NOT NULL DEFAULT 0,
  -- Kept by triggers.
  members BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1,
  PRIMARY KEY (account_id, id),
  CONSTRAINT groups_name_taken UNIQUE (account_id, name_fold)
);

CREATE TABLE group_members (
  account_id UUID NOT NULL,
  group_id UUID NOT NULL,
  member_id UUID NOT NULL,
  position BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (account_id, group_id, member_id),
  FOREIGN KEY (account_id, group_id) REFERENCES groups (account_id, id) ON DELETE CASCADE,
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE
);
CREATE INDEX group_members_by_member ON group_members (account_id, member_id, group_id);

-- Groups a member may watch in the Supervisor workspace (T1).
CREATE TABLE supervised_groups (
  account_id UUID NOT NULL,
  member_id UUID NOT NULL,
  group_id UUID NOT NULL,
  PRIMARY KEY (account_id, member_id, group_id),
  FOREIGN KEY (account_id, group_id) REFERENCES groups (account_id, id) ON DELETE CASCADE,
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE
);

-- One table for members and groups, so an extension is unique over both (M11).
CREATE TABLE extensions (
  account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  number BIGINT NOT NULL,
  member_id UUID,
  group_id UUID,
  CONSTRAINT extensions_taken PRIMARY KEY (account_id, number),
  CHECK ((member_id IS NULL) <> (group_id IS NULL)),
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE,
  FOREIGN KEY (account_id, group_id) REFERENCES groups (account_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX extensions_of_member ON extensions (account_id, member_id) WHERE member_id IS NOT NULL;
CREATE UNIQUE INDEX extensions_of_group ON extensions (account_id, group_id) WHERE group_id IS NOT NULL;

CREATE TABLE numbers (
  account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id UUID NOT NULL,
  e164 TEXT COLLATE "C" NOT NULL,
  label TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL DEFAULT 'local' CHECK (kind IN ('local', 'toll-free', 'mobile')),
  -- A number has one incoming destination (N3): a member, a group, the call menu or nobody.
  destination TEXT NOT NULL DEFAULT 'nobody' CHECK (destination IN ('nobody', 'member', 'group', 'menu')),
  member_id UUID,
  group_id UUID,
  is_main BOOLEAN NOT NULL DEFAULT FALSE,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1,
  PRIMARY KEY (account_id, id),
  CONSTRAINT numbers_taken UNIQUE (e164),
  CHECK ((destination = 'member') = (member_id IS NOT NULL)),
  CHECK ((destination = 'group') = (group_id IS NOT NULL)),
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id),
  FOREIGN KEY (account_id, group_id) REFERENCES groups (account_id, id)
);
-- With the number itself: the direct number is the least one, found without walking all of an account.
CREATE INDEX numbers_by_member ON numbers (account_id, member_id, e164) WHERE member_id IS NOT NULL;
CREATE INDEX numbers_by_group ON numbers (account_id, group_id) WHERE group_id IS NOT NULL;
CREATE UNIQUE INDEX numbers_one_main ON numbers (account_id) WHERE is_main;

-- Who may use a number for outgoing calls and messages.
CREATE TABLE number_users (
  account_id UUID NOT NULL,
  number_id UUID NOT NULL,
  member_id UUID NOT NULL,
  calls BOOLEAN NOT NULL DEFAULT TRUE,
  messages BOOLEAN NOT NULL DEFAULT TRUE,
  is_default BOOLEAN NOT NULL DEFAULT FALSE,
  PRIMARY KEY (account_id, number_id, member_id),
  FOREIGN KEY (account_id, number_id) REFERENCES numbers (account_id, id) ON DELETE CASCADE,
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE
);
CREATE INDEX number_users_by_member ON number_users (account_id, member_id, number_id);

CREATE TABLE forwarding_numbers (
  account_id UUID NOT NULL,
  member_id UUID NOT NULL,
  position BIGINT NOT NULL CONSTRAINT forwarding_at_most_three CHECK (position BETWEEN 1 AND 3),
  e164 TEXT COLLATE "C" NOT NULL,
  label TEXT NOT NULL DEFAULT '',
  seconds BIGINT NOT NULL DEFAULT 20,
  PRIMARY KEY (account_id, member_id, position),
  CONSTRAINT forwarding_twice UNIQUE (account_id, member_id, e164),
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE
);

CREATE TABLE sessions (
  id UUID PRIMARY KEY NOT NULL,
  account_id UUID NOT NULL,
  member_id UUID NOT NULL,
  -- SHA-256 of the cookie's 256 random bits.
  token_hash BYTEA NOT NULL CONSTRAINT sessions_token UNIQUE,
  created_at BIGINT NOT NULL,
  last_used BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  -- Idle limit in microseconds: longer when the device is kept signed in.
  idle BIGINT NOT NULL,
  agent TEXT NOT NULL DEFAULT '',
  address TEXT NOT NULL DEFAULT '',
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE
);
CREATE INDEX sessions_by_member ON sessions (account_id, member_id);

-- Single-use links: setup, invitation, password reset. Only their hash is kept.
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

-- Failed attempts by name and by address, so that guessing is slow on every server (QUALITY, Security).
CREATE TABLE attempts (
  bucket TEXT PRIMARY KEY NOT NULL,
  failures BIGINT NOT NULL,
  since BIGINT NOT NULL
);

-- The newest link of each account's hash chain; its row is locked while a change is written (G1).
CREATE TABLE audit_heads (
  account_id UUID PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  number BIGINT NOT NULL DEFAULT 0,
  hash BYTEA NOT NULL
);

CREATE TABLE audit (
  account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  number BIGINT NOT NULL,
  id UUID NOT NULL CONSTRAINT audit_id UNIQUE,
  at BIGINT NOT NULL,
  actor_id UUID,
  actor_name TEXT NOT NULL,
  behalf_id UUID,
  behalf_name TEXT,
  address TEXT NOT NULL DEFAULT '',
  action TEXT NOT NULL,
  target_kind TEXT NOT NULL,
  target_id UUID,
  target_name TEXT NOT NULL,
  -- JSON list of {field, before, after}.
  changes TEXT NOT NULL,
  reversible BOOLEAN NOT NULL DEFAULT FALSE,
  hash BYTEA NOT NULL,
  PRIMARY KEY (account_id, number)
);
CREATE INDEX audit_by_target ON audit (account_id, target_id, number);
CREATE INDEX audit_by_actor ON audit (account_id, actor_id, number);

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_is_append_only';
END $$;
CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();

CREATE TABLE saved_views (
  account_id UUID NOT NULL,
  member_id UUID NOT NULL,
  id UUID NOT NULL,
  name TEXT NOT NULL,
  query TEXT NOT NULL,
  position BIGINT NOT NULL,
  PRIMARY KEY (account_id, member_id, id),
  CONSTRAINT saved_views_name_taken UNIQUE (account_id, member_id, name),
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE
);

-- An uploaded file on its way into the team (I1).
CREATE TABLE imports (
  account_id UUID NOT NULL,
  id UUID NOT NULL,
  member_id UUID NOT NULL,
  file_name TEXT NOT NULL,
  content BYTEA NOT NULL,
  -- JSON: chosen columns, roles to match and other answers.
  choices TEXT NOT NULL DEFAULT '{}',
  state TEXT NOT NULL DEFAULT 'checking' CHECK (state IN ('checking', 'ready', 'applying', 'applied', 'failed')),
  rows_done BIGINT NOT NULL DEFAULT 0,
  rows_total BIGINT NOT NULL DEFAULT 0,
  -- JSON of the outcome once applied.
  outcome TEXT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, id),
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE
);
CREATE INDEX imports_by_age ON imports (created_at);
