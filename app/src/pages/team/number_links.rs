//! The ways from the Team page to a member's numbers (M13). What they open is `pages::numbers`'.

use super::Team;
use crate::pages::use_me;
use crate::ui::icon::icon;
use crate::ui::{Button, ButtonKind, IconName, Press};
use leptos::prelude::*;
use maud::{Markup, html};
use model::{Country, MemberRow, NumberId};
use policy::{Action, MemberTarget, NumberTarget, check};

/// Why one may give this member no number at all; with a number that one has, only the person decides (R5).
fn refused(row: &MemberRow) -> Option<String> {
    use_me().with_untracked(|me| {
        let mut actor = me.actor.clone();
        let id = NumberId(0);
        actor.numbers.insert(id);
        let number = NumberTarget { id, shown: String::new(), groups: Default::default(), holder: None };
        check(&actor, Action::AssignDirect(number), &MemberTarget::from(row)).err().map(|d| d.to_string())
    })
}

/// The number; without one, "+ Assign" for those who may.
pub fn direct_cell(row: &MemberRow, country: Country, suffix: &str) -> Markup {
    html! {
        @if let Some(number) = &row.direct {
            span class="tel" { (number.shown(country)) }
        } @else if refused(row).is_none() {
            a class="btn btn--sm assign" href={ "/team/" (row.id) "/direct" (suffix) } aria-label={ "Assign a direct number to " (row.name.full()) } {
                (icon(IconName::Plus, "icon")) "Assign"
            }
        } @else {
            (super::row::dash("None"))
        }
    }
}

fn link(row: &MemberRow, action: &str) -> Press {
    Press::Link(expect_context::<Team>().query().href(&format!("/team/{}/{action}", row.id)))
}

/// "Change" or "Assign" beside the direct number of the card; nothing for those who have nothing to do with it (R10).
pub fn direct_button(row: &MemberRow) -> Option<AnyView> {
    let words = if row.direct.is_some() { "Change" } else { "Assign" };
    let label = format!("{words} {}’s direct number", row.name.full());
    let press = link(row, "direct");
    refused(row)
        .is_none()
        .then(|| view! { <Button kind=ButtonKind::Link small=true label press>{words}</Button> }.into_any())
}

/// "Edit" beside the outgoing numbers of the card.
pub fn uses_button(row: &MemberRow) -> Option<AnyView> {
    let label = format!("Edit {}’s outgoing numbers", row.name.full());
    let press = link(row, "outgoing");
    refused(row).is_none().then(|| view! { <Button small=true label press>"Edit"</Button> }.into_any())
}
