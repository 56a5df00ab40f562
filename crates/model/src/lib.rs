//! Plain types, parsed values and closed enums that browser and server share.
//!
//! What belongs here: values that are always valid once made (`parse`), rows that pages show, and the words
//! of the domain. What does not: I/O, SQL, clocks, randomness, HTML and secrets.

pub mod account;
pub mod audit;
pub mod bidi;
pub mod billing;
pub mod bulk;
pub mod callflow;
pub mod chosen;
pub mod country;
pub mod email;
pub mod error;
pub mod extension;
pub mod forwarding;
pub mod groups;
pub mod history;
pub mod ids;
pub mod imports;
pub mod instant;
pub mod invitations;
pub mod letters;
pub mod live;
pub mod local_path;
pub mod mail;
pub mod members;
pub mod name;
pub mod numbers;
pub mod offboarding;
#[cfg(test)]
mod parser_property_tests;
pub mod phone;
pub mod photo;
pub mod pin;
#[cfg(test)]
mod property_tests;
pub mod query_string;
pub mod roles;
pub mod selection;
pub mod sessions;
pub mod setup;
pub mod slugs;
#[cfg(feature = "sqlx")]
mod stored;
pub mod team;
#[cfg(feature = "parse")]
pub mod text;
pub mod ticked;
pub mod zone;

pub use account::AccountSettings;
pub use billing::plan::{Plan, Seats};
pub use billing::prices::PriceBook;
pub use chosen::Chosen;
pub use country::Country;
pub use email::{EmailAddress, SignInName, Username};
pub use extension::Extension;
pub use ids::*;
pub use instant::Instant;
pub use local_path::{LocalPath, NextPage, NotLocal};
pub use members::*;
pub use name::PersonName;
pub use phone::PhoneNumber;
pub use pin::VoicemailPin;
pub use roles::role::{NumberScope, PeopleScope, Permission, Role, RoleKind};
pub use ticked::Ticked;
