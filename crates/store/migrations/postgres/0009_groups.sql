-- Groups as their editor sets them up (N4): a fourth strategy, ring time, queue, greeting, where callers go whom nobody
-- answered, and members who are left out of ringing for a while.

ALTER TABLE groups DROP CONSTRAINT groups_strategy_check;
ALTER TABLE groups ADD CHECK (strategy IN ('all', 'order', 'round-robin', 'longest-idle'));
-- What it is for, under its name.
ALTER TABLE groups ADD COLUMN description TEXT NOT NULL DEFAULT '';
-- How long each member rings.
ALTER TABLE groups ADD COLUMN ring_seconds BIGINT NOT NULL DEFAULT 20 CHECK (ring_seconds BETWEEN 5 AND 120);
-- How many callers may wait, for how long, and what they hear.
ALTER TABLE groups ADD COLUMN queue_places BIGINT NOT NULL DEFAULT 10 CHECK (queue_places BETWEEN 0 AND 100);
ALTER TABLE groups ADD COLUMN queue_seconds BIGINT NOT NULL DEFAULT 120 CHECK (queue_seconds BETWEEN 30 AND 3600);
ALTER TABLE groups ADD COLUMN hold_music TEXT NOT NULL DEFAULT 'piano'
  CHECK (hold_music IN ('piano', 'guitar', 'strings', 'jazz', 'ringing', 'silence'));
-- Waiting callers are told their place in line.
ALTER TABLE groups ADD COLUMN tells_place BOOLEAN NOT NULL DEFAULT FALSE;
-- Read aloud to callers; empty: none.
ALTER TABLE groups ADD COLUMN greeting TEXT NOT NULL DEFAULT '';
CREATE INDEX groups_by_extension ON groups (account_id, extension, id);
CREATE INDEX groups_by_members ON groups (account_id, members, id);
-- One word leads to one group.
CREATE UNIQUE INDEX groups_dial_word_taken ON groups (account_id, dial_word) WHERE dial_word <> '';

-- Left out of ringing until resumed.
ALTER TABLE group_members ADD COLUMN paused BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX group_members_in_order ON group_members (account_id, group_id, position, member_id);

-- Where callers go whom the group did not answer: when nobody answers, or when the queue is full. No row: the group's
-- voicemail. A group that others send callers to can't be deleted before that is decided.
CREATE TABLE group_fallbacks (
  account_id UUID NOT NULL,
  group_id UUID NOT NULL,
  occasion TEXT NOT NULL CHECK (occasion IN ('no-answer', 'queue-full')),
  goes_to TEXT NOT NULL CHECK (goes_to IN ('member', 'group', 'number', 'hang-up')),
  member_id UUID,
  to_group_id UUID,
  e164 TEXT,
  PRIMARY KEY (account_id, group_id, occasion),
  CHECK ((goes_to = 'member') = (member_id IS NOT NULL)),
  CHECK ((goes_to = 'group') = (to_group_id IS NOT NULL)),
  CHECK ((goes_to = 'number') = (e164 IS NOT NULL)),
  FOREIGN KEY (account_id, group_id) REFERENCES groups (account_id, id) ON DELETE CASCADE,
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE,
  FOREIGN KEY (account_id, to_group_id) REFERENCES groups (account_id, id)
);
CREATE INDEX group_fallbacks_to_group ON group_fallbacks (account_id, to_group_id) WHERE to_group_id IS NOT NULL;
CREATE INDEX group_fallbacks_to_member ON group_fallbacks (account_id, member_id) WHERE member_id IS NOT NULL;
