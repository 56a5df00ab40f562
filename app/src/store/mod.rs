//! SQL and nothing else: one file per feature, every query scoped by account.
//!
//! What belongs here: reading and writing rows, and mapping constraint names to words. What does not: rules about
//! who may do what (`policy`), HTTP, HTML. Each query is one text that SQLite and PostgreSQL both take; what can't
//! be one text is in `dialect`.

pub mod accounts;
#[cfg(test)]
mod administrators_race_tests;
pub mod advice;
pub mod attempts;
pub mod audit;
pub mod audit_items;
pub mod audit_proof;
pub mod audit_read;
mod audit_seal;
mod audit_words;
pub mod billing;
pub mod bulk;
mod bulk_members;
pub mod bulk_pairs;
pub mod bulk_write;
pub mod collate;
pub mod db;
pub mod dialect;
pub mod erasure;
#[cfg(test)]
mod erasure_tests;
pub mod error;
pub mod exports;
pub mod farewell;
#[cfg(test)]
mod farewell_tests;
pub mod forwarding;
pub mod history;
pub mod ids;
pub mod imports;
pub mod imports_back;
pub mod imports_snapshot;
pub mod imports_stand;
pub mod imports_write;
pub mod invitations;
pub mod members;
pub mod members_edit;
pub mod notices;
#[cfg(test)]
mod notices_tests;
pub mod number_reservations;
pub mod numbers;
pub mod numbers_card;
mod numbers_match;
mod numbers_order;
#[cfg(test)]
mod numbers_plan_tests;
#[cfg(test)]
mod numbers_race_tests;
#[cfg(test)]
mod numbers_tests;
pub mod numbers_write;
pub mod outbox;
pub mod photos;
pub mod plans;
mod prices;
pub mod roles;
pub mod roles_write;
#[cfg(test)]
mod schema_tests;
pub mod search;
pub mod search_index;
pub mod sessions;
pub mod sql;
pub mod standing;
pub mod statement;
mod statement_counts;
pub mod statement_lines;
mod statement_minutes;
mod statement_numbers;
#[cfg(test)]
mod statement_sums_tests;
#[cfg(test)]
mod statement_tests;
pub mod supervision;
#[cfg(test)]
mod supervision_tests;
pub mod team;
mod team_card;
mod team_filter;
mod team_match;
mod team_order;
#[cfg(test)]
mod team_paging_tests;
mod team_row;
#[cfg(test)]
mod team_tests;
pub mod template;
pub mod tokens;
pub mod views;
// In every debug build, so that tests of other crates share it: a feature of their own would compile all of `app` twice.
#[cfg(any(test, debug_assertions, feature = "testing"))]
pub mod testing;
#[cfg(any(test, debug_assertions, feature = "testing"))]
mod testing_team;

pub use db::{Db, Tx};
pub use error::StoreError;
