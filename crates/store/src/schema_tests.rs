//! One schema on both engines: reads what the migrations of each really made and compares it, fact by fact.
//!
//! Compared are tables, columns, keys, indexes and the names of constraints. Triggers are not: SQLite's run for each
//! row, PostgreSQL's mostly for each statement; that both do the same is what every other store test shows.

use super::Db;
use crate::sql::run;
use crate::testing::{on_both, on_postgres, on_sqlite};
use std::collections::BTreeSet;

/// A table, and one thing that is so about it, in SQLite's words: `("photos", "column bytes BLOB NOT NULL")`.
type Fact = (String, String);
type Schema = BTreeSet<Fact>;

/// A difference that is meant: the table, how the fact begins (empty: all about the table), and why.
type Intended = (&'static str, &'static str, &'static str);
const INTENDED: &[Intended] = &[
    ("_sqlx_migrations", "", "sqlx makes its own table, with the types of each engine"),
    ("change_clock", "", "PostgreSQL has a setting of the transaction instead, see dialect::set_clock"),
    ("search_index", "", "SQLite's index of substrings"),
    ("members", "index members_by_text ", "PostgreSQL's index of substrings, by trigrams"),
];

/// All facts but those that only the text of a table says: see [`facts_of_text`].
const OF_SQLITE: &str = r#"
WITH tables AS (
  -- Not the shadow tables that hold what is in a virtual one.
  SELECT name FROM pragma_table_list
  WHERE schema = 'main' AND type IN ('table', 'virtual') AND name NOT LIKE 'sqlite_%'
)
SELECT t.name, 'column ' || c.name || ' ' || c.type || iif(c."notnull" OR c.pk > 0, ' NOT NULL', '')
  || coalesce(' DEFAULT ' || c.dflt_value, '')
FROM tables t JOIN pragma_table_info(t.name) c
UNION ALL
SELECT t.name, 'primary key (' || group_concat(c.name, ', ' ORDER BY c.pk) || ')'
FROM tables t JOIN pragma_table_info(t.name) c WHERE c.pk > 0 GROUP BY t.name
UNION ALL
SELECT t.name, iif(i.origin = 'u', '', 'index ' || i.name || ' ') || iif(i."unique", 'unique ', '')
  || '(' || group_concat(k.name, ', ' ORDER BY k.seqno) || ')' || iif(i.partial, ' where', '')
FROM tables t JOIN pragma_index_list(t.name) i JOIN pragma_index_info(i.name) k
WHERE i.origin <> 'pk' GROUP BY t.name, i.name
UNION ALL
SELECT t.name, 'foreign key (' || group_concat(f."from", ', ' ORDER BY f.seq) || ') references ' || f."table"
  || ' (' || group_concat(f."to", ', ' ORDER BY f.seq) || ') on delete ' || f.on_delete
FROM tables t JOIN pragma_foreign_key_list(t.name) f GROUP BY t.name, f.id
"#;

const OF_POSTGRES: &str = r#"
WITH tables AS (
  SELECT oid, relname::text AS name FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
), columns AS (
  SELECT t.name AS "table", a.attrelid, a.attnum, a.attname::text AS name, a.attnotnull,
    format_type(a.atttypid, a.atttypmod) AS type,
    -- Without the cast that PostgreSQL writes behind a literal.
    split_part(pg_get_expr(d.adbin, d.adrelid), '::', 1) AS value
  FROM tables t JOIN pg_attribute a ON a.attrelid = t.oid
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  WHERE a.attnum > 0 AND NOT a.attisdropped
), listed AS (
  -- The columns of every key, by name and in their order.
  SELECT c.oid, string_agg(x.name, ', ' ORDER BY k.nr) AS columns, string_agg(y.name, ', ' ORDER BY k.nr) AS others
  FROM pg_constraint c CROSS JOIN ROWS FROM (unnest(c.conkey), unnest(c.confkey)) WITH ORDINALITY k (here, there, nr)
  JOIN columns x ON x.attrelid = c.conrelid AND x.attnum = k.here
  LEFT JOIN columns y ON y.attrelid = c.confrelid AND y.attnum = k.there
  GROUP BY c.oid
), constraints AS (
  SELECT t.name AS "table", c.conname::text AS name, c.contype, c.confdeltype, c.confrelid, l.columns, l.others
  FROM tables t JOIN pg_constraint c ON c.conrelid = t.oid JOIN listed l ON l.oid = c.oid
  WHERE c.contype IN ('p', 'u', 'f', 'c')
)
SELECT "table", 'column ' || name || ' '
  || CASE type WHEN 'uuid' THEN 'BLOB' WHEN 'bytea' THEN 'BLOB' WHEN 'bigint' THEN 'INTEGER'
    WHEN 'boolean' THEN 'INTEGER' WHEN 'text' THEN 'TEXT' ELSE type END
  || CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END
  || coalesce(' DEFAULT ' || CASE type WHEN 'uuid' THEN 'X' || replace(value, '-', '')
    WHEN 'bytea' THEN 'X' || replace(value, '\x', '') WHEN 'boolean' THEN (value = 'true')::int::text
    ELSE value END, '')
FROM columns
UNION ALL
SELECT "table", CASE contype WHEN 'p' THEN 'primary key (' ELSE 'unique (' END || columns || ')'
FROM constraints WHERE contype IN ('p', 'u')
UNION ALL
SELECT t.name, 'index ' || n.relname || ' ' || CASE WHEN i.indisunique THEN 'unique ' ELSE '' END
  || '(' || string_agg(c.name, ', ' ORDER BY k.nr) || ')' || CASE WHEN i.indpred IS NULL THEN '' ELSE ' where' END
FROM tables t JOIN pg_index i ON i.indrelid = t.oid JOIN pg_class n ON n.oid = i.indexrelid
CROSS JOIN unnest(i.indkey::int2[]) WITH ORDINALITY k (here, nr)
JOIN columns c ON c.attrelid = i.indrelid AND c.attnum = k.here
WHERE NOT EXISTS (SELECT 1 FROM pg_constraint p WHERE p.conindid = i.indexrelid AND p.contype IN ('p', 'u'))
GROUP BY t.name, n.relname, i.indisunique, i.indpred
UNION ALL
SELECT c."table", 'foreign key (' || c.columns || ') references ' || t.name || ' (' || c.others || ') on delete '
  || CASE c.confdeltype WHEN 'a' THEN 'NO ACTION' WHEN 'c' THEN 'CASCADE' ELSE c.confdeltype::text END
FROM constraints c JOIN tables t ON t.oid = c.confrelid WHERE c.contype = 'f'
UNION ALL
-- A name that PostgreSQL made up is the table's, the columns', and what it is.
SELECT "table", 'constraint ' || name FROM constraints
WHERE name !~ ('^' || "table" || '_(.*_)?(pkey|fkey|key|check)[0-9]*$')
UNION ALL
SELECT "table", 'checks: ' || count(*) FROM constraints WHERE contype = 'c' GROUP BY "table"
"#;

const TEXTS_OF_SQLITE: &str = "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE TABLE%'";

async fn schema(db: &Db) -> Schema {
    match db {
        Db::Sqlite { read, .. } => {
            let facts: Vec<Fact> = sqlx::query_as(OF_SQLITE).fetch_all(read).await.expect("facts");
            let texts: Vec<(String, String)> = sqlx::query_as(TEXTS_OF_SQLITE).fetch_all(read).await.expect("texts");
            facts.into_iter().chain(texts.iter().flat_map(|(table, text)| facts_of_text(table, text))).collect()
        }
        Db::Postgres(pool) => {
            let facts: Vec<Fact> = sqlx::query_as(OF_POSTGRES).fetch_all(pool).await.expect("facts");
            facts.into_iter().collect()
        }
    }
}

/// What SQLite keeps nowhere but in the text of a table: the names of constraints, and how many checks there are.
fn facts_of_text(table: &str, text: &str) -> Vec<Fact> {
    let code: String = text.lines().filter(|line| !line.trim_start().starts_with("--")).collect();
    let names = code.split("CONSTRAINT ").skip(1).filter_map(|rest| rest.split_whitespace().next());
    let mut facts: Vec<Fact> = names.map(|name| (table.to_owned(), format!("constraint {name}"))).collect();
    let checks = code.matches("CHECK (").count();
    if checks > 0 {
        facts.push((table.to_owned(), format!("checks: {checks}")));
    }
    facts
}

/// What is so on one engine only, with that engine's name.
fn differences<'s>(sqlite: &'s Schema, postgres: &'s Schema) -> Vec<(&'static str, &'s Fact)> {
    let of_sqlite = sqlite.difference(postgres).map(|fact| ("SQLite", fact));
    let of_postgres = postgres.difference(sqlite).map(|fact| ("PostgreSQL", fact));
    of_sqlite.chain(of_postgres).collect()
}

fn covers((table, start, _): &Intended, fact: &Fact) -> bool {
    fact.0 == *table && fact.1.starts_with(start)
}

#[tokio::test]
async fn both_engines_have_the_same_schema_but_for_the_intended_differences() {
    on_sqlite(|sqlite| async move {
        let sqlite = schema(&sqlite).await;
        on_postgres(|postgres| async move {
            let postgres = schema(&postgres).await;
            let is_intended = |fact: &Fact| INTENDED.iter().any(|one| covers(one, fact));
            let found = differences(&sqlite, &postgres);
            let (intended, others): (Vec<_>, Vec<_>) = found.iter().partition(|(_, fact)| is_intended(fact));
            assert!(others.is_empty(), "only one engine has: {others:#?}");
            for one in INTENDED {
                assert!(intended.iter().any(|(_, fact)| covers(one, fact)), "no longer a difference: {one:?}");
            }
        })
        .await;
    })
    .await;
}

on_both! {
    async fn a_table_a_column_and_an_index_more_or_less_are_seen(db) {
        let before = schema(&db).await;
        let mut tx = db.write().await.unwrap();
        for statement in [
            "ALTER TABLE imports ADD COLUMN colour TEXT NOT NULL DEFAULT 'red'",
            "DROP INDEX imports_by_age",
            "CREATE UNIQUE INDEX imports_by_colour ON imports (round, colour) WHERE round > 0",
            "CREATE TABLE extra (
               id TEXT PRIMARY KEY NOT NULL, word TEXT CONSTRAINT word_taken UNIQUE CHECK (word <> ''),
               FOREIGN KEY (id) REFERENCES attempts (bucket) ON DELETE CASCADE)",
        ] {
            run!(&mut tx, statement).unwrap();
        }
        tx.commit().await.unwrap();
        let after = schema(&db).await;
        let removed = snapshot(&[("imports", "index imports_by_age (created_at)")]);
        let added = snapshot(&[
            ("extra", "checks: 1"),
            ("extra", "column id TEXT NOT NULL"),
            ("extra", "column word TEXT"),
            ("extra", "constraint word_taken"),
            ("extra", "foreign key (id) references attempts (bucket) on delete CASCADE"),
            ("extra", "primary key (id)"),
            ("extra", "unique (word)"),
            ("imports", "column colour TEXT NOT NULL DEFAULT 'red'"),
            ("imports", "index imports_by_colour unique (round, colour) where"),
        ]);
        assert_eq!(before.difference(&after).cloned().collect::<Schema>(), removed);
        assert_eq!(after.difference(&before).cloned().collect::<Schema>(), added);
    }
}

const LOOSE_TABLES: &str = r#"
SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%'
"#;

#[tokio::test]
async fn every_table_of_sqlite_is_strict_so_that_a_column_holds_only_its_type() {
    on_sqlite(|db| async move {
        let Db::Sqlite { read, .. } = db else { unreachable!("a SQLite file was opened") };
        let loose: Vec<String> = sqlx::query_scalar(LOOSE_TABLES).fetch_all(&read).await.expect("the tables");
        assert_eq!(loose, ["_sqlx_migrations"]);
    })
    .await;
}

fn snapshot(facts: &[(&str, &str)]) -> Schema {
    facts.iter().map(|(table, says)| ((*table).to_owned(), (*says).to_owned())).collect()
}

#[test]
fn what_differs_between_two_schemas_is_named_with_its_engine() {
    let both = ("photos", "column hash TEXT");
    let sqlite = snapshot(&[both, ("photos", "column bytes BLOB NOT NULL"), ("photos", "checks: 1")]);
    let postgres = snapshot(&[both, ("photos", "column bytes BLOB"), ("views", "column id BLOB")]);
    let found = differences(&sqlite, &postgres);
    let found: Vec<_> = found.iter().map(|(engine, fact)| (*engine, fact.1.as_str())).collect();
    let expected = [
        ("SQLite", "checks: 1"),
        ("SQLite", "column bytes BLOB NOT NULL"),
        ("PostgreSQL", "column bytes BLOB"),
        ("PostgreSQL", "column id BLOB"),
    ];
    assert_eq!(found, expected);
    assert!(differences(&sqlite, &sqlite).is_empty());
}

#[test]
fn the_text_of_a_table_says_the_names_of_constraints_and_how_many_checks_there_are() {
    let text = "CREATE TABLE t (
        -- No CONSTRAINT here, and no CHECK (x).
        a INTEGER CONSTRAINT small CHECK (a < 9),
        b TEXT CHECK (b <> ''),
        CONSTRAINT taken UNIQUE (a, b)
      ) STRICT";
    let facts: Schema = facts_of_text("t", text).into_iter().collect();
    assert_eq!(facts, snapshot(&[("t", "constraint small"), ("t", "constraint taken"), ("t", "checks: 2")]));
}
