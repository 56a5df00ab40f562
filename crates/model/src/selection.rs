//! Which rows of a list are meant by a change of many (K1): these, or all that match a filter but for those unticked afterwards.
//! The browser never sends 100,000 ids.

use crate::numbers::query::{NumbersFilter, NumbersQuery};
use crate::query_string::pairs;
use crate::team::{TeamFilter, TeamQuery};
use crate::{MemberId, NumberId};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeSet;
use std::fmt::{Debug, Display};
use std::str::FromStr;

/// The filter of a list whose rows can be ticked.
pub trait Filter: Clone + Debug + Default + PartialEq + Eq + Send + Sync + 'static {
    /// What a row is known by.
    type Id: Copy + Ord + Debug + Display + FromStr + Send + Sync + 'static;
    /// The name of a row's box in forms.
    const KEY: &'static str;
    /// From the query of the list's address.
    fn read(query: &str) -> Self;
    /// The same as a query.
    fn written(&self) -> String;
}

impl Filter for TeamFilter {
    type Id = MemberId;
    const KEY: &'static str = "id";

    fn read(query: &str) -> Self {
        TeamQuery::from_query(query).0.filter
    }

    fn written(&self) -> String {
        TeamQuery { filter: self.clone(), ..TeamQuery::default() }.to_query()
    }
}

impl Filter for NumbersFilter {
    type Id = NumberId;
    const KEY: &'static str = "n";

    fn read(query: &str) -> Self {
        NumbersQuery::from_query(query).0.filter
    }

    fn written(&self) -> String {
        NumbersQuery { filter: self.clone(), ..NumbersQuery::default() }.to_query()
    }
}

/// Who or what is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection<F: Filter = TeamFilter> {
    Ids(BTreeSet<F::Id>),
    AllMatching { filter: F, minus: BTreeSet<F::Id> },
}

impl<F: Filter> Default for Selection<F> {
    fn default() -> Self {
        Selection::Ids(BTreeSet::new())
    }
}

impl<F: Filter> Selection<F> {
    /// From a query as the bulk bar's form sends it: one pair for each, or `all` with the filter of the page and `not`.
    pub fn from_query(query: &str) -> Self {
        let ids = |key: &'static str| -> BTreeSet<F::Id> {
            let values = pairs(query).filter(move |(k, _)| k == key);
            values.flat_map(|(_, v)| v.split(',').filter_map(|id| id.trim().parse().ok()).collect::<Vec<_>>()).collect()
        };
        if pairs(query).any(|(key, value)| key == "all" && !value.is_empty()) {
            return Selection::AllMatching { filter: F::read(query), minus: ids("not") };
        }
        Selection::Ids(ids(F::KEY))
    }

    /// The same selection as a query.
    pub fn to_query(&self) -> String {
        let list = |ids: &BTreeSet<F::Id>| ids.iter().map(F::Id::to_string).collect::<Vec<_>>().join(",");
        match self {
            Selection::Ids(ids) => format!("{}={}", F::KEY, list(ids)),
            Selection::AllMatching { filter, minus } => {
                let parts = [
                    "all=1".to_owned(),
                    filter.written(),
                    if minus.is_empty() { String::new() } else { format!("not={}", list(minus)) },
                ];
                parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("&")
            }
        }
    }

    pub fn is_empty(&self) -> bool {
        matches!(self, Selection::Ids(ids) if ids.is_empty())
    }
}

/// Written as its query, so that links, forms and calls carry the same text.
impl<F: Filter> Serialize for Selection<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_query())
    }
}

impl<'de, F: Filter> Deserialize<'de> for Selection<F> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|query| Selection::from_query(&query))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Plan;
    use crate::numbers::DestinationKind;
    use crate::team::FilterValue;

    type Members = Selection<TeamFilter>;
    type Numbers = Selection<NumbersFilter>;

    #[test]
    fn k1_a_selection_reads_back_as_written() {
        let ids = BTreeSet::from([MemberId(3), MemberId(7)]);
        let filter = TeamFilter { q: "José & söhne".into(), ..TeamFilter::of([FilterValue::Plan(Plan::Pro)]) };
        for selection in [Members::Ids(ids.clone()), Members::AllMatching { filter, minus: ids }] {
            assert_eq!(Selection::from_query(&selection.to_query()), selection);
        }
        assert!(Members::from_query("").is_empty());
    }

    #[test]
    fn k1_a_form_without_script_sends_one_id_for_each_ticked_row() {
        let (dana, kofi) = (MemberId(1), MemberId(2));
        let selection = Selection::from_query(&format!("id={dana}&id={kofi}&id=nonsense&to=x"));
        assert_eq!(selection, Members::Ids(BTreeSet::from([dana, kofi])));
    }

    #[test]
    fn k1_all_that_match_is_the_filter_and_no_ids() {
        let query = format!("all=1&status=online&id={}", MemberId(1));
        assert!(matches!(Members::from_query(&query), Selection::AllMatching { minus, .. } if minus.is_empty()));
    }

    #[test]
    fn n1_numbers_are_selected_like_members_one_by_one_or_by_the_filter() {
        let (a, b) = (NumberId(5), NumberId(6));
        assert_eq!(
            Numbers::from_query(&format!("n={a}&n={b}&id={}", MemberId(1))),
            Numbers::Ids(BTreeSet::from([a, b]))
        );
        let filter = NumbersFilter {
            labels: vec!["Claims, east".into()],
            destinations: vec![DestinationKind::Nobody],
            ..Default::default()
        };
        let all = Numbers::AllMatching { filter, minus: BTreeSet::from([b]) };
        assert_eq!(Numbers::from_query(&all.to_query()), all);
        assert!(!all.is_empty() && Numbers::default().is_empty());
    }
}
