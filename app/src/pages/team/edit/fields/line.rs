//! One line of text of the edit form, or the reason why it stays as it is (R10).

use crate::ui::TextField;
use crate::ui::form_errors::{Answer, field_error};
use leptos::prelude::*;
use model::members::edit::{EditField, MemberEdit, MemberForm};

/// A line of text, or the reason why it stays as it is.
pub(super) fn line(
    saved: &MemberEdit,
    form: &MemberForm,
    answer: Answer,
    field: EditField,
    label: &str,
    hint: Option<String>,
    more: Line,
) -> AnyView {
    let (slug, value) = (field.slug(), form.text(field));
    let id = format!("edit-{slug}");
    let name = format!("form[{slug}]");
    let error = field_error(answer, slug);
    let why = saved.why_not(field);
    let readonly = why.is_some();
    match why.or(hint) {
        Some(hint) => view! {
            <TextField
                id
                name
                label=label.to_owned()
                value
                kind=more.kind
                inputmode=more.inputmode
                maxlength=more.longest
                list=more.list
                readonly
                error
                hint
            />
        }
        .into_any(),
        None => view! {
            <TextField
                id
                name
                label=label.to_owned()
                value
                kind=more.kind
                inputmode=more.inputmode
                maxlength=more.longest
                list=more.list
                readonly
                error
            />
        }
        .into_any(),
    }
}

/// How a line is typed.
pub(super) struct Line {
    kind: &'static str,
    inputmode: &'static str,
    longest: u32,
    /// The id of what is suggested.
    list: Option<&'static str>,
}

pub(super) const TEXT: Line = Line { kind: "text", inputmode: "text", longest: 80, list: None };
pub(super) const EMAIL: Line = Line { kind: "email", inputmode: "email", longest: 254, list: None };
pub(super) const TEL: Line = Line { kind: "tel", inputmode: "tel", longest: 40, list: None };
pub(super) const DIGITS: Line = Line { kind: "text", inputmode: "numeric", longest: 6, list: None };
pub(super) const ZONE: Line = Line { kind: "text", inputmode: "text", longest: 64, list: Some(ZONES) };

/// The id of the list of time zones.
pub(super) const ZONES: &str = "edit-time-zones";
