//! Form fields: label, control, hint, and one line that says what is wrong and what fixes it.
//!
//! Fields are uncontrolled: the server writes their value, the form sends it, script only listens. What somebody typed
//! before Wasm arrived stays (T13).

use crate::ui::choice::use_hydrated;
use crate::ui::icon::{Icon, IconName};
use crate::ui::words::isolated;
use leptos::html;
use leptos::prelude::*;

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

/// One line of text.
#[component]
pub fn TextField(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] value: String,
    /// The input's type: "text", "email", "tel", "search", "url", "number", "date".
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(optional)] inputmode: Option<&'static str>,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(optional)] maxlength: Option<u32>,
    #[prop(optional)] required: bool,
    #[prop(optional)] readonly: bool,
    #[prop(optional)] disabled: bool,
    #[prop(optional)] autofocus: bool,
    #[prop(optional, into)] note: Option<String>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] error: Message,
    #[prop(optional, into)] ok: Message,
    /// The id of a `<datalist>` with values to choose from: [`suggestions`].
    #[prop(optional_no_strip, into)]
    list: Option<&'static str>,
    /// Inside the field, before the text.
    #[prop(optional)]
    icon: Option<IconName>,
    /// Inside the field, after the text: a small button or a unit.
    #[prop(optional)]
    end: Option<AnyView>,
    /// Every change of the text.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
    /// The input itself.
    #[prop(optional)]
    node_ref: NodeRef<html::Input>,
) -> impl IntoView {
    let describedby = described_by(&id, hint.is_some());
    // Browsers take fewer addresses than our parser (no ë before the @), and refuse in words of their own.
    let (kind, inputmode) = if kind == "email" { ("text", Some("email")) } else { (kind, inputmode) };
    let input = view! {
        <input
            node_ref=node_ref
            class="input"
            id=id.clone()
            name=name
            type=kind
            value=value
            autocomplete=autocomplete
            inputmode=inputmode
            list=list
            placeholder=placeholder
            maxlength=maxlength
            required=required
            readonly=readonly
            disabled=disabled
            autofocus=autofocus
            aria-invalid=invalid(error)
            aria-describedby=describedby
            on:input=move |ev| {
                if let Some(on_input) = on_input {
                    on_input.run(event_target_value(&ev))
                }
            }
        />
    };
    let affixed = icon.is_some() || end.is_some();
    let control = if affixed {
        view! {
            <div class="affix">
                {icon.map(|name| view! { <Icon name /> })} {input}
                {end.map(|end| view! { <span class="affix__end">{end}</span> })}
            </div>
        }
        .into_any()
    } else {
        input.into_any()
    };
    framed(id, label, note, None, hint, error, ok, control)
}

/// What may be chosen while typing into a [`TextField`] with this `list`; other texts may be typed all the same.
pub fn suggestions(id: &'static str, all: &[String]) -> AnyView {
    let options: Vec<AnyView> =
        all.iter().map(|one| view! { <option value=one.clone()></option> }.into_any()).collect();
    view! { <datalist id=id>{options}</datalist> }.into_any()
}

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

/// One entry of a select.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    pub value: String,
    pub label: String,
    /// Shown but not to be chosen; write the reason into the label: "Administrator (only Administrators can give this)".
    pub disabled: bool,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Choice { value: value.into(), label: label.into(), disabled: false }
    }
}

#[component]
pub fn SelectField(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    options: Vec<Choice>,
    /// The value chosen at first.
    #[prop(optional, into)]
    value: String,
    #[prop(optional, into)] note: Option<String>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] error: Message,
    #[prop(optional)] disabled: bool,
    #[prop(optional)] autofocus: bool,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    let describedby = described_by(&id, hint.is_some());
    let control = view! {
        <select
            class="select"
            id=id.clone()
            name=name
            disabled=disabled
            autofocus=autofocus
            aria-invalid=invalid(error)
            aria-describedby=describedby
            on:change=move |ev| {
                if let Some(on_change) = on_change {
                    on_change.run(event_target_value(&ev))
                }
            }
        >
            {choices(options, &value)}
        </select>
    }
    .into_any();
    framed(id, label, note, None, hint, error, Message::default(), control)
}

/// The `<option>`s of a select of one's own.
pub fn choices(options: Vec<Choice>, value: &str) -> Vec<AnyView> {
    options
        .into_iter()
        .map(|it| {
            let selected = it.value == value;
            view! {
                <option value=it.value selected=selected disabled=it.disabled>
                    {it.label}
                </option>
            }
            .into_any()
        })
        .collect()
}

#[component]
pub fn TextArea(
    #[prop(into)] id: String,
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] value: String,
    #[prop(default = 4)] rows: u32,
    #[prop(optional, into)] placeholder: Option<String>,
    #[prop(optional)] maxlength: Option<u32>,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] note: Option<String>,
    #[prop(optional, into)] hint: Option<String>,
    #[prop(optional, into)] error: Message,
    /// The textarea itself.
    #[prop(optional)]
    node_ref: NodeRef<html::Textarea>,
) -> impl IntoView {
    let describedby = described_by(&id, hint.is_some());
    let control = view! {
        <textarea
            node_ref=node_ref
            class="textarea"
            id=id.clone()
            name=name
            rows=rows
            placeholder=placeholder
            maxlength=maxlength
            required=required
            aria-invalid=invalid(error)
            aria-describedby=describedby
        >
            {value}
        </textarea>
    }
    .into_any();
    framed(id, label, note, None, hint, error, Message::default(), control)
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
