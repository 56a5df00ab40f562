//! Server functions: one file per feature, the same name in every layer.
//!
//! What belongs here: begin the call, load the target, ask `policy`, let `store` write with the permit, audit, commit.
//! What does not: SQL, views, rules. Reads are GET, changes are POST; each has an explicit path.

pub mod accept;
#[cfg(feature = "ssr")]
pub mod call;
pub mod forwarding;
#[cfg(all(test, feature = "ssr"))]
mod editing_tests;
pub mod members_edit;
#[cfg(feature = "ssr")]
mod members_edit_read;
#[cfg(feature = "ssr")]
mod members_edit_write;
#[cfg(feature = "ssr")]
pub mod photos;
pub mod profile;
pub mod billing;
#[cfg(feature = "ssr")]
pub mod downloads;
pub mod imports;
#[cfg(feature = "ssr")]
pub mod imports_job;
pub mod farewell;
pub mod invitations;
#[cfg(feature = "ssr")]
pub mod invite_check;
#[cfg(all(test, feature = "ssr"))]
mod invitations_tests;
pub mod passwords;
#[cfg(all(test, feature = "ssr"))]
mod imports_tests;
pub mod session;
pub mod sessions;
pub mod setup;
pub mod standing;
pub mod supervise;
#[cfg(all(test, feature = "ssr"))]
mod supervise_tests;
#[cfg(feature = "ssr")]
pub mod shown_once;
pub mod team;
pub mod template;
pub mod typed;
#[cfg(all(test, feature = "ssr"))]
pub mod testing;
