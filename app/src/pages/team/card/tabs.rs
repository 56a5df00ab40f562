//! The tabs of the profile card, each at an address of its own: /team/ID, /team/ID/numbers, /team/ID/changes … (T8,
//! G1).
//!
//! A new tab is one entry of [`CardTab`], one here, and a file `<word>.rs` that draws it.

use crate::pages::use_me;
use leptos::prelude::WithUntracked;
use model::MemberRow;
pub use model::team::card::CardTab;
use policy::{Action, MemberTarget, Target, check};

/// Whether the card offers this tab (R10); the server decides again.
pub fn is_offered(tab: CardTab, row: &MemberRow) -> bool {
    let may = |action: Action| use_me().with_untracked(|me| check(&me.actor, action, &MemberTarget::from(row)).is_ok());
    match tab {
        CardTab::Profile | CardTab::Numbers | CardTab::CallFlow => true,
        CardTab::History => may(Action::SeeHistory),
        CardTab::Changes => use_me().with_untracked(|me| check(&me.actor, Action::SeeAudit, Target::Account).is_ok()),
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
