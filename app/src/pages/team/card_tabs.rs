//! The tabs of the profile card, each at an address of its own: /team/ID, /team/ID/numbers, /team/ID/changes … (T8, G1).
//!
//! A new tab is one entry here, its word in addresses, and a file `card_<word>.rs` that draws it.

use crate::pages::use_me;
use leptos::prelude::WithUntracked;
use model::MemberRow;
use model::history;
use policy::{Action, MemberTarget, Target, check};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CardTab {
    #[default]
    Profile,
    Numbers,
    History,
    Changes,
}

impl CardTab {
    pub const ALL: [CardTab; 4] = [CardTab::Profile, CardTab::Numbers, CardTab::History, CardTab::Changes];

    /// The last part of its address; the profile has none.
    pub fn slug(self) -> Option<&'static str> {
        match self {
            CardTab::Profile => None,
            CardTab::Numbers => Some("numbers"),
            CardTab::History => Some(history::TAB),
            CardTab::Changes => Some("changes"),
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            CardTab::Profile => "Profile",
            CardTab::Numbers => "Numbers",
            CardTab::History => "History",
            CardTab::Changes => "Changes",
        }
    }

    /// From the part of the path after the member's id; what is no tab's is the profile.
    pub fn read(part: Option<&str>) -> CardTab {
        CardTab::ALL.into_iter().find(|tab| tab.slug() == part).unwrap_or_default()
    }

    /// The card's path with this tab open.
    pub fn path(self, id: impl std::fmt::Display) -> String {
        self.slug().map_or_else(|| format!("/team/{id}"), |slug| format!("/team/{id}/{slug}"))
    }

    /// Whether the card offers it (R10); the server decides again.
    pub fn is_offered(self, row: &MemberRow) -> bool {
        let may =
            |action: Action| use_me().with_untracked(|me| check(&me.actor, action, &MemberTarget::from(row)).is_ok());
        match self {
            CardTab::Profile | CardTab::Numbers => true,
            CardTab::History => may(Action::SeeHistory),
            CardTab::Changes => {
                use_me().with_untracked(|me| check(&me.actor, Action::SeeAudit, Target::Account).is_ok())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t8_a_tab_is_known_by_its_address_and_anything_else_is_the_profile() {
        for tab in CardTab::ALL {
            assert_eq!(CardTab::read(tab.slug()), tab);
        }
        assert_eq!(CardTab::read(Some("edit")), CardTab::Profile);
        assert_eq!(CardTab::History.path("42"), "/team/42/history");
    }
}
