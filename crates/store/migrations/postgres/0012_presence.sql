-- Who is there, as their sessions show it (T2).

-- When the browser was last heard of: a request, or a page that lies open. NULL: not since this is noted.
ALTER TABLE sessions ADD COLUMN seen_at BIGINT;
-- Whether it counts as there; its member is online while one of theirs does.
ALTER TABLE sessions ADD COLUMN present BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX sessions_present ON sessions (seen_at) WHERE present = TRUE;
