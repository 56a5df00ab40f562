//! The first start: one link makes the account and its first Administrator (A1).

use crate::Country;
use serde::{Deserialize, Serialize};

/// What the setup link opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SetupState {
    /// The link is good: the form is shown, with time zones to choose from by their IANA names.
    Open { time_zones: Vec<String> },
    /// There is an account already.
    Done,
    /// Not the link that was printed, or an old one.
    WrongLink,
}

/// The setup form.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct NewAccount {
    pub token: String,
    pub company: String,
    pub country: Country,
    #[serde(default)]
    pub time_zone: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub password: String,
}
