//! Server functions: one file per feature, the same name in every layer.
//!
//! What belongs here: begin the call, load the target, ask `policy`, let `store` write with the permit, audit, commit.
//! What does not: SQL, views, rules. Reads are GET, changes are POST; each has an explicit path.

pub mod accept;
pub mod audit;
pub mod billing;
#[cfg(feature = "ssr")]
mod billing_files;
#[cfg(all(test, feature = "ssr"))]
mod billing_tests;
pub mod bulk;
#[cfg(feature = "ssr")]
mod bulk_apply;
#[cfg(all(test, feature = "ssr"))]
mod bulk_giver_race_tests;
#[cfg(feature = "ssr")]
pub mod bulk_job;
#[cfg(feature = "ssr")]
mod bulk_order;
#[cfg(feature = "ssr")]
mod bulk_plan;
#[cfg(all(test, feature = "ssr"))]
mod bulk_race_tests;
#[cfg(feature = "ssr")]
mod bulk_reasons;
#[cfg(all(test, feature = "ssr"))]
mod bulk_tests;
#[cfg(feature = "ssr")]
pub mod call;
#[cfg(all(test, feature = "ssr"))]
mod charges_tests;
#[cfg(feature = "ssr")]
pub mod downloads;
#[cfg(feature = "ssr")]
mod downloads_audit;
#[cfg(all(test, feature = "ssr"))]
mod editing_tests;
pub mod farewell;
#[cfg(all(test, feature = "ssr"))]
mod farewell_tests;
pub mod forwarding;
pub mod history;
#[cfg(all(test, feature = "ssr"))]
mod history_tests;
pub mod imports;
#[cfg(feature = "ssr")]
pub mod imports_job;
#[cfg(feature = "ssr")]
mod imports_plan;
#[cfg(all(test, feature = "ssr"))]
mod imports_tests;
pub mod invitations;
#[cfg(all(test, feature = "ssr"))]
mod invitations_tests;
#[cfg(feature = "ssr")]
pub mod invite_check;
#[cfg(feature = "ssr")]
mod links;
#[cfg(feature = "ssr")]
pub mod live;
#[cfg(all(test, feature = "ssr"))]
mod live_tests;
pub mod members_direct;
pub mod members_edit;
#[cfg(feature = "ssr")]
mod members_edit_read;
#[cfg(feature = "ssr")]
mod members_edit_write;
#[cfg(feature = "ssr")]
mod next_page;
pub mod numbers;
pub mod numbers_get;
#[cfg(all(test, feature = "ssr"))]
mod numbers_grants_tests;
#[cfg(feature = "ssr")]
mod numbers_kept;
#[cfg(feature = "ssr")]
mod numbers_load;
pub mod numbers_plan;
pub mod numbers_route;
#[cfg(all(test, feature = "ssr"))]
mod numbers_tests;
pub mod numbers_use;
pub mod passwords;
#[cfg(feature = "ssr")]
pub mod photos;
pub mod plans;
pub mod profile;
pub mod roles;
#[cfg(feature = "ssr")]
mod roles_change;
pub mod session;
pub mod sessions;
pub mod setup;
#[cfg(feature = "ssr")]
pub mod shown_once;
pub mod standing;
pub mod supervise;
#[cfg(all(test, feature = "ssr"))]
mod supervise_tests;
pub mod team;
pub mod template;
#[cfg(all(test, feature = "ssr"))]
pub mod testing;
#[cfg(feature = "ssr")]
mod time_zone;
#[cfg(feature = "ssr")]
pub(crate) mod told;
#[cfg(all(test, feature = "ssr"))]
mod told_tests;
pub mod typed;
pub mod undo;
#[cfg(feature = "ssr")]
mod undo_fields;
#[cfg(feature = "ssr")]
mod undo_import;
#[cfg(feature = "ssr")]
mod undo_import_judge;
#[cfg(all(test, feature = "ssr"))]
mod undo_imports_tests;
#[cfg(all(test, feature = "ssr"))]
mod undo_numbers_tests;
#[cfg(feature = "ssr")]
mod undo_order;
#[cfg(all(test, feature = "ssr"))]
mod undo_roles_tests;
#[cfg(feature = "ssr")]
mod undo_single;
#[cfg(all(test, feature = "ssr"))]
mod undo_tests;
#[cfg(feature = "ssr")]
mod undo_thing;
