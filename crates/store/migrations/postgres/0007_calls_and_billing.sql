-- What a statement is made of (S3 to S7): the account's calls, and who was on which plan, held which number, and how
-- many seats there were, from when until when. Triggers write these in the transaction of the change, so every path is
-- covered. An interval without `until_at` is still open. Ids only: they outlive names.

-- The account's calls and messages. They outlive the member, so they name no member as a key and carry a label of their
-- own (M17).
CREATE TABLE history (
  account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id UUID NOT NULL,
  at BIGINT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('call', 'voicemail', 'message', 'fax', 'web-call')),
  direction TEXT NOT NULL CHECK (direction IN ('in', 'out')),
  -- Whose it is now, and as whom it reads: a name, or "Former member (ext. 104)".
  member_id UUID,
  member_label TEXT NOT NULL DEFAULT '',
  extension BIGINT NOT NULL DEFAULT 0,
  -- The other side, E.164 or an extension.
  peer TEXT NOT NULL DEFAULT '',
  seconds BIGINT NOT NULL DEFAULT 0,
  body TEXT NOT NULL DEFAULT '',
  -- Whose it was before a transfer (H2).
  from_member UUID,
  from_label TEXT,
  PRIMARY KEY (account_id, id)
);
CREATE INDEX history_by_member ON history (account_id, member_id, at, id);
CREATE INDEX history_by_former ON history (account_id, from_member) WHERE from_member IS NOT NULL;
-- Minutes of outgoing calls, member by member (S6).
CREATE INDEX history_minutes ON history (account_id, at, member_id, seconds)
  WHERE kind IN ('call', 'web-call') AND direction = 'out';

-- The instant of the change that is being written, so that triggers tell time by the server's clock and not by their
-- own: set for the transaction by `dialect::set_clock`. Not set: the database's clock.
CREATE FUNCTION change_time() RETURNS BIGINT LANGUAGE sql VOLATILE AS $$
  SELECT coalesce(nullif(current_setting('teamline.now', true), '')::BIGINT,
    (extract(epoch FROM clock_timestamp()) * 1000000)::BIGINT)
$$;

-- Who was on which plan. Invited members are not charged.
CREATE TABLE billing_members (
  account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  member_id UUID NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT,
  plan TEXT COLLATE "C" NOT NULL,
  -- How many numbers they hold, and the last instant at which one of theirs began or ended (0: never any), so that a
  -- statement of 100,000 members counts by plan and number of numbers, and reads only whose numbers changed in the
  -- month (S4, S5). Both say what billing_numbers says, by triggers on it; in a closed interval they mean nothing.
  held BIGINT NOT NULL DEFAULT 0,
  held_since BIGINT NOT NULL DEFAULT 0,
  PRIMARY KEY (account_id, member_id, from_at)
);
CREATE INDEX billing_members_by_plan ON billing_members (account_id, plan, member_id, from_at, until_at);
CREATE INDEX billing_members_begun ON billing_members (account_id, from_at);
CREATE INDEX billing_members_ended ON billing_members (account_id, until_at) WHERE until_at IS NOT NULL;
-- It has all that is asked for, so that no row is looked up.
CREATE INDEX billing_members_now ON billing_members (account_id, plan, held, member_id, held_since, from_at, until_at)
  WHERE until_at IS NULL;

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
CREATE INDEX billing_numbers_by_member ON billing_numbers (account_id, member_id, from_at, until_at);

-- How many seats there were.
CREATE TABLE billing_seats (
  account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  plan TEXT COLLATE "C" NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT,
  bought BIGINT NOT NULL,
  PRIMARY KEY (account_id, plan, from_at)
);

CREATE FUNCTION members_billed_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO billing_members (account_id, member_id, from_at, plan)
    SELECT account_id, id, created_at, plan FROM new_rows WHERE state IN ('active', 'suspended')
    ON CONFLICT (account_id, member_id, from_at) DO UPDATE SET plan = excluded.plan, until_at = NULL;
  RETURN NULL;
END $$;
-- A state changes at its `state_since`; a plan when the change is written. What began in the same instant counts for
-- nothing.
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

CREATE FUNCTION numbers_billed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE moment BIGINT;
BEGIN
  moment := change_time();
  IF TG_OP = 'INSERT' THEN
    moment := NEW.created_at;
  ELSE
    DELETE FROM billing_numbers
      WHERE account_id = OLD.account_id AND number_id = OLD.id AND until_at IS NULL AND from_at >= moment;
    UPDATE billing_numbers SET until_at = moment
      WHERE account_id = OLD.account_id AND number_id = OLD.id AND until_at IS NULL;
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
CREATE TRIGGER numbers_billed_in AFTER INSERT ON numbers FOR EACH ROW
  WHEN (NEW.member_id IS NOT NULL) EXECUTE FUNCTION numbers_billed();
CREATE TRIGGER numbers_billed_on AFTER UPDATE OF member_id ON numbers FOR EACH ROW
  WHEN (OLD.member_id IS DISTINCT FROM NEW.member_id) EXECUTE FUNCTION numbers_billed();
CREATE TRIGGER numbers_billed_out AFTER DELETE ON numbers FOR EACH ROW
  WHEN (OLD.member_id IS NOT NULL) EXECUTE FUNCTION numbers_billed();

CREATE FUNCTION seats_billed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE moment BIGINT;
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT created_at INTO moment FROM accounts WHERE id = NEW.account_id;
  ELSE
    moment := change_time();
    DELETE FROM billing_seats
      WHERE account_id = NEW.account_id AND plan = NEW.plan AND until_at IS NULL AND from_at >= moment;
    UPDATE billing_seats SET until_at = moment
      WHERE account_id = NEW.account_id AND plan = NEW.plan AND until_at IS NULL;
  END IF;
  INSERT INTO billing_seats (account_id, plan, from_at, bought) VALUES (NEW.account_id, NEW.plan, moment, NEW.bought)
    ON CONFLICT (account_id, plan, from_at) DO UPDATE SET bought = excluded.bought, until_at = NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER seats_billed_in AFTER INSERT ON plan_seats FOR EACH ROW EXECUTE FUNCTION seats_billed();
CREATE TRIGGER seats_billed_on AFTER UPDATE OF bought ON plan_seats FOR EACH ROW
  WHEN (OLD.bought <> NEW.bought) EXECUTE FUNCTION seats_billed();

-- A number begins or ends: the two usual cases add, the others count anew.
CREATE FUNCTION billing_held() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  account UUID;
  one UUID;
  other UUID;
BEGIN
  IF TG_OP = 'INSERT' THEN
    UPDATE billing_members SET
        held = held + (NEW.until_at IS NULL)::INTEGER,
        held_since = greatest(held_since, NEW.from_at, NEW.until_at)
      WHERE account_id = NEW.account_id AND member_id = NEW.member_id AND until_at IS NULL;
    RETURN NULL;
  ELSIF TG_OP = 'DELETE' THEN
    account := OLD.account_id; one := OLD.member_id; other := OLD.member_id;
  ELSIF OLD.member_id = NEW.member_id AND OLD.until_at IS NULL AND NEW.until_at IS NOT NULL THEN
    UPDATE billing_members SET held = held - 1, held_since = greatest(held_since, NEW.until_at)
      WHERE account_id = NEW.account_id AND member_id = NEW.member_id AND until_at IS NULL;
    RETURN NULL;
  ELSE
    account := NEW.account_id; one := OLD.member_id; other := NEW.member_id;
  END IF;
  UPDATE billing_members b SET
      held = (SELECT count(*) FROM billing_numbers n
        WHERE n.account_id = b.account_id AND n.member_id = b.member_id AND n.until_at IS NULL),
      held_since = coalesce((SELECT max(greatest(n.from_at, n.until_at)) FROM billing_numbers n
        WHERE n.account_id = b.account_id AND n.member_id = b.member_id), 0)
    WHERE b.account_id = account AND b.member_id IN (one, other) AND b.until_at IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER billing_numbers_held AFTER INSERT OR DELETE OR UPDATE OF member_id, until_at ON billing_numbers
  FOR EACH ROW EXECUTE FUNCTION billing_held();

-- Whoever comes or changes plan brings the numbers they have.
CREATE FUNCTION billing_brings() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT count(*) FILTER (WHERE n.until_at IS NULL), coalesce(max(greatest(n.from_at, n.until_at)), 0)
    INTO NEW.held, NEW.held_since
    FROM billing_numbers n WHERE n.account_id = NEW.account_id AND n.member_id = NEW.member_id;
  RETURN NEW;
END $$;
CREATE TRIGGER billing_members_brings BEFORE INSERT OR UPDATE OF until_at ON billing_members
  FOR EACH ROW WHEN (NEW.until_at IS NULL) EXECUTE FUNCTION billing_brings();
