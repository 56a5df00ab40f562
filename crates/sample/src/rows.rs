//! Many rows in few statements, one text for both engines.

use std::collections::HashMap;
use store::Tx;
use store::error::StoreResult;
use store::sql::{Bind, Sql, run_of};

/// A table's `INSERT` and how each of its values is written.
pub(super) struct Table {
    pub insert: &'static str,
    /// One sign per column: `.` as it is, `t` a text that is NULL when empty, `i` a whole number that is NULL when 0.
    pub columns: &'static str,
}

/// Rows waiting to be written to one table.
pub(super) struct Rows {
    table: Table,
    binds: Vec<Bind>,
    /// The text for so many rows, so that each is written and prepared once.
    texts: HashMap<usize, String>,
}

/// How many values one statement carries. SQLite looks `$n` up by walking all names, so its time grows with the square:
/// few hundred are quickest. PostgreSQL answers each statement over a socket: more are quicker.
fn values_at_once(tx: &Tx) -> usize {
    if matches!(tx, Tx::Postgres(_)) { 8_000 } else { 300 }
}

impl Rows {
    pub fn new(table: Table) -> Self {
        Rows { table, binds: Vec::new(), texts: HashMap::new() }
    }

    /// Adds a row: as many values as the table has columns.
    pub fn add<const N: usize>(&mut self, row: [Bind; N]) {
        debug_assert_eq!(N, self.table.columns.len(), "{}", self.table.insert);
        self.binds.extend(row);
    }

    /// Writes all that waits.
    pub async fn flush(&mut self, tx: &mut Tx) -> StoreResult<()> {
        let columns = self.table.columns.len();
        let most = (values_at_once(tx) / columns).max(1) * columns;
        let mut waiting = std::mem::take(&mut self.binds);
        while !waiting.is_empty() {
            let rest = waiting.split_off(most.min(waiting.len()));
            let binds = std::mem::replace(&mut waiting, rest);
            let text = self.text(binds.len() / columns);
            run_of!(tx, Sql { text, binds })?;
        }
        Ok(())
    }

    fn text(&mut self, rows: usize) -> String {
        let table = &self.table;
        let write = || {
            let mut text = table.insert.to_owned();
            let mut n = 0;
            for row in 0..rows {
                text.push_str(if row == 0 { " VALUES (" } else { ", (" });
                for (i, sign) in table.columns.chars().enumerate() {
                    n += 1;
                    let comma = if i == 0 { "" } else { ", " };
                    text.push_str(&match sign {
                        't' => format!("{comma}NULLIF(${n}, '')"),
                        'i' => format!("{comma}NULLIF(${n}, 0)"),
                        _ => format!("{comma}${n}"),
                    });
                }
                text.push(')');
            }
            text
        };
        self.texts.entry(rows).or_insert_with(write).clone()
    }
}
