-- Phone numbers: where each rings now and rang before, who may call and write with it, and numbers that are being
-- bought (N1 to N3, M13). Triggers write what the Numbers page sorts and counts by, and a member's direct number.

CREATE TABLE numbers (
  account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  id UUID NOT NULL,
  e164 TEXT COLLATE "C" NOT NULL,
  label TEXT NOT NULL DEFAULT '',
  label_fold TEXT COLLATE "C" NOT NULL DEFAULT '',
  kind TEXT NOT NULL DEFAULT 'local' CHECK (kind IN ('local', 'toll-free', 'mobile')),
  -- A number has one incoming destination (N3): a member, a group, the call menu or nobody.
  destination TEXT NOT NULL DEFAULT 'nobody' CHECK (destination IN ('nobody', 'member', 'group', 'menu')),
  member_id UUID,
  group_id UUID,
  -- What the Destination column sorts by; triggers write it.
  destination_rank BIGINT NOT NULL DEFAULT 3,
  destination_key BYTEA NOT NULL DEFAULT ''::BYTEA,
  -- Since when it rings where it rings; 0: since it was there.
  since BIGINT NOT NULL DEFAULT 0,
  is_main BOOLEAN NOT NULL DEFAULT FALSE,
  -- How many may use it; triggers count them.
  users BIGINT NOT NULL DEFAULT 0,
  created_at BIGINT NOT NULL,
  version BIGINT NOT NULL DEFAULT 1,
  PRIMARY KEY (account_id, id),
  CONSTRAINT numbers_taken UNIQUE (e164),
  CHECK ((destination = 'member') = (member_id IS NOT NULL)),
  CHECK ((destination = 'group') = (group_id IS NOT NULL)),
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id),
  FOREIGN KEY (account_id, group_id) REFERENCES groups (account_id, id)
);
-- With the number itself: the direct number is the least one, found without walking all of an account.
CREATE INDEX numbers_by_member ON numbers (account_id, member_id, e164) WHERE member_id IS NOT NULL;
CREATE INDEX numbers_by_group ON numbers (account_id, group_id) WHERE group_id IS NOT NULL;
CREATE UNIQUE INDEX numbers_one_main ON numbers (account_id) WHERE is_main;
-- One index behind every order; E.164 is unique, so it is the tie-break.
CREATE INDEX numbers_by_e164 ON numbers (account_id, e164);
CREATE INDEX numbers_by_label ON numbers (account_id, label_fold, e164);
CREATE INDEX numbers_by_kind ON numbers (account_id, kind, e164);
CREATE INDEX numbers_by_destination ON numbers (account_id, destination_rank, destination_key, e164);
CREATE INDEX numbers_by_users ON numbers (account_id, users, e164);

CREATE TABLE number_totals (
  account_id UUID PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  numbers BIGINT NOT NULL DEFAULT 0,
  unassigned BIGINT NOT NULL DEFAULT 0
);

-- Who may use a number for outgoing calls and messages.
CREATE TABLE number_users (
  account_id UUID NOT NULL,
  number_id UUID NOT NULL,
  member_id UUID NOT NULL,
  calls BOOLEAN NOT NULL DEFAULT TRUE,
  messages BOOLEAN NOT NULL DEFAULT TRUE,
  is_default BOOLEAN NOT NULL DEFAULT FALSE,
  PRIMARY KEY (account_id, number_id, member_id),
  FOREIGN KEY (account_id, number_id) REFERENCES numbers (account_id, id) ON DELETE CASCADE,
  FOREIGN KEY (account_id, member_id) REFERENCES members (account_id, id) ON DELETE CASCADE
);
CREATE INDEX number_users_by_member ON number_users (account_id, member_id, number_id);

-- Where a number rang before. Written by a trigger, so it holds on every path; the label outlives group and person.
CREATE TABLE number_holders (
  seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id UUID NOT NULL,
  number_id UUID NOT NULL,
  destination TEXT NOT NULL,
  member_id UUID,
  group_id UUID,
  label TEXT NOT NULL,
  since BIGINT NOT NULL,
  until BIGINT NOT NULL,
  FOREIGN KEY (account_id, number_id) REFERENCES numbers (account_id, id) ON DELETE CASCADE
);
CREATE INDEX number_holders_by_number ON number_holders (account_id, number_id, seq);
CREATE INDEX number_holders_by_member ON number_holders (account_id, member_id) WHERE member_id IS NOT NULL;

-- A number set aside while somebody chooses, so that two servers agree on whose it is. Bought, the row stays until it
-- expires: the same form sent again then buys nothing more.
CREATE TABLE number_reservations (
  id UUID PRIMARY KEY NOT NULL,
  account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  by_member UUID NOT NULL,
  -- For whom it is chosen; none: for nobody yet.
  for_member UUID,
  e164 TEXT COLLATE "C" NOT NULL CONSTRAINT reservations_taken UNIQUE,
  kind TEXT NOT NULL,
  place TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT 'held' CHECK (state IN ('held', 'buying', 'bought')),
  state_since BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  number_id UUID
);
CREATE INDEX number_reservations_by_account ON number_reservations (account_id, expires_at);

-- A member's direct number.
CREATE FUNCTION numbers_direct() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  touched UUID[] := ARRAY[]::UUID[];
  account UUID;
BEGIN
  IF TG_OP <> 'INSERT' THEN touched := touched || OLD.member_id; account := OLD.account_id; END IF;
  IF TG_OP <> 'DELETE' THEN touched := touched || NEW.member_id; account := NEW.account_id; END IF;
  UPDATE members m SET direct = (SELECT min(e164) FROM numbers n WHERE n.account_id = account AND n.member_id = m.id)
    WHERE m.account_id = account AND m.id = ANY (touched);
  RETURN NULL;
END $$;
CREATE TRIGGER numbers_direct_in AFTER INSERT ON numbers FOR EACH ROW
  WHEN (NEW.member_id IS NOT NULL) EXECUTE FUNCTION numbers_direct();
CREATE TRIGGER numbers_direct_moved AFTER UPDATE ON numbers FOR EACH ROW
  WHEN (OLD.member_id IS DISTINCT FROM NEW.member_id OR OLD.e164 <> NEW.e164) EXECUTE FUNCTION numbers_direct();
CREATE TRIGGER numbers_direct_out AFTER DELETE ON numbers FOR EACH ROW
  WHEN (OLD.member_id IS NOT NULL) EXECUTE FUNCTION numbers_direct();

CREATE FUNCTION destination_rank(destination TEXT) RETURNS BIGINT LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE destination WHEN 'menu' THEN 0 WHEN 'group' THEN 1 WHEN 'member' THEN 2 ELSE 3 END::BIGINT
$$;
CREATE FUNCTION destination_key(account UUID, member UUID, grp UUID) RETURNS BYTEA LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT m.name_key FROM members m WHERE m.account_id = account AND m.id = member),
    (SELECT convert_to(g.name_fold, 'UTF8') FROM groups g WHERE g.account_id = account AND g.id = grp), ''::BYTEA)
$$;

-- The main number rings the call menu until it is unassigned (M13), on every path; what rang where ends, and a writer
-- that knows the hour has set `since`, for the others it is now.
CREATE FUNCTION numbers_listed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.is_main AND NEW.destination <> 'menu' THEN RAISE EXCEPTION 'main_number_rings_menu'; END IF;
  IF TG_OP = 'UPDATE' AND OLD.destination = NEW.destination AND OLD.member_id IS NOT DISTINCT FROM NEW.member_id
    AND OLD.group_id IS NOT DISTINCT FROM NEW.group_id THEN
    RETURN NEW;
  END IF;
  NEW.destination_rank := destination_rank(NEW.destination);
  NEW.destination_key := destination_key(NEW.account_id, NEW.member_id, NEW.group_id);
  IF TG_OP = 'UPDATE' THEN
    IF NEW.since = OLD.since THEN NEW.since := (extract(epoch FROM clock_timestamp()) * 1000000)::BIGINT; END IF;
    IF OLD.destination <> 'nobody' THEN
      INSERT INTO number_holders (account_id, number_id, destination, member_id, group_id, label, since, until) VALUES (
        OLD.account_id, OLD.id, OLD.destination, OLD.member_id, OLD.group_id,
        coalesce(
          (SELECT trim(m.first_name || ' ' || m.last_name) FROM members m
            WHERE m.account_id = OLD.account_id AND m.id = OLD.member_id),
          (SELECT g.name FROM groups g WHERE g.account_id = OLD.account_id AND g.id = OLD.group_id), 'Call menu'),
        CASE WHEN OLD.since > 0 THEN OLD.since ELSE OLD.created_at END, NEW.since);
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER numbers_listed BEFORE INSERT OR UPDATE ON numbers FOR EACH ROW EXECUTE FUNCTION numbers_listed();

CREATE FUNCTION numbers_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    UPDATE number_totals x SET numbers = x.numbers - t.n, unassigned = x.unassigned - t.free
      FROM (SELECT account_id, count(*) AS n, count(*) FILTER (WHERE destination = 'nobody') AS free
          FROM old_rows GROUP BY account_id) t
      WHERE x.account_id = t.account_id;
  ELSE
    INSERT INTO number_totals (account_id, numbers, unassigned)
      SELECT account_id, count(*), count(*) FILTER (WHERE destination = 'nobody') FROM new_rows GROUP BY account_id
      ON CONFLICT (account_id) DO UPDATE SET numbers = number_totals.numbers + excluded.numbers,
        unassigned = number_totals.unassigned + excluded.unassigned;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER numbers_counted_in AFTER INSERT ON numbers REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION numbers_counted();
CREATE TRIGGER numbers_counted_out AFTER DELETE ON numbers REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION numbers_counted();
CREATE FUNCTION numbers_counted_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE number_totals x SET unassigned = x.unassigned + t.free
    FROM (SELECT account_id, sum(sign) AS free FROM (
        SELECT account_id, 1 AS sign FROM new_rows WHERE destination = 'nobody'
        UNION ALL SELECT account_id, -1 FROM old_rows WHERE destination = 'nobody') d
      GROUP BY account_id HAVING sum(sign) <> 0) t
    WHERE x.account_id = t.account_id;
  RETURN NULL;
END $$;
CREATE TRIGGER numbers_counted_moved AFTER UPDATE ON numbers REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION numbers_counted_moved();

CREATE FUNCTION numbers_follow_member() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE numbers SET destination_key = NEW.name_key WHERE account_id = NEW.account_id AND member_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER numbers_follow_member AFTER UPDATE OF name_key ON members FOR EACH ROW
  WHEN (OLD.name_key IS DISTINCT FROM NEW.name_key) EXECUTE FUNCTION numbers_follow_member();
CREATE FUNCTION numbers_follow_group() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE numbers SET destination_key = convert_to(NEW.name_fold, 'UTF8')
    WHERE account_id = NEW.account_id AND group_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER numbers_follow_group AFTER UPDATE OF name_fold ON groups FOR EACH ROW
  WHEN (OLD.name_fold IS DISTINCT FROM NEW.name_fold) EXECUTE FUNCTION numbers_follow_group();

CREATE FUNCTION number_users_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE numbers x SET users = x.users + t.n
    FROM (SELECT account_id, number_id, count(*) AS n FROM new_rows GROUP BY account_id, number_id) t
    WHERE x.account_id = t.account_id AND x.id = t.number_id;
  RETURN NULL;
END $$;
CREATE FUNCTION number_users_out() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE numbers x SET users = x.users - t.n
    FROM (SELECT account_id, number_id, count(*) AS n FROM old_rows GROUP BY account_id, number_id) t
    WHERE x.account_id = t.account_id AND x.id = t.number_id;
  RETURN NULL;
END $$;
CREATE TRIGGER number_users_in AFTER INSERT ON number_users REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION number_users_in();
CREATE TRIGGER number_users_out AFTER DELETE ON number_users REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION number_users_out();
