//! By what two saves at once are told apart.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Counts the saves of a row, from 1. A form carries the one it started from, and is refused when another is current by
/// then: somebody was quicker. The default is that of a form that names none, which no row has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Version(pub i64);

impl Version {
    /// That of the save after this one.
    pub fn next(self) -> Version {
        Version(self.0 + 1)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Version {
    type Err = std::num::ParseIntError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Version)
    }
}
