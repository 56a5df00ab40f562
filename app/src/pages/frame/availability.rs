//! One's own availability (M20): shown at once, taken back when the server refuses it.

use crate::api::sessions::{SetAvailability, set_availability};
use crate::pages::use_me;
use crate::ui::{PresenceMark, use_toasts};
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos::task::spawn_local;
use model::{Availability, Presence};

/// The mark that colleagues see of somebody who is here and in no call.
pub fn presence(availability: Availability) -> Presence {
    match availability {
        Availability::Available => Presence::Available,
        Availability::DoNotDisturb => Presence::DoNotDisturb,
    }
}

/// The switch in the top bar: shown at once, taken back when the server refuses (M20).
#[component]
pub fn AvailabilityToggle() -> impl IntoView {
    let me = use_me();
    let toasts = use_toasts();
    // What the server is known to have, and whether something is on its way to it.
    let saved = StoredValue::new(me.with_untracked(|me| me.availability));
    let sending = StoredValue::new(false);
    let choose = move |wanted: Availability| {
        me.update(|me| me.availability = wanted);
        if sending.get_value() {
            return;
        }
        sending.set_value(true);
        spawn_local(async move {
            // One after the other, until the server has what was chosen last.
            loop {
                let Some(wanted) = me.try_with_untracked(|me| me.availability) else { return };
                if saved.try_get_value().is_none_or(|saved| saved == wanted) {
                    break;
                }
                match set_availability(wanted).await {
                    Ok(()) => saved.set_value(wanted),
                    Err(error) => {
                        me.update(|me| me.availability = saved.get_value());
                        toasts.push(format!("You are still shown as {}. {error}", saved.get_value().label()));
                    }
                }
            }
            sending.set_value(false);
        });
    };
    let radio = move |of: Availability| {
        let chosen = move || me.with(|me| me.availability == of);
        view! {
            <label>
                <input
                    type="radio"
                    name="availability"
                    value=of.slug()
                    checked=chosen
                    prop:checked=chosen
                    on:change=move |_| choose(of)
                />
                <PresenceMark of=presence(of) />
                {of.label()}
            </label>
        }
    };
    view! {
        <form method="post" action=SetAvailability::url()>
            <fieldset class="availability">
                <legend class="sr-only">"Your availability"</legend>
                {radio(Availability::Available)}
                {radio(Availability::DoNotDisturb)}
            </fieldset>
            <noscript>
                <button class="btn btn--sm btn--block">"Save availability"</button>
            </noscript>
        </form>
    }
}
