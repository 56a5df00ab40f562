//! Who may use which number, as forms name it (N1, M13, K1): single pairs, and many numbers for many members.

use crate::bulk::BulkKind;
use crate::numbers::query::NumbersFilter;
use crate::query_string::{encode, pairs};
use crate::selection::Selection;
use crate::slugs::slugs;
use crate::{MemberId, NumberId};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A member and a number that they use or may come to use. In forms it is `MEMBER.NUMBER`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UsePair {
    pub member: MemberId,
    pub number: NumberId,
}

impl fmt::Display for UsePair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.member, self.number)
    }
}

impl Serialize for UsePair {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for UsePair {
    /// Reads each half as an id, so that a hand-made one is answered like a missing member or number.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        use serde::de::IntoDeserializer;
        let text = String::deserialize(deserializer)?;
        let (member, number) = text.split_once('.').unwrap_or((&text, ""));
        Ok(UsePair {
            member: MemberId::deserialize(member.into_deserializer())?,
            number: NumberId::deserialize(number.into_deserializer())?,
        })
    }
}

slugs! {
    /// What happens to outgoing use of many numbers (N1, K1).
    UseChange {
        Grant = "grant", "Grant";
        Revoke = "revoke", "Revoke";
    }
}

impl UseChange {
    /// The change of many that it is.
    pub fn kind(self) -> BulkKind {
        match self {
            UseChange::Grant => BulkKind::GrantNumbers,
            UseChange::Revoke => BulkKind::RevokeNumbers,
        }
    }
}

/// Which pairs a form shows, and what it ticks for each. Pairs it doesn't show stay.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct UseForm {
    pub seen: Vec<UsePair>,
    pub calls: Vec<UsePair>,
    pub messages: Vec<UsePair>,
    /// Numbers shown to called parties; one for each member.
    pub default: Vec<UsePair>,
}

/// To or from whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whom {
    Ids(Vec<MemberId>),
    /// Everybody who may use one of the numbers: each with those they may use.
    Users,
}

/// What the dialog of granting or revoking many numbers is about: the numbers, the members, and the search for more of
/// them. In addresses and forms it is one query: a selection of numbers, then `m=MEMBER` for each or `m=all`, then
/// `find=TEXT`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsesQuery {
    pub numbers: Selection<NumbersFilter>,
    pub whom: Whom,
    /// As typed.
    pub find: String,
}

impl UsesQuery {
    /// Reads a query; what is no id in it is left out.
    pub fn from_query(query: &str) -> UsesQuery {
        let named: Vec<String> = pairs(query).filter(|(key, _)| key == "m").map(|(_, value)| value).collect();
        let mut named = named.iter().flat_map(|value| value.split(',')).map(str::trim);
        let whom = match named.clone().any(|id| id == "all") {
            true => Whom::Users,
            false => Whom::Ids(named.by_ref().filter_map(|id| id.parse().ok()).collect()),
        };
        let find = pairs(query).filter(|(key, _)| key == "find").last().map(|(_, text)| text).unwrap_or_default();
        UsesQuery { numbers: Selection::from_query(query), whom, find }
    }

    /// The same as a query.
    pub fn to_query(&self) -> String {
        let members = match &self.whom {
            Whom::Users => vec!["m=all".to_owned()],
            Whom::Ids(ids) => ids.iter().map(|id| format!("m={id}")).collect(),
        };
        let find = (!self.find.is_empty()).then(|| format!("find={}", encode(&self.find)));
        let parts = [self.numbers.to_query()].into_iter().chain(members).chain(find);
        parts.collect::<Vec<_>>().join("&")
    }
}

impl Serialize for UsesQuery {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_query())
    }
}

impl<'de> Deserialize<'de> for UsesQuery {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(UsesQuery::from_query(&String::deserialize(deserializer)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::de::IntoDeserializer;
    use serde::de::value::Error;
    use std::collections::BTreeSet;

    fn pair(text: &str) -> Result<UsePair, String> {
        UsePair::deserialize(IntoDeserializer::<Error>::into_deserializer(text)).map_err(|e| e.to_string())
    }

    #[test]
    fn m13_a_pair_of_member_and_number_reads_back_as_written() {
        let of = UsePair { member: MemberId(3), number: NumberId(5) };
        assert_eq!(pair(&of.to_string()), Ok(of));
    }

    #[test]
    fn m13_a_pair_of_what_is_no_id_is_answered_like_a_missing_row() {
        let row = |text: &str| crate::ids::missing_row(&pair(text).unwrap_err());
        assert_eq!(row("3.5"), Some(MemberId::missing()));
        assert_eq!(row(&format!("{}.5", MemberId(3))), Some(NumberId::missing()));
        assert_eq!(row(&MemberId(3).to_string()), Some(NumberId::missing()));
    }

    #[test]
    fn n1_which_numbers_and_whom_reads_back_as_written() {
        let numbers = Selection::Ids(BTreeSet::from([NumberId(1), NumberId(2)]));
        let filter = NumbersFilter { q: "sales & co".into(), ..NumbersFilter::default() };
        let all = Selection::AllMatching { filter, minus: BTreeSet::from([NumberId(3)]) };
        for query in [
            UsesQuery { numbers: numbers.clone(), whom: Whom::Users, find: String::new() },
            UsesQuery { numbers, whom: Whom::Ids(vec![MemberId(7), MemberId(4)]), find: "Nguyễn & co".into() },
            UsesQuery { numbers: all, whom: Whom::Ids(Vec::new()), find: String::new() },
        ] {
            assert_eq!(UsesQuery::from_query(&query.to_query()), query, "{}", query.to_query());
        }
    }

    #[test]
    fn n1_an_address_without_script_names_members_one_by_one_or_in_a_list() {
        let (a, b) = (MemberId(1), MemberId(2));
        let query = UsesQuery::from_query(&format!("n={}&m={a},{b}&m=nobody&find=x&find=Dana+W", NumberId(5)));
        assert_eq!((query.whom, query.find.as_str()), (Whom::Ids(vec![a, b]), "Dana W"));
    }
}
