//! Newtype ids. Each is a UUIDv7 (RFC 9562) made by the server; the browser only carries them. Their text is written and
//! read by the crate uuid: lower-case with hyphens, and only that form.

#[cfg(feature = "sqlx")]
mod stored;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// A text that is no id: a hand-edited URL, say. Pages answer it like a missing row (QUALITY, invariant 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("That link does not lead anywhere. Go back to the team and pick a row.")]
pub struct NotAnId;

fn read(text: &str) -> Result<u128, NotAnId> {
    // By its length it has hyphens and no braces. `parse` instead of `try_parse` would bring the words of its errors into
    // the browser's half, 4 kB of them.
    let id = (text.len() == 36).then(|| Uuid::try_parse(text)).and_then(Result::ok);
    id.map(|id| id.as_u128()).ok_or(NotAnId)
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u128);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { Uuid::from_u128(self.0).fmt(f) }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { Uuid::from_u128(self.0).fmt(f) }
        }
        impl FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                read(text).map($name)
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> { s.collect_str(self) }
        }
        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<str>::deserialize(d)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )+};
}

ids! {
    /// A customer organisation.
    AccountId,
    /// A person or shared desk on an account's team.
    MemberId,
    /// A role, built in or custom.
    RoleId,
    /// A ring group.
    GroupId,
    /// A business number.
    NumberId,
    /// A number kept while somebody chooses (N2).
    ReservationId,
    /// A signed-in browser.
    SessionId,
    /// One row of the audit log.
    AuditId,
    /// One uploaded file on its way into the team.
    ImportId,
    /// A named saved view of the Team table.
    ViewId,
    /// Something to do, given to a member or a group (N5).
    TaskId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_reads_back_as_written() {
        let id = MemberId(0x0192_f0aa_1234_7abc_8def_0123_4567_89ab);
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn a_hand_edited_id_is_refused() {
        for text in [
            "",
            "1",
            "0192f0aa-1234-7abc-8def-0123456789a",
            "0192f0aa-1234-7abc-8def-0123456789zz",
            "'; drop table",
            "0192f0aa12347abc8def0123456789ab",
            "{0192f0aa-1234-7abc-8def-0123456789ab}",
            "0192f0aa-12347-abc-8def-0123456789ab",
        ] {
            assert_eq!(text.parse::<MemberId>(), Err(NotAnId), "{text}");
        }
    }
}
