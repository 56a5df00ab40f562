//! The number card beside the table, at its own address (N1).

mod label;
mod people;

use self::label::LabelForm;
use self::people::{holders, users};
use crate::pages::callflow::diagram::diagram;
use crate::pages::numbers::table::{cost, destination, monthly};
use crate::pages::numbers::{Numbers, finder};
use crate::pages::use_me;
use crate::ui::data_table::StepLink;
use crate::ui::words::grouped;
use crate::ui::{Activation, Button, ButtonKind, Icon, IconName, Loaded, Tag, TagKind};
use leptos::prelude::*;
use model::numbers::{Destination, NumberCard};

/// The card of the number in the address; nothing while there is none.
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

/// For drawers over the card: where closing leads.
pub(super) fn close_href(id: model::NumberId) -> String {
    expect_context::<Numbers>().href(id, "")
}

pub(super) use finder::go;
