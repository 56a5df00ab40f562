//! Business numbers for outgoing calls and messages in the invite form (M1, R6): the first of many, each found by what is typed, and
//! those that are ticked.

use super::typed::{Message, Typed, line, was};
use crate::api::invitations::invite_numbers;
use crate::ui::words::{counted, grouped};
use crate::ui::{OptList, OptRow};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::NumberId;
use model::invitations::{InviteOffers, NumberOffer, NumberOffers};
use std::collections::BTreeSet;

/// Those ticked before the form was sent back, or of whom the new member is to be like.
pub(super) fn chosen_numbers(before: &Typed) -> Vec<NumberId> {
    before.get("numbers").map(|list| list.split(' ').filter_map(|id| id.parse().ok()).collect()).unwrap_or_default()
}

/// What is ticked, and what is offered.
#[derive(Clone, Copy)]
struct Numbers {
    ticked: RwSignal<BTreeSet<NumberId>>,
    offered: RwSignal<NumberOffers>,
    /// What the offered ones were found by.
    found: RwSignal<String>,
}

impl Numbers {
    /// Offers those that match, beside the ticked ones. When that fails the list stays as it is.
    fn find(self, typed: String) {
        if self.found.get_untracked() == typed {
            return;
        }
        self.found.set(typed.clone());
        let ticked = self.ticked.get_untracked().into_iter().collect();
        spawn_local(async move {
            let offered = invite_numbers(typed.clone(), ticked).await;
            if let Ok(offered) = offered
                && self.found.try_get_untracked() == Some(typed)
            {
                self.offered.set(offered);
            }
        });
    }

    fn row(self, number: &NumberOffer) -> AnyView {
        let (id, ticked) = (number.id, self.ticked);
        let about = Some(number.label.clone()).filter(|label| !label.is_empty());
        let tick = Callback::new(move |on: bool| {
            ticked.update(|all| {
                let _was = if on { all.insert(id) } else { all.remove(&id) };
            });
        });
        view! {
            <OptRow
                name="form[numbers][]"
                value=id.to_string()
                title=number.shown.clone()
                about
                end="Calls, messages".to_owned()
                checked=ticked.with_untracked(|all| all.contains(&id))
                on_change=tick
            />
        }
        .into_any()
    }
}

/// The numbers with their search, and why there are no more.
pub(super) fn numbers(offers: &InviteOffers, before: &Typed, error: Message) -> AnyView {
    let find = was(before, "find");
    let nothing = offers.numbers.numbers.is_empty() && find.is_empty();
    if nothing && offers.numbers_refused.is_none() {
        return ().into_any();
    }
    let it = Numbers {
        ticked: RwSignal::new(chosen_numbers(before).into_iter().collect()),
        offered: RwSignal::new(offers.numbers.clone()),
        found: RwSignal::new(find.clone()),
    };
    let many = offers.numbers.more > 0 || !find.is_empty();
    let list = move || {
        let rows = it.offered.with(|offered| offered.numbers.iter().map(|number| it.row(number)).collect::<Vec<_>>());
        (!rows.is_empty()).then(|| view! { <OptList scroll=true>{rows}</OptList> })
    };
    let words = match (&offers.numbers_refused, offers.numbers_hidden) {
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
            {many.then(|| finder(it, find))}
            {list}
            {words.map(|w| view! { <p class="hint">{w}</p> })}
            {line("numbers", error)}
        </fieldset>
    }
    .into_any()
}

/// Looks among the many. Without script the button sends the whole form, which comes back as it was typed.
fn finder(it: Numbers, find: String) -> AnyView {
    let hint = move || {
        let (more, offered) = it.offered.with(|offered| (offered.more, offered.numbers.len()));
        match (more, offered) {
            (0, 0) => "No number that you may give matches. Try fewer letters or digits.".to_owned(),
            (0, _) => "What matches is in the list below.".to_owned(),
            (more, _) => format!("The first {offered} are in the list below; {} more match.", grouped(more)),
        }
    };
    let look = move |ev: leptos::web_sys::Event| it.find(event_target_value(&ev).trim().to_owned());
    view! {
        <div class="affix">
            <input
                class="input"
                type="search"
                id="invite-find"
                name="form[find]"
                value=find
                aria-label="Find a number"
                placeholder="Find a number"
                autocomplete="off"
                maxlength="80"
                aria-describedby="invite-find-hint"
                on:change=look
                on:keydown=move |ev| {
                    if ev.key() == "Enter" {
                        ev.prevent_default();
                        look(ev.into());
                    }
                }
            />
            <noscript>
                <button class="btn btn--sm" type="submit" formaction="/api/invitations/look">
                    "Find"
                </button>
            </noscript>
        </div>
        <p class="hint" id="invite-find-hint" aria-live="polite">
            {hint}
        </p>
    }
    .into_any()
}
