-- Substring search (T4): a trigram index scoped by account, and counters for accounts above a few hundred members.

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;

CREATE TABLE search_accounts (
  -- Begins every token of the account's rows, so that one account's search never meets another's (A3).
  seq BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  account_id UUID NOT NULL UNIQUE REFERENCES accounts (id) ON DELETE CASCADE
);

-- How many members have a letter or a pair of letters anywhere in their search text: the total of a short search,
-- and the estimate by which a longer one picks its way.
CREATE TABLE search_grams (
  account BIGINT NOT NULL REFERENCES search_accounts (seq) ON DELETE CASCADE,
  gram TEXT COLLATE "C" NOT NULL,
  members BIGINT NOT NULL,
  -- Those that have it in the part everybody may see: name and extension (R12).
  directory BIGINT NOT NULL,
  PRIMARY KEY (account, gram)
);

CREATE INDEX members_by_text ON members USING gin (account_id, search_text gin_trgm_ops) WHERE state <> 'deleted';
