-- Reading the audit log by kind of change and by time (G1). Newest first, so each index ends in the number.
CREATE INDEX audit_by_action ON audit (account_id, action, number);
CREATE INDEX audit_by_time ON audit (account_id, at, number);
CREATE INDEX audit_reversible ON audit (account_id, number) WHERE reversible;
