-- Filters of the Team table that few members pass (T5): without these, each would read every row of the account.
-- store/team_filter.rs says the same conditions word for word; SQLite only then takes a partial index.

CREATE INDEX members_online_status ON members (account_id, availability, state, online, call_since, wrap_until) WHERE online = TRUE;
CREATE INDEX members_supervising ON members (account_id, supervises, name_key, id, state) WHERE supervises <> 'nobody';
CREATE INDEX members_not_active ON members (account_id, state, name_key, id, invitation_expires) WHERE state <> 'active';
DROP INDEX members_online;
