-- A change of many numbers at once gives or takes each of them to or from each of many members (N1, K4): an item is a pair then, and
-- `of_number` is its number. Other items have none, as all had until now.
ALTER TABLE audit_items ADD COLUMN of_number UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000';
ALTER TABLE audit_items DROP CONSTRAINT audit_items_pkey, ADD PRIMARY KEY (account_id, number, member_id, of_number);

DROP TRIGGER audit_items_never_change ON audit_items;
CREATE TRIGGER audit_items_never_change BEFORE UPDATE ON audit_items FOR EACH ROW
  WHEN (NOT (NEW.account_id = OLD.account_id AND NEW.number = OLD.number AND NEW.member_id = OLD.member_id AND NEW.of_number = OLD.of_number
    AND NEW.before = OLD.before AND NEW.after = OLD.after AND NEW.before_id IS NOT DISTINCT FROM OLD.before_id
    AND NEW.after_id IS NOT DISTINCT FROM OLD.after_id AND NEW.kept = OLD.kept
    AND ((NEW.told = OLD.told AND NEW.seal = OLD.seal) OR (NEW.told = '' AND length(NEW.seal) = 32))))
  EXECUTE FUNCTION audit_is_append_only();

-- Whichever index an item is looked up by, its number is in it: of 20,000 pairs of one member each is found at once.
DROP INDEX audit_items_by_member;
CREATE INDEX audit_items_by_member ON audit_items (account_id, member_id, number, of_number);
