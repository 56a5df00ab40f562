//! What people do: one folder a feature, one file a verb. A verb begins its call, loads its target, asks `policy`, lets `store`
//! write with the permit, writes the audit entry and commits. What does not belong here: SQL, views, rules.

pub mod accounts;
pub mod activity;
pub mod audit;
pub mod billing;
pub mod bulk;
pub mod call;
pub mod channels;
mod cookies;
pub mod exports;
pub mod flash;
mod foreign_names;
pub mod imports;
pub mod invitations;
mod limits;
#[cfg(test)]
mod limits_tests;
pub mod live;
#[cfg(test)]
mod live_tests;
pub mod members;
pub mod numbers;
pub mod offboarding;
pub mod page_read;
#[cfg(test)]
mod presence_tests;
#[cfg(test)]
mod race_tests;
pub mod request;
pub mod roles;
pub mod secrets;
pub mod sessions;
pub mod spool;
pub mod state;
pub mod supervision;
pub mod team;
#[cfg(test)]
mod testing;
mod time_zone;
pub mod undo;
