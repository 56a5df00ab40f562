-- What PostgreSQL did otherwise is changed there: see its file. SQLite keeps the last Administrator, and orders texts by their bytes, as it
-- is.
SELECT 1;
