-- Changes of many members at once: what happened to each, how it is undone, and that it happens once (K3 to K7, G1, G2).

-- How many members an entry changed and the digest of what happened to each: part of the chain, as is what an undo undoes.
ALTER TABLE audit ADD COLUMN items INTEGER NOT NULL DEFAULT 0;
ALTER TABLE audit ADD COLUMN items_digest BLOB NOT NULL DEFAULT X'';
ALTER TABLE audit ADD COLUMN undoes BLOB;
-- An entry is undone once, also when two people do it at the same moment (G2).
CREATE UNIQUE INDEX audit_undone ON audit (account_id, undoes) WHERE undoes IS NOT NULL;

DROP TRIGGER audit_never_changes;
CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit
WHEN NOT (length(NEW.seal) = 165 AND NEW.account_id = OLD.account_id AND NEW.number = OLD.number AND NEW.id = OLD.id AND NEW.at = OLD.at
  AND NEW.actor_id IS OLD.actor_id AND NEW.behalf_id IS OLD.behalf_id AND NEW.action = OLD.action AND NEW.target_kind = OLD.target_kind
  AND NEW.target_id IS OLD.target_id AND NEW.reversible = OLD.reversible AND NEW.hash = OLD.hash
  AND NEW.items = OLD.items AND NEW.items_digest = OLD.items_digest AND NEW.undoes IS OLD.undoes)
BEGIN SELECT RAISE(ABORT, 'audit_is_append_only'); END;

-- What one entry did to each of many members. All but the name is impersonal and covered by the entry's digest; the name is
-- replaced when somebody is erased (M17).
CREATE TABLE audit_items (
  -- No foreign key: looked up 100,000 times it would cost more than all the rest of a change.
  account_id BLOB NOT NULL,
  -- The entry's.
  number INTEGER NOT NULL,
  member_id BLOB NOT NULL,
  name TEXT NOT NULL,
  -- A role's or group's name, a number in E.164, or the word of a plan or state; empty: none.
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  -- The role, where words are its name.
  before_id BLOB,
  after_id BLOB,
  -- What giving it back needs beyond that.
  kept TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (account_id, number, member_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX audit_items_by_member ON audit_items (account_id, member_id, number);

CREATE TRIGGER audit_items_never_change BEFORE UPDATE ON audit_items
WHEN NOT (NEW.account_id = OLD.account_id AND NEW.number = OLD.number AND NEW.member_id = OLD.member_id AND NEW.before = OLD.before
  AND NEW.after = OLD.after AND NEW.before_id IS OLD.before_id AND NEW.after_id IS OLD.after_id AND NEW.kept = OLD.kept)
BEGIN SELECT RAISE(ABORT, 'audit_is_append_only'); END;

-- One row for each bulk change that was asked for, under the key its plan came with: sent twice, it is found here (K4).
CREATE TABLE bulk_jobs (
  account_id BLOB NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id BLOB NOT NULL,
  -- Who asked; nobody else is told.
  member_id BLOB NOT NULL,
  -- JSON of what was done; counts and ids only.
  outcome TEXT,
  -- Why nothing was done.
  problem TEXT,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (account_id, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX bulk_jobs_by_age ON bulk_jobs (created_at);
