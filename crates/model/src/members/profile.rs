//! One's own profile (M21): what callers hear, screening, and everything else a member sets for themselves.

use crate::forwarding::ForwardingSettings;
use crate::slugs::slugs;
use crate::{Extension, PhoneNumber};
use serde::{Deserialize, Serialize};

/// A greeting is read aloud to every caller, so it is short.
pub const LONGEST_GREETING: usize = 500;

slugs! {
    /// Which greeting callers hear.
    GreetingKind {
        Standard = "standard", "Standard";
        Own = "own", "Own text, read aloud";
    }
}

/// One greeting of the form: which, and the own text, which survives a try of the standard one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GreetingForm {
    pub kind: GreetingKind,
    pub text: String,
}

/// What the own profile shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnProfile {
    pub role_name: String,
    pub sign_in: String,
    pub extension: Option<Extension>,
    pub direct: Option<PhoneNumber>,
    pub bridge: Option<String>,
    pub photo: Option<String>,
    /// Empty: the standard one.
    pub greeting: String,
    pub voicemail_greeting: String,
    pub screening: bool,
    pub has_pin: bool,
    pub forwarding: ForwardingSettings,
}
