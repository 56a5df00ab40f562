-- What an entry about many did to one of them, field by field, with what taking it back needs (I1, K6): JSON, empty where before and
-- after say it all. The entry's digest covers it salted by the seal, so that it goes when somebody is erased (M17) and the chain holds:
-- 16 bytes of salt as written, then the 32 of the digest alone.
ALTER TABLE audit_items ADD COLUMN told TEXT NOT NULL DEFAULT '';
ALTER TABLE audit_items ADD COLUMN seal BLOB NOT NULL DEFAULT X'';

DROP TRIGGER audit_items_never_change;
CREATE TRIGGER audit_items_never_change BEFORE UPDATE ON audit_items
WHEN NOT (NEW.account_id = OLD.account_id AND NEW.number = OLD.number AND NEW.member_id = OLD.member_id AND NEW.before = OLD.before
  AND NEW.after = OLD.after AND NEW.before_id IS OLD.before_id AND NEW.after_id IS OLD.after_id AND NEW.kept = OLD.kept
  AND ((NEW.told = OLD.told AND NEW.seal = OLD.seal) OR (NEW.told = '' AND length(NEW.seal) = 32)))
BEGIN SELECT RAISE(ABORT, 'audit_is_append_only'); END;
