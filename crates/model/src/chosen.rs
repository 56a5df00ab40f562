//! What is ticked in a form where several may be: a set that knows how forms write it.

use serde::de::{DeserializeOwned, IntoDeserializer, value};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeSet;
use std::fmt::{self, Display};
use std::ops::{Deref, DerefMut};

/// A set of ids or words. Forms send one value for each, and each value may itself be a comma list: one radio can carry a
/// whole choice. What is empty counts as nothing; what names nothing of its kind is an error, of serde by its own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chosen<T>(pub BTreeSet<T>);

impl<T: Ord + DeserializeOwned> Chosen<T> {
    /// From a comma list; none when a part of it names nothing.
    pub fn parse(list: &str) -> Option<Self> {
        read::<T, value::Error>(parts(list)).ok()
    }
}

/// What stands between commas.
pub(crate) fn parts(list: &str) -> impl Iterator<Item = &str> {
    list.split(',').map(str::trim).filter(|part| !part.is_empty())
}

/// Each part read by its own kind.
pub(crate) fn read<'a, T: Ord + DeserializeOwned, E: serde::de::Error>(
    parts: impl Iterator<Item = &'a str>,
) -> Result<Chosen<T>, E> {
    parts.map(|part| T::deserialize(part.into_deserializer())).collect::<Result<_, E>>().map(Chosen)
}

impl<T> Default for Chosen<T> {
    fn default() -> Self {
        Chosen(BTreeSet::new())
    }
}

impl<T: Ord> FromIterator<T> for Chosen<T> {
    fn from_iter<I: IntoIterator<Item = T>>(iter: I) -> Self {
        Chosen(iter.into_iter().collect())
    }
}

impl<T> Deref for Chosen<T> {
    type Target = BTreeSet<T>;

    fn deref(&self) -> &BTreeSet<T> {
        &self.0
    }
}

impl<T> DerefMut for Chosen<T> {
    fn deref_mut(&mut self) -> &mut BTreeSet<T> {
        &mut self.0
    }
}

/// The comma list.
impl<T: Display> Display for Chosen<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, value) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str(",")?;
            }
            value.fmt(f)?;
        }
        Ok(())
    }
}

impl<T: Display> Serialize for Chosen<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.0.iter().map(ToString::to_string))
    }
}

impl<'de, T: Ord + DeserializeOwned> Deserialize<'de> for Chosen<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let values = Vec::<String>::deserialize(deserializer)?;
        read(values.iter().flat_map(|value| parts(value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::GroupId;

    #[test]
    fn several_values_and_comma_lists_are_one_set() {
        let (a, b) = (GroupId(1), GroupId(2));
        let read = |values: &[String]| {
            let values = values.iter().map(String::as_str);
            Chosen::<GroupId>::deserialize(value::SeqDeserializer::<_, value::Error>::new(values))
        };
        let both = Chosen(BTreeSet::from([a, b]));
        assert_eq!(read(&[format!("{b},{a}"), String::new(), a.to_string()]), Ok(both.clone()));
        assert_eq!(Chosen::parse(&both.to_string()), Some(both));
        assert_eq!(read(&[]), Ok(Chosen::default()));
        assert!(read(&["7".to_owned()]).is_err());
    }
}
