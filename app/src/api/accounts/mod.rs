//! Accounts.

pub mod setup;
