-- The Numbers page: what it sorts and counts by, who held a number before, and numbers on their way from the supplier (N1 to N3, M13).

ALTER TABLE numbers ADD COLUMN label_fold TEXT COLLATE "C" NOT NULL DEFAULT '';
-- Kept by triggers: how many may use it, and what the Destination column sorts by.
ALTER TABLE numbers ADD COLUMN users BIGINT NOT NULL DEFAULT 0;
ALTER TABLE numbers ADD COLUMN destination_rank BIGINT NOT NULL DEFAULT 3;
ALTER TABLE numbers ADD COLUMN destination_key BYTEA NOT NULL DEFAULT ''::BYTEA;
-- Since when it rings where it rings; 0: since it was there.
ALTER TABLE numbers ADD COLUMN since BIGINT NOT NULL DEFAULT 0;

CREATE TABLE number_totals (
  account_id UUID PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
  numbers BIGINT NOT NULL DEFAULT 0,
  unassigned BIGINT NOT NULL DEFAULT 0
);

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

-- A number kept while somebody chooses, so that two servers agree on whose it is. Bought, the row stays until it expires: the
-- same form sent again then buys nothing more.
CREATE TABLE number_reservations (
  id UUID PRIMARY KEY,
  account_id UUID NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  by_member UUID NOT NULL,
  -- For whom it is chosen; none: for nobody yet.
  for_member UUID,
  e164 TEXT NOT NULL CONSTRAINT reservations_taken UNIQUE,
  kind TEXT NOT NULL,
  place TEXT NOT NULL DEFAULT '',
  state TEXT NOT NULL DEFAULT 'held' CHECK (state IN ('held', 'buying', 'bought')),
  state_since BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  number_id UUID
);
CREATE INDEX number_reservations_by_account ON number_reservations (account_id, expires_at);

CREATE FUNCTION destination_rank(destination TEXT) RETURNS BIGINT LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE destination WHEN 'menu' THEN 0 WHEN 'group' THEN 1 WHEN 'member' THEN 2 ELSE 3 END::BIGINT
$$;
CREATE FUNCTION destination_key(account UUID, member UUID, grp UUID) RETURNS BYTEA LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT m.name_key FROM members m WHERE m.account_id = account AND m.id = member),
    (SELECT convert_to(g.name_fold, 'UTF8') FROM groups g WHERE g.account_id = account AND g.id = grp), ''::BYTEA)
$$;

UPDATE numbers SET label_fold = lower(label),
  users = (SELECT count(*) FROM number_users u WHERE u.account_id = numbers.account_id AND u.number_id = numbers.id),
  destination_rank = destination_rank(destination), destination_key = destination_key(account_id, member_id, group_id);
INSERT INTO number_totals (account_id, numbers, unassigned)
  SELECT account_id, count(*), count(*) FILTER (WHERE destination = 'nobody') FROM numbers GROUP BY account_id;

-- One index behind every order; E.164 is unique, so it is the tie-break.
CREATE INDEX numbers_by_e164 ON numbers (account_id, e164);
CREATE INDEX numbers_by_label ON numbers (account_id, label_fold, e164);
CREATE INDEX numbers_by_kind ON numbers (account_id, kind, e164);
CREATE INDEX numbers_by_destination ON numbers (account_id, destination_rank, destination_key, e164);
CREATE INDEX numbers_by_users ON numbers (account_id, users, e164);

-- The main number rings the call menu until it is unassigned (M13), on every path; what rang where ends, and a writer that
-- knows the hour has set `since`, for the others it is now.
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
          (SELECT trim(m.first_name || ' ' || m.last_name) FROM members m WHERE m.account_id = OLD.account_id AND m.id = OLD.member_id),
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
      FROM (SELECT account_id, count(*) AS n, count(*) FILTER (WHERE destination = 'nobody') AS free FROM old_rows GROUP BY account_id) t
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
  UPDATE numbers SET destination_key = convert_to(NEW.name_fold, 'UTF8') WHERE account_id = NEW.account_id AND group_id = NEW.id;
  RETURN NULL;
END $$;
CREATE TRIGGER numbers_follow_group AFTER UPDATE OF name_fold ON groups FOR EACH ROW
  WHEN (OLD.name_fold IS DISTINCT FROM NEW.name_fold) EXECUTE FUNCTION numbers_follow_group();

CREATE FUNCTION number_users_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE numbers x SET users = x.users + t.n FROM (SELECT account_id, number_id, count(*) AS n FROM new_rows GROUP BY account_id, number_id) t
    WHERE x.account_id = t.account_id AND x.id = t.number_id;
  RETURN NULL;
END $$;
CREATE FUNCTION number_users_out() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE numbers x SET users = x.users - t.n FROM (SELECT account_id, number_id, count(*) AS n FROM old_rows GROUP BY account_id, number_id) t
    WHERE x.account_id = t.account_id AND x.id = t.number_id;
  RETURN NULL;
END $$;
CREATE TRIGGER number_users_in AFTER INSERT ON number_users REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION number_users_in();
CREATE TRIGGER number_users_out AFTER DELETE ON number_users REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION number_users_out();
