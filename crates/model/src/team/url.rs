//! The Team page's URL: every view is a link, and a hand-edited one falls back and says so (T5, T6).

use crate::MemberId;
use crate::query_string::{encode, pairs};
use crate::slugs::slugs;
use crate::team::{Cursor, FilterKind, FilterValue, SortBy, TeamFilter, TeamQuery};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Rows per page that are offered (T6).
pub const PAGE_SIZES: [u16; 3] = [25, 50, 100];
/// Longer search texts are cut: no name, address or number is longer.
pub const MAX_SEARCH_CHARS: usize = 100;
/// Sort keys longer than this are not ours.
const MAX_KEY_DIGITS: usize = 2048;

slugs! {
    /// The keys of the address beside those of the filters.
    Key {
        Search = "q", "Search";
        Sort = "sort", "Order";
        PerPage = "per", "Rows a page";
        After = "after", "After this row";
        Before = "before", "Before this row";
        At = "at", "Ordinal of the first row";
    }
}

impl TeamQuery {
    /// Reads a query string, with or without its "?". See [`TeamQuery::from_pairs`].
    pub fn from_query(query: &str) -> (TeamQuery, Vec<String>) {
        Self::from_pairs(pairs(query))
    }

    /// Reads decoded pairs. Keys may repeat (as GET forms submit them) and lists may be joined by commas. What is not
    /// understood is left out, and each adds one sentence for the page to show; unknown keys belong to others.
    pub fn from_pairs(pairs: impl Iterator<Item = (String, String)>) -> (TeamQuery, Vec<String>) {
        let mut query = TeamQuery::default();
        let mut said = Vec::new();
        let (mut after, mut before, mut at) = (None, None, None);
        for (key, value) in pairs.filter(|(_, value)| !value.trim().is_empty()) {
            if let Some(kind) = FilterKind::from_slug(&key) {
                choices(&mut query.filter, kind, &value, &mut said);
                continue;
            }
            match Key::from_slug(&key) {
                Some(Key::Search) => query.filter.q = search_text(&value, &mut said),
                Some(Key::Sort) => (query.sort, query.descending) = sort(&value, &mut said),
                Some(Key::PerPage) => query.per_page = page_size(&value, &mut said),
                Some(Key::After) => after = Some(value),
                Some(Key::Before) => before = Some(value),
                Some(Key::At) => at = value.parse().ok().filter(|n| *n > 0),
                None => {}
            }
        }
        query.cursor = place(after, before, at, &mut said);
        (query, said)
    }

    /// The query part, without "?", in one canonical order; defaults are left out, so the plain view is empty.
    pub fn to_query(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut put = |key: &str, value: String| {
            if !value.is_empty() {
                parts.push(format!("{key}={}", encode(&value)));
            }
        };
        put(Key::Search.slug(), self.filter.q.clone());
        for kind in FilterKind::ALL {
            let words: Vec<String> = self.filter.chosen(*kind).map(FilterValue::word).collect();
            put(kind.slug(), words.join(","));
        }
        if (self.sort, self.descending) != (SortBy::Name, false) {
            put(Key::Sort.slug(), format!("{}{}", if self.descending { "-" } else { "" }, self.sort.slug()));
        }
        if self.per_page != TeamQuery::default().per_page {
            put(Key::PerPage.slug(), self.per_page.to_string());
        }
        if let Some(c) = &self.cursor {
            let key = if c.forward { Key::After } else { Key::Before };
            put(key.slug(), format!("{}.{}", c.key, c.id));
            put(Key::At.slug(), c.at.to_string());
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
}

/// Written as the address has it, so that links, GET forms and calls carry the same text.
impl Serialize for TeamQuery {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_query())
    }
}

/// What is wrong in it falls back, as in an address (T5, T6).
impl<'de> Deserialize<'de> for TeamQuery {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| TeamQuery::from_query(&text).0)
    }
}

/// Adds the choices of one comma list.
fn choices(into: &mut TeamFilter, kind: FilterKind, text: &str, said: &mut Vec<String>) {
    for word in text.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        match kind.read(word) {
            Some(value) => drop(into.values.insert(value)),
            None => {
                said.push(format!("{} is not {} to filter by. It was left out.", quoted(word), kind.choice_words()))
            }
        }
    }
}

fn search_text(value: &str, said: &mut Vec<String>) -> String {
    let text = value.trim();
    if text.chars().count() > MAX_SEARCH_CHARS {
        said.push(format!("The search was longer than {MAX_SEARCH_CHARS} characters. Only its beginning was used."));
    }
    text.chars().take(MAX_SEARCH_CHARS).collect::<String>().trim_end().to_owned()
}

fn sort(value: &str, said: &mut Vec<String>) -> (SortBy, bool) {
    let (descending, slug) = value.trim().strip_prefix('-').map_or((false, value.trim()), |rest| (true, rest));
    match SortBy::from_slug(slug) {
        Some(by) => (by, descending),
        None => {
            said.push(format!("{} is not a column to sort by. Sorted by name.", quoted(slug)));
            (SortBy::Name, false)
        }
    }
}

fn page_size(value: &str, said: &mut Vec<String>) -> u16 {
    let size = value.trim().parse().ok().filter(|n| PAGE_SIZES.contains(n));
    size.unwrap_or_else(|| {
        let default = TeamQuery::default().per_page;
        said.push(format!("{} is not a page size (25, 50 or 100). Showing {default} rows a page.", quoted(value)));
        default
    })
}

fn place(after: Option<String>, before: Option<String>, at: Option<u64>, said: &mut Vec<String>) -> Option<Cursor> {
    let forward = after.is_some();
    let text = after.or(before)?;
    let cursor = read_cursor(text.trim()).map(|(key, id)| Cursor { key, id, forward, at: at.unwrap_or(1) });
    if cursor.is_none() {
        said.push("The link’s place in the list does not exist. Showing the first page.".to_owned());
    }
    cursor
}

/// `<hexadecimal key>.<id>`; the key is empty for rows without a value in the sorted column.
fn read_cursor(text: &str) -> Option<(String, MemberId)> {
    let (key, id) = text.split_once('.')?;
    let hex = key.len() % 2 == 0 && key.len() <= MAX_KEY_DIGITS && key.bytes().all(|b| b.is_ascii_hexdigit());
    hex.then(|| key.to_ascii_lowercase()).zip(id.parse().ok())
}

/// What somebody typed, short enough for a sentence.
fn quoted(value: &str) -> String {
    let short: String = value.chars().take(40).collect();
    let more = if short.len() < value.len() { "…" } else { "" };
    format!("“{short}{more}”")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::team::{InvitationFilter, NumberFilter, StatusFilter};
    use crate::{GroupId, Plan, RoleId, SupervisorScope};

    fn read(query: &str) -> (TeamQuery, Vec<String>) {
        TeamQuery::from_query(query)
    }

    #[test]
    fn t5_the_plain_view_has_an_empty_query_and_an_empty_query_is_the_plain_view() {
        assert_eq!(TeamQuery::default().to_query(), "");
        assert_eq!(TeamQuery::default().href("/team"), "/team");
        assert_eq!(read("q=&role=&sort="), (TeamQuery::default(), vec![]));
    }

    #[test]
    fn t5_a_link_reproduces_the_view() {
        let view = TeamQuery {
            filter: TeamFilter {
                q: "José & söhne +1".into(),
                ..TeamFilter::of([
                    FilterValue::Role(RoleId(1)),
                    FilterValue::Role(RoleId(2)),
                    FilterValue::Status(StatusFilter::OnCall),
                    FilterValue::Status(StatusFilter::Suspended),
                    FilterValue::Group(GroupId(7)),
                    FilterValue::Number(NumberFilter::NoDirect),
                    FilterValue::Plan(Plan::Plus),
                    FilterValue::Plan(Plan::Pro),
                    FilterValue::Supervises(SupervisorScope::Everyone),
                    FilterValue::Invitation(InvitationFilter::Expired),
                ])
            },
            sort: SortBy::LastSignIn,
            descending: true,
            per_page: 100,
            cursor: Some(Cursor { key: "00ff".into(), id: MemberId(9), forward: false, at: 101 }),
        };
        assert_eq!(read(&view.to_query()), (view.clone(), vec![]));
        assert!(view.href("/team").starts_with("/team?q=Jos%C3%A9%20%26%20s%C3%B6hne%20%2B1&role="));
    }

    #[test]
    fn t5_repeated_keys_and_comma_lists_mean_the_same() {
        let (as_form, _) = read("plan=pro&plan=basic&plan=pro&status=online");
        let (as_list, _) = read("status=online&plan=basic,pro");
        assert_eq!(as_form, as_list);
        assert_eq!(as_form.to_query(), "status=online&plan=basic,pro");
    }

    #[test]
    fn t3_an_unknown_column_falls_back_to_name_and_says_so() {
        let (query, said) = read("sort=-colour&per=70&plan=gold&role=boss&q=Kofi");
        assert_eq!(query, TeamQuery { filter: TeamFilter::search("Kofi"), ..Default::default() });
        assert_eq!(
            said,
            [
                "“colour” is not a column to sort by. Sorted by name.",
                "“70” is not a page size (25, 50 or 100). Showing 50 rows a page.",
                "“gold” is not a plan to filter by. It was left out.",
                "“boss” is not a role to filter by. It was left out.",
            ]
        );
    }

    #[test]
    fn t6_a_broken_place_shows_the_first_page_and_says_so() {
        let id = MemberId(3);
        for place in ["after=", "before="].iter().flat_map(|k| ["x", "zz.1", "abc.1", "00"].map(|v| format!("{k}{v}")))
        {
            let (query, said) = read(&format!("{place}&at=51"));
            assert_eq!((query.cursor, said.len()), (None, 1), "{place}");
        }
        assert_eq!(
            read(&format!("after=zz.{id}")).1,
            ["The link’s place in the list does not exist. Showing the first page."]
        );
        assert_eq!(
            read(&format!("after=00FF.{id}&at=51")).0.cursor,
            Some(Cursor { key: "00ff".into(), id, forward: true, at: 51 })
        );
        assert_eq!(read(&format!("after=.{id}")).0.cursor.map(|c| c.at), Some(1));
    }

    #[test]
    fn t4_an_endless_search_is_cut_and_says_so() {
        let (query, said) = read(&format!("q={}", "é".repeat(5000)));
        assert_eq!((query.filter.q.chars().count(), said.len()), (MAX_SEARCH_CHARS, 1));
    }
}
