-- What a statement is made of (S3 to S7): the account's calls, and who was on which plan, held which number, and how
-- many seats there were, from when until when. Triggers write these in the transaction of the change, so every path is
-- covered. An interval without `until_at` is still open. Ids only: they outlive names.

-- The account's calls and messages. They outlive the member, so they name no member as a key and carry a label of their
-- own (M17).
CREATE TABLE history (
  account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id BLOB NOT NULL,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('call', 'voicemail', 'message', 'fax', 'web-call')),
  direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
  -- Whose it is now, and as whom it reads: a name, or "Former member (ext. 104)".
  member_id BLOB,
  member_label TEXT NOT NULL DEFAULT '',
  extension INTEGER NOT NULL DEFAULT 0,
  -- The other side, E.164 or an extension.
  peer TEXT NOT NULL DEFAULT '',
  seconds INTEGER NOT NULL DEFAULT 0,
  body TEXT NOT NULL DEFAULT '',
  -- Whose it was before a transfer (H2).
  from_member BLOB,
  from_label TEXT,
  PRIMARY KEY (account_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX history_by_member ON history (account_id, member_id, at, id);
CREATE INDEX history_by_former ON history (account_id, from_member) WHERE from_member IS NOT NULL;
-- Minutes of outgoing calls, member by member (S6).
CREATE INDEX history_minutes ON history (account_id, at, member_id, seconds)
  WHERE kind IN ('call', 'web-call') AND direction = 'out';

-- The instant of the change that is being written, so that triggers tell time by the server's clock and not by their
-- own: one row, set by `dialect::set_clock`, emptied when a change begins. Empty: the database's clock.
CREATE TABLE change_clock (id INTEGER PRIMARY KEY CHECK (id = 1), at INTEGER) STRICT;
INSERT INTO change_clock (id, at) VALUES (1, NULL);
CREATE VIEW change_time AS SELECT coalesce(at, CAST(unixepoch('subsec') * 1000000 AS INTEGER)) AS at FROM change_clock;

-- Who was on which plan. Invited members are not charged.
CREATE TABLE billing_members (
  account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  member_id BLOB NOT NULL,
  from_at INTEGER NOT NULL,
  until_at INTEGER,
  plan TEXT NOT NULL,
  -- How many numbers they hold, and the last instant at which one of theirs began or ended (0: never any), so that a
  -- statement of 100,000 members counts by plan and number of numbers, and reads only whose numbers changed in the
  -- month (S4, S5). Both say what billing_numbers says, by triggers on it; in a closed interval they mean nothing.
  held INTEGER NOT NULL DEFAULT 0,
  held_since INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (account_id, member_id, from_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX billing_members_by_plan ON billing_members (account_id, plan, member_id, from_at, until_at);
CREATE INDEX billing_members_begun ON billing_members (account_id, from_at);
CREATE INDEX billing_members_ended ON billing_members (account_id, until_at) WHERE until_at IS NOT NULL;
-- It has all that is asked for, until_at too: else SQLite would look up every row.
CREATE INDEX billing_members_now ON billing_members (account_id, plan, held, member_id, held_since, from_at, until_at)
  WHERE until_at IS NULL;

-- Who held which number (S4).
CREATE TABLE billing_numbers (
  account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  number_id BLOB NOT NULL,
  from_at INTEGER NOT NULL,
  until_at INTEGER,
  member_id BLOB NOT NULL,
  e164 TEXT NOT NULL,
  PRIMARY KEY (account_id, number_id, from_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX billing_numbers_by_member ON billing_numbers (account_id, member_id, from_at, until_at);

-- How many seats there were.
CREATE TABLE billing_seats (
  account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  plan TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  until_at INTEGER,
  bought INTEGER NOT NULL,
  PRIMARY KEY (account_id, plan, from_at)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER members_billed_in AFTER INSERT ON members
WHEN NEW.state IN ('active', 'suspended') BEGIN
  INSERT INTO billing_members (account_id, member_id, from_at, plan)
    VALUES (NEW.account_id, NEW.id, NEW.created_at, NEW.plan)
    ON CONFLICT (account_id, member_id, from_at) DO UPDATE SET plan = excluded.plan, until_at = NULL;
END;
-- A state changes at its `state_since`; a plan when the change is written. What began in the same instant counts for
-- nothing.
CREATE TRIGGER members_billed_on AFTER UPDATE OF plan, state ON members
WHEN OLD.plan <> NEW.plan OR (OLD.state IN ('active', 'suspended')) <> (NEW.state IN ('active', 'suspended')) BEGIN
  DELETE FROM billing_members WHERE account_id = NEW.account_id AND member_id = NEW.id AND until_at IS NULL
    AND from_at >= CASE WHEN OLD.state = NEW.state THEN (SELECT at FROM change_time) ELSE NEW.state_since END;
  UPDATE billing_members SET until_at =
      CASE WHEN OLD.state = NEW.state THEN (SELECT at FROM change_time) ELSE NEW.state_since END
    WHERE account_id = NEW.account_id AND member_id = NEW.id AND until_at IS NULL;
  INSERT INTO billing_members (account_id, member_id, from_at, plan)
    SELECT NEW.account_id, NEW.id,
      CASE WHEN OLD.state = NEW.state THEN (SELECT at FROM change_time) ELSE NEW.state_since END, NEW.plan
    WHERE NEW.state IN ('active', 'suspended')
    ON CONFLICT (account_id, member_id, from_at) DO UPDATE SET plan = excluded.plan, until_at = NULL;
END;
CREATE TRIGGER members_billed_out AFTER DELETE ON members WHEN OLD.state IN ('active', 'suspended') BEGIN
  UPDATE billing_members SET until_at = (SELECT at FROM change_time)
    WHERE account_id = OLD.account_id AND member_id = OLD.id AND until_at IS NULL;
END;

CREATE TRIGGER numbers_billed_in AFTER INSERT ON numbers WHEN NEW.member_id IS NOT NULL BEGIN
  INSERT INTO billing_numbers (account_id, number_id, from_at, member_id, e164)
    VALUES (NEW.account_id, NEW.id, NEW.created_at, NEW.member_id, NEW.e164)
    ON CONFLICT (account_id, number_id, from_at) DO UPDATE SET member_id = excluded.member_id, until_at = NULL;
END;
CREATE TRIGGER numbers_billed_on AFTER UPDATE OF member_id ON numbers WHEN OLD.member_id IS NOT NEW.member_id BEGIN
  DELETE FROM billing_numbers WHERE account_id = NEW.account_id AND number_id = NEW.id AND until_at IS NULL
    AND from_at >= (SELECT at FROM change_time);
  UPDATE billing_numbers SET until_at = (SELECT at FROM change_time)
    WHERE account_id = NEW.account_id AND number_id = NEW.id AND until_at IS NULL;
  INSERT INTO billing_numbers (account_id, number_id, from_at, member_id, e164)
    SELECT NEW.account_id, NEW.id, (SELECT at FROM change_time), NEW.member_id, NEW.e164 WHERE NEW.member_id IS NOT NULL
    ON CONFLICT (account_id, number_id, from_at) DO UPDATE SET member_id = excluded.member_id, until_at = NULL;
END;
CREATE TRIGGER numbers_billed_out AFTER DELETE ON numbers WHEN OLD.member_id IS NOT NULL BEGIN
  DELETE FROM billing_numbers WHERE account_id = OLD.account_id AND number_id = OLD.id AND until_at IS NULL
    AND from_at >= (SELECT at FROM change_time);
  UPDATE billing_numbers SET until_at = (SELECT at FROM change_time)
    WHERE account_id = OLD.account_id AND number_id = OLD.id AND until_at IS NULL;
END;

CREATE TRIGGER seats_billed_in AFTER INSERT ON plan_seats BEGIN
  INSERT INTO billing_seats (account_id, plan, from_at, bought)
    SELECT NEW.account_id, NEW.plan, created_at, NEW.bought FROM accounts WHERE id = NEW.account_id
    ON CONFLICT (account_id, plan, from_at) DO UPDATE SET bought = excluded.bought, until_at = NULL;
END;
CREATE TRIGGER seats_billed_on AFTER UPDATE OF bought ON plan_seats WHEN OLD.bought <> NEW.bought BEGIN
  DELETE FROM billing_seats WHERE account_id = NEW.account_id AND plan = NEW.plan AND until_at IS NULL
    AND from_at >= (SELECT at FROM change_time);
  UPDATE billing_seats SET until_at = (SELECT at FROM change_time)
    WHERE account_id = NEW.account_id AND plan = NEW.plan AND until_at IS NULL;
  INSERT INTO billing_seats (account_id, plan, from_at, bought)
    SELECT NEW.account_id, NEW.plan, at, NEW.bought FROM change_time WHERE 1
    ON CONFLICT (account_id, plan, from_at) DO UPDATE SET bought = excluded.bought, until_at = NULL;
END;

-- A number begins or ends: the two usual cases add, the others count anew.
CREATE TRIGGER billing_numbers_held_in AFTER INSERT ON billing_numbers BEGIN
  UPDATE billing_members SET
      held = held + (NEW.until_at IS NULL),
      held_since = max(held_since, NEW.from_at, coalesce(NEW.until_at, NEW.from_at))
    WHERE account_id = NEW.account_id AND member_id = NEW.member_id AND until_at IS NULL;
END;
CREATE TRIGGER billing_numbers_held_ended AFTER UPDATE OF until_at ON billing_numbers
WHEN OLD.member_id = NEW.member_id AND OLD.until_at IS NULL AND NEW.until_at IS NOT NULL BEGIN
  UPDATE billing_members SET held = held - 1, held_since = max(held_since, NEW.until_at)
    WHERE account_id = NEW.account_id AND member_id = NEW.member_id AND until_at IS NULL;
END;
CREATE TRIGGER billing_numbers_held_on AFTER UPDATE OF member_id, until_at ON billing_numbers
WHEN OLD.member_id <> NEW.member_id OR OLD.until_at IS NOT NULL OR NEW.until_at IS NULL BEGIN
  UPDATE billing_members SET
      held = (SELECT count(*) FROM billing_numbers n
        WHERE n.account_id = billing_members.account_id AND n.member_id = billing_members.member_id
          AND n.until_at IS NULL),
      held_since = coalesce((SELECT max(max(n.from_at, coalesce(n.until_at, n.from_at))) FROM billing_numbers n
        WHERE n.account_id = billing_members.account_id AND n.member_id = billing_members.member_id), 0)
    WHERE account_id = NEW.account_id AND member_id IN (OLD.member_id, NEW.member_id) AND until_at IS NULL;
END;
CREATE TRIGGER billing_numbers_held_out AFTER DELETE ON billing_numbers BEGIN
  UPDATE billing_members SET
      held = (SELECT count(*) FROM billing_numbers n
        WHERE n.account_id = OLD.account_id AND n.member_id = OLD.member_id AND n.until_at IS NULL),
      held_since = coalesce((SELECT max(max(n.from_at, coalesce(n.until_at, n.from_at))) FROM billing_numbers n
        WHERE n.account_id = OLD.account_id AND n.member_id = OLD.member_id), 0)
    WHERE account_id = OLD.account_id AND member_id = OLD.member_id AND until_at IS NULL;
END;
-- Whoever comes or changes plan brings the numbers they have.
CREATE TRIGGER billing_members_held_in AFTER INSERT ON billing_members
WHEN NEW.until_at IS NULL AND EXISTS (
  SELECT 1 FROM billing_numbers n WHERE n.account_id = NEW.account_id AND n.member_id = NEW.member_id) BEGIN
  UPDATE billing_members SET
      held = (SELECT count(*) FROM billing_numbers n
        WHERE n.account_id = NEW.account_id AND n.member_id = NEW.member_id AND n.until_at IS NULL),
      held_since = (SELECT max(max(n.from_at, coalesce(n.until_at, n.from_at))) FROM billing_numbers n
        WHERE n.account_id = NEW.account_id AND n.member_id = NEW.member_id)
    WHERE account_id = NEW.account_id AND member_id = NEW.member_id AND from_at = NEW.from_at;
END;
CREATE TRIGGER billing_members_held_again AFTER UPDATE OF until_at ON billing_members
WHEN OLD.until_at IS NOT NULL AND NEW.until_at IS NULL BEGIN
  UPDATE billing_members SET
      held = (SELECT count(*) FROM billing_numbers n
        WHERE n.account_id = NEW.account_id AND n.member_id = NEW.member_id AND n.until_at IS NULL),
      held_since = coalesce((SELECT max(max(n.from_at, coalesce(n.until_at, n.from_at))) FROM billing_numbers n
        WHERE n.account_id = NEW.account_id AND n.member_id = NEW.member_id), 0)
    WHERE account_id = NEW.account_id AND member_id = NEW.member_id AND from_at = NEW.from_at;
END;
