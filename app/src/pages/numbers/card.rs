//! The number card beside the table, at its own address (N1).

use super::{Numbers, finder};
use crate::api::numbers::route::LabelNumber;
use crate::pages::bulk::show_flash;
use crate::pages::callflow::diagram::diagram;
use crate::pages::numbers::table::{cost, destination, monthly};
use crate::pages::use_me;
use crate::ui::data_table::StepLink;
use crate::ui::words::grouped;
use crate::ui::{
    Activation, Button, ButtonKind, ErrorLine, Icon, IconName, Loaded, MenuPlace, Popover, SubmitWith, Tag, TagKind,
    TextField, use_toasts,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use model::numbers::{Destination, NumberCard, NumberUse};
use model::zone::Offsets;

#[component]
pub fn Card() -> impl IntoView {
    let numbers = expect_context::<Numbers>();
    let retry =
        Signal::derive(move || numbers.open.get().map_or_else(|| numbers.list_href(), |id| numbers.href(id, "")));
    view! {
        <Show when=move || numbers.open.get().is_some() || numbers.unknown.get()>
            <aside class="profile" aria-label="Number" id="number">
                <Loaded
                    resource=numbers.card
                    retry=retry
                    close=Signal::derive(move || numbers.list_href())
                    children=move |card| card.map_or_else(|| ().into_any(), |card| view! { <Number card /> }.into_any())
                />
            </aside>
        </Show>
    }
}

#[component]
fn Number(card: NumberCard) -> impl IntoView {
    let numbers = expect_context::<Numbers>();
    let zone = use_me().with_untracked(|me| me.zone.clone());
    let row = card.row.clone();
    let (id, shown) = (row.id, row.number.shown().to_owned());
    let beside = |id: Option<model::NumberId>| id.map(|id| numbers.href(id, ""));
    let place = card.position.map(|n| format!("{} of {}", grouped(n), grouped(card.total)));
    let mut tags = vec![view! { <Tag text=row.kind.label()/> }.into_any()];
    if row.main {
        tags.push(view! { <Tag text="Main number" kind=TagKind::You /> }.into_any());
    }
    let route = if row.main { "Unassign main number" } else { "Change where it rings" };
    let release_refused = card
        .refused
        .release
        .clone()
        .or_else(|| row.main.then(|| format!("{shown} is the main number. Unassign it before you release it.")));
    let label = view! { <LabelForm card=card.clone() /> }.into_any();
    let facts: Vec<(&'static str, AnyView)> = vec![
        ("Rings at", destination(&row.destination)),
        ("Since", card.since.date(&zone).into_any()),
        ("Label", label),
        ("Kind", row.kind.label().into_any()),
        ("A month", cost_words(&card).into_any()),
        ("With us since", card.added.date(&zone).into_any()),
    ];
    let facts: Vec<AnyView> = facts
        .into_iter()
        .map(|(term, value)| {
            view! {
                <dt>{term}</dt>
                <dd>{value}</dd>
            }
            .into_any()
        })
        .collect();
    view! {
        <div class="profile__bar">
            <span class="num">{place}</span>
            <StepLink href=beside(card.previous) icon=IconName::Up label="Previous number" />
            <StepLink href=beside(card.next) icon=IconName::Down label="Next number" />
            <a class="iconbtn" href=numbers.list_href() aria-label="Close number" title="Close (Esc)">
                <Icon name=IconName::X />
            </a>
        </div>
        <div class="profile__head">
            <div>
                <h2 class="tel">{shown.clone()}</h2>
                <span class="sub">{if row.label.is_empty() { "No label".to_owned() } else { row.label.clone() }}</span>
                <span class="tags">{tags}</span>
            </div>
        </div>
        <div class="profile__actions">
            <Button
                icon=IconName::Incoming
                id="route-number"
                activation=Activation::Link(numbers.href(id, "route"))
                disabled_reason=card.refused.route.clone()
            >
                {route}
            </Button>
            <Button
                kind=ButtonKind::Danger
                id="release-number"
                activation=Activation::Link(numbers.href(id, "release"))
                disabled_reason=release_refused
            >
                "Release…"
            </Button>
        </div>
        <div class="profile__body">
            <dl class="facts">{facts}</dl>
            {users(&card, &shown)}
            {holders(&card, &zone)}
            <h3 class="group-title">"Call flow"</h3>
            {diagram(&card.flow, &format!("What happens when someone calls {shown}"))}
        </div>
    }
}

fn cost_words(card: &NumberCard) -> String {
    match (&card.row.destination, monthly(&card.row)) {
        (Destination::Member { name, .. }, 0) => format!("Included in {name}’s plan"),
        (_, cents) => cost(cents),
    }
}

/// The label, and a small form to change it.
#[component]
fn LabelForm(card: NumberCard) -> impl IntoView {
    let numbers = expect_context::<Numbers>();
    let action = ServerAction::<LabelNumber>::new();
    let toasts = use_toasts();
    Effect::new(move |_| {
        if let Some(Ok(flash)) = action.value().get() {
            show_flash(toasts, flash, move || numbers.changed());
            numbers.changed();
        }
    });
    let error = Signal::derive(move || {
        action.value().with(|v| v.as_ref().and_then(|r| r.as_ref().err()).map(ToString::to_string))
    });
    let now = if card.row.label.is_empty() {
        view! { <span class="muted">"None"</span> }.into_any()
    } else {
        card.row.label.clone().into_any()
    };
    let (id, version, value) = (card.row.id.to_string(), card.row.version, card.row.label.clone());
    let back = numbers.href(card.row.id, "");
    view! {
        {now}
        " "
        <Button
            kind=ButtonKind::Link
            small=true
            id="edit-label"
            activation=Activation::Popover("label-form".into())
            disabled_reason=card.refused.label
        >
            "Edit label"
        </Button>
        <Popover id="label-form" label="Label of this number" place=MenuPlace::End>
            <ActionForm action attr:class="menu__form">
                <input type="hidden" name="id" value=id />
                <input type="hidden" name="version" value=version />
                <input type="hidden" name="back" value=back />
                <TextField id="number-label" name="label" label="Label" value maxlength=40 />
                <Button kind=ButtonKind::Primary small=true activation=Activation::Submit send=SubmitWith::default()>
                    "Save label"
                </Button>
            </ActionForm>
        </Popover>
        // Beside the button: a browser without script has the form out of sight.
        <ErrorLine error=error alert=true />
    }
}

fn users(card: &NumberCard, shown: &str) -> AnyView {
    let numbers = expect_context::<Numbers>();
    let n = card.row.users;
    let lines: Vec<AnyView> = card.users.iter().map(user).collect();
    let more = n.saturating_sub(card.users.len() as u64);
    let edit = view! {
        <Button
            small=true
            kind=ButtonKind::Ghost
            label=format!("Change who may use {shown}")
            activation=Activation::Link(numbers.href(card.row.id, "users"))
        >
            "Edit"
        </Button>
    };
    let list = if lines.is_empty() {
        view! { <p class="muted">"Nobody yet"</p> }.into_any()
    } else {
        view! { <ul class="numlist">{lines}</ul> }.into_any()
    };
    let rest = (more > 0).then(|| view! { <p class="muted numbers__more">{format!("and {} more", grouped(more))}</p> });
    view! {
        <h3 class="group-title">{format!("May use it for outgoing calls and messages ({})", grouped(n))}{edit}</h3>
        {list}
        {rest}
    }
    .into_any()
}

fn user(one: &NumberUse) -> AnyView {
    let words = match (one.calls, one.messages) {
        (true, true) => "Calls, messages",
        (true, false) => "Calls only",
        _ => "Messages only",
    };
    let default = one.default.then(|| {
        view! {
            <Tag text="Default" kind=TagKind::Ok />
            " "
        }
    });
    view! {
        <li>
            <a href=format!("/team/{}", one.member)>{one.name.clone()}</a>
            <span class="muted">{one.about.clone()}</span>
            <span class="end">{default}{words}</span>
        </li>
    }
    .into_any()
}

/// Where it rang before, the newest first (N1).
fn holders(card: &NumberCard, zone: &Offsets) -> AnyView {
    if card.holders.is_empty() {
        return view! {
            <h3 class="group-title">"Rang before at"</h3>
            <p class="muted">"Nothing: it has always rung where it rings now"</p>
        }
        .into_any();
    }
    let lines: Vec<AnyView> = card
        .holders
        .iter()
        .map(|h| {
            let (since, until) = (h.since.date(zone), h.until.date(zone));
            view! {
                <li>
                    <span>{h.name.clone()}</span>
                    <span class="end">{format!("{since} – {until}")}</span>
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <h3 class="group-title">"Rang before at"</h3>
        <ol class="numlist">{lines}</ol>
    }
    .into_any()
}

/// For drawers over the card: where closing leads.
pub(super) fn close_href(id: model::NumberId) -> String {
    expect_context::<Numbers>().href(id, "")
}

pub(super) use finder::go;
