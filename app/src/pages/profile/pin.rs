//! Setting a voicemail PIN (M19). There is nothing to show of the old one.

use crate::api::members::edit::ChangePin;
use crate::ui::form_errors::{field_error, form_error};
use crate::ui::{Activation, Button, TextField, use_toasts};
use leptos::form::ActionForm;
use leptos::prelude::*;
use model::MemberId;

/// The form of a voicemail PIN, one's own or another member's (M19). What is saved is never shown.
#[component]
pub fn PinForm(
    id: MemberId,
    has_pin: bool,
    #[prop(optional_no_strip)] refused: Option<String>,
    #[prop(into)] back: String,
) -> impl IntoView {
    if let Some(why) = refused {
        return view! { <p class="hint">{why}</p> }.into_any();
    }
    let action = ServerAction::<ChangePin>::new();
    let answer = Signal::from(action.value());
    let toasts = use_toasts();
    let saved = RwSignal::new(0_u32);
    Effect::new(move |_| {
        if matches!(answer.get(), Some(Ok(()))) {
            saved.update(|n| *n += 1);
            toasts.push("Voicemail PIN changed");
        }
    });
    let hint = move |has: bool| {
        if has {
            "A PIN is set. It can’t be shown; a new one takes its place."
        } else {
            "No PIN yet: voicemail can’t be heard from other phones."
        }
    };
    view! {
        <ActionForm action attr:class="pin-form">
            {form_error(answer)}
            <input type="hidden" name="id" value=id.to_string() />
            <input type="hidden" name="back" value=back />
            // Drawn anew after a save, and empty again.
            {move || {
                let has = has_pin || saved.get() > 0;
                let label = if has { "New voicemail PIN" } else { "Voicemail PIN" };
                view! {
                    <TextField
                        id="pin"
                        name="pin"
                        label
                        kind="password"
                        inputmode="numeric"
                        autocomplete="new-password"
                        maxlength=8
                        hint=format!("4 to 8 digits. {}", hint(has))
                        error=field_error(answer, "pin")
                    />
                }
            }}
            <Button small=true activation=Activation::Submit busy=action.pending()>
                {move || if has_pin || saved.get() > 0 { "Change PIN" } else { "Set PIN" }}
            </Button>
        </ActionForm>
    }
    .into_any()
}
