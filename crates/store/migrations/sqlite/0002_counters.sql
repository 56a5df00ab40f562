-- Counters, seats and the last Administrator, held by the database on every path (R7, S1).

CREATE TRIGGER members_counted_in AFTER INSERT ON members WHEN NEW.state <> 'deleted' BEGIN
  UPDATE team_totals SET
    members = members + 1,
    online = online + (NEW.online AND NEW.state = 'active'),
    invited = invited + (NEW.state = 'invited'),
    suspended = suspended + (NEW.state = 'suspended'),
    no_direct = no_direct + (NEW.direct IS NULL),
    administrators = administrators + (NEW.role_kind = 'administrator' AND NEW.state = 'active' AND NEW.password_hash IS NOT NULL)
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
    administrators = administrators - (OLD.role_kind = 'administrator' AND OLD.state = 'active' AND OLD.password_hash IS NOT NULL)
    WHERE account_id = OLD.account_id;
  UPDATE roles SET members = members - 1 WHERE account_id = OLD.account_id AND id = OLD.role_id;
  UPDATE plan_seats SET used = used - 1 WHERE account_id = OLD.account_id AND plan = OLD.plan;
END;

CREATE TRIGGER members_totals_moved AFTER UPDATE OF state, online, direct, role_kind, password_hash ON members
WHEN OLD.state <> NEW.state OR OLD.online <> NEW.online OR (OLD.direct IS NULL) <> (NEW.direct IS NULL) OR OLD.role_kind <> NEW.role_kind
  OR (OLD.password_hash IS NULL) <> (NEW.password_hash IS NULL)
BEGIN
  UPDATE team_totals SET
    members = members + (NEW.state <> 'deleted') - (OLD.state <> 'deleted'),
    online = online + (NEW.online AND NEW.state = 'active') - (OLD.online AND OLD.state = 'active'),
    invited = invited + (NEW.state = 'invited') - (OLD.state = 'invited'),
    suspended = suspended + (NEW.state = 'suspended') - (OLD.state = 'suspended'),
    no_direct = no_direct + (NEW.direct IS NULL AND NEW.state <> 'deleted') - (OLD.direct IS NULL AND OLD.state <> 'deleted'),
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

CREATE TRIGGER numbers_direct_in AFTER INSERT ON numbers WHEN NEW.member_id IS NOT NULL BEGIN
  UPDATE members SET direct = (SELECT min(e164) FROM numbers n WHERE n.account_id = NEW.account_id AND n.member_id = NEW.member_id)
    WHERE account_id = NEW.account_id AND id = NEW.member_id;
END;
CREATE TRIGGER numbers_direct_moved AFTER UPDATE OF member_id, e164 ON numbers WHEN OLD.member_id IS NOT NEW.member_id OR OLD.e164 <> NEW.e164 BEGIN
  UPDATE members SET direct = (SELECT min(e164) FROM numbers n WHERE n.account_id = OLD.account_id AND n.member_id = members.id)
    WHERE account_id = OLD.account_id AND id IN (OLD.member_id, NEW.member_id);
END;
CREATE TRIGGER numbers_direct_out AFTER DELETE ON numbers WHEN OLD.member_id IS NOT NULL BEGIN
  UPDATE members SET direct = (SELECT min(e164) FROM numbers n WHERE n.account_id = OLD.account_id AND n.member_id = OLD.member_id)
    WHERE account_id = OLD.account_id AND id = OLD.member_id;
END;
