-- Prices, what is charged, and what the next statement is made of (S3 to S7).

-- What an account pays instead of list prices (S3). Amounts are minor units of the currency, a month.
CREATE TABLE price_books (
  account_id BLOB PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  currency TEXT NOT NULL DEFAULT 'USD',
  basic INTEGER NOT NULL DEFAULT 1200 CHECK (basic >= 0),
  plus INTEGER NOT NULL DEFAULT 1900 CHECK (plus >= 0),
  pro INTEGER NOT NULL DEFAULT 2800 CHECK (pro >= 0),
  -- Minutes of outgoing calls that are in the price.
  basic_minutes INTEGER NOT NULL DEFAULT 300,
  plus_minutes INTEGER NOT NULL DEFAULT 1000,
  pro_minutes INTEGER NOT NULL DEFAULT 3000,
  extra_seat INTEGER NOT NULL DEFAULT 0 CHECK (extra_seat >= 0),
  extra_number INTEGER NOT NULL DEFAULT 499 CHECK (extra_number >= 0),
  minute_price INTEGER NOT NULL DEFAULT 3 CHECK (minute_price >= 0)
) STRICT, WITHOUT ROWID;

-- Of the seats bought, those the account signed up with: they are not charged (S3). Until now that was 50 of Basic.
ALTER TABLE plan_seats ADD COLUMN included INTEGER NOT NULL DEFAULT 0 CHECK (included >= 0);
UPDATE plan_seats SET included = CASE WHEN bought < 50 THEN bought ELSE 50 END WHERE plan = 'basic';

-- The instant of the change that is being written, so that triggers tell time by the server's clock and not by their own: one row, set by
-- `dialect::set_clock`, emptied when a change begins. Empty: the database's clock.
CREATE TABLE change_clock (id INTEGER PRIMARY KEY CHECK (id = 1), at INTEGER) STRICT;
INSERT INTO change_clock (id, at) VALUES (1, NULL);
CREATE VIEW change_time AS SELECT coalesce(at, CAST(unixepoch('subsec') * 1000000 AS INTEGER)) AS at FROM change_clock;

-- Facts that statements are made of, written by triggers in the transaction of the change, so that every path is covered: who was on which
-- plan, from when until when. Invited members are not charged. Ids only: they outlive names.
CREATE TABLE billing_members (
  account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  member_id BLOB NOT NULL,
  from_at INTEGER NOT NULL,
  until_at INTEGER,
  plan TEXT NOT NULL,
  PRIMARY KEY (account_id, member_id, from_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX billing_members_by_plan ON billing_members (account_id, plan, member_id, from_at, until_at);
CREATE INDEX billing_members_begun ON billing_members (account_id, from_at);
CREATE INDEX billing_members_ended ON billing_members (account_id, until_at) WHERE until_at IS NOT NULL;

CREATE TRIGGER members_billed_in AFTER INSERT ON members WHEN NEW.state IN ('active', 'suspended') BEGIN
  INSERT INTO billing_members (account_id, member_id, from_at, plan) VALUES (NEW.account_id, NEW.id, NEW.created_at, NEW.plan)
    ON CONFLICT (account_id, member_id, from_at) DO UPDATE SET plan = excluded.plan, until_at = NULL;
END;
-- A state changes at its `state_since`; a plan when the change is written. What began in the same instant counts for nothing.
CREATE TRIGGER members_billed_on AFTER UPDATE OF plan, state ON members
WHEN OLD.plan <> NEW.plan OR (OLD.state IN ('active', 'suspended')) <> (NEW.state IN ('active', 'suspended')) BEGIN
  DELETE FROM billing_members WHERE account_id = NEW.account_id AND member_id = NEW.id AND until_at IS NULL
    AND from_at >= CASE WHEN OLD.state = NEW.state THEN (SELECT at FROM change_time) ELSE NEW.state_since END;
  UPDATE billing_members SET until_at = CASE WHEN OLD.state = NEW.state THEN (SELECT at FROM change_time) ELSE NEW.state_since END
    WHERE account_id = NEW.account_id AND member_id = NEW.id AND until_at IS NULL;
  INSERT INTO billing_members (account_id, member_id, from_at, plan)
    SELECT NEW.account_id, NEW.id, CASE WHEN OLD.state = NEW.state THEN (SELECT at FROM change_time) ELSE NEW.state_since END, NEW.plan
    WHERE NEW.state IN ('active', 'suspended')
    ON CONFLICT (account_id, member_id, from_at) DO UPDATE SET plan = excluded.plan, until_at = NULL;
END;
CREATE TRIGGER members_billed_out AFTER DELETE ON members WHEN OLD.state IN ('active', 'suspended') BEGIN
  UPDATE billing_members SET until_at = (SELECT at FROM change_time)
    WHERE account_id = OLD.account_id AND member_id = OLD.id AND until_at IS NULL;
END;
INSERT INTO billing_members (account_id, member_id, from_at, plan)
  SELECT account_id, id, created_at, plan FROM members WHERE state IN ('active', 'suspended');

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
CREATE INDEX billing_numbers_by_member ON billing_numbers (account_id, member_id, from_at);

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
  UPDATE billing_numbers SET until_at = (SELECT at FROM change_time)
    WHERE account_id = OLD.account_id AND number_id = OLD.id AND until_at IS NULL;
END;
INSERT INTO billing_numbers (account_id, number_id, from_at, member_id, e164)
  SELECT account_id, id, created_at, member_id, e164 FROM numbers WHERE member_id IS NOT NULL;

-- How many seats there were.
CREATE TABLE billing_seats (
  account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  plan TEXT NOT NULL,
  from_at INTEGER NOT NULL,
  until_at INTEGER,
  bought INTEGER NOT NULL,
  PRIMARY KEY (account_id, plan, from_at)
) STRICT, WITHOUT ROWID;

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
  INSERT INTO billing_seats (account_id, plan, from_at, bought) SELECT NEW.account_id, NEW.plan, at, NEW.bought FROM change_time WHERE 1
    ON CONFLICT (account_id, plan, from_at) DO UPDATE SET bought = excluded.bought, until_at = NULL;
END;
INSERT INTO billing_seats (account_id, plan, from_at, bought)
  SELECT s.account_id, s.plan, a.created_at, s.bought FROM plan_seats s JOIN accounts a ON a.id = s.account_id;

-- Minutes of outgoing calls, member by member (S6).
CREATE INDEX history_minutes ON history (account_id, at, member_id, seconds) WHERE kind IN ('call', 'web-call') AND direction = 'out';

-- A private (HIPAA) meeting bridge needs Plus or Pro (S6); held here, so on every path.
ALTER TABLE members ADD COLUMN private_bridge INTEGER NOT NULL DEFAULT 0;
CREATE TRIGGER members_bridge_needs_a_plan BEFORE UPDATE OF plan, private_bridge ON members WHEN NEW.private_bridge = 1 AND NEW.plan = 'basic' BEGIN
  SELECT RAISE(ABORT, 'private_bridge_needs_plus');
END;

-- Who gets the statement, and what pays it (S7): the provider's reference and what people know a card by. Never a card number.
CREATE TABLE billing_details (
  account_id BLOB PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  contact_name TEXT NOT NULL DEFAULT '',
  contact_email TEXT NOT NULL DEFAULT '',
  method_reference TEXT,
  method_brand TEXT,
  method_last_four TEXT CONSTRAINT method_last_four_only CHECK (method_last_four IS NULL OR length(method_last_four) = 4),
  method_expires TEXT,
  version INTEGER NOT NULL DEFAULT 1
) STRICT, WITHOUT ROWID;
