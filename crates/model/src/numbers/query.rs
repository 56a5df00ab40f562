//! The Numbers page's URL: every view is a link, and a hand-edited one falls back and says so (N1, T5, T6).

use crate::numbers::{DestinationKind, NumberCounts, NumberKind};
use crate::query_string::{encode, pairs};
use crate::slugs::slugs;
use crate::team::url::{MAX_SEARCH_CHARS, PAGE_SIZES};
use crate::{GroupId, PhoneNumber};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

slugs! {
    /// What the list can be ordered by.
    NumberSort {
        Number = "number", "Number";
        Label = "label", "Label";
        Kind = "kind", "Kind";
        Destination = "to", "Rings at";
        Users = "users", "May use it";
    }
}

slugs! {
    /// The filters beside the search text; the slug is the key in the URL.
    NumberFilterKind {
        Destination = "to", "Rings at";
        Kind = "kind", "Kind";
        Group = "group", "Group";
        Label = "label", "Label";
    }
}

/// Search and filters; empty lists mean any.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct NumbersFilter {
    pub q: String,
    pub destinations: Vec<DestinationKind>,
    pub kinds: Vec<NumberKind>,
    pub groups: Vec<GroupId>,
    pub labels: Vec<String>,
}

impl NumbersFilter {
    /// Filters beside the search text.
    pub fn has_filters(&self) -> bool {
        NumbersFilter { q: String::new(), ..self.clone() } != NumbersFilter::default()
    }
}

/// A place between two rows. E.164 is unique, so it is the tie-break.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NumbersCursor {
    /// The sort key of the row at the edge, as hexadecimal digits; empty when ordered by number.
    pub key: String,
    pub number: PhoneNumber,
    pub forward: bool,
    /// Ordinal of the first row to be shown, from 1.
    pub at: u64,
}

/// A page of the Numbers table as its URL says it; and so it travels to the server, where what is not understood falls
/// back again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumbersQuery {
    pub filter: NumbersFilter,
    pub sort: NumberSort,
    pub descending: bool,
    pub per_page: u16,
    pub cursor: Option<NumbersCursor>,
}

impl Serialize for NumbersQuery {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_query())
    }
}

impl<'de> Deserialize<'de> for NumbersQuery {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(NumbersQuery::from_query(&String::deserialize(deserializer)?).0)
    }
}

impl Default for NumbersQuery {
    fn default() -> Self {
        NumbersQuery {
            filter: NumbersFilter::default(),
            sort: NumberSort::Number,
            descending: false,
            per_page: 50,
            cursor: None,
        }
    }
}

impl NumbersQuery {
    /// Reads a query string. What is not understood is left out, and each adds one sentence for the page to show.
    pub fn from_query(query: &str) -> (NumbersQuery, Vec<String>) {
        let mut q = NumbersQuery::default();
        let mut said = Vec::new();
        let (mut place, mut at) = (None, None);
        for (key, value) in pairs(query).filter(|(_, value)| !value.trim().is_empty()) {
            let f = &mut q.filter;
            match key.as_str() {
                "q" => f.q = value.trim().chars().take(MAX_SEARCH_CHARS).collect(),
                "to" => list(&mut f.destinations, &value, DestinationKind::from_slug, "a place to ring at", &mut said),
                "kind" => list(&mut f.kinds, &value, NumberKind::from_slug, "a kind of number", &mut said),
                "group" => list(&mut f.groups, &value, |v| v.parse().ok(), "a group", &mut said),
                // A label is any text, commas too: one to a pair.
                "label" => f.labels.push(value.trim().chars().take(60).collect()),
                "sort" => (q.sort, q.descending) = sort(&value, &mut said),
                "per" => match value.parse().ok().filter(|n| PAGE_SIZES.contains(n)) {
                    Some(n) => q.per_page = n,
                    None => said.push(format!("“{value}” is not a page size (25, 50 or 100). Showing 50 rows a page.")),
                },
                "after" | "before" => place = Some((value, key == "after")),
                "at" => at = value.parse().ok().filter(|n| *n > 0),
                _ => {}
            }
        }
        q.filter.labels.sort();
        q.filter.labels.dedup();
        if let Some((text, forward)) = place {
            q.cursor =
                read_cursor(&text).map(|(key, number)| NumbersCursor { key, number, forward, at: at.unwrap_or(1) });
            if q.cursor.is_none() {
                said.push("The link’s place in the list does not exist. Showing the first page.".to_owned());
            }
        }
        (q, said)
    }

    /// The query part, without "?", in one canonical order; defaults are left out.
    pub fn to_query(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut put = |key: &str, value: String| {
            if !value.is_empty() {
                parts.push(format!("{key}={}", encode(&value)));
            }
        };
        let f = &self.filter;
        put("q", f.q.clone());
        put("to", f.destinations.iter().map(|d| d.slug()).collect::<Vec<_>>().join(","));
        put("kind", f.kinds.iter().map(|k| k.slug()).collect::<Vec<_>>().join(","));
        put("group", f.groups.iter().map(GroupId::to_string).collect::<Vec<_>>().join(","));
        for label in &f.labels {
            put("label", label.clone());
        }
        if (self.sort, self.descending) != (NumberSort::Number, false) {
            put("sort", format!("{}{}", if self.descending { "-" } else { "" }, self.sort.slug()));
        }
        if self.per_page != 50 {
            put("per", self.per_page.to_string());
        }
        if let Some(c) = &self.cursor {
            put(
                if c.forward { "after" } else { "before" },
                format!("{}.{}", c.key, c.number.e164().trim_start_matches('+')),
            );
            put("at", c.at.to_string());
        }
        parts.join("&")
    }

    /// A link to this view on the page at `path`.
    pub fn href(&self, path: &str) -> String {
        match self.to_query() {
            q if q.is_empty() => path.to_owned(),
            q => format!("{path}?{q}"),
        }
    }

    /// The page at this place; none is the first.
    pub fn with_page(&self, cursor: Option<NumbersCursor>) -> Self {
        NumbersQuery { cursor, ..self.clone() }
    }

    /// Sorted by `by`, or the other way round when it already is.
    pub fn with_sort(&self, by: NumberSort) -> Self {
        NumbersQuery { sort: by, descending: self.sort == by && !self.descending, ..self.with_page(None) }
    }

    pub fn with_per_page(&self, rows: u16) -> Self {
        NumbersQuery { per_page: rows, ..self.with_page(None) }
    }

    /// With the filter changed, from its first page.
    pub fn changed(&self, change: impl FnOnce(&mut NumbersFilter)) -> Self {
        let mut next = self.with_page(None);
        change(&mut next.filter);
        next
    }

    pub fn with_search(&self, text: &str) -> Self {
        self.changed(|f| f.q = text.trim().to_owned())
    }

    pub fn without(&self, kind: NumberFilterKind) -> Self {
        self.changed(|f| match kind {
            NumberFilterKind::Destination => f.destinations.clear(),
            NumberFilterKind::Kind => f.kinds.clear(),
            NumberFilterKind::Group => f.groups.clear(),
            NumberFilterKind::Label => f.labels.clear(),
        })
    }

    /// What a filter is set to, in words; none: unset.
    pub fn chip(&self, kind: NumberFilterKind, counts: &NumberCounts) -> Option<String> {
        let f = &self.filter;
        let group = |id: &GroupId| {
            counts.groups.iter().find(|g| g.id == *id).map_or("A deleted group".to_owned(), |g| g.name.clone())
        };
        let names: Vec<String> = match kind {
            NumberFilterKind::Destination => f.destinations.iter().map(|d| d.label().to_owned()).collect(),
            NumberFilterKind::Kind => f.kinds.iter().map(|k| k.label().to_owned()).collect(),
            NumberFilterKind::Group => f.groups.iter().map(group).collect(),
            NumberFilterKind::Label => f.labels.clone(),
        };
        match names.as_slice() {
            [] => None,
            [a, b, rest @ ..] if !rest.is_empty() => Some(format!("{a}, {b} +{}", rest.len())),
            all => Some(all.join(", ")),
        }
    }
}

fn list<T: Ord>(into: &mut Vec<T>, text: &str, read: impl Fn(&str) -> Option<T>, what: &str, said: &mut Vec<String>) {
    for value in text.split(',').map(str::trim).filter(|v| !v.is_empty()) {
        match read(value) {
            Some(v) => into.push(v),
            None => said.push(format!(
                "“{}” is not {what} to filter by. It was left out.",
                value.chars().take(40).collect::<String>()
            )),
        }
    }
    into.sort();
    into.dedup();
}

fn sort(value: &str, said: &mut Vec<String>) -> (NumberSort, bool) {
    let (descending, slug) = value.trim().strip_prefix('-').map_or((false, value.trim()), |rest| (true, rest));
    match NumberSort::from_slug(slug) {
        Some(by) => (by, descending),
        None => {
            said.push(format!(
                "“{}” is not a column to sort by. Sorted by number.",
                slug.chars().take(40).collect::<String>()
            ));
            (NumberSort::Number, false)
        }
    }
}

/// `<hexadecimal key>.<digits of the number>`
fn read_cursor(text: &str) -> Option<(String, PhoneNumber)> {
    let (key, digits) = text.split_once('.')?;
    let hex = key.len() % 2 == 0 && key.len() <= 2048 && key.bytes().all(|b| b.is_ascii_hexdigit());
    let number = (8..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit());
    (hex && number).then(|| (key.to_ascii_lowercase(), PhoneNumber::from_stored(format!("+{digits}"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn n1_a_link_reproduces_the_view() {
        let view = NumbersQuery {
            filter: NumbersFilter {
                q: "(503) 555".into(),
                destinations: vec![DestinationKind::Group, DestinationKind::Nobody],
                kinds: vec![NumberKind::TollFree],
                groups: vec![GroupId(7)],
                labels: vec!["Claims, east".into(), "Support line".into()],
            },
            sort: NumberSort::Users,
            descending: true,
            per_page: 25,
            cursor: Some(NumbersCursor {
                key: "00ff".into(),
                number: PhoneNumber::from_stored("+15035550142".into()),
                forward: true,
                at: 26,
            }),
        };
        assert_eq!(NumbersQuery::from_query(&view.to_query()), (view, vec![]));
        assert_eq!(NumbersQuery::default().to_query(), "");
    }

    #[test]
    fn n1_a_hand_edited_address_falls_back_and_says_so() {
        let (query, said) = NumbersQuery::from_query("sort=colour&per=17&to=moon,menu&after=zz.1&kind=fax");
        assert_eq!(query, NumbersQuery::default().changed(|f| f.destinations = vec![DestinationKind::Menu]));
        assert_eq!(said.len(), 5, "{said:?}");
    }

    #[test]
    fn n1_changing_the_list_goes_back_to_its_first_page() {
        let (at_two, _) = NumbersQuery::from_query("after=.15035550142&at=51");
        assert!(at_two.cursor.is_some());
        for changed in
            [at_two.with_search("main"), at_two.with_sort(NumberSort::Label), at_two.without(NumberFilterKind::Kind)]
        {
            assert_eq!(changed.cursor, None);
        }
        assert_eq!(at_two.with_sort(NumberSort::Number).to_query(), "sort=-number");
    }
}
