//! Form fields: label, control, hint, and one line that says what is wrong and what fixes it.
//!
//! Fields are uncontrolled: the server writes their value, the form sends it, script only listens. What somebody typed
//! before Wasm arrived stays (T13).

mod password;
mod select;
mod text;

use crate::ui::icon::{Icon, IconName};
use crate::ui::words::isolated;
use leptos::prelude::*;
pub use password::PasswordField;
pub use select::{Choice, SelectField, choices};
pub use text::{TextArea, TextField, suggestions};

/// A field's problem or confirmation; `None` while there is nothing to say.
pub type Message = Signal<Option<String>>;

/// The frame of a field: for controls of one's own. They need the same `id`, [`described_by`] and [`invalid`].
#[component]
pub fn Field(
    #[prop(into)] id: String,
    #[prop(into)] label: String,
    /// Beside the label, quieter: "Optional".
    #[prop(optional, into)]
    note: Option<String>,
    /// At the end of the label's line: address and words ("Forgot password?").
    #[prop(optional)]
    label_link: Option<(String, String)>,
    #[prop(optional, into)] hint: Option<String>,
    /// What happened, then the fix: "118 belongs to Dana Whitfield. 104 is free."
    #[prop(optional, into)]
    error: Message,
    /// "104 is free."
    #[prop(optional, into)]
    ok: Message,
    children: Children,
) -> impl IntoView {
    let (hint_id, message_id) = (format!("{id}-hint"), format!("{id}-message"));
    view! {
        <div class="field">
            <span class="label">
                <label for=id>{label}</label>
                {note.map(|note| view! { <span class="opt">{note}</span> })}
                {label_link
                    .map(|(href, words)| {
                        view! {
                            <a class="label__link" href=href>
                                {words}
                            </a>
                        }
                    })}
            </span>
            {children()}
            {hint
                .map(|hint| {
                    view! {
                        <p class="hint" id=hint_id>
                            {isolated(hint)}
                        </p>
                    }
                })}
            <div class="field__message" id=message_id role="status">
                {move || match (error.get(), ok.get()) {
                    (Some(error), _) => Some(line("error", IconName::Error, error)),
                    (None, Some(ok)) => Some(line("okmsg", IconName::Check, ok)),
                    _ => None,
                }}
            </div>
        </div>
    }
    .into_any()
}

fn line(class: &'static str, icon: IconName, words: String) -> AnyView {
    view! {
        <p class=class>
            <Icon name=icon />
            <span>{isolated(words)}</span>
        </p>
    }
    .into_any()
}

/// `aria-describedby` of the control with this id: its hint, and the line under it.
pub fn described_by(id: &str, hint: bool) -> String {
    if hint { format!("{id}-hint {id}-message") } else { format!("{id}-message") }
}

/// `aria-invalid` of a control.
pub fn invalid(error: Message) -> impl Fn() -> Option<&'static str> + Clone + Send + 'static {
    move || error.with(Option::is_some).then_some("true")
}

/// [`Field`] around a finished control; one copy in the Wasm for all kinds of fields.
#[allow(clippy::too_many_arguments, reason = "the frame's own props, passed on")]
fn framed(
    id: String,
    label: String,
    note: Option<String>,
    label_link: Option<(String, String)>,
    hint: Option<String>,
    error: Message,
    ok: Message,
    control: AnyView,
) -> AnyView {
    let props = FieldProps { id, label, note, label_link, hint, error, ok, children: Box::new(move || control) };
    Field(props).into_any()
}
