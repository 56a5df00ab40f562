//! SQL and nothing else: one file per feature, every query scoped by account.
//!
//! What belongs here: reading and writing rows, and mapping constraint names to words. What does not: rules about
//! who may do what (`policy`), HTTP, HTML. Each query is one text that SQLite and PostgreSQL both take; what can't
//! be one text is in `dialect`.

pub mod accounts;
pub mod activity;
pub mod audit;
pub mod billing;
pub mod bulk;
pub mod callflow;
pub mod collate;
pub mod db;
#[cfg(test)]
mod db_tests;
pub mod dialect;
pub mod error;
pub mod exports;
pub mod imports;
pub mod invitations;
mod keyset;
mod lists;
pub mod members;
mod mentions;
pub mod notices;
pub mod numbers;
pub mod offboarding;
pub mod outbox;
mod permitted;
pub mod roles;
#[cfg(test)]
mod schema_tests;
pub mod search;
pub mod sessions;
pub mod sql;
pub mod supervision;
pub mod team;
// In every debug build, so that tests of other crates share it: a feature of their own would compile all of `app` twice.
#[cfg(any(test, debug_assertions, feature = "testing"))]
pub mod testing;
pub mod tokens;

pub use db::{Db, Tx};
pub use error::{StoreError, fault};
