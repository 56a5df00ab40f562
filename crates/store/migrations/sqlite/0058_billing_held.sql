-- How many numbers whoever is charged holds, and when that last changed, so that a statement of 100,000 members counts by plan and number
-- of numbers, and reads only whose numbers changed in the month (S4, S5). Both say what billing_numbers says, written by triggers on it.
-- They are kept while somebody is on a plan; what a closed row has means nothing.
DROP INDEX billing_numbers_by_member;
CREATE INDEX billing_numbers_by_member ON billing_numbers (account_id, member_id, from_at, until_at);
ALTER TABLE billing_members ADD COLUMN held INTEGER NOT NULL DEFAULT 0;
-- 0: never any. Else the last instant at which a number of theirs began or ended.
ALTER TABLE billing_members ADD COLUMN held_since INTEGER NOT NULL DEFAULT 0;
UPDATE billing_members SET
    held = (SELECT count(*) FROM billing_numbers n
      WHERE n.account_id = billing_members.account_id AND n.member_id = billing_members.member_id AND n.until_at IS NULL),
    held_since = (SELECT max(max(n.from_at, coalesce(n.until_at, n.from_at))) FROM billing_numbers n
      WHERE n.account_id = billing_members.account_id AND n.member_id = billing_members.member_id)
  WHERE until_at IS NULL AND EXISTS (SELECT 1 FROM billing_numbers n
    WHERE n.account_id = billing_members.account_id AND n.member_id = billing_members.member_id);
-- It has all that is asked for, until_at too: else SQLite would look up every row.
CREATE INDEX billing_members_now ON billing_members (account_id, plan, held, member_id, held_since, from_at, until_at) WHERE until_at IS NULL;

-- The two of most changes add; the others count anew.
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
        WHERE n.account_id = billing_members.account_id AND n.member_id = billing_members.member_id AND n.until_at IS NULL),
      held_since = coalesce((SELECT max(max(n.from_at, coalesce(n.until_at, n.from_at))) FROM billing_numbers n
        WHERE n.account_id = billing_members.account_id AND n.member_id = billing_members.member_id), 0)
    WHERE account_id = NEW.account_id AND member_id IN (OLD.member_id, NEW.member_id) AND until_at IS NULL;
END;
CREATE TRIGGER billing_numbers_held_out AFTER DELETE ON billing_numbers BEGIN
  UPDATE billing_members SET
      held = (SELECT count(*) FROM billing_numbers n WHERE n.account_id = OLD.account_id AND n.member_id = OLD.member_id AND n.until_at IS NULL),
      held_since = coalesce((SELECT max(max(n.from_at, coalesce(n.until_at, n.from_at))) FROM billing_numbers n
        WHERE n.account_id = OLD.account_id AND n.member_id = OLD.member_id), 0)
    WHERE account_id = OLD.account_id AND member_id = OLD.member_id AND until_at IS NULL;
END;
-- Whoever comes or changes plan brings the numbers they have.
CREATE TRIGGER billing_members_held_in AFTER INSERT ON billing_members
WHEN NEW.until_at IS NULL AND EXISTS (SELECT 1 FROM billing_numbers n WHERE n.account_id = NEW.account_id AND n.member_id = NEW.member_id) BEGIN
  UPDATE billing_members SET
      held = (SELECT count(*) FROM billing_numbers n WHERE n.account_id = NEW.account_id AND n.member_id = NEW.member_id AND n.until_at IS NULL),
      held_since = (SELECT max(max(n.from_at, coalesce(n.until_at, n.from_at))) FROM billing_numbers n
        WHERE n.account_id = NEW.account_id AND n.member_id = NEW.member_id)
    WHERE account_id = NEW.account_id AND member_id = NEW.member_id AND from_at = NEW.from_at;
END;
CREATE TRIGGER billing_members_held_again AFTER UPDATE OF until_at ON billing_members WHEN OLD.until_at IS NOT NULL AND NEW.until_at IS NULL BEGIN
  UPDATE billing_members SET
      held = (SELECT count(*) FROM billing_numbers n WHERE n.account_id = NEW.account_id AND n.member_id = NEW.member_id AND n.until_at IS NULL),
      held_since = coalesce((SELECT max(max(n.from_at, coalesce(n.until_at, n.from_at))) FROM billing_numbers n
        WHERE n.account_id = NEW.account_id AND n.member_id = NEW.member_id), 0)
    WHERE account_id = NEW.account_id AND member_id = NEW.member_id AND from_at = NEW.from_at;
END;

-- The few whom the plan advisor judges one by one (S6).
CREATE INDEX members_private ON members (account_id, id) WHERE private_bridge;
