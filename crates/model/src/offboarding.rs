//! What deleting a member does, and who can be restored (M17).

use crate::instant::Instant;
use crate::{Extension, MemberId, MemberRow};
use serde::{Deserialize, Serialize};
use std::fmt;

/// What deleting this member will do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offboarding {
    pub name: String,
    pub invited: bool,
    pub extension: Option<Extension>,
    /// Direct numbers, as they are shown.
    pub direct: Vec<String>,
    pub groups: Vec<String>,
    /// Voicemail, messages and faxes that could be transferred.
    pub messages: u64,
    /// Until when they could be restored; none on a free account, which forgets at once.
    pub restorable_until: Option<Instant>,
    /// Why their direct number can't be handed on by this actor (R6).
    pub direct_refused: Option<String>,
}

/// Who gets what a deleted member leaves, as somebody typed them: an extension, a sign-in name or a full name; blank:
/// nobody. Without script there is only a text field, so whom it names is found by the server.
///
/// As an argument of a server function it is `#[server(default)]`, since a form may leave it out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Heir(String);

/// Between the name and the extension of somebody who was picked from the list.
const EXTENSION: &str = ", ext. ";

impl Heir {
    pub fn typed(text: impl Into<String>) -> Heir {
        Heir(text.into())
    }

    /// As the list under the field writes somebody: with the extension, which is nobody else's, or by the sign-in name.
    pub fn of(row: &MemberRow) -> Heir {
        Heir(match (&row.extension, &row.sign_in) {
            (Some(extension), _) => format!("{}{EXTENSION}{extension}", row.name.full()),
            (None, Some(sign_in)) => sign_in.clone(),
            (None, None) => row.name.full(),
        })
    }

    /// The extension, sign-in name or full name to look for; none: nobody is named.
    pub fn named(&self) -> Option<&str> {
        let words = self.0.rsplit_once(EXTENSION).map_or(self.0.as_str(), |(_, extension)| extension);
        Some(words.trim()).filter(|words| !words.is_empty())
    }
}

/// As it was typed.
impl fmt::Display for Heir {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a deletion did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deleted {
    pub name: String,
    /// Whether it can be undone by a restore.
    pub restorable: bool,
}

/// A deleted member, as listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletedMember {
    pub id: MemberId,
    pub name: String,
    pub role: String,
    pub deleted_at: Instant,
    pub erase_at: Instant,
    /// Why this actor can't restore them; none: they can.
    pub refused: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn m17_an_heir_is_named_by_the_extension_where_the_list_wrote_it() {
        let named = |text: &str| Heir::typed(text).named().map(str::to_owned);
        assert_eq!(named("Dana Whitfield, ext. 118").as_deref(), Some("118"));
        assert_eq!(named(" Dana Whitfield ").as_deref(), Some("Dana Whitfield"));
        assert_eq!([named(""), named("  ")], [None, None]);
    }
}
