//! The section of the extension and the phones: each is checked while it is typed or when it is sent (M11, M12).

use super::typed::{Message, Typed, was};
use crate::api::invitations::free_extension;
use crate::ui::TextField;
use crate::ui::field::suggestions;
use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle};
use leptos::prelude::*;
use model::invitations::InviteOffers;
use std::time::Duration;

/// After the last key, before the server is asked whether an extension is free.
const PAUSE: Duration = Duration::from_millis(250);

/// Extension with what is free, checked while it is typed (M11).
pub(super) fn phone(offers: &InviteOffers, before: &Typed, failed: impl Fn(&'static str) -> Message) -> AnyView {
    let suggested = offers.extension.map(|e| e.to_string()).unwrap_or_default();
    let at_first = Some(was(before, "extension")).filter(|e| !e.is_empty()).unwrap_or_else(|| suggested.clone());
    let free_words =
        move |free: &str| if free.is_empty() { None } else { Some(format!("{free} is free, the lowest there is")) };
    let live = RwSignal::new((None::<String>, free_words(&suggested).filter(|_| at_first == suggested)));
    let ask = move |typed: String| {
        leptos::task::spawn_local(async move {
            let said = free_extension(typed.clone()).await;
            live.set(match said {
                Ok(say) => match (say.problem, say.free) {
                    (Some(problem), _) => (Some(problem), None),
                    (None, Some(free)) if typed.trim().is_empty() => (None, Some(format!("{free} will be given"))),
                    (None, _) => (None, Some(format!("{} is free", typed.trim()))),
                },
                Err(_) => (None, None),
            });
        });
    };
    let timer = StoredValue::new(None::<TimeoutHandle>);
    // Typing makes an older refusal stale.
    let touched = RwSignal::new(false);
    let refused = failed("extension");
    let error = Signal::derive(move || if touched.get() { live.with(|l| l.0.clone()) } else { refused.get() });
    let ok = Signal::derive(move || if error.with(Option::is_some) { None } else { live.with(|l| l.1.clone()) });
    let typed = Callback::new(move |text: String| {
        touched.set(true);
        if let Some(earlier) = timer.try_update_value(Option::take).flatten() {
            earlier.clear();
        }
        timer.set_value(set_timeout_with_handle(move || ask(text), PAUSE).ok());
    });
    view! {
        <div class="ext-field">
            <TextField
                id="extension"
                name="form[extension]"
                label="Extension"
                inputmode="numeric"
                value=at_first
                maxlength=6
                error
                ok
                on_input=typed
            />
        </div>
        <div class="row2">
            <TextField
                id="mobile"
                name="form[mobile]"
                label="Mobile number"
                kind="tel"
                note="Optional"
                value=was(before, "mobile")
                maxlength=40
                error=failed("mobile")
            />
            <TextField
                id="time_zone"
                name="form[time_zone]"
                label="Time zone"
                note="Optional"
                placeholder="The company’s"
                value=was(before, "time_zone")
                maxlength=64
                list="invite-time-zones"
                error=failed("time_zone")
            />
            {suggestions("invite-time-zones", &offers.time_zones)}
        </div>
    }
    .into_any()
}

/// Up to three outside phones, in order (M12).
pub(super) fn forwarding(before: &Typed, failed: impl Fn(&'static str) -> Message) -> AnyView {
    let row = |field: &'static str, label: &'static str, note: &'static str| {
        view! {
            <TextField
                id=field
                name=format!("form[{field}]")
                label=label
                kind="tel"
                note=note
                value=was(before, field)
                maxlength=40
                error=failed(field)
            />
        }
        .into_any()
    };
    view! {
        <div class="forwards">
            {row("forward_1", "Forwarding number 1", "Optional. Rings in order after the app.")}
            {row("forward_2", "Forwarding number 2", "Optional")} {row("forward_3", "Forwarding number 3", "Optional")}
        </div>
    }
    .into_any()
}
