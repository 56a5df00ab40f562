//! What opens over the table at an address of its own: /team/invite, /team/ID/edit, /team/ID/delete …
//!
//! The server renders it open, so it works without script; closing leads back to the list or the card.

use super::Team;
use crate::pages::lazy::lazy_view;
use crate::pages::styles;
use leptos::prelude::*;
use model::MemberId;
use model::bulk::BulkKind;
use policy::RowAction;

/// What is open over the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drawer {
    Invite,
    /// A member's plan (M14).
    Plan(MemberId),
    /// A member's direct number, outgoing numbers, and a new one for them (M13).
    Direct(MemberId),
    Uses(MemberId),
    NewNumber(MemberId),
    /// One entry of a member's menu.
    Member(MemberId, RowAction),
    /// A change of the selected (K3).
    Bulk(BulkKind),
    /// What became of one.
    BulkDone,
}

impl Drawer {
    /// From the two parts of the path after /team.
    pub fn read(first: Option<&str>, second: Option<&str>) -> Option<Drawer> {
        match (first?, second) {
            ("invite", None) => Some(Drawer::Invite),
            ("bulk", Some("done")) => Some(Drawer::BulkDone),
            ("bulk", Some(kind)) => BulkKind::from_slug(kind).filter(|k| k.is_of_selected()).map(Drawer::Bulk),
            (id, Some("plan")) => Some(Drawer::Plan(id.parse().ok()?)),
            (id, Some("direct")) => Some(Drawer::Direct(id.parse().ok()?)),
            (id, Some("outgoing")) => Some(Drawer::Uses(id.parse().ok()?)),
            (id, Some("new-number")) => Some(Drawer::NewNumber(id.parse().ok()?)),
            (id, Some(action)) => Some(Drawer::Member(id.parse().ok()?, RowAction::from_slug(action)?)),
            _ => None,
        }
    }
}

/// The open drawer or dialog, if any. Its code comes when it is first opened.
#[component]
pub fn Drawers() -> impl IntoView {
    let team = expect_context::<Team>();
    crate::ui::render_once(move || team.drawer.get().map(|drawer| Suspend::new(opened(drawer))))
}

async fn opened(drawer: Drawer) -> AnyView {
    styles::more().await;
    drawer_view(drawer).await
}

/// Loads the code of what this path shows open.
#[cfg(feature = "hydrate")]
pub async fn preload(path: &str) {
    let part = |n| path.split('/').nth(n).filter(|part| !part.is_empty());
    if part(2).is_some_and(|id| id.parse::<MemberId>().is_ok()) {
        super::card::preload().await;
    }
    if Drawer::read(part(2), part(3)).is_some() {
        load().await;
    }
}

lazy_view! {
    drawers, load,
    fn drawer_view(drawer: Drawer) -> AnyView {
        match drawer {
            Drawer::Bulk(kind) => view! { <crate::pages::bulk::BulkDialog kind/> }.into_any(),
            Drawer::BulkDone => view! { <crate::pages::bulk::DoneDialog back="/team" to="team"/> }.into_any(),
            Drawer::Invite => view! { <super::invite::InviteDrawer/> }.into_any(),
            Drawer::Plan(id) => view! { <super::plan_dialog::PlanDialog id/> }.into_any(),
            Drawer::Direct(id) => view! { <crate::pages::numbers::DirectDrawer id/> }.into_any(),
            Drawer::Uses(id) => view! { <crate::pages::numbers::MemberUsesDrawer id/> }.into_any(),
            Drawer::NewNumber(id) => view! { <crate::pages::numbers::GetForMember id/> }.into_any(),
            Drawer::Member(member, RowAction::ResendInvitation) => view! { <super::resend::ResendDialog member/> }.into_any(),
            Drawer::Member(id, RowAction::Edit) => view! { <super::edit::EditDrawer id/> }.into_any(),
            Drawer::Member(id, RowAction::Forwarding) => view! { <super::forwarding::ForwardingDrawer id/> }.into_any(),
            Drawer::Member(id, action) => view! { <crate::pages::offboarding::OffboardingDialog id action/> }.into_any(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawer_is_known_by_its_address() {
        let id = MemberId(0x0192_f0aa_1234_7abc_8def_0123_4567_89ab);
        let text = id.to_string();
        assert_eq!(Drawer::read(Some("invite"), None), Some(Drawer::Invite));
        assert_eq!(Drawer::read(Some(&text), Some("edit")), Some(Drawer::Member(id, RowAction::Edit)));
        assert_eq!(Drawer::read(Some(&text), Some("plan")), Some(Drawer::Plan(id)));
        assert_eq!(Drawer::read(Some("bulk"), Some("role")), Some(Drawer::Bulk(BulkKind::ChangeRole)));
        assert_eq!(Drawer::read(Some("bulk"), Some("export")), None);
        assert_eq!(Drawer::read(Some(&text), Some("direct")), Some(Drawer::Direct(id)));
        assert_eq!(Drawer::read(Some(&text), Some("fly")), None);
        assert_eq!(Drawer::read(Some(&text), None), None);
    }
}
