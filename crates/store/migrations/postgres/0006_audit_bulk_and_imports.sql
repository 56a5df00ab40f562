-- Changes on record: the audit log, a chain of hashes per account (G1), and changes of many at once, asked for in a
-- table (K3 to K7) or by an uploaded file (I1). Triggers allow one change of an entry: that erasing somebody replaces
-- their words (M17).

-- The newest link of each account's chain; its row is locked while a change is written.
CREATE TABLE audit_heads (
  account_id UUID PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  number BIGINT NOT NULL DEFAULT 0,
  hash BYTEA NOT NULL
);

CREATE TABLE audit (
  account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  number BIGINT NOT NULL,
  id UUID NOT NULL CONSTRAINT audit_id UNIQUE,
  at BIGINT NOT NULL,
  actor_id UUID,
  actor_name TEXT NOT NULL,
  behalf_id UUID,
  behalf_name TEXT,
  address TEXT NOT NULL DEFAULT '',
  action TEXT NOT NULL,
  target_kind TEXT NOT NULL,
  target_id UUID,
  target_name TEXT NOT NULL,
  -- JSON list of {field, before, after}: ids and enums as values, with the name at that time beside an id. Words are made
  -- when it is shown, and an undo gives back what was before (G2).
  changes TEXT NOT NULL,
  -- Their words in small letters, for the search: ids would be found by chance.
  search_text TEXT NOT NULL DEFAULT '',
  reversible BOOLEAN NOT NULL DEFAULT FALSE,
  -- How many members the entry changed and the digest of what happened to each, and which entry it undoes.
  items BIGINT NOT NULL DEFAULT 0,
  items_digest BYTEA NOT NULL DEFAULT ''::BYTEA,
  undoes UUID,
  -- The chain covers digests of an entry's words, salted from this seal. Erasing somebody replaces their words and
  -- opens the seal, which keeps the digests and drops the salts of those words: the chain still holds, the words can't
  -- be guessed.
  seal BYTEA NOT NULL DEFAULT ''::BYTEA,
  hash BYTEA NOT NULL,
  PRIMARY KEY (account_id, number)
);
-- Newest first, so each index ends in the number.
CREATE INDEX audit_by_target ON audit (account_id, target_id, number);
CREATE INDEX audit_by_actor ON audit (account_id, actor_id, number);
-- An entry is undone once, also when two people do it at the same moment (G2).
CREATE UNIQUE INDEX audit_undone ON audit (account_id, undoes) WHERE undoes IS NOT NULL;
CREATE INDEX audit_by_action ON audit (account_id, action, number);
CREATE INDEX audit_by_time ON audit (account_id, at, number);
CREATE INDEX audit_reversible ON audit (account_id, number) WHERE reversible;

CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_is_append_only';
END $$;
-- 165 bytes: an opened seal.
CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit FOR EACH ROW
  WHEN (NOT (length(NEW.seal) = 165 AND NEW.account_id = OLD.account_id AND NEW.number = OLD.number AND NEW.id = OLD.id
    AND NEW.at = OLD.at AND NEW.actor_id IS NOT DISTINCT FROM OLD.actor_id
    AND NEW.behalf_id IS NOT DISTINCT FROM OLD.behalf_id AND NEW.action = OLD.action
    AND NEW.target_kind = OLD.target_kind AND NEW.target_id IS NOT DISTINCT FROM OLD.target_id
    AND NEW.reversible = OLD.reversible AND NEW.hash = OLD.hash AND NEW.items = OLD.items
    AND NEW.items_digest = OLD.items_digest AND NEW.undoes IS NOT DISTINCT FROM OLD.undoes))
  EXECUTE FUNCTION audit_is_append_only();

-- What one entry did to each of many members. All but name and words is impersonal and covered by the entry's digest.
CREATE TABLE audit_items (
  -- No foreign key: looked up 100,000 times it would cost more than all the rest of a change.
  account_id UUID NOT NULL,
  -- The entry's.
  number BIGINT NOT NULL,
  member_id UUID NOT NULL,
  -- Where an entry gives or takes many numbers (N1, K4), an item is a pair of member and number. Zero: any other entry.
  of_number UUID NOT NULL DEFAULT '00000000-0000-0000-0000-000000000000',
  name TEXT NOT NULL,
  -- A role's or group's name, a number in E.164, or the word of a plan or state; empty: none.
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  -- The role, where words are its name.
  before_id UUID,
  after_id UUID,
  -- How they used the number before, where one was given or taken: letters for calls, messages, default.
  used TEXT NOT NULL DEFAULT '',
  -- Changes field by field (I1, K6), as in an entry; empty where before and after say it all. The entry's digest covers
  -- them salted by the seal, so they go when somebody is erased (M17) and the chain holds.
  changes TEXT NOT NULL DEFAULT '',
  -- 16 bytes of salt as written, then the 32 of the digest alone.
  seal BYTEA NOT NULL DEFAULT ''::BYTEA,
  PRIMARY KEY (account_id, number, member_id, of_number)
);
-- Whichever index an item is looked up by, its number is in it: of 20,000 pairs of one member each is found at once.
CREATE INDEX audit_items_by_member ON audit_items (account_id, member_id, number, of_number);

CREATE TRIGGER audit_items_never_change BEFORE UPDATE ON audit_items FOR EACH ROW
  WHEN (NOT (NEW.account_id = OLD.account_id AND NEW.number = OLD.number AND NEW.member_id = OLD.member_id
    AND NEW.of_number = OLD.of_number AND NEW.before = OLD.before AND NEW.after = OLD.after
    AND NEW.before_id IS NOT DISTINCT FROM OLD.before_id AND NEW.after_id IS NOT DISTINCT FROM OLD.after_id
    AND NEW.used = OLD.used
    AND ((NEW.changes = OLD.changes AND NEW.seal = OLD.seal) OR (NEW.changes = '' AND length(NEW.seal) = 32))))
  EXECUTE FUNCTION audit_is_append_only();

-- One row for each bulk change that was asked for, under the key its preview came with: sent twice, it is found here
-- (K4).
CREATE TABLE bulk_jobs (
  account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id UUID NOT NULL,
  -- Who asked; the outcome is for nobody else.
  member_id UUID NOT NULL,
  -- JSON of what was done; counts and ids only.
  outcome TEXT,
  -- Why nothing was done.
  problem TEXT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, id)
);
CREATE INDEX bulk_jobs_by_age ON bulk_jobs (created_at);

-- An uploaded file on its way into the team (I1).
CREATE TABLE imports (
  account_id UUID NOT NULL,
  id UUID NOT NULL,
  member_id UUID NOT NULL,
  file_name TEXT NOT NULL,
  -- JSON: chosen columns, roles to match and other answers.
  choices TEXT NOT NULL DEFAULT '{}',
  state TEXT NOT NULL DEFAULT 'checking' CHECK (state IN ('checking', 'ready', 'applying', 'applied', 'failed')),
  rows_done BIGINT NOT NULL DEFAULT 0,
  rows_total BIGINT NOT NULL DEFAULT 0,
  -- JSON: how the file is laid out, the sums of its rows, and the outcome once applied.
  info TEXT NOT NULL DEFAULT '',
  summary TEXT,
  outcome TEXT,
  -- Why it was not applied although asked for.
  problem TEXT,
  -- Counts checks: answers of an older one are dropped once a person has chosen anew.
  round BIGINT NOT NULL DEFAULT 0,
  -- When a server last worked on it; long ago while checking or applying: that server is gone.
  touched_at BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (account_id, id),
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE
);
CREATE INDEX imports_by_age ON imports (created_at);

-- What checking found about each row of the file, so that any server shows any page of it.
CREATE TABLE import_rows (
  account_id UUID NOT NULL,
  import_id UUID NOT NULL,
  line BIGINT NOT NULL,
  troubled BOOLEAN NOT NULL,
  -- JSON of the row as it is shown.
  shown TEXT NOT NULL,
  PRIMARY KEY (account_id, import_id, line),
  FOREIGN KEY (account_id, import_id) REFERENCES imports (account_id, id) ON DELETE CASCADE
);
CREATE INDEX import_rows_troubled ON import_rows (account_id, import_id, line) WHERE troubled;
