-- Supervising, farewell, history and erasure (M9, M16, M17, H2, G1).

-- M9: until then this session looks through another member's eyes, of the same account.
ALTER TABLE sessions ADD COLUMN supervising_member UUID;
ALTER TABLE sessions ADD COLUMN supervising_until BIGINT;
ALTER TABLE sessions ADD COLUMN supervising_may_act BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE sessions ADD COLUMN supervising_reason TEXT;
CREATE INDEX sessions_supervising ON sessions (supervising_until) WHERE supervising_until IS NOT NULL;

-- M17: when personal data goes, and when it went. While deleted: what a restore gives back, as ids (JSON).
ALTER TABLE members ADD COLUMN erase_at BIGINT;
ALTER TABLE members ADD COLUMN erased_at BIGINT;
ALTER TABLE members ADD COLUMN left_with TEXT;
CREATE INDEX members_to_erase ON members (erase_at) WHERE erase_at IS NOT NULL;
CREATE INDEX members_deleted ON members (account_id, state_since, id) WHERE state = 'deleted' AND erased_at IS NULL;

-- The account's calls and messages. They outlive the member, so they name no member as a key and carry a label of their own (M17).
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

-- The chain covers digests of an entry's words, salted from this seal. Erasing somebody replaces their words and opens the
-- seal, which keeps the digests and drops the salts of those words: the chain still holds, the words can't be guessed.
ALTER TABLE audit ADD COLUMN seal BYTEA NOT NULL DEFAULT ''::BYTEA;
DROP TRIGGER audit_never_changes ON audit;
CREATE TRIGGER audit_never_changes BEFORE UPDATE ON audit FOR EACH ROW
  WHEN (NOT (length(NEW.seal) = 165 AND NEW.account_id = OLD.account_id AND NEW.number = OLD.number AND NEW.id = OLD.id AND NEW.at = OLD.at
    AND NEW.actor_id IS NOT DISTINCT FROM OLD.actor_id AND NEW.behalf_id IS NOT DISTINCT FROM OLD.behalf_id AND NEW.action = OLD.action
    AND NEW.target_kind = OLD.target_kind AND NEW.target_id IS NOT DISTINCT FROM OLD.target_id AND NEW.reversible = OLD.reversible
    AND NEW.hash = OLD.hash))
  EXECUTE FUNCTION audit_is_append_only();
