-- Phone numbers: where each rings now and rang before, who may call and write with it, and numbers that are being
-- bought (N1 to N3, M13). Triggers write what the Numbers page sorts and counts by, and a member's direct number.

CREATE TABLE numbers (
  account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id BLOB NOT NULL,
  e164 TEXT NOT NULL,
  label TEXT NOT NULL DEFAULT '',
  label_fold TEXT NOT NULL DEFAULT '',
  kind TEXT NOT NULL DEFAULT 'local' CHECK (kind IN ('local', 'toll-free', 'mobile')),
  -- A number has one incoming destination (N3): a member, a group, the call menu or nobody.
  destination TEXT NOT NULL DEFAULT 'nobody' CHECK (destination IN ('nobody', 'member', 'group', 'menu')),
  member_id BLOB,
  group_id BLOB,
  -- What the Destination column sorts by; triggers write it.
  destination_rank INTEGER NOT NULL DEFAULT 3,
  destination_key BLOB NOT NULL DEFAULT X'',
  -- Since when it rings where it rings; 0: since it was there.
  since INTEGER NOT NULL DEFAULT 0,
  is_main INTEGER NOT NULL DEFAULT 0,
  -- How many may use it; triggers count them.
  users INTEGER NOT NULL DEFAULT 0,
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
-- One index behind every order; E.164 is unique, so it is the tie-break.
CREATE INDEX numbers_by_e164 ON numbers (account_id, e164);
CREATE INDEX numbers_by_label ON numbers (account_id, label_fold, e164);
CREATE INDEX numbers_by_kind ON numbers (account_id, kind, e164);
CREATE INDEX numbers_by_destination ON numbers (account_id, destination_rank, destination_key, e164);
CREATE INDEX numbers_by_users ON numbers (account_id, users, e164);

CREATE TABLE number_totals (
  account_id BLOB PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  numbers INTEGER NOT NULL DEFAULT 0,
  unassigned INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

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

-- Where a number rang before. Written by a trigger, so it holds on every path; the label outlives group and person.
CREATE TABLE number_holders (
  seq INTEGER PRIMARY KEY,
  account_id BLOB NOT NULL,
  number_id BLOB NOT NULL,
  destination TEXT NOT NULL,
  member_id BLOB,
  group_id BLOB,
  label TEXT NOT NULL,
  since INTEGER NOT NULL,
  until INTEGER NOT NULL,
  FOREIGN KEY (account_id, number_id) REFERENCES numbers (account_id, id) ON DELETE CASCADE
) STRICT;
CREATE INDEX number_holders_by_number ON number_holders (account_id, number_id, seq);
CREATE INDEX number_holders_by_member ON number_holders (account_id, member_id) WHERE member_id IS NOT NULL;

-- A number set aside while somebody chooses, so that two servers agree on whose it is. Bought, the row stays until it
-- expires: the same form sent again then buys nothing more.
CREATE TABLE number_reservations (
  id BLOB PRIMARY KEY NOT NULL,
  account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  by_member BLOB NOT NULL,
  -- For whom it is chosen; none: for nobody yet.
  for_member BLOB,
  e164 TEXT NOT NULL CONSTRAINT reservations_taken UNIQUE,
  kind TEXT NOT NULL,
  place TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT 'held' CHECK (state IN ('held', 'buying', 'bought')),
  state_since INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  number_id BLOB
) STRICT, WITHOUT ROWID;
CREATE INDEX number_reservations_by_account ON number_reservations (account_id, expires_at);

-- A member's direct number.
CREATE TRIGGER numbers_direct_in AFTER INSERT ON numbers WHEN NEW.member_id IS NOT NULL BEGIN
  UPDATE members SET direct =
      (SELECT min(e164) FROM numbers n WHERE n.account_id = NEW.account_id AND n.member_id = NEW.member_id)
    WHERE account_id = NEW.account_id AND id = NEW.member_id;
END;
CREATE TRIGGER numbers_direct_moved AFTER UPDATE OF member_id, e164 ON numbers
WHEN OLD.member_id IS NOT NEW.member_id OR OLD.e164 <> NEW.e164 BEGIN
  UPDATE members SET direct =
      (SELECT min(e164) FROM numbers n WHERE n.account_id = OLD.account_id AND n.member_id = members.id)
    WHERE account_id = OLD.account_id AND id IN (OLD.member_id, NEW.member_id);
END;
CREATE TRIGGER numbers_direct_out AFTER DELETE ON numbers WHEN OLD.member_id IS NOT NULL BEGIN
  UPDATE members SET direct =
      (SELECT min(e164) FROM numbers n WHERE n.account_id = OLD.account_id AND n.member_id = OLD.member_id)
    WHERE account_id = OLD.account_id AND id = OLD.member_id;
END;

-- The main number rings the call menu until it is unassigned (M13), on every path.
CREATE TRIGGER numbers_main_rings_menu AFTER UPDATE OF is_main, destination ON numbers
WHEN NEW.is_main AND NEW.destination <> 'menu' BEGIN
  SELECT RAISE(ABORT, 'main_number_rings_menu');
END;
CREATE TRIGGER numbers_main_rings_menu_in AFTER INSERT ON numbers
WHEN NEW.is_main AND NEW.destination <> 'menu' BEGIN
  SELECT RAISE(ABORT, 'main_number_rings_menu');
END;

CREATE TRIGGER numbers_listed_in AFTER INSERT ON numbers BEGIN
  UPDATE numbers SET
      destination_rank = CASE NEW.destination WHEN 'menu' THEN 0 WHEN 'group' THEN 1 WHEN 'member' THEN 2 ELSE 3 END,
      destination_key = coalesce(
        (SELECT m.name_key FROM members m WHERE m.account_id = NEW.account_id AND m.id = NEW.member_id),
        (SELECT CAST(g.name_fold AS BLOB) FROM groups g
          WHERE g.account_id = NEW.account_id AND g.id = NEW.group_id), X'')
    WHERE account_id = NEW.account_id AND id = NEW.id;
  INSERT INTO number_totals (account_id, numbers, unassigned) VALUES (NEW.account_id, 1, NEW.destination = 'nobody')
    ON CONFLICT (account_id) DO UPDATE SET numbers = number_totals.numbers + 1,
      unassigned = number_totals.unassigned + excluded.unassigned;
END;
CREATE TRIGGER numbers_listed_out AFTER DELETE ON numbers BEGIN
  UPDATE number_totals SET numbers = numbers - 1, unassigned = unassigned - (OLD.destination = 'nobody')
    WHERE account_id = OLD.account_id;
END;

-- What rang where ends; a writer that knows the hour has set `since`, for the others it is now.
CREATE TRIGGER numbers_rerouted AFTER UPDATE OF destination, member_id, group_id ON numbers
WHEN OLD.destination <> NEW.destination OR OLD.member_id IS NOT NEW.member_id OR OLD.group_id IS NOT NEW.group_id
BEGIN
  INSERT INTO number_holders (account_id, number_id, destination, member_id, group_id, label, since, until)
    SELECT OLD.account_id, OLD.id, OLD.destination, OLD.member_id, OLD.group_id,
      coalesce(
        (SELECT trim(m.first_name || ' ' || m.last_name) FROM members m
          WHERE m.account_id = OLD.account_id AND m.id = OLD.member_id),
        (SELECT g.name FROM groups g WHERE g.account_id = OLD.account_id AND g.id = OLD.group_id), 'Call menu'),
      CASE WHEN OLD.since > 0 THEN OLD.since ELSE OLD.created_at END,
      CASE WHEN NEW.since <> OLD.since THEN NEW.since ELSE CAST(unixepoch('subsec') * 1000000 AS INTEGER) END
    WHERE OLD.destination <> 'nobody';
  UPDATE numbers SET
      since = CASE WHEN NEW.since <> OLD.since THEN NEW.since ELSE CAST(unixepoch('subsec') * 1000000 AS INTEGER) END,
      destination_rank = CASE NEW.destination WHEN 'menu' THEN 0 WHEN 'group' THEN 1 WHEN 'member' THEN 2 ELSE 3 END,
      destination_key = coalesce(
        (SELECT m.name_key FROM members m WHERE m.account_id = NEW.account_id AND m.id = NEW.member_id),
        (SELECT CAST(g.name_fold AS BLOB) FROM groups g
          WHERE g.account_id = NEW.account_id AND g.id = NEW.group_id), X'')
    WHERE account_id = NEW.account_id AND id = NEW.id;
  UPDATE number_totals SET unassigned = unassigned + (NEW.destination = 'nobody') - (OLD.destination = 'nobody')
    WHERE account_id = NEW.account_id;
END;

CREATE TRIGGER numbers_follow_member AFTER UPDATE OF name_key ON members WHEN OLD.name_key <> NEW.name_key BEGIN
  UPDATE numbers SET destination_key = NEW.name_key WHERE account_id = NEW.account_id AND member_id = NEW.id;
END;
CREATE TRIGGER numbers_follow_group AFTER UPDATE OF name_fold ON groups WHEN OLD.name_fold <> NEW.name_fold BEGIN
  UPDATE numbers SET destination_key = CAST(NEW.name_fold AS BLOB)
    WHERE account_id = NEW.account_id AND group_id = NEW.id;
END;

CREATE TRIGGER number_users_in AFTER INSERT ON number_users BEGIN
  UPDATE numbers SET users = users + 1 WHERE account_id = NEW.account_id AND id = NEW.number_id;
END;
CREATE TRIGGER number_users_out AFTER DELETE ON number_users BEGIN
  UPDATE numbers SET users = users - 1 WHERE account_id = OLD.account_id AND id = OLD.number_id;
END;
