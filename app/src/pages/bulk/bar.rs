//! What can be done with the selected (K2, K5). A form whose buttons lead to the preview, with or without script.

use crate::pages::team::Team;
use crate::pages::team::selection::{FORM, Selection};
use crate::pages::use_me;
use crate::ui::data_table::{AllThatMatch, SelectionFields};
use crate::ui::{Activation, Button, ButtonKind, HiddenEntry, IconName, Menu, MenuItem, MenuPlace, SubmitWith};
use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use model::bulk::BulkKind;
use model::team::TeamQuery;
use policy::{BulkMenu, bulk_menu};

/// Those that stand in the bar itself; the others are behind "More".
const FIRST: [BulkKind; 4] = [BulkKind::AssignNumber, BulkKind::RemoveNumber, BulkKind::ChangeRole, BulkKind::Delete];

fn icon(kind: BulkKind) -> Option<IconName> {
    match kind {
        BulkKind::AssignNumber => Some(IconName::Hash),
        BulkKind::RemoveNumber | BulkKind::GrantNumbers | BulkKind::RevokeNumbers => None,
        BulkKind::ChangeRole => Some(IconName::Roles),
        BulkKind::ChangePlan => Some(IconName::Billing),
        BulkKind::AddToGroup => Some(IconName::Groups),
        BulkKind::Suspend => Some(IconName::PauseUser),
        BulkKind::Reactivate => Some(IconName::Play),
        BulkKind::ResendInvitations => Some(IconName::Mail),
        BulkKind::Export => Some(IconName::Download),
        BulkKind::Delete => Some(IconName::Trash),
        BulkKind::Import => Some(IconName::Upload),
    }
}

/// Sends the form to the preview of this change, or to the download.
fn send(kind: BulkKind) -> SubmitWith {
    let action = match kind {
        BulkKind::Export => "/team/export.csv".to_owned(),
        kind => format!("/team/bulk/{}", kind.slug()),
    };
    // A file of many: their ids are too long for an address.
    SubmitWith { action: Some(action), post: kind == BulkKind::Export, ..SubmitWith::default() }
}

/// The bar; empty while nothing is selected.
#[component]
pub fn BulkBar() -> impl IntoView {
    let (selection, team) = (expect_context::<Selection>(), expect_context::<Team>());
    let BulkMenu { entries, missing } = use_me().with_untracked(|me| bulk_menu(&me.actor));
    let filter = Memo::new(move |_| team.live_query().filter);
    Effect::new(move |_| filter.with(|filter| selection.filtered(filter)));
    let navigate = use_navigate();
    // With script the dialog opens within the page, and the selection is not lost.
    let preview = Callback::new(move |(ev, kind): (MouseEvent, BulkKind)| {
        if kind != BulkKind::Export {
            ev.prevent_default();
            let href = TeamQuery { cursor: None, ..team.query() }.href(&format!("/team/bulk/{}", kind.slug()));
            navigate(&href, NavigateOptions { scroll: false, ..Default::default() });
        }
    });
    let words = move || selection.words("member", "members");
    let open = move || selection.count() > 0;
    let query = Signal::derive(move || TeamQuery { cursor: None, ..team.live_query() }.to_query());
    let hidden: Vec<_> = missing
        .into_iter()
        .map(|m| HiddenEntry { text: m.kind.label().to_owned(), reason: m.why.to_string() })
        .collect();
    let (first, more): (Vec<_>, Vec<_>) = entries.into_iter().partition(|kind| FIRST.contains(kind));
    let buttons: Vec<AnyView> = first.into_iter().map(|kind| button(kind, preview)).collect();
    let items: Vec<AnyView> = more.into_iter().map(|kind| item(kind, preview)).collect();
    view! {
        <form
            id=FORM
            class="bulkbar"
            class:is-open=open
            method="get"
            action="/team/bulk/role"
            aria-label="Actions for selected members"
        >
            <SelectionFields selection query />
            <span class="bulkbar__n" role="status">
                {words}
            </span>
            <AllThatMatch selection list=team.list filter />
            <span class="bulkbar__sep"></span>
            {buttons}
            <Button small=true activation=Activation::Menu("bulk-more".into()) icon_end=IconName::Down>
                "More"
            </Button>
            <Menu id="bulk-more" label="More actions for selected members" place=MenuPlace::End hidden>
                {items}
            </Menu>
            <span class="bulkbar__end">
                <Button kind=ButtonKind::Ghost small=true on_click=Callback::new(move |_| selection.clear())>
                    "Clear "
                    <kbd aria-hidden="true">"Esc"</kbd>
                </Button>
            </span>
        </form>
    }
}

fn button(kind: BulkKind, preview: Callback<(MouseEvent, BulkKind)>) -> AnyView {
    let style = if kind == BulkKind::Delete { ButtonKind::Danger } else { ButtonKind::Default };
    let on_click = Callback::new(move |ev| preview.run((ev, kind)));
    match icon(kind) {
        Some(icon) => view! {
            <Button kind=style small=true icon=icon activation=Activation::Submit send=send(kind) on_click>
                {kind.label()}
            </Button>
        }
        .into_any(),
        None => view! {
            <Button kind=style small=true activation=Activation::Submit send=send(kind) on_click>
                {kind.label()}
            </Button>
        }
        .into_any(),
    }
}

fn item(kind: BulkKind, preview: Callback<(MouseEvent, BulkKind)>) -> AnyView {
    let on_click = Callback::new(move |ev| preview.run((ev, kind)));
    let icon = icon(kind).unwrap_or(IconName::More);
    view! { <MenuItem text=kind.label() icon activation=Activation::Submit send=send(kind) on_click /> }.into_any()
}
