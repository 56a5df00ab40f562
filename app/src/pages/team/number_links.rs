//! The ways from the Team page to a member's numbers (M13). What they open is `pages::numbers`'.

use super::Team;
use crate::pages::team::columns::Cells;
use crate::pages::use_me;
use crate::ui::{Activation, Button, ButtonKind, Nothing};
use leptos::prelude::*;
use model::MemberRow;
use model::sessions::Me;
use policy::{MemberTarget, may_have_direct};

/// Why one may give this member no number at all; with a number that one has, only the person decides (R5).
fn refused(me: RwSignal<Me>, row: &MemberRow) -> Option<String> {
    me.with_untracked(|me| may_have_direct(&me.actor, &MemberTarget::from(row)).err().map(|d| d.to_string()))
}

/// The Direct number column: the number; without one, "+ Assign" for those who may.
pub fn cell(row: &MemberRow, cells: Cells) -> AnyView {
    if let Some(number) = &row.direct {
        return number.shown().to_owned().into_any();
    }
    if refused(cells.me, row).is_some() {
        return view! { <Nothing label="None" /> }.into_any();
    }
    let (href, label) = (
        format!("/team/{}/direct{}", row.id, cells.suffix()),
        format!("Assign a direct number to {}", row.name.full()),
    );
    view! {
        <a class="btn btn--sm assign ico ico--plus" href=href aria-label=label>
            "Assign"
        </a>
    }
    .into_any()
}

fn link(row: &MemberRow, action: &str) -> Activation {
    Activation::Link(expect_context::<Team>().query().href(&format!("/team/{}/{action}", row.id)))
}

/// "Change" or "Assign" beside the direct number of the card; nothing for those who have nothing to do with it (R10).
pub fn direct_button(row: &MemberRow) -> Option<AnyView> {
    let words = if row.direct.is_some() { "Change" } else { "Assign" };
    let label = format!("{words} {}’s direct number", row.name.full());
    let activation = link(row, "direct");
    refused(use_me(), row).is_none().then(|| {
        view! {
            <Button kind=ButtonKind::Link small=true label activation>
                {words}
            </Button>
        }
        .into_any()
    })
}

/// "Edit" beside the outgoing numbers of the card.
pub fn uses_button(row: &MemberRow) -> Option<AnyView> {
    let label = format!("Edit {}’s outgoing numbers", row.name.full());
    let activation = link(row, "outgoing");
    refused(use_me(), row).is_none().then(|| {
        view! {
            <Button small=true label activation>
                "Edit"
            </Button>
        }
        .into_any()
    })
}
