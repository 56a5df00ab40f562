//! Links of the Team page: the same view with one thing changed (T3, T5, T6).

use crate::slugs::slugs;
use crate::team::{Cursor, InvitationFilter, NumberFilter, SortBy, StatusFilter, TeamCounts, TeamFilter, TeamQuery};
use crate::{GroupId, Plan, RoleId, SupervisorScope};

slugs! {
    /// The filters beside the search text; the slug is the key in the URL (T5).
    FilterKind {
        Role = "role", "Role";
        Status = "status", "Status";
        Group = "group", "Group";
        Number = "number", "Number";
        Plan = "plan", "Plan";
        Supervises = "supervises", "Supervises";
        Invitation = "invite", "Invitation";
    }
}

/// One choice of one filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FilterValue {
    Role(RoleId),
    Status(StatusFilter),
    Group(GroupId),
    Number(NumberFilter),
    Plan(Plan),
    Supervises(SupervisorScope),
    Invitation(InvitationFilter),
}

/// A removable chip: "Group: Support, Sales +2" and the view without it (T5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    pub kind: FilterKind,
    pub label: &'static str,
    pub value: String,
    pub without: TeamQuery,
}

impl TeamFilter {
    /// Whether this choice is ticked.
    pub fn includes(&self, value: FilterValue) -> bool {
        match value {
            FilterValue::Role(v) => self.roles.contains(&v),
            FilterValue::Status(v) => self.statuses.contains(&v),
            FilterValue::Group(v) => self.groups.contains(&v),
            FilterValue::Number(v) => self.numbers.contains(&v),
            FilterValue::Plan(v) => self.plans.contains(&v),
            FilterValue::Supervises(v) => self.supervises.contains(&v),
            FilterValue::Invitation(v) => self.invitations.contains(&v),
        }
    }

    /// How many choices of this filter are ticked.
    pub fn chosen(&self, kind: FilterKind) -> usize {
        match kind {
            FilterKind::Role => self.roles.len(),
            FilterKind::Status => self.statuses.len(),
            FilterKind::Group => self.groups.len(),
            FilterKind::Number => self.numbers.len(),
            FilterKind::Plan => self.plans.len(),
            FilterKind::Supervises => self.supervises.len(),
            FilterKind::Invitation => self.invitations.len(),
        }
    }

    fn clear(&mut self, kind: FilterKind) {
        match kind {
            FilterKind::Role => self.roles.clear(),
            FilterKind::Status => self.statuses.clear(),
            FilterKind::Group => self.groups.clear(),
            FilterKind::Number => self.numbers.clear(),
            FilterKind::Plan => self.plans.clear(),
            FilterKind::Supervises => self.supervises.clear(),
            FilterKind::Invitation => self.invitations.clear(),
        }
    }

    fn names(&self, kind: FilterKind, counts: &TeamCounts) -> Vec<String> {
        let role =
            |id: &RoleId| counts.roles.iter().find(|r| r.id == *id).map_or("A deleted role".into(), |r| r.name.clone());
        let group = |id: &GroupId| {
            counts.groups.iter().find(|g| g.group.id == *id).map_or("A deleted group".into(), |g| g.group.name.clone())
        };
        match kind {
            FilterKind::Role => self.roles.iter().map(role).collect(),
            FilterKind::Status => self.statuses.iter().map(|v| v.label().into()).collect(),
            FilterKind::Group => self.groups.iter().map(group).collect(),
            FilterKind::Number => self.numbers.iter().map(|v| v.label().into()).collect(),
            FilterKind::Plan => self.plans.iter().map(|v| v.label().into()).collect(),
            FilterKind::Supervises => self.supervises.iter().map(|v| v.label().into()).collect(),
            FilterKind::Invitation => self.invitations.iter().map(|v| v.label().into()).collect(),
        }
    }
}

/// Every change of what is listed starts at the first page: a place in another list means nothing (T6).
impl TeamQuery {
    /// The page at this place; none is the first.
    pub fn with_page(&self, cursor: Option<Cursor>) -> TeamQuery {
        TeamQuery { cursor, ..self.clone() }
    }

    /// Sorted by `by`, or the other way round when it already is.
    pub fn with_sort(&self, by: SortBy) -> TeamQuery {
        TeamQuery { sort: by, descending: self.sort == by && !self.descending, ..self.with_page(None) }
    }

    /// With `rows` a page.
    pub fn with_per_page(&self, rows: u16) -> TeamQuery {
        TeamQuery { per_page: rows, ..self.with_page(None) }
    }

    /// With this search text.
    pub fn with_search(&self, text: &str) -> TeamQuery {
        self.changed(|f| f.q = text.trim().to_owned())
    }

    /// Without this filter.
    pub fn without_filter(&self, kind: FilterKind) -> TeamQuery {
        self.changed(|f| f.clear(kind))
    }

    /// Without search and filters; order and page size stay.
    pub fn without_filters(&self) -> TeamQuery {
        self.changed(|f| *f = TeamFilter::default())
    }

    /// With one choice ticked or unticked.
    pub fn toggle(&self, value: FilterValue) -> TeamQuery {
        self.changed(|f| match value {
            FilterValue::Role(v) => flip(&mut f.roles, v),
            FilterValue::Status(v) => flip(&mut f.statuses, v),
            FilterValue::Group(v) => flip(&mut f.groups, v),
            FilterValue::Number(v) => flip(&mut f.numbers, v),
            FilterValue::Plan(v) => flip(&mut f.plans, v),
            FilterValue::Supervises(v) => flip(&mut f.supervises, v),
            FilterValue::Invitation(v) => flip(&mut f.invitations, v),
        })
    }

    /// One chip per filter that is set, in the order of the filter bar. Names come from the page's counts.
    pub fn chips(&self, counts: &TeamCounts) -> Vec<Chip> {
        let set = FilterKind::ALL.iter().copied().filter(|kind| self.filter.chosen(*kind) > 0);
        set.map(|kind| Chip {
            kind,
            label: kind.label(),
            value: shortened(&self.filter.names(kind, counts)),
            without: self.without_filter(kind),
        })
        .collect()
    }

    fn changed(&self, change: impl FnOnce(&mut TeamFilter)) -> TeamQuery {
        let mut next = self.with_page(None);
        change(&mut next.filter);
        next
    }
}

fn flip<T: Ord>(list: &mut Vec<T>, value: T) {
    match list.iter().position(|v| *v == value) {
        Some(i) => drop(list.remove(i)),
        None => list.push(value),
    }
    list.sort();
}

/// "Support", "Support, Sales", "Support, Sales +2".
fn shortened(names: &[String]) -> String {
    match names {
        [a, b, rest @ ..] if !rest.is_empty() => format!("{a}, {b} +{}", rest.len()),
        _ => names.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::MemberId;
    use crate::team::RoleCount;

    fn on_page_two() -> TeamQuery {
        TeamQuery {
            cursor: Some(Cursor { key: "aa".into(), id: MemberId(1), forward: true, at: 51 }),
            ..Default::default()
        }
    }

    #[test]
    fn t3_a_second_click_on_a_heading_turns_the_order() {
        let once = on_page_two().with_sort(SortBy::Status);
        assert_eq!(once.to_query(), "sort=status");
        assert_eq!(once.with_sort(SortBy::Status).to_query(), "sort=-status");
        assert_eq!(once.with_sort(SortBy::Status).with_sort(SortBy::Status).to_query(), "sort=status");
        assert_eq!(on_page_two().with_sort(SortBy::Name).to_query(), "sort=-name");
    }

    #[test]
    fn t6_changing_the_list_goes_back_to_its_first_page() {
        let q = on_page_two();
        for changed in
            [q.toggle(FilterValue::Plan(Plan::Pro)), q.with_search("Dana"), q.with_per_page(25), q.without_filters()]
        {
            assert_eq!(changed.cursor, None);
        }
    }

    #[test]
    fn t5_ticking_twice_leaves_the_view_as_it_was() {
        let start = TeamQuery::default().toggle(FilterValue::Status(StatusFilter::Suspended));
        let both = start.toggle(FilterValue::Status(StatusFilter::Online));
        assert_eq!(both.to_query(), "status=online,suspended");
        assert!(both.filter.includes(FilterValue::Status(StatusFilter::Online)));
        assert_eq!(both.toggle(FilterValue::Status(StatusFilter::Online)), start);
    }

    #[test]
    fn t5_each_filter_is_a_chip_that_takes_itself_away() {
        let role = |n: u128, name: &str| RoleCount { id: RoleId(n), name: name.into(), members: 1 };
        let counts = TeamCounts {
            roles: vec![role(1, "Agent"), role(2, "Manager"), role(3, "Support lead")],
            ..Default::default()
        };
        let view = TeamQuery::default().with_search("mai").toggle(FilterValue::Plan(Plan::Pro));
        let view = [1, 2, 3, 4].into_iter().fold(view, |q, n| q.toggle(FilterValue::Role(RoleId(n))));
        let chips = view.chips(&counts);
        let texts: Vec<_> = chips.iter().map(|c| format!("{}: {}", c.label, c.value)).collect();
        assert_eq!(texts, ["Role: Agent, Manager +2", "Plan: Pro"]);
        assert_eq!(chips[0].without.to_query(), "q=mai&plan=pro");
        assert_eq!(view.without_filter(FilterKind::Plan).without_filter(FilterKind::Role).chips(&counts), []);
    }

    #[test]
    fn t5_a_chip_of_a_deleted_role_says_so() {
        let view = TeamQuery::default().toggle(FilterValue::Role(RoleId(9)));
        assert_eq!(view.chips(&TeamCounts::default())[0].value, "A deleted role");
    }
}
