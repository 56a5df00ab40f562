//! A profile card and its place in the list (T8).

use crate::callflow::diagram::DiagramStep;
use crate::history::CardHistory;
use crate::instant::Instant;
use crate::{MemberCard, MemberId};
use serde::{Deserialize, Serialize};

/// A tab of the profile card, each at an address of its own: /team/ID, /team/ID/numbers, /team/ID/call-flow … (T8, G1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CardTab {
    #[default]
    Profile,
    Numbers,
    CallFlow,
    History,
    Changes,
}

impl CardTab {
    pub const ALL: [CardTab; 5] =
        [CardTab::Profile, CardTab::Numbers, CardTab::CallFlow, CardTab::History, CardTab::Changes];

    /// The last part of its address; the profile has none.
    pub fn slug(self) -> Option<&'static str> {
        if self == CardTab::Profile { None } else { Some(self.word()) }
    }

    /// Its word where each tab has one.
    pub fn word(self) -> &'static str {
        match self {
            CardTab::Profile => "profile",
            CardTab::Numbers => "numbers",
            CardTab::CallFlow => "call-flow",
            CardTab::History => "history",
            CardTab::Changes => "changes",
        }
    }

    /// The tab of a word; none for a word that is no tab's.
    pub fn from_word(word: &str) -> Option<CardTab> {
        CardTab::ALL.into_iter().find(|tab| tab.word() == word)
    }

    /// From the part of the path after the member's id; what is no tab's is the profile.
    pub fn read(part: Option<&str>) -> CardTab {
        CardTab::ALL.into_iter().find(|tab| tab.slug() == part).unwrap_or_default()
    }

    pub fn label(self) -> &'static str {
        match self {
            CardTab::Profile => "Profile",
            CardTab::Numbers => "Numbers",
            CardTab::CallFlow => "Call flow",
            CardTab::History => "History",
            CardTab::Changes => "Changes",
        }
    }

    /// The card's path with this tab open.
    pub fn path(self, id: impl std::fmt::Display) -> String {
        self.slug().map_or_else(|| format!("/team/{id}"), |slug| format!("/team/{id}/{slug}"))
    }
}

crate::serde_by_word!(CardTab, word, from_word);

/// A profile card and its place in the list it was opened from (T8: "3 of 1,204").
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardPage {
    pub card: MemberCard,
    /// Ordinal in the list, from 1; none when the member is not in it.
    pub position: Option<u64>,
    pub total: u64,
    pub previous: Option<MemberId>,
    pub next: Option<MemberId>,
    /// Read for the tab that shows it only.
    pub history: Option<CardHistory>,
    /// What happens when somebody calls them now, read for its tab only (N8). Empty: nothing leads to them.
    pub flow: Option<Vec<DiagramStep>>,
    pub now: Instant,
}
