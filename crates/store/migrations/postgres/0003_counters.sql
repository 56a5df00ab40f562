-- How many members are in which state, have a role, use a seat or belong to a group. Triggers count in the transaction
-- of the change, on every path and under races; by these counters the database refuses to give out more seats than were
-- bought (S1) and to lose the last Administrator (R7).

CREATE TABLE team_totals (
  account_id UUID PRIMARY KEY NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  members BIGINT NOT NULL DEFAULT 0,
  online BIGINT NOT NULL DEFAULT 0,
  invited BIGINT NOT NULL DEFAULT 0,
  suspended BIGINT NOT NULL DEFAULT 0,
  no_direct BIGINT NOT NULL DEFAULT 0,
  -- Active Administrators who can sign in (R7).
  administrators BIGINT NOT NULL DEFAULT 0
);

-- Statement triggers with transition tables: a bulk change touches each counter row once.
CREATE FUNCTION members_counted_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH d AS (
    SELECT 1 AS sign, account_id, role_id, role_kind, plan, state, online, direct IS NOT NULL AS has_direct,
      password_hash IS NOT NULL AS can_sign_in
    FROM new_rows WHERE state <> 'deleted'
  ), t AS (
    SELECT account_id, sum(sign) AS members,
      coalesce(sum(sign) FILTER (WHERE online AND state = 'active'), 0) AS online,
      coalesce(sum(sign) FILTER (WHERE state = 'invited'), 0) AS invited,
      coalesce(sum(sign) FILTER (WHERE state = 'suspended'), 0) AS suspended,
      coalesce(sum(sign) FILTER (WHERE NOT has_direct), 0) AS no_direct,
      coalesce(sum(sign) FILTER (WHERE role_kind = 'administrator' AND state = 'active' AND can_sign_in), 0)
        AS administrators
    FROM d GROUP BY account_id
  )
  UPDATE team_totals x SET members = x.members + t.members, online = x.online + t.online,
    invited = x.invited + t.invited, suspended = x.suspended + t.suspended,
    no_direct = x.no_direct + t.no_direct, administrators = x.administrators + t.administrators
  FROM t WHERE x.account_id = t.account_id
    AND (t.members, t.online, t.invited, t.suspended, t.no_direct, t.administrators) <> (0, 0, 0, 0, 0, 0);

  WITH d AS (
    SELECT 1 AS sign, account_id, role_id, role_kind, plan, state, online, direct IS NOT NULL AS has_direct,
      password_hash IS NOT NULL AS can_sign_in
    FROM new_rows WHERE state <> 'deleted'
  ), t AS (
    SELECT account_id, role_id, sum(sign) AS n FROM d GROUP BY account_id, role_id HAVING sum(sign) <> 0
  )
  UPDATE roles x SET members = x.members + t.n FROM t WHERE x.account_id = t.account_id AND x.id = t.role_id;

  WITH d AS (
    SELECT 1 AS sign, account_id, role_id, role_kind, plan, state, online, direct IS NOT NULL AS has_direct,
      password_hash IS NOT NULL AS can_sign_in
    FROM new_rows WHERE state <> 'deleted'
  ), t AS (
    SELECT account_id, plan, sum(sign) AS n FROM d GROUP BY account_id, plan HAVING sum(sign) <> 0
  )
  UPDATE plan_seats x SET used = x.used + t.n FROM t WHERE x.account_id = t.account_id AND x.plan = t.plan;

  RETURN NULL;
END $$;

CREATE FUNCTION members_counted_out() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH d AS (
    SELECT -1 AS sign, account_id, role_id, role_kind, plan, state, online, direct IS NOT NULL AS has_direct,
      password_hash IS NOT NULL AS can_sign_in
    FROM old_rows WHERE state <> 'deleted'
  ), t AS (
    SELECT account_id, sum(sign) AS members,
      coalesce(sum(sign) FILTER (WHERE online AND state = 'active'), 0) AS online,
      coalesce(sum(sign) FILTER (WHERE state = 'invited'), 0) AS invited,
      coalesce(sum(sign) FILTER (WHERE state = 'suspended'), 0) AS suspended,
      coalesce(sum(sign) FILTER (WHERE NOT has_direct), 0) AS no_direct,
      coalesce(sum(sign) FILTER (WHERE role_kind = 'administrator' AND state = 'active' AND can_sign_in), 0)
        AS administrators
    FROM d GROUP BY account_id
  )
  UPDATE team_totals x SET members = x.members + t.members, online = x.online + t.online,
    invited = x.invited + t.invited, suspended = x.suspended + t.suspended,
    no_direct = x.no_direct + t.no_direct, administrators = x.administrators + t.administrators
  FROM t WHERE x.account_id = t.account_id
    AND (t.members, t.online, t.invited, t.suspended, t.no_direct, t.administrators) <> (0, 0, 0, 0, 0, 0);

  WITH d AS (
    SELECT -1 AS sign, account_id, role_id, role_kind, plan, state, online, direct IS NOT NULL AS has_direct,
      password_hash IS NOT NULL AS can_sign_in
    FROM old_rows WHERE state <> 'deleted'
  ), t AS (
    SELECT account_id, role_id, sum(sign) AS n FROM d GROUP BY account_id, role_id HAVING sum(sign) <> 0
  )
  UPDATE roles x SET members = x.members + t.n FROM t WHERE x.account_id = t.account_id AND x.id = t.role_id;

  WITH d AS (
    SELECT -1 AS sign, account_id, role_id, role_kind, plan, state, online, direct IS NOT NULL AS has_direct,
      password_hash IS NOT NULL AS can_sign_in
    FROM old_rows WHERE state <> 'deleted'
  ), t AS (
    SELECT account_id, plan, sum(sign) AS n FROM d GROUP BY account_id, plan HAVING sum(sign) <> 0
  )
  UPDATE plan_seats x SET used = x.used + t.n FROM t WHERE x.account_id = t.account_id AND x.plan = t.plan;

  RETURN NULL;
END $$;

CREATE FUNCTION members_counted_moved() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH d AS (
    SELECT 1 AS sign, account_id, role_id, role_kind, plan, state, online, direct IS NOT NULL AS has_direct,
      password_hash IS NOT NULL AS can_sign_in
    FROM new_rows WHERE state <> 'deleted'
    UNION ALL
    SELECT -1 AS sign, account_id, role_id, role_kind, plan, state, online, direct IS NOT NULL AS has_direct,
      password_hash IS NOT NULL AS can_sign_in
    FROM old_rows WHERE state <> 'deleted'
  ), t AS (
    SELECT account_id, sum(sign) AS members,
      coalesce(sum(sign) FILTER (WHERE online AND state = 'active'), 0) AS online,
      coalesce(sum(sign) FILTER (WHERE state = 'invited'), 0) AS invited,
      coalesce(sum(sign) FILTER (WHERE state = 'suspended'), 0) AS suspended,
      coalesce(sum(sign) FILTER (WHERE NOT has_direct), 0) AS no_direct,
      coalesce(sum(sign) FILTER (WHERE role_kind = 'administrator' AND state = 'active' AND can_sign_in), 0)
        AS administrators
    FROM d GROUP BY account_id
  )
  UPDATE team_totals x SET members = x.members + t.members, online = x.online + t.online,
    invited = x.invited + t.invited, suspended = x.suspended + t.suspended,
    no_direct = x.no_direct + t.no_direct, administrators = x.administrators + t.administrators
  FROM t WHERE x.account_id = t.account_id
    AND (t.members, t.online, t.invited, t.suspended, t.no_direct, t.administrators) <> (0, 0, 0, 0, 0, 0);

  WITH d AS (
    SELECT 1 AS sign, account_id, role_id, role_kind, plan, state, online, direct IS NOT NULL AS has_direct,
      password_hash IS NOT NULL AS can_sign_in
    FROM new_rows WHERE state <> 'deleted'
    UNION ALL
    SELECT -1 AS sign, account_id, role_id, role_kind, plan, state, online, direct IS NOT NULL AS has_direct,
      password_hash IS NOT NULL AS can_sign_in
    FROM old_rows WHERE state <> 'deleted'
  ), t AS (
    SELECT account_id, role_id, sum(sign) AS n FROM d GROUP BY account_id, role_id HAVING sum(sign) <> 0
  )
  UPDATE roles x SET members = x.members + t.n FROM t WHERE x.account_id = t.account_id AND x.id = t.role_id;

  WITH d AS (
    SELECT 1 AS sign, account_id, role_id, role_kind, plan, state, online, direct IS NOT NULL AS has_direct,
      password_hash IS NOT NULL AS can_sign_in
    FROM new_rows WHERE state <> 'deleted'
    UNION ALL
    SELECT -1 AS sign, account_id, role_id, role_kind, plan, state, online, direct IS NOT NULL AS has_direct,
      password_hash IS NOT NULL AS can_sign_in
    FROM old_rows WHERE state <> 'deleted'
  ), t AS (
    SELECT account_id, plan, sum(sign) AS n FROM d GROUP BY account_id, plan HAVING sum(sign) <> 0
  )
  UPDATE plan_seats x SET used = x.used + t.n FROM t WHERE x.account_id = t.account_id AND x.plan = t.plan;

  RETURN NULL;
END $$;

CREATE TRIGGER members_counted_in AFTER INSERT ON members REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION members_counted_in();
CREATE TRIGGER members_counted_out AFTER DELETE ON members REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION members_counted_out();
CREATE TRIGGER members_counted_moved AFTER UPDATE ON members REFERENCING NEW TABLE AS new_rows OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION members_counted_moved();

-- The counter's row is locked by the update above, so two demotions at once come one after the other.
CREATE FUNCTION keep_an_administrator() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'last_administrator';
END $$;
CREATE TRIGGER keep_an_administrator AFTER UPDATE ON team_totals FOR EACH ROW
  WHEN (OLD.administrators > 0 AND NEW.administrators <= 0 AND NEW.members > 0)
  EXECUTE FUNCTION keep_an_administrator();

CREATE FUNCTION group_members_in() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE groups x SET members = x.members + t.n
    FROM (SELECT account_id, group_id, count(*) AS n FROM new_rows GROUP BY account_id, group_id) t
    WHERE x.account_id = t.account_id AND x.id = t.group_id;
  RETURN NULL;
END $$;
CREATE FUNCTION group_members_out() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE groups x SET members = x.members - t.n
    FROM (SELECT account_id, group_id, count(*) AS n FROM old_rows GROUP BY account_id, group_id) t
    WHERE x.account_id = t.account_id AND x.id = t.group_id;
  RETURN NULL;
END $$;
CREATE TRIGGER group_members_in AFTER INSERT ON group_members REFERENCING NEW TABLE AS new_rows
  FOR EACH STATEMENT EXECUTE FUNCTION group_members_in();
CREATE TRIGGER group_members_out AFTER DELETE ON group_members REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION group_members_out();
