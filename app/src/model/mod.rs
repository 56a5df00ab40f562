//! Plain types, parsed values and closed enums that browser and server share.
//!
//! What belongs here: values that are always valid once made (`parse`), rows that pages show, and the words
//! of the domain. What does not: I/O, SQL, clocks, randomness, HTML and secrets. Imports are std, serde,
//! thiserror and time only; a test holds the line.

pub mod account;
pub mod advice;
pub mod audit;
pub mod audit_url;
pub mod audit_words;
#[cfg(test)]
mod audit_words_tests;
pub mod billing;
pub mod bulk;
pub mod bulk_cost;
pub mod bulk_words;
pub mod email;
pub mod error;
pub mod extension;
pub mod forwarding;
pub mod history;
pub mod ids;
pub mod imports;
pub mod instant;
pub mod invite;
pub mod kept;
pub mod mail;
pub mod member;
pub mod members_edit;
pub mod name;
pub mod numbers;
pub mod numbers_query;
pub mod phone;
pub mod photo;
pub mod pin;
pub mod plan;
pub mod plan_charge;
pub mod prices;
pub mod query_string;
pub mod role;
pub mod roles;
pub mod search;
pub mod selection;
pub mod session;
pub mod statement;
pub mod team;
pub mod team_links;
pub mod team_url;

pub use account::{AccountSettings, Country};
pub use email::{EmailAddress, SignInName, Username};
pub use extension::Extension;
pub use ids::*;
pub use instant::Instant;
pub use member::*;
pub use name::PersonName;
pub use phone::PhoneNumber;
pub use pin::VoicemailPin;
pub use plan::{Plan, Seats};
pub use prices::PriceBook;
pub use role::{NumberScope, PeopleScope, Permission, Role, RoleKind};
