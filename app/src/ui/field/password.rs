//! A password that can be shown.

use super::{Message, described_by, framed, invalid};
use crate::ui::choice::use_hydrated;
use leptos::html;
use leptos::prelude::*;

/// A password with a Show button; the button is there once script can make it work.
#[component]
pub fn PasswordField(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    /// "current-password" or "new-password".
    #[prop(default = "current-password")]
    autocomplete: &'static str,
    #[prop(optional)] label_link: Option<(String, String)>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] error: Message,
    #[prop(optional, into)] ok: Message,
    #[prop(optional)] autofocus: bool,
    #[prop(optional, into)] on_input: Option<Callback<String>>,
    /// The input itself.
    #[prop(optional)]
    node_ref: NodeRef<html::Input>,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    let hydrated = use_hydrated();
    let describedby = described_by(&id, hint.is_some());
    let control = view! {
        <div class="affix affix--password">
            <input
                node_ref=node_ref
                class="input"
                id=id.clone()
                name=name
                autocomplete=autocomplete
                required=true
                autofocus=autofocus
                maxlength="128"
                type=move || if shown.get() { "text" } else { "password" }
                aria-invalid=invalid(error)
                aria-describedby=describedby
                on:input=move |ev| {
                    if let Some(on_input) = on_input {
                        on_input.run(event_target_value(&ev))
                    }
                }
            />
            <span class="affix__end" hidden=move || !hydrated.get()>
                <button
                    type="button"
                    class="btn btn--link btn--sm"
                    aria-label="Show password"
                    aria-pressed=move || if shown.get() { "true" } else { "false" }
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {move || if shown.get() { "Hide" } else { "Show" }}
                </button>
            </span>
        </div>
    }
    .into_any();
    framed(id, label, None, label_link, hint, error, ok, control)
}
