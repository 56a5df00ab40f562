-- How many numbers whoever is charged holds, and when that last changed, so that a statement of 100,000 members counts by plan and number
-- of numbers, and reads only whose numbers changed in the month (S4, S5). Both say what billing_numbers says, written by triggers on it.
-- They are kept while somebody is on a plan; what a closed row has means nothing.
DROP INDEX billing_numbers_by_member;
CREATE INDEX billing_numbers_by_member ON billing_numbers (account_id, member_id, from_at, until_at);
ALTER TABLE billing_members ADD COLUMN held BIGINT NOT NULL DEFAULT 0;
-- 0: never any. Else the last instant at which a number of theirs began or ended.
ALTER TABLE billing_members ADD COLUMN held_since BIGINT NOT NULL DEFAULT 0;
UPDATE billing_members b SET held = h.held, held_since = h.held_since
  FROM (SELECT account_id, member_id, count(*) FILTER (WHERE until_at IS NULL) AS held, max(greatest(from_at, until_at)) AS held_since
        FROM billing_numbers GROUP BY account_id, member_id) h
  WHERE h.account_id = b.account_id AND h.member_id = b.member_id AND b.until_at IS NULL;
-- It has all that is asked for, so that no row is looked up.
CREATE INDEX billing_members_now ON billing_members (account_id, plan, held, member_id, held_since, from_at, until_at) WHERE until_at IS NULL;

-- The two of most changes add; the others count anew.
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
      held = (SELECT count(*) FROM billing_numbers n WHERE n.account_id = b.account_id AND n.member_id = b.member_id AND n.until_at IS NULL),
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
  SELECT count(*) FILTER (WHERE n.until_at IS NULL), coalesce(max(greatest(n.from_at, n.until_at)), 0) INTO NEW.held, NEW.held_since
    FROM billing_numbers n WHERE n.account_id = NEW.account_id AND n.member_id = NEW.member_id;
  RETURN NEW;
END $$;
CREATE TRIGGER billing_members_brings BEFORE INSERT OR UPDATE OF until_at ON billing_members
  FOR EACH ROW WHEN (NEW.until_at IS NULL) EXECUTE FUNCTION billing_brings();

-- The few whom the plan advisor judges one by one (S6).
CREATE INDEX members_private ON members (account_id, id) WHERE private_bridge;
