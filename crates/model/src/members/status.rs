//! What the dialogs of suspending and resetting are about (M10, M16).

use serde::{Deserialize, Serialize};

/// What a reset did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetStarted {
    pub name: String,
    /// The link went here; none for a member without email.
    pub sent_to: Option<String>,
    /// Shown once, to be handed over (M10, a username member).
    pub temporary: Option<String>,
}

/// What the reset dialog is about: how this member is reached, and a temporary password that was just made without script.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResetFacts {
    pub name: String,
    /// None: a member with a username.
    pub email: Option<String>,
    pub temporary: Option<String>,
}

/// Whom a dialog is about, and why it can't be done; none: it can (R10).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirm {
    pub name: String,
    pub refused: Option<String>,
}
