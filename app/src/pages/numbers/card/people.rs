//! Who may use a number, and where it rang before (N1).

use crate::pages::numbers::Numbers;
use crate::ui::words::grouped;
use crate::ui::{Activation, Button, ButtonKind, Tag, TagKind};
use leptos::prelude::*;
use model::numbers::{NumberCard, NumberUse};
use model::zone::Offsets;

pub(super) fn users(card: &NumberCard, shown: &str) -> AnyView {
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
pub(super) fn holders(card: &NumberCard, zone: &Offsets) -> AnyView {
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
