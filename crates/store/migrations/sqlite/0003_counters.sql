-- How many members are in which state, have a role, use a seat or belong to a group. Triggers count in the transaction
-- of the change, on every path and under races; by these counters the database refuses to give out more seats than were
-- bought (S1) and to lose the last Administrator (R7).

CREATE TABLE team_totals (
  account_id BLOB PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  members INTEGER NOT NULL DEFAULT 0,
  online INTEGER NOT NULL DEFAULT 0,
  invited INTEGER NOT NULL DEFAULT 0,
  suspended INTEGER NOT NULL DEFAULT 0,
  no_direct INTEGER NOT NULL DEFAULT 0,
  -- Active Administrators who can sign in (R7).
  administrators INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TRIGGER members_counted_in AFTER INSERT ON members WHEN NEW.state <> 'deleted' BEGIN
  UPDATE team_totals SET
    members = members + 1,
    online = online + (NEW.online AND NEW.state = 'active'),
    invited = invited + (NEW.state = 'invited'),
    suspended = suspended + (NEW.state = 'suspended'),
    no_direct = no_direct + (NEW.direct IS NULL),
    administrators = administrators
      + (NEW.role_kind = 'administrator' AND NEW.state = 'active' AND NEW.password_hash IS NOT NULL)
    WHERE account_id = NEW.account_id;
  UPDATE roles SET members = members + 1 WHERE account_id = NEW.account_id AND id = NEW.role_id;
  UPDATE plan_seats SET used = used + 1 WHERE account_id = NEW.account_id AND plan = NEW.plan;
END;

CREATE TRIGGER members_counted_out AFTER DELETE ON members WHEN OLD.state <> 'deleted' BEGIN
  UPDATE team_totals SET
    members = members - 1,
    online = online - (OLD.online AND OLD.state = 'active'),
    invited = invited - (OLD.state = 'invited'),
    suspended = suspended - (OLD.state = 'suspended'),
    no_direct = no_direct - (OLD.direct IS NULL),
    administrators = administrators
      - (OLD.role_kind = 'administrator' AND OLD.state = 'active' AND OLD.password_hash IS NOT NULL)
    WHERE account_id = OLD.account_id;
  UPDATE roles SET members = members - 1 WHERE account_id = OLD.account_id AND id = OLD.role_id;
  UPDATE plan_seats SET used = used - 1 WHERE account_id = OLD.account_id AND plan = OLD.plan;
END;

CREATE TRIGGER members_totals_moved AFTER UPDATE OF state, online, direct, role_kind, password_hash ON members
WHEN OLD.state <> NEW.state OR OLD.online <> NEW.online OR (OLD.direct IS NULL) <> (NEW.direct IS NULL)
  OR OLD.role_kind <> NEW.role_kind OR (OLD.password_hash IS NULL) <> (NEW.password_hash IS NULL)
BEGIN
  UPDATE team_totals SET
    members = members + (NEW.state <> 'deleted') - (OLD.state <> 'deleted'),
    online = online + (NEW.online AND NEW.state = 'active') - (OLD.online AND OLD.state = 'active'),
    invited = invited + (NEW.state = 'invited') - (OLD.state = 'invited'),
    suspended = suspended + (NEW.state = 'suspended') - (OLD.state = 'suspended'),
    no_direct = no_direct
      + (NEW.direct IS NULL AND NEW.state <> 'deleted') - (OLD.direct IS NULL AND OLD.state <> 'deleted'),
    administrators = administrators
      + (NEW.role_kind = 'administrator' AND NEW.state = 'active' AND NEW.password_hash IS NOT NULL)
      - (OLD.role_kind = 'administrator' AND OLD.state = 'active' AND OLD.password_hash IS NOT NULL)
    WHERE account_id = NEW.account_id;
  SELECT RAISE(ABORT, 'last_administrator')
    WHERE OLD.role_kind = 'administrator' AND OLD.state = 'active' AND OLD.password_hash IS NOT NULL
      AND NOT (NEW.role_kind = 'administrator' AND NEW.state = 'active' AND NEW.password_hash IS NOT NULL)
      AND (SELECT administrators FROM team_totals WHERE account_id = NEW.account_id) = 0;
END;

CREATE TRIGGER members_role_moved AFTER UPDATE OF role_id, state ON members
WHEN OLD.role_id <> NEW.role_id OR (OLD.state = 'deleted') <> (NEW.state = 'deleted')
BEGIN
  UPDATE roles SET members = members - (OLD.state <> 'deleted') WHERE account_id = OLD.account_id AND id = OLD.role_id;
  UPDATE roles SET members = members + (NEW.state <> 'deleted') WHERE account_id = NEW.account_id AND id = NEW.role_id;
END;

CREATE TRIGGER members_seat_moved AFTER UPDATE OF plan, state ON members
WHEN OLD.plan <> NEW.plan OR (OLD.state = 'deleted') <> (NEW.state = 'deleted')
BEGIN
  UPDATE plan_seats SET used = used - (OLD.state <> 'deleted') WHERE account_id = OLD.account_id AND plan = OLD.plan;
  UPDATE plan_seats SET used = used + (NEW.state <> 'deleted') WHERE account_id = NEW.account_id AND plan = NEW.plan;
END;

CREATE TRIGGER group_members_in AFTER INSERT ON group_members BEGIN
  UPDATE groups SET members = members + 1 WHERE account_id = NEW.account_id AND id = NEW.group_id;
END;
CREATE TRIGGER group_members_out AFTER DELETE ON group_members BEGIN
  UPDATE groups SET members = members - 1 WHERE account_id = OLD.account_id AND id = OLD.group_id;
END;
