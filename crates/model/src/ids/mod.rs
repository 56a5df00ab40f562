//! Newtype ids. Each is a UUIDv7 (RFC 9562) made by the server; the browser only carries them. Their text is written and
//! read by the crate uuid: lower-case with hyphens, and only that form.

#[cfg(feature = "sqlx")]
mod stored;

use crate::error::AppError;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// A text that is no id: a hand-edited URL, say. It is answered like a missing row (QUALITY, invariant 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("That link does not lead anywhere. Go back to the team and pick a row.")]
pub struct NotAnId;

fn read(text: &str) -> Result<u128, NotAnId> {
    // By its length it has hyphens and no braces. `parse` instead of `try_parse` would bring the words of its errors into
    // the browser's half, 4 kB of them.
    let id = (text.len() == 36).then(|| Uuid::try_parse(text)).and_then(Result::ok);
    id.map(|id| id.as_u128()).ok_or(NotAnId)
}

/// What begins the error of an argument that is no id; the name of its type follows. Errors of serde are texts and
/// nothing else.
const NOT_AN_ID: &str = "not the id of a row: ";

/// The answer to an argument that is no id: that of a row which isn't there. None for other errors of serde.
pub(crate) fn missing_row(serde_error: &str) -> Option<AppError> {
    missing(serde_error.strip_prefix(NOT_AN_ID)?)
}

/// Makes the ids, and for each what a call answers that names a missing row or one of another account.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $answer:ident($sentence:expr);)+) => {
        fn missing(name: &str) -> Option<AppError> {
            match name {
                $(stringify!($name) => Some($name::missing()),)+
                _ => None,
            }
        }
    $(
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
                let name = stringify!($name);
                text.parse().map_err(|NotAnId| serde::de::Error::custom(format_args!("{NOT_AN_ID}{name}")))
            }
        }
        impl $name {
            /// The answer to an id that names nothing of one's own account.
            pub fn missing() -> AppError { AppError::$answer($sentence.to_owned()) }
        }
    )+};
}

const NOT_THERE: &str = "That isn’t there any more. Go back to the list and pick a row.";

ids! {
    /// A customer organisation.
    AccountId = NotFound(NOT_THERE);
    /// A person or shared desk on an account's team.
    MemberId = NotFound("There is no such member on the team. Perhaps they were deleted.");
    /// A role, built in or custom.
    RoleId = NotFound("There is no such role. Perhaps it was deleted: the list has those that are there.");
    /// A call menu.
    MenuId = NotFound("There is no such call menu. Perhaps it was deleted: the list has those that are there.");
    /// A ring group.
    GroupId = NotFound(NOT_THERE);
    /// A business number.
    NumberId = NotFound("There is no such number among those you can see. Perhaps it was released.");
    /// A number kept while somebody chooses (N2). One that isn't there was kept too long.
    ReservationId = Conflict("The number was kept for ten minutes, and they are over. Choose one again.");
    /// A signed-in browser.
    SessionId = NotFound("That session has ended already.");
    /// One row of the audit log.
    AuditId = NotFound("There is no such entry in the audit log.");
    /// One uploaded file on its way into the team.
    ImportId = NotFound("There is no such import. Files are kept for 7 days; upload it again.");
    /// A named saved view of the Team table.
    ViewId = NotFound("That view is gone already.");
    /// Something to do, given to a member or a group (N5).
    TaskId = NotFound(NOT_THERE);
    /// A change of many, named before it is made: sent twice under the same key it is made once (K4).
    BulkKey = Refused("The change is not complete. Go back to the list and begin again.");
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
    #[test]
    fn a_hand_edited_id_in_a_form_is_answered_like_a_missing_row() {
        let read = |text: &str| {
            let text = serde::de::value::StrDeserializer::<serde::de::value::Error>::new(text);
            NumberId::deserialize(text)
        };
        assert_eq!(read(&NumberId(7).to_string()), Ok(NumberId(7)));
        let error = read("7").map_err(|e| e.to_string()).unwrap_err();
        assert!(error.starts_with(NOT_AN_ID), "{error}");
        assert_eq!(missing_row(&error), Some(NumberId::missing()));
        assert_eq!(missing_row("missing field `id`"), None);
    }
}
