-- Call menus (N6): what callers hear, where keys and silence lead, when they are open. And what routing remembers of
-- calls: since when somebody is idle, and whose turn it is in a group (N4).

CREATE TABLE menus (
  account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id BLOB NOT NULL,
  name TEXT NOT NULL,
  name_fold TEXT NOT NULL,
  -- The one that numbers lead to whose destination is the call menu.
  is_main INTEGER NOT NULL DEFAULT 0,
  -- Read aloud to callers; empty: the standard one.
  greeting TEXT NOT NULL DEFAULT '',
  wait_seconds INTEGER NOT NULL DEFAULT 5 CHECK (wait_seconds BETWEEN 1 AND 60),
  plays INTEGER NOT NULL DEFAULT 2 CHECK (plays BETWEEN 1 AND 9),
  -- The spans of the seven days, Monday first: "08:00-12:00 13:00-18:00;…"; none: always open.
  week TEXT,
  -- JSON list of {on, every_year, name, open}.
  holidays TEXT NOT NULL DEFAULT '[]',
  -- Closed by hand until then.
  closed_until INTEGER,
  -- Read aloud while closed; empty: nothing is.
  closed_greeting TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL,
  version INTEGER NOT NULL DEFAULT 1,
  PRIMARY KEY (account_id, id),
  CONSTRAINT menus_name_taken UNIQUE (account_id, name_fold)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX menus_one_main ON menus (account_id) WHERE is_main = 1;

-- Where the keys of a menu lead, and where callers are led who press nothing or come while it is closed. No foreign key to
-- what they lead to: a key to a group that was deleted stays, and is shown as gone wrong until somebody decides.
CREATE TABLE menu_targets (
  account_id BLOB NOT NULL,
  menu_id BLOB NOT NULL,
  -- A key's word, "silent" or "closed".
  place TEXT NOT NULL
    CHECK (place IN ('1', '2', '3', '4', '5', '6', '7', '8', '9', '0', 'star', 'hash', 'silent', 'closed')),
  goes_to TEXT NOT NULL
    CHECK (goes_to IN ('member', 'group', 'number', 'company-voicemail', 'member-voicemail', 'group-voicemail', 'dial-by-name', 'menu', 'repeat')),
  member_id BLOB,
  group_id BLOB,
  to_menu_id BLOB,
  e164 TEXT,
  PRIMARY KEY (account_id, menu_id, place),
  CHECK ((goes_to IN ('member', 'member-voicemail')) = (member_id IS NOT NULL)),
  CHECK ((goes_to IN ('group', 'group-voicemail')) = (group_id IS NOT NULL)),
  CHECK ((goes_to = 'menu') = (to_menu_id IS NOT NULL)),
  CHECK ((goes_to = 'number') = (e164 IS NOT NULL)),
  FOREIGN KEY (account_id, menu_id) REFERENCES menus (account_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX menu_targets_by_group ON menu_targets (account_id, group_id) WHERE group_id IS NOT NULL;
CREATE INDEX menu_targets_by_member ON menu_targets (account_id, member_id) WHERE member_id IS NOT NULL;

-- When a member's last call ended, for groups that ring the longest idle first; none: never had one.
ALTER TABLE members ADD COLUMN idle_since INTEGER;

-- Who was rung first by the last call of a group that takes turns.
CREATE TABLE group_turns (
  account_id BLOB NOT NULL,
  group_id BLOB NOT NULL,
  member_id BLOB NOT NULL,
  PRIMARY KEY (account_id, group_id),
  FOREIGN KEY (account_id, group_id) REFERENCES groups (account_id, id) ON DELETE CASCADE,
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX group_turns_by_member ON group_turns (account_id, member_id);
