//! Access to the Supervisor workspace as the edit form chooses it (T1).

use crate::chosen;
use crate::members::SupervisorScope;
use crate::slugs::UnknownWord;
use crate::{GroupId, NotAnId};
use serde::de::value;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeSet;
use std::fmt;

/// Whom somebody is to watch, with the groups. Forms send the word of a [`SupervisorScope`], and beside it the ids of the
/// groups that are ticked, which count with the word "groups" only.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum SupervisorChoice {
    #[default]
    Nobody,
    Groups(BTreeSet<GroupId>),
    Everyone,
}

impl SupervisorChoice {
    pub fn scope(&self) -> SupervisorScope {
        match self {
            SupervisorChoice::Nobody => SupervisorScope::Nobody,
            SupervisorChoice::Groups(_) => SupervisorScope::Groups,
            SupervisorChoice::Everyone => SupervisorScope::Everyone,
        }
    }

    /// With the groups that belong to the scope.
    pub fn new(scope: SupervisorScope, groups: impl IntoIterator<Item = GroupId>) -> Self {
        match scope {
            SupervisorScope::Nobody => SupervisorChoice::Nobody,
            SupervisorScope::Groups => SupervisorChoice::Groups(groups.into_iter().collect()),
            SupervisorScope::Everyone => SupervisorChoice::Everyone,
        }
    }

    /// Whether this group is among those chosen.
    pub fn names(&self, group: GroupId) -> bool {
        matches!(self, SupervisorChoice::Groups(ids) if ids.contains(&group))
    }

    /// From a comma list of the word and the ids; none when a part of it names nothing.
    pub fn parse(list: &str) -> Option<Self> {
        Self::read::<value::Error>(chosen::parts(list)).ok()
    }

    fn read<'a, E: serde::de::Error>(parts: impl Iterator<Item = &'a str>) -> Result<Self, E> {
        let (mut scopes, mut groups) = (Vec::new(), Vec::new());
        for part in parts {
            match (SupervisorScope::from_slug(part), part.parse()) {
                (Some(scope), _) => scopes.push(scope),
                (None, Ok(group)) => groups.push(group),
                (None, Err(NotAnId)) => {
                    return Err(UnknownWord { word: part.to_owned(), of: "SupervisorScope" }.in_argument());
                }
            }
        }
        // One radio is sent; a choice beside the ids of groups that were ticked for another one leaves them out.
        let order = [SupervisorScope::Everyone, SupervisorScope::Nobody, SupervisorScope::Groups];
        let scope = order.into_iter().find(|scope| scopes.contains(scope)).unwrap_or(SupervisorScope::Nobody);
        Ok(Self::new(scope, groups))
    }

    fn parts(&self) -> impl Iterator<Item = String> {
        let ids = if let SupervisorChoice::Groups(ids) = self { Some(ids) } else { None };
        let ids = ids.into_iter().flatten().map(GroupId::to_string);
        std::iter::once(self.scope().slug().to_owned()).chain(ids)
    }
}

/// The comma list.
impl fmt::Display for SupervisorChoice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.parts().collect::<Vec<_>>().join(","))
    }
}

impl Serialize for SupervisorChoice {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.parts())
    }
}

impl<'de> Deserialize<'de> for SupervisorChoice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let values = Vec::<String>::deserialize(deserializer)?;
        Self::read(values.iter().flat_map(|value| chosen::parts(value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t1_supervising_everyone_leaves_out_groups_ticked_before() {
        let (a, b) = (GroupId(1), GroupId(2));
        let read = |list: &str| SupervisorChoice::parse(list);
        assert_eq!(read(&format!("everyone,{b}")), Some(SupervisorChoice::Everyone));
        let both = SupervisorChoice::Groups(BTreeSet::from([a, b]));
        assert_eq!(read(&format!("groups,{b},{a},")), Some(both.clone()));
        assert_eq!(read(&both.to_string()), Some(both));
        assert_eq!(read(&a.to_string()), Some(SupervisorChoice::Nobody), "a group without the word says nothing");
        assert_eq!(read(""), Some(SupervisorChoice::Nobody));
    }

    #[test]
    fn t1_what_is_neither_a_word_nor_a_group_is_refused() {
        assert_eq!((SupervisorChoice::parse("all"), SupervisorChoice::parse("groups,7")), (None, None));
    }
}
