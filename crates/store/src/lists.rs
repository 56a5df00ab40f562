//! Lists that come as one column of a row: what stands beside a row then needs no statement of its own, and each statement
//! costs a thread hop on SQLite and a round trip on PostgreSQL (P1). `dialect` has the functions that make them.

use crate::error::{StoreResult, unreadable};
use serde::de::{DeserializeOwned, Error};
use serde::{Deserialize, Deserializer};

/// Reads a JSON array made by `dialect::array_of_arrays`; nothing is an empty one.
pub(crate) fn arrays<T: DeserializeOwned>(list: Option<&str>) -> StoreResult<Vec<T>> {
    list.map_or_else(|| Ok(Vec::new()), |list| serde_json::from_str(list).map_err(unreadable))
}

/// Reads ids written by `dialect::id_text` with commas between them; nothing is none.
pub(crate) fn ids<T, L: FromIterator<T>>(list: Option<&str>, id: impl Fn(u128) -> T) -> StoreResult<L> {
    let parts = list.unwrap_or_default().split(',').filter(|part| !part.is_empty());
    parts.map(|part| parse(part).map(|n| id(n.0)).map_err(unreadable)).collect()
}

/// An id within an array, as `dialect::id_text` writes it.
#[derive(Clone, Copy, Debug)]
pub(crate) struct IdText(pub u128);

impl<'de> Deserialize<'de> for IdText {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        parse(&std::borrow::Cow::<str>::deserialize(from)?).map_err(D::Error::custom)
    }
}

/// SQLite writes 32 hexadecimal digits, PostgreSQL puts hyphens in.
fn parse(text: &str) -> Result<IdText, uuid::Error> {
    uuid::Uuid::parse_str(text).map(|id| IdText(id.as_u128()))
}
