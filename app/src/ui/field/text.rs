//! Lines and paragraphs of text.

use super::{Message, described_by, framed, invalid};
use crate::ui::icon::{Icon, IconName};
use leptos::html;
use leptos::prelude::*;

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

/// Several lines of text.
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
