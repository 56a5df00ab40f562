//! What the Team table is filtered by (T5). A filter is one line of `filters!` below; from there the compiler leads to its
//! words in the address, its name in the chip, its choices with their counts in the menu, its SQL and who may use it.

use crate::slugs::slugs;
use crate::team::{InvitationFilter, NumberFilter, StatusFilter, TeamCounts};
use crate::{GroupId, Plan, RoleId, SupervisorScope};
use std::collections::BTreeSet;

/// Makes the kinds, the values, and for each kind a function that gives its chosen values by their own type.
macro_rules! filters {
    ($($variant:ident($value:ty) = $slug:literal, $label:literal, $chosen:ident;)+) => {
        slugs! {
            /// The filters beside the search text, in the order of the address; the slug is the key there (T5).
            FilterKind { $($variant = $slug, $label;)+ }
        }

        /// One choice of one filter.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum FilterValue { $($variant($value)),+ }

        impl FilterValue {
            /// The filter it belongs to.
            pub fn kind(self) -> FilterKind {
                match self { $(FilterValue::$variant(_) => FilterKind::$variant),+ }
            }
        }

        impl TeamFilter {$(
            pub fn $chosen(&self) -> impl Iterator<Item = $value> {
                let own = |value: &FilterValue| if let FilterValue::$variant(v) = *value { Some(v) } else { None };
                self.values.iter().filter_map(own)
            }
        )+}
    };
}

filters! {
    Role(RoleId) = "role", "Role", roles;
    Status(StatusFilter) = "status", "Status", statuses;
    Group(GroupId) = "group", "Group", groups;
    Number(NumberFilter) = "number", "Number", numbers;
    Plan(Plan) = "plan", "Plan", plans;
    Supervises(SupervisorScope) = "supervises", "Supervises", supervises;
    Invitation(InvitationFilter) = "invite", "Invitation", invitations;
}

impl FilterKind {
    /// "“gold” is not a plan to filter by."
    pub fn choice_words(self) -> &'static str {
        match self {
            FilterKind::Role => "a role",
            FilterKind::Status => "a status",
            FilterKind::Group => "a group",
            FilterKind::Number => "a number filter",
            FilterKind::Plan => "a plan",
            FilterKind::Supervises => "a kind of supervisor access",
            FilterKind::Invitation => "an invitation state",
        }
    }

    /// One of its choices, from the word in an address; none for a word that is no choice of it.
    pub fn read(self, word: &str) -> Option<FilterValue> {
        match self {
            FilterKind::Role => word.parse().ok().map(FilterValue::Role),
            FilterKind::Status => StatusFilter::from_slug(word).map(FilterValue::Status),
            FilterKind::Group => word.parse().ok().map(FilterValue::Group),
            FilterKind::Number => NumberFilter::from_slug(word).map(FilterValue::Number),
            FilterKind::Plan => word.parse().ok().map(FilterValue::Plan),
            FilterKind::Supervises => SupervisorScope::from_slug(word).map(FilterValue::Supervises),
            FilterKind::Invitation => InvitationFilter::from_slug(word).map(FilterValue::Invitation),
        }
    }
}

impl FilterValue {
    /// As addresses and forms write it.
    pub fn word(self) -> String {
        match self {
            FilterValue::Role(id) => id.to_string(),
            FilterValue::Status(status) => status.slug().to_owned(),
            FilterValue::Group(id) => id.to_string(),
            FilterValue::Number(number) => number.slug().to_owned(),
            FilterValue::Plan(plan) => plan.slug().to_owned(),
            FilterValue::Supervises(scope) => scope.slug().to_owned(),
            FilterValue::Invitation(invitation) => invitation.slug().to_owned(),
        }
    }

    /// As people read it. Names of roles and groups come from the page's counts.
    pub fn name(self, counts: &TeamCounts) -> String {
        match self {
            FilterValue::Role(id) => {
                counts.roles.iter().find(|r| r.id == id).map_or("A deleted role".into(), |r| r.name.clone())
            }
            FilterValue::Status(status) => status.label().to_owned(),
            FilterValue::Group(id) => {
                let group = counts.groups.iter().find(|g| g.group.id == id);
                group.map_or("A deleted group".into(), |g| g.group.name.clone())
            }
            FilterValue::Number(number) => number.label().to_owned(),
            FilterValue::Plan(plan) => plan.label().to_owned(),
            FilterValue::Supervises(scope) => scope.label().to_owned(),
            FilterValue::Invitation(invitation) => invitation.label().to_owned(),
        }
    }
}

/// Search and filters (T4, T5). Within one kind any of the chosen values will do; a kind of which none is chosen lets
/// everybody through.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TeamFilter {
    pub q: String,
    pub values: BTreeSet<FilterValue>,
}

impl TeamFilter {
    /// Without a search text.
    pub fn of(values: impl IntoIterator<Item = FilterValue>) -> TeamFilter {
        TeamFilter { q: String::new(), values: values.into_iter().collect() }
    }

    /// A search text alone.
    pub fn search(text: impl Into<String>) -> TeamFilter {
        TeamFilter { q: text.into(), values: BTreeSet::new() }
    }

    pub fn is_empty(&self) -> bool {
        self.q.is_empty() && self.values.is_empty()
    }

    /// Filters beside the search text.
    pub fn has_filters(&self) -> bool {
        !self.values.is_empty()
    }

    /// Whether this choice is ticked.
    pub fn includes(&self, value: FilterValue) -> bool {
        self.values.contains(&value)
    }

    /// The ticked choices of one filter.
    pub fn chosen(&self, kind: FilterKind) -> impl Iterator<Item = FilterValue> {
        self.values.iter().copied().filter(move |value| value.kind() == kind)
    }

    /// Whether this filter is in use.
    pub fn uses(&self, kind: FilterKind) -> bool {
        self.chosen(kind).next().is_some()
    }

    /// Unticks all choices of a filter.
    pub fn clear(&mut self, kind: FilterKind) {
        self.values.retain(|value| value.kind() != kind);
    }

    /// Ticks a choice, or unticks it when it is ticked.
    pub fn toggle(&mut self, value: FilterValue) {
        if !self.values.remove(&value) {
            self.values.insert(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t5_each_choice_is_read_back_from_its_word_by_its_own_filter() {
        for value in [
            FilterValue::Role(RoleId(1)),
            FilterValue::Status(StatusFilter::OnCall),
            FilterValue::Group(GroupId(2)),
            FilterValue::Number(NumberFilter::Forwards),
            FilterValue::Plan(Plan::Pro),
            FilterValue::Supervises(SupervisorScope::Everyone),
            FilterValue::Invitation(InvitationFilter::Expired),
        ] {
            assert_eq!(value.kind().read(&value.word()), Some(value));
            let filter = TeamFilter::of([value]);
            assert_eq!(filter.chosen(value.kind()).collect::<Vec<_>>(), [value]);
            assert!(FilterKind::ALL.iter().all(|kind| filter.uses(*kind) == (*kind == value.kind())));
        }
        assert_eq!(FilterKind::Plan.read("gold"), None);
    }
}
