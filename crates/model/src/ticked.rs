//! A box of a form that was ticked.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What a ticked checkbox sends ("on", or the value it was given). One that isn't ticked sends nothing, so forms and
/// server functions take `Option<Ticked>`, and `is_some()` is the flag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticked;

impl Serialize for Ticked {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str("on")
    }
}

impl<'de> Deserialize<'de> for Ticked {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|_| Ticked)
    }
}
