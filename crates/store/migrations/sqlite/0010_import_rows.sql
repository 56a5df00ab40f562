-- What checking found about each row of an uploaded file (I1), so that any server shows any page of it.

ALTER TABLE imports ADD COLUMN info TEXT NOT NULL DEFAULT '';
-- Counts checks: answers of an older one are dropped once a person has chosen anew.
ALTER TABLE imports ADD COLUMN round INTEGER NOT NULL DEFAULT 0;
-- When a server last worked on it; long ago while checking or applying: that server is gone.
ALTER TABLE imports ADD COLUMN touched_at INTEGER NOT NULL DEFAULT 0;
-- JSON of the sums.
ALTER TABLE imports ADD COLUMN summary TEXT;
-- Why it was not applied although asked for.
ALTER TABLE imports ADD COLUMN problem TEXT;

CREATE TABLE import_rows (
  account_id BLOB NOT NULL,
  import_id BLOB NOT NULL,
  line INTEGER NOT NULL,
  troubled INTEGER NOT NULL,
  -- JSON of the row as it is shown.
  shown TEXT NOT NULL,
  PRIMARY KEY (account_id, import_id, line),
  FOREIGN KEY (account_id, import_id) REFERENCES imports (account_id, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX import_rows_troubled ON import_rows (account_id, import_id, line) WHERE troubled;
