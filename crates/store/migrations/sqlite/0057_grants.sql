-- A change of many numbers at once gives or takes each of them to or from each of many members (N1, K4): an item is a pair then, and
-- `of_number` is its number. Other items have none, as all had until now.
CREATE TABLE audit_items_of_pairs (
  -- No foreign key: looked up 100,000 times it would cost more than all the rest of a change.
  account_id BLOB NOT NULL,
  -- The entry's.
  number INTEGER NOT NULL,
  member_id BLOB NOT NULL,
  of_number BLOB NOT NULL DEFAULT (X'00000000000000000000000000000000'),
  name TEXT NOT NULL,
  -- A role's or group's name, a number in E.164, or the word of a plan or state; empty: none.
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  -- The role, where words are its name.
  before_id BLOB,
  after_id BLOB,
  -- What giving it back needs beyond that.
  kept TEXT NOT NULL DEFAULT '',
  -- Field by field, and what seals it.
  told TEXT NOT NULL DEFAULT '',
  seal BLOB NOT NULL DEFAULT X'',
  PRIMARY KEY (account_id, number, member_id, of_number)
) STRICT, WITHOUT ROWID;
INSERT INTO audit_items_of_pairs (account_id, number, member_id, name, before, after, before_id, after_id, kept, told, seal)
  SELECT account_id, number, member_id, name, before, after, before_id, after_id, kept, told, seal FROM audit_items;
DROP TABLE audit_items;
ALTER TABLE audit_items_of_pairs RENAME TO audit_items;
CREATE INDEX audit_items_by_member ON audit_items (account_id, member_id, number);

CREATE TRIGGER audit_items_never_change BEFORE UPDATE ON audit_items
WHEN NOT (NEW.account_id = OLD.account_id AND NEW.number = OLD.number AND NEW.member_id = OLD.member_id AND NEW.of_number = OLD.of_number
  AND NEW.before = OLD.before AND NEW.after = OLD.after AND NEW.before_id IS OLD.before_id AND NEW.after_id IS OLD.after_id
  AND NEW.kept = OLD.kept
  AND ((NEW.told = OLD.told AND NEW.seal = OLD.seal) OR (NEW.told = '' AND length(NEW.seal) = 32)))
BEGIN SELECT RAISE(ABORT, 'audit_is_append_only'); END;
