//! The section of the business numbers the actor may hand on (R6).

use super::typed::{Message, Typed, chosen, line};
use crate::ui::words::counted;
use crate::ui::{OptList, OptRow};
use leptos::prelude::*;
use model::invitations::InviteOffers;

/// Business numbers the actor may hand on (R6).
pub(super) fn numbers(offers: &InviteOffers, before: &Typed, error: Message) -> AnyView {
    if offers.numbers.is_empty() && offers.numbers_refused.is_none() {
        return ().into_any();
    }
    let rows: Vec<AnyView> = offers
        .numbers
        .iter()
        .map(|n| {
            let id = n.id.to_string();
            let about = Some(n.label.clone()).filter(|l| !l.is_empty());
            let checked = chosen(before, "numbers", &id);
            view! {
                <OptRow
                    name="form[numbers][]"
                    value=id
                    title=n.shown.clone()
                    about
                    end="Calls, messages".to_owned()
                    checked
                />
            }
            .into_any()
        })
        .collect();
    let hidden = offers.numbers_hidden;
    let words = match (&offers.numbers_refused, hidden) {
        (Some(why), _) => Some(why.clone()),
        (None, 0) => None,
        (None, n) => Some(format!(
            "You can’t use {} yourself, so you can’t hand them on.",
            counted(n, "other number", "other numbers")
        )),
    };
    view! {
        <fieldset class="field">
            <legend class="label">"Numbers for outgoing calls and messages"</legend>
            {(!rows.is_empty()).then(|| view! { <OptList scroll=true>{rows}</OptList> })}
            {words.map(|w| view! { <p class="hint">{w}</p> })}
            {line("numbers", error)}
        </fieldset>
    }
    .into_any()
}
