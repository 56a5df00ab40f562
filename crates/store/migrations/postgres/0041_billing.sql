-- Prices, what is charged, and what the next statement is made of (S3 to S7).

-- What an account pays instead of list prices (S3). Amounts are minor units of the currency, a month.
CREATE TABLE price_books (
  account_id UUID PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  currency TEXT COLLATE "C" NOT NULL DEFAULT 'USD',
  basic BIGINT NOT NULL DEFAULT 1200 CHECK (basic >= 0),
  plus BIGINT NOT NULL DEFAULT 1900 CHECK (plus >= 0),
  pro BIGINT NOT NULL DEFAULT 2800 CHECK (pro >= 0),
  -- Minutes of outgoing calls that are in the price.
  basic_minutes BIGINT NOT NULL DEFAULT 300,
  plus_minutes BIGINT NOT NULL DEFAULT 1000,
  pro_minutes BIGINT NOT NULL DEFAULT 3000,
  extra_seat BIGINT NOT NULL DEFAULT 0 CHECK (extra_seat >= 0),
  extra_number BIGINT NOT NULL DEFAULT 499 CHECK (extra_number >= 0),
  minute_price BIGINT NOT NULL DEFAULT 3 CHECK (minute_price >= 0)
);

-- Of the seats bought, those the account signed up with: they are not charged (S3). Until now that was 50 of Basic.
ALTER TABLE plan_seats ADD COLUMN included BIGINT NOT NULL DEFAULT 0 CHECK (included >= 0);
UPDATE plan_seats SET included = CASE WHEN bought < 50 THEN bought ELSE 50 END WHERE plan = 'basic';

-- The instant of the change that is being written, so that triggers tell time by the server's clock and not by their own: set for the
-- transaction by `dialect::set_clock`. Not set: the database's clock.
CREATE FUNCTION change_time() RETURNS BIGINT LANGUAGE sql VOLATILE AS $$
  SELECT coalesce(nullif(current_setting('teamline.now', true), '')::BIGINT, (extract(epoch FROM clock_timestamp()) * 1000000)::BIGINT)
$$;

-- Facts that statements are made of, written by triggers in the transaction of the change, so that every path is covered: who was on which
-- plan, from when until when. Invited members are not charged. Ids only: they outlive names.
CREATE TABLE billing_members (
  account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  member_id UUID NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT,
  plan TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (account_id, member_id, from_at)
);
CREATE INDEX billing_members_by_plan ON billing_members (account_id, plan, member_id, from_at, until_at);
CREATE INDEX billing_members_begun ON billing_members (account_id, from_at);
CREATE INDEX billing_members_ended ON billing_members (account_id, until_at) WHERE until_at IS NOT NULL;

CREATE FUNCTION members_billed_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO billing_members (account_id, member_id, from_at, plan)
    SELECT account_id, id, created_at, plan FROM new_rows WHERE state IN ('active', 'suspended')
    ON CONFLICT (account_id, member_id, from_at) DO UPDATE SET plan = excluded.plan, until_at = NULL;
  RETURN NULL;
END $$;
-- A state changes at its `state_since`; a plan when the change is written. What began in the same instant counts for nothing.
CREATE FUNCTION members_billed_on() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE moment BIGINT := change_time();
BEGIN
  PERFORM 1 FROM new_rows n JOIN old_rows o ON o.account_id = n.account_id AND o.id = n.id
    WHERE o.plan <> n.plan OR (o.state IN ('active', 'suspended')) <> (n.state IN ('active', 'suspended')) LIMIT 1;
  IF NOT FOUND THEN RETURN NULL; END IF;
  DELETE FROM billing_members b USING new_rows n JOIN old_rows o ON o.account_id = n.account_id AND o.id = n.id
    WHERE b.account_id = n.account_id AND b.member_id = n.id AND b.until_at IS NULL
      AND (o.plan <> n.plan OR (o.state IN ('active', 'suspended')) <> (n.state IN ('active', 'suspended')))
      AND b.from_at >= CASE WHEN o.state = n.state THEN moment ELSE n.state_since END;
  UPDATE billing_members b SET until_at = CASE WHEN o.state = n.state THEN moment ELSE n.state_since END
    FROM new_rows n JOIN old_rows o ON o.account_id = n.account_id AND o.id = n.id
    WHERE b.account_id = n.account_id AND b.member_id = n.id AND b.until_at IS NULL
      AND (o.plan <> n.plan OR (o.state IN ('active', 'suspended')) <> (n.state IN ('active', 'suspended')));
  INSERT INTO billing_members (account_id, member_id, from_at, plan)
    SELECT n.account_id, n.id, CASE WHEN o.state = n.state THEN moment ELSE n.state_since END, n.plan
    FROM new_rows n JOIN old_rows o ON o.account_id = n.account_id AND o.id = n.id
    WHERE n.state IN ('active', 'suspended') AND (o.plan <> n.plan OR o.state NOT IN ('active', 'suspended'))
    ON CONFLICT (account_id, member_id, from_at) DO UPDATE SET plan = excluded.plan, until_at = NULL;
  RETURN NULL;
END $$;
CREATE FUNCTION members_billed_out() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE moment BIGINT := change_time();
BEGIN
  UPDATE billing_members b SET until_at = moment FROM old_rows o
    WHERE b.account_id = o.account_id AND b.member_id = o.id AND b.until_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER members_billed_in AFTER INSERT ON members REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION members_billed_in();
CREATE TRIGGER members_billed_on AFTER UPDATE ON members REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION members_billed_on();
CREATE TRIGGER members_billed_out AFTER DELETE ON members REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION members_billed_out();
INSERT INTO billing_members (account_id, member_id, from_at, plan)
  SELECT account_id, id, created_at, plan FROM members WHERE state IN ('active', 'suspended');

-- Who held which number (S4).
CREATE TABLE billing_numbers (
  account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  number_id UUID NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT,
  member_id UUID NOT NULL,
  e164 TEXT COLLATE "C" NOT NULL,
  PRIMARY KEY (account_id, number_id, from_at)
);
CREATE INDEX billing_numbers_by_member ON billing_numbers (account_id, member_id, from_at);

CREATE FUNCTION numbers_billed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE moment BIGINT;
BEGIN
  moment := change_time();
  IF TG_OP = 'INSERT' THEN
    moment := NEW.created_at;
  ELSE
    DELETE FROM billing_numbers WHERE account_id = OLD.account_id AND number_id = OLD.id AND until_at IS NULL AND from_at >= moment;
    UPDATE billing_numbers SET until_at = moment WHERE account_id = OLD.account_id AND number_id = OLD.id AND until_at IS NULL;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    IF NEW.member_id IS NOT NULL THEN
      INSERT INTO billing_numbers (account_id, number_id, from_at, member_id, e164)
        VALUES (NEW.account_id, NEW.id, moment, NEW.member_id, NEW.e164)
        ON CONFLICT (account_id, number_id, from_at) DO UPDATE SET member_id = excluded.member_id, until_at = NULL;
    END IF;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER numbers_billed_in AFTER INSERT ON numbers FOR EACH ROW WHEN (NEW.member_id IS NOT NULL) EXECUTE FUNCTION numbers_billed();
CREATE TRIGGER numbers_billed_on AFTER UPDATE OF member_id ON numbers FOR EACH ROW WHEN (OLD.member_id IS DISTINCT FROM NEW.member_id)
  EXECUTE FUNCTION numbers_billed();
CREATE TRIGGER numbers_billed_out AFTER DELETE ON numbers FOR EACH ROW WHEN (OLD.member_id IS NOT NULL) EXECUTE FUNCTION numbers_billed();
INSERT INTO billing_numbers (account_id, number_id, from_at, member_id, e164)
  SELECT account_id, id, created_at, member_id, e164 FROM numbers WHERE member_id IS NOT NULL;

-- How many seats there were.
CREATE TABLE billing_seats (
  account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  plan TEXT COLLATE "C" NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT,
  bought BIGINT NOT NULL,
  PRIMARY KEY (account_id, plan, from_at)
);
CREATE FUNCTION seats_billed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE moment BIGINT;
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT created_at INTO moment FROM accounts WHERE id = NEW.account_id;
  ELSE
    moment := change_time();
    DELETE FROM billing_seats WHERE account_id = NEW.account_id AND plan = NEW.plan AND until_at IS NULL AND from_at >= moment;
    UPDATE billing_seats SET until_at = moment WHERE account_id = NEW.account_id AND plan = NEW.plan AND until_at IS NULL;
  END IF;
  INSERT INTO billing_seats (account_id, plan, from_at, bought) VALUES (NEW.account_id, NEW.plan, moment, NEW.bought)
    ON CONFLICT (account_id, plan, from_at) DO UPDATE SET bought = excluded.bought, until_at = NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER seats_billed_in AFTER INSERT ON plan_seats FOR EACH ROW EXECUTE FUNCTION seats_billed();
CREATE TRIGGER seats_billed_on AFTER UPDATE OF bought ON plan_seats FOR EACH ROW WHEN (OLD.bought <> NEW.bought) EXECUTE FUNCTION seats_billed();
INSERT INTO billing_seats (account_id, plan, from_at, bought)
  SELECT s.account_id, s.plan, a.created_at, s.bought FROM plan_seats s JOIN accounts a ON a.id = s.account_id;

-- Minutes of outgoing calls, member by member (S6).
CREATE INDEX history_minutes ON history (account_id, at, member_id, seconds) WHERE kind IN ('call', 'web-call') AND direction = 'out';

-- A private (HIPAA) meeting bridge needs Plus or Pro (S6); held here, so on every path.
ALTER TABLE members ADD COLUMN private_bridge BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE members ADD CONSTRAINT private_bridge_needs_plus CHECK (NOT (private_bridge AND plan = 'basic'));

-- Who gets the statement, and what pays it (S7): the provider's reference and what people know a card by. Never a card number.
CREATE TABLE billing_details (
  account_id UUID PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  contact_name TEXT NOT NULL DEFAULT '',
  contact_email TEXT NOT NULL DEFAULT '',
  method_reference TEXT,
  method_brand TEXT,
  method_last_four TEXT CONSTRAINT method_last_four_only CHECK (method_last_four IS NULL OR length(method_last_four) = 4),
  method_expires TEXT,
  version BIGINT NOT NULL DEFAULT 1
);
