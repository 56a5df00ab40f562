-- Changes of many members at once: what happened to each, how it is undone, and that it happens once (K3 to K7, G1, G2).

-- How many members an entry changed and the digest of what happened to each: part of the chain, as is what an undo undoes.
ALTER TABLE audit ADD COLUMN items BIGINT NOT NULL DEFAULT 0;
ALTER TABLE audit ADD COLUMN items_digest BYTEA NOT NULL DEFAULT ''::BYTEA;
ALTER TABLE audit ADD COLUMN undoes UUID;
-- An entry is undone once, also when two people do it at the same moment (G2).
CREATE UNIQUE INDEX audit_undone ON audit (account_id, undoes) WHERE undoes IS NOT NULL;

DROP TRIGGER audit_never_changes ON audit;
CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit FOR EACH ROW
  WHEN (NOT (length(NEW.seal) = 165 AND NEW.account_id = OLD.account_id AND NEW.number = OLD.number AND NEW.id = OLD.id AND NEW.at = OLD.at
    AND NEW.actor_id IS NOT DISTINCT FROM OLD.actor_id AND NEW.behalf_id IS NOT DISTINCT FROM OLD.behalf_id AND NEW.action = OLD.action
    AND NEW.target_kind = OLD.target_kind AND NEW.target_id IS NOT DISTINCT FROM OLD.target_id AND NEW.reversible = OLD.reversible
    AND NEW.hash = OLD.hash AND NEW.items = OLD.items AND NEW.items_digest = OLD.items_digest
    AND NEW.undoes IS NOT DISTINCT FROM OLD.undoes))
  EXECUTE FUNCTION audit_is_append_only();

-- What one entry did to each of many members. All but the name is impersonal and covered by the entry's digest; the name is
-- replaced when somebody is erased (M17).
CREATE TABLE audit_items (
  -- No foreign key: looked up 100,000 times it would cost more than all the rest of a change.
  account_id UUID NOT NULL,
  -- The entry's.
  number BIGINT NOT NULL,
  member_id UUID NOT NULL,
  name TEXT NOT NULL,
  -- A role's or group's name, a number in E.164, or the word of a plan or state; empty: none.
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  -- The role, where words are its name.
  before_id UUID,
  after_id UUID,
  -- What giving it back needs beyond that.
  kept TEXT NOT NULL DEFAULT '',
  PRIMARY KEY (account_id, number, member_id)
);
CREATE INDEX audit_items_by_member ON audit_items (account_id, member_id, number);

CREATE TRIGGER audit_items_never_change BEFORE UPDATE ON audit_items FOR EACH ROW
  WHEN (NOT (NEW.account_id = OLD.account_id AND NEW.number = OLD.number AND NEW.member_id = OLD.member_id AND NEW.before = OLD.before
    AND NEW.after = OLD.after AND NEW.before_id IS NOT DISTINCT FROM OLD.before_id AND NEW.after_id IS NOT DISTINCT FROM OLD.after_id
    AND NEW.kept = OLD.kept))
  EXECUTE FUNCTION audit_is_append_only();

-- One row for each bulk change that was asked for, under the key its plan came with: sent twice, it is found here (K4).
CREATE TABLE bulk_jobs (
  account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id UUID NOT NULL,
  -- Who asked; nobody else is told.
  member_id UUID NOT NULL,
  -- JSON of what was done; counts and ids only.
  outcome TEXT,
  -- Why nothing was done.
  problem TEXT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, id)
);
CREATE INDEX bulk_jobs_by_age ON bulk_jobs (created_at);
