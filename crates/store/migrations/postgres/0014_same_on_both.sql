-- What the other engine did otherwise.

-- R7: the last active Administrator who can sign in stays, also when they are the only member: a change of members that takes an
-- account's last one is refused, whatever else is left of the team. Taking rows away altogether is nobody's change.
DROP TRIGGER keep_an_administrator ON team_totals;
CREATE OR REPLACE FUNCTION keep_an_administrator() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM old_rows o JOIN team_totals t ON t.account_id = o.account_id
    WHERE o.role_kind = 'administrator' AND o.state = 'active' AND o.password_hash IS NOT NULL AND t.administrators = 0
  ) THEN
    RAISE EXCEPTION 'last_administrator';
  END IF;
  RETURN NULL;
END $$;
-- By its name it comes after members_counted_moved, whose update locks the counter's row: of two demotions at once the second sees the
-- first.
CREATE TRIGGER members_keep_an_administrator AFTER UPDATE ON members REFERENCING OLD TABLE AS old_rows
  FOR EACH STATEMENT EXECUTE FUNCTION keep_an_administrator();

-- Texts that lists are ordered by go by their bytes, whatever the database's locale.
ALTER TABLE accounts ALTER COLUMN name TYPE TEXT COLLATE "C";
ALTER TABLE numbers ALTER COLUMN kind TYPE TEXT COLLATE "C";
ALTER TABLE audit ALTER COLUMN actor_name TYPE TEXT COLLATE "C";
