//! The audit log's filter and place as its address has them: ?q=…&who=…&change=…&when=7d&undo=1&before=… (G1).

use crate::MemberId;
use crate::audit::{AuditKind, EntryNumber};
use crate::instant::{DAY, Instant};
use crate::query_string::{encode, pairs};
use crate::slugs::slugs;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

slugs! {
    /// How far back.
    When {
        Today = "today", "Last 24 hours";
        Week = "7d", "Last 7 days";
        Month = "30d", "Last 30 days";
        Quarter = "90d", "Last 90 days";
        Year = "365d", "Last 12 months";
    }
}

impl When {
    /// The first instant that is shown.
    pub fn since(self, now: Instant) -> Instant {
        let days = match self {
            When::Today => 1,
            When::Week => 7,
            When::Month => 30,
            When::Quarter => 90,
            When::Year => 365,
        };
        now.plus(-days * DAY)
    }
}

/// Who wrote an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum AuditPerson {
    Member(MemberId),
    /// The server itself: nobody was at a keyboard.
    Server,
}

/// In place of a member's id.
const SERVER: &str = "teamline";

impl AuditPerson {
    /// From a word of the address; none for a word that is neither.
    pub fn parse(word: &str) -> Option<AuditPerson> {
        if word == SERVER { Some(AuditPerson::Server) } else { word.parse().ok().map(AuditPerson::Member) }
    }
}

/// As the address has it.
impl std::fmt::Display for AuditPerson {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            AuditPerson::Member(id) => id.fmt(f),
            AuditPerson::Server => f.write_str(SERVER),
        }
    }
}

/// Where a page begins, by an entry's number; none: at the newest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Entries older than this one.
    Before(EntryNumber),
    /// Entries newer than this one.
    After(EntryNumber),
}

/// Filter and place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuditQuery {
    pub q: String,
    pub who: Vec<AuditPerson>,
    pub kinds: Vec<AuditKind>,
    pub when: Option<When>,
    /// Only what can be undone.
    pub undoable: bool,
    pub place: Option<Place>,
}

impl AuditQuery {
    /// Reads an address; what is wrong in it is left out.
    pub fn from_query(text: &str) -> AuditQuery {
        let mut query = AuditQuery::default();
        for (key, value) in pairs(text) {
            let words = || value.split(',').map(str::trim).filter(|w| !w.is_empty());
            match key.as_str() {
                "q" => query.q = value.trim().chars().take(100).collect(),
                "who" => query.who.extend(words().filter_map(AuditPerson::parse)),
                "change" => query.kinds.extend(words().filter_map(AuditKind::from_slug)),
                "when" => query.when = When::from_slug(&value),
                "undo" => query.undoable = value == "1",
                "before" => query.place = value.parse().ok().map(Place::Before),
                "after" => query.place = value.parse().ok().map(Place::After),
                _ => {}
            }
        }
        query.who.truncate(20);
        query.kinds.sort();
        query.kinds.dedup();
        query
    }

    pub fn to_query(&self) -> String {
        let who: Vec<String> = self.who.iter().map(AuditPerson::to_string).collect();
        let kinds: Vec<&str> = self.kinds.iter().map(|k| k.slug()).collect();
        let mut parts = Vec::new();
        let mut part = |key: &str, value: String| {
            if !value.is_empty() {
                parts.push(format!("{key}={}", encode(&value)));
            }
        };
        part("q", self.q.clone());
        part("who", who.join(","));
        part("change", kinds.join(","));
        part("when", self.when.map(|w| w.slug().to_owned()).unwrap_or_default());
        part("undo", if self.undoable { "1".to_owned() } else { String::new() });
        match self.place {
            Some(Place::Before(n)) => part("before", n.to_string()),
            Some(Place::After(n)) => part("after", n.to_string()),
            None => {}
        }
        parts.join("&")
    }

    pub fn href(&self, path: &str) -> String {
        let query = self.to_query();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// The same filter at another place.
    pub fn at(&self, place: Option<Place>) -> AuditQuery {
        AuditQuery { place, ..self.clone() }
    }

    /// With one thing of the filter changed, from the newest on.
    pub fn with(&self, change: impl FnOnce(&mut AuditQuery)) -> AuditQuery {
        let mut query = self.at(None);
        change(&mut query);
        query
    }

    pub fn is_filtered(&self) -> bool {
        self.at(None) != AuditQuery::default()
    }
}

/// Written as the address has it, so that links, GET forms and calls carry the same text.
impl Serialize for AuditQuery {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_query())
    }
}

impl<'de> Deserialize<'de> for AuditQuery {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(|text| AuditQuery::from_query(&text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn g1_an_address_reads_back_as_written() {
        let query = AuditQuery {
            q: "Jürgen & co".into(),
            who: vec![AuditPerson::Member(MemberId(7)), AuditPerson::Server],
            kinds: vec![AuditKind::Team, AuditKind::Roles],
            when: Some(When::Week),
            undoable: true,
            place: Some(Place::Before(EntryNumber(41))),
        };
        assert_eq!(AuditQuery::from_query(&query.to_query()), query);
        assert_eq!(query.with(|q| q.when = None).place, None, "another filter starts at the newest");
    }

    #[test]
    fn g1_what_is_wrong_in_an_address_is_left_out() {
        let query = AuditQuery::from_query("?q=+&who=x&change=team,fly&when=1999&before=abc&undo=yes");
        assert_eq!(query, AuditQuery { kinds: vec![AuditKind::Team], ..Default::default() });
        assert!(!AuditQuery::default().is_filtered());
    }
}
