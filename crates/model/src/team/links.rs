//! Links of the Team page: the same view with one thing changed (T3, T5, T6).

use crate::team::{Cursor, FilterKind, FilterValue, SortBy, TeamCounts, TeamFilter, TeamQuery};

/// A removable chip: "Group: Support, Sales +2" and the view without it (T5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chip {
    pub kind: FilterKind,
    pub label: &'static str,
    pub value: String,
    pub without: TeamQuery,
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
        self.changed(|f| f.toggle(value))
    }

    /// One chip per filter that is set, in the order of the filter bar. Names come from the page's counts.
    pub fn chips(&self, counts: &TeamCounts) -> Vec<Chip> {
        let set = FilterKind::ALL.iter().copied().filter(|kind| self.filter.uses(*kind));
        set.map(|kind| Chip {
            kind,
            label: kind.label(),
            value: shortened(&self.filter.chosen(kind).map(|value| value.name(counts)).collect::<Vec<_>>()),
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
    use crate::team::{RoleCount, StatusFilter};
    use crate::{MemberId, Plan, RoleId};

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
