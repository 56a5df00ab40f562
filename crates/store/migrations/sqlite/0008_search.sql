-- Substring search (T4). Accounts above a few hundred members get an index; in smaller ones reading every row is as
-- quick.

CREATE TABLE search_accounts (
  -- Begins every token of the account's rows, so that one account's search never meets another's (A3).
  seq INTEGER PRIMARY KEY,
  account_id BLOB NOT NULL UNIQUE REFERENCES accounts (id) ON DELETE CASCADE
) STRICT;

-- How many members have a letter or a pair of letters anywhere in their search text: the total of a short search,
-- and the estimate by which a longer one picks its way.
CREATE TABLE search_grams (
  account INTEGER NOT NULL REFERENCES search_accounts (seq) ON DELETE CASCADE,
  gram TEXT NOT NULL,
  members INTEGER NOT NULL,
  -- Those that have it in the part everybody may see: name and extension (R12).
  directory INTEGER NOT NULL,
  PRIMARY KEY (account, gram)
) STRICT, WITHOUT ROWID;

-- Row number: members.seq. Tokens are the account's seq and three letters, one for each letter of the text, so a phrase
-- of them is a substring and the beginning of one is a short search. The store's `search` module makes them.
CREATE VIRTUAL TABLE search_index
  USING fts5 (directory, hidden, content = '', contentless_delete = 1, tokenize = 'ascii');
-- What is deleted leaves the index at once, not when its segments are merged some day (M17).
INSERT INTO search_index (search_index, rank) VALUES ('secure-delete', 1);
