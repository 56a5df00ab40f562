-- What a change of one thing by itself was before, as machines read it, beside the words for people (G2): JSON, empty where nothing
-- is kept. Part of the chain together with the words, and gone with them when somebody is erased (M17).
ALTER TABLE audit ADD COLUMN kept TEXT NOT NULL DEFAULT '';
