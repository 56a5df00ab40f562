-- Call menus (N6): what callers hear, where keys and silence lead, when they are open. And what routing remembers of
-- calls: since when somebody is idle, and whose turn it is in a group (N4).

CREATE TABLE menus (
  account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id UUID NOT NULL,
  name TEXT NOT NULL,
  name_fold TEXT COLLATE "C" NOT NULL,
  -- The one that numbers lead to whose destination is the call menu.
  is_main BOOLEAN NOT NULL DEFAULT FALSE,
  -- Read aloud to callers; empty: the standard one.
  greeting TEXT NOT NULL DEFAULT '',
  wait_seconds BIGINT NOT NULL DEFAULT 5 CHECK (wait_seconds BETWEEN 1 AND 60),
  plays BIGINT NOT NULL DEFAULT 2 CHECK (plays BETWEEN 1 AND 9),
  -- The spans of the seven days, Monday first: "08:00-12:00 13:00-18:00;…"; none: always open.
  week TEXT,
  -- JSON list of {on, every_year, name, open}.
  holidays TEXT NOT NULL DEFAULT '[]',
  -- Closed by hand until then.
  closed_until BIGINT,
  -- Read aloud while closed; empty: nothing is.
  closed_greeting TEXT NOT NULL DEFAULT '',
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1,
  PRIMARY KEY (account_id, id),
  CONSTRAINT menus_name_taken UNIQUE (account_id, name_fold)
);
CREATE UNIQUE INDEX menus_one_main ON menus (account_id) WHERE is_main;

-- Where the keys of a menu lead, and where callers are led who press nothing or come while it is closed. No foreign key to
-- what they lead to: a key to a group that was deleted stays, and is shown as gone wrong until somebody decides.
CREATE TABLE menu_targets (
  account_id UUID NOT NULL,
  menu_id UUID NOT NULL,
  -- A key's word, "silent" or "closed".
  place TEXT NOT NULL
    CHECK (place IN ('1', '2', '3', '4', '5', '6', '7', '8', '9', '0', 'star', 'hash', 'silent', 'closed')),
  goes_to TEXT NOT NULL
    CHECK (goes_to IN ('member', 'group', 'number', 'company-voicemail', 'member-voicemail', 'group-voicemail', 'dial-by-name', 'menu', 'repeat')),
  member_id UUID,
  group_id UUID,
  to_menu_id UUID,
  e164 TEXT COLLATE "C",
  PRIMARY KEY (account_id, menu_id, place),
  CHECK ((goes_to IN ('member', 'member-voicemail')) = (member_id IS NOT NULL)),
  CHECK ((goes_to IN ('group', 'group-voicemail')) = (group_id IS NOT NULL)),
  CHECK ((goes_to = 'menu') = (to_menu_id IS NOT NULL)),
  CHECK ((goes_to = 'number') = (e164 IS NOT NULL)),
  FOREIGN KEY (account_id, menu_id) REFERENCES menus (account_id, id) ON DELETE CASCADE
);
CREATE INDEX menu_targets_by_group ON menu_targets (account_id, group_id) WHERE group_id IS NOT NULL;
CREATE INDEX menu_targets_by_member ON menu_targets (account_id, member_id) WHERE member_id IS NOT NULL;

-- When a member's last call ended, for groups that ring the longest idle first; none: never had one.
ALTER TABLE members ADD COLUMN idle_since BIGINT;

-- Who was rung first by the last call of a group that takes turns.
CREATE TABLE group_turns (
  account_id UUID NOT NULL,
  group_id UUID NOT NULL,
  member_id UUID NOT NULL,
  PRIMARY KEY (account_id, group_id),
  FOREIGN KEY (account_id, group_id) REFERENCES groups (account_id, id) ON DELETE CASCADE,
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE
);
CREATE INDEX group_turns_by_member ON group_turns (account_id, member_id);
