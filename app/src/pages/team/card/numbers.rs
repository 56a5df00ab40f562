//! The card's Numbers tab: everything that reaches a member, and what they call from (T8, M11 to M13).

use crate::pages::team::Team;
use crate::pages::team::card::may;
use crate::pages::team::number_links::{direct_button, uses_button};
use crate::ui::{Activation, Button, Tag, TagKind};
use leptos::prelude::*;
use model::{MemberCard, UsableNumber};
use policy::Action;

/// The tab.
pub(super) fn numbers(card: &MemberCard) -> AnyView {
    view! {
        {direct(card)}
        {extension(card)}
        {forwarding(card)}
        {outgoing(card)}
    }
    .into_any()
}

/// The number whose calls come to this member (M13).
fn direct(card: &MemberCard) -> AnyView {
    let line = match &card.row.direct {
        Some(number) => {
            let usable = card.numbers.iter().find(|n| n.number == *number);
            let label = usable.map(|n| n.label.clone()).unwrap_or_default();
            let end = usable.map(used_for);
            view! {
                <ul class="numlist">
                    <li>
                        <span class="tel">{number.shown().to_owned()}</span>
                        <span class="muted">{label}</span>
                        <span class="end">{end}</span>
                    </li>
                </ul>
            }
            .into_any()
        }
        None => view! { <p class="muted">"None"</p> }.into_any(),
    };
    let change = direct_button(&card.row);
    view! {
        <h3 class="group-title">"Direct number "{change}</h3>
        {line}
    }
    .into_any()
}

/// Extension, and whether callers reach it by spelling the name (M11).
fn extension(card: &MemberCard) -> AnyView {
    let by_name = if card.dial_by_name { "Dial by name" } else { "Not in dial by name" };
    let line = match card.row.extension {
        Some(extension) => view! {
            <ul class="numlist">
                <li>
                    <span class="num">{extension.to_string()}</span>
                    <span class="muted">{by_name}</span>
                </li>
            </ul>
        }
        .into_any(),
        None => view! { <p class="muted">"None"</p> }.into_any(),
    };
    view! {
        <h3 class="group-title">"Extension"</h3>
        {line}
    }
    .into_any()
}

fn used_for(n: &UsableNumber) -> &'static str {
    match (n.calls, n.messages) {
        (true, true) => "Calls, messages",
        (true, false) => "Calls only",
        (false, true) => "Messages only",
        (false, false) => "Nothing",
    }
}

/// Outside phones in the order in which they ring (M12).
pub(super) fn forwarding(card: &MemberCard) -> AnyView {
    let row = &card.row;
    let edit = may(row, Action::SetForwarding).then(|| {
        let href = expect_context::<Team>().query().href(&format!("/team/{}/forwarding", row.id));
        view! {
            <Button
                small=true
                label=format!("Edit {}’s call forwarding", row.name.full())
                activation=Activation::Link(href)
            >
                "Edit"
            </Button>
        }
    });
    if row.forwarding.is_empty() {
        return edit
            .map(|edit| {
                view! {
                    <h3 class="group-title">"Forwarding numbers "{edit}</h3>
                    <p class="muted">"None"</p>
                }
                .into_any()
            })
            .unwrap_or_else(|| ().into_any());
    }
    let lines: Vec<AnyView> = row
        .forwarding
        .iter()
        .enumerate()
        .map(|(i, f)| {
            view! {
                <li>
                    <span class="ord muted">{i + 1}</span>
                    <span class="tel">{f.number.shown().to_owned()}</span>
                    <span class="muted">{f.label.clone()}</span>
                    <span class="end">{format!("{} s", f.seconds)}</span>
                </li>
            }
            .into_any()
        })
        .collect();
    let off = (!card.forwarding_on).then(|| view! { <Tag text="Off" /> });
    view! {
        <h3 class="group-title">"Forwarding numbers "{off}{edit}</h3>
        <ol class="numlist">{lines}</ol>
    }
    .into_any()
}

/// Business numbers for outgoing calls and messages, the default first (T8).
pub(super) fn outgoing(card: &MemberCard) -> AnyView {
    let edit = uses_button(&card.row);
    if card.numbers.is_empty() {
        let title = "Numbers for outgoing calls and messages ";
        let none = |edit| {
            view! {
                <h3 class="group-title">{title}{edit}</h3>
                <p class="muted">"None"</p>
            }
            .into_any()
        };
        return edit.map_or_else(|| ().into_any(), none);
    }
    let lines: Vec<AnyView> = card
        .numbers
        .iter()
        .map(|n| {
            let end = if n.default {
                view! { <Tag text="Default" kind=TagKind::Ok /> }.into_any()
            } else {
                used_for(n).into_any()
            };
            view! {
                <li>
                    <span class="tel">{n.number.shown().to_owned()}</span>
                    <span class="muted">{n.label.clone()}</span>
                    <span class="end">{end}</span>
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <h3 class="group-title">"Numbers for outgoing calls and messages "{edit}</h3>
        <ul class="numlist">{lines}</ul>
    }
    .into_any()
}
