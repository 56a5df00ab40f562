//! Running one SQL text on either engine, with or without a list of values known only at run time.

use model::members::StatusRank;
use model::{AccountId, AuditId, GroupId, MemberId, MenuId, NumberId, RoleId};

/// Notes a statement, for tests that count what a page asks of the database (P1). Nothing in a release build.
#[inline]
pub fn asked() {
    #[cfg(any(test, debug_assertions, feature = "testing"))]
    crate::testing::asked::note(|asked| asked.statements += 1);
}

/// Rows of `$row` (any `FromRow`), from a literal text and its values: `all!(tx, Row, "SELECT … $1", account)`.
#[macro_export]
macro_rules! all {
    ($tx:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {{
        $crate::sql::asked();
        match &mut *$tx {
            $crate::Tx::Sqlite(c) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_all(&mut **c).await,
            $crate::Tx::Postgres(c) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_all(&mut **c).await,
        }.map_err($crate::StoreError::from)
    }};
}

/// One row or none.
#[macro_export]
macro_rules! maybe {
    ($tx:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {{
        $crate::sql::asked();
        match &mut *$tx {
            $crate::Tx::Sqlite(c) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_optional(&mut **c).await,
            $crate::Tx::Postgres(c) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_optional(&mut **c).await,
        }.map_err($crate::StoreError::from)
    }};
}

/// Exactly one row.
#[macro_export]
macro_rules! one {
    ($tx:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {{
        $crate::sql::asked();
        match &mut *$tx {
            $crate::Tx::Sqlite(c) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_one(&mut **c).await,
            $crate::Tx::Postgres(c) => sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_one(&mut **c).await,
        }.map_err($crate::StoreError::from)
    }};
}

/// Runs a change and says how many rows it touched.
#[macro_export]
macro_rules! run {
    ($tx:expr, $sql:expr $(, $bind:expr)* $(,)?) => {{
        $crate::sql::asked();
        match &mut *$tx {
            $crate::Tx::Sqlite(c) => sqlx::query($sql)$(.bind($bind))*.execute(&mut **c).await.map(|r| r.rows_affected()),
            $crate::Tx::Postgres(c) => sqlx::query($sql)$(.bind($bind))*.execute(&mut **c).await.map(|r| r.rows_affected()),
        }.map_err($crate::StoreError::from)
    }};
}

pub use {all, maybe, one, run};

/// A value known only at run time.
#[derive(Clone, Debug)]
pub enum Bind {
    Text(String),
    Int(i64),
    Bool(bool),
    Bytes(Vec<u8>),
    Id(u128),
}

impl From<&str> for Bind {
    fn from(v: &str) -> Self {
        Bind::Text(v.to_owned())
    }
}
impl From<String> for Bind {
    fn from(v: String) -> Self {
        Bind::Text(v)
    }
}
impl From<i64> for Bind {
    fn from(v: i64) -> Self {
        Bind::Int(v)
    }
}
impl From<bool> for Bind {
    fn from(v: bool) -> Self {
        Bind::Bool(v)
    }
}
impl From<Vec<u8>> for Bind {
    fn from(v: Vec<u8>) -> Self {
        Bind::Bytes(v)
    }
}
impl From<StatusRank> for Bind {
    fn from(v: StatusRank) -> Self {
        Bind::Int(v.number())
    }
}
macro_rules! bind_ids { ($($id:ident),+) => {$(impl From<$id> for Bind { fn from(v: $id) -> Self { Bind::Id(v.0) } })+}; }
bind_ids!(AccountId, AuditId, GroupId, MemberId, MenuId, NumberId, RoleId);

/// A text under construction: literals are pushed as they are, values only ever as `$n`.
#[derive(Clone, Debug, Default)]
pub struct Sql {
    pub text: String,
    pub binds: Vec<Bind>,
}

impl Sql {
    pub fn new(text: &'static str) -> Self {
        Sql { text: text.to_owned(), binds: Vec::new() }
    }

    /// Adds literal text. Takes only literals, so no value ever gets into the text.
    pub fn push(&mut self, text: &'static str) -> &mut Self {
        self.text.push_str(text);
        self
    }

    /// Adds a value as the next `$n`.
    pub fn bind(&mut self, value: impl Into<Bind>) -> &mut Self {
        self.binds.push(value.into());
        self.text.push_str(&format!("${}", self.binds.len()));
        self
    }

    /// Adds `($1, $2, …)`; an empty list becomes one that matches nothing.
    pub fn list(&mut self, values: impl IntoIterator<Item = impl Into<Bind>>) -> &mut Self {
        self.push("(");
        let mut first = true;
        for v in values {
            if !std::mem::take(&mut first) {
                self.push(", ");
            }
            self.bind(v);
        }
        self.push(if first { "NULL)" } else { ")" })
    }
}

/// Binds the values of an `Sql` to a query.
#[macro_export]
macro_rules! bind_all {
    ($query:expr, $binds:expr) => {{
        let mut query = $query;
        for bind in $binds {
            query = match bind.clone() {
                $crate::sql::Bind::Text(v) => query.bind(v),
                $crate::sql::Bind::Int(v) => query.bind(v),
                $crate::sql::Bind::Bool(v) => query.bind(v),
                $crate::sql::Bind::Bytes(v) => query.bind(v),
                $crate::sql::Bind::Id(v) => query.bind(uuid::Uuid::from_u128(v)),
            };
        }
        query
    }};
}

/// Rows of a text built at run time: `all_of!(tx, Row, sql)`.
#[macro_export]
macro_rules! all_of {
    ($tx:expr, $row:ty, $sql:expr) => {{
        let sql: &$crate::sql::Sql = &$sql;
        $crate::sql::asked();
        match &mut *$tx {
            $crate::Tx::Sqlite(c) => {
                $crate::sql::bind_all!(sqlx::query_as::<_, $row>(sqlx::AssertSqlSafe(sql.text.clone())), &sql.binds)
                    .fetch_all(&mut **c)
                    .await
            }
            $crate::Tx::Postgres(c) => {
                $crate::sql::bind_all!(sqlx::query_as::<_, $row>(sqlx::AssertSqlSafe(sql.text.clone())), &sql.binds)
                    .fetch_all(&mut **c)
                    .await
            }
        }
        .map_err($crate::StoreError::from)
    }};
}

/// A change whose text was built at run time; says how many rows it touched.
#[macro_export]
macro_rules! run_of {
    ($tx:expr, $sql:expr) => {{
        let sql: &$crate::sql::Sql = &$sql;
        $crate::sql::asked();
        match &mut *$tx {
            $crate::Tx::Sqlite(c) => {
                $crate::sql::bind_all!(sqlx::query(sqlx::AssertSqlSafe(sql.text.clone())), &sql.binds)
                    .execute(&mut **c)
                    .await
                    .map(|r| r.rows_affected())
            }
            $crate::Tx::Postgres(c) => {
                $crate::sql::bind_all!(sqlx::query(sqlx::AssertSqlSafe(sql.text.clone())), &sql.binds)
                    .execute(&mut **c)
                    .await
                    .map(|r| r.rows_affected())
            }
        }
        .map_err($crate::StoreError::from)
    }};
}

pub use {all_of, bind_all, run_of};
