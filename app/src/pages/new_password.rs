//! The form behind a mailed link: choosing a password, once (M3, M10).

use crate::ui::{Activation, Button, ButtonKind, PasswordField, field_error, form_error};
use leptos::prelude::*;
use model::error::AppError;

/// The fields and the button, for inside of the form that sends them.
#[component]
pub fn NewPasswordFields<T>(
    /// The last answer of the form's action.
    #[prop(into)]
    answer: Signal<Option<Result<T, AppError>>>,
    /// The secret of the link.
    token: String,
    /// How the member signs in.
    sign_in: String,
    /// The label of the password.
    label: &'static str,
    /// While the form is being sent.
    #[prop(into)]
    busy: Signal<bool>,
    /// The button's words, and those while the form is being sent.
    words: (&'static str, &'static str),
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let (idle, sending) = words;
    view! {
        {form_error(answer)}
        <input type="hidden" name="token" value=token />
        // Password managers store the password under this name.
        <div class="field">
            <span class="label">
                <label for="username">"You sign in as"</label>
            </span>
            <input class="input" id="username" type="text" autocomplete="username" readonly=true value=sign_in />
        </div>
        <PasswordField
            id="password"
            name="password"
            label
            autocomplete="new-password"
            autofocus=true
            hint="At least 8 characters; 15 or more are better."
            error=field_error(answer, "password")
        />
        <Button kind=ButtonKind::Primary block=true activation=Activation::Submit busy>
            {move || if busy.get() { sending } else { idle }}
        </Button>
    }
    .into_any()
}
