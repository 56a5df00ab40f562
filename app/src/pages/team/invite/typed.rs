//! What a refused form keeps of what was typed, and how a section reads it again.

use crate::ui::ErrorLine;
pub(super) use crate::ui::field::Message;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// What was typed before a refusal, by field, for browsers without script.
pub(super) type Typed = BTreeMap<String, String>;
pub(super) fn was(before: &Typed, field: &str) -> String {
    before.get(field).cloned().unwrap_or_default()
}

/// A switch as it was left; at first as the form proposes.
pub(super) fn on(before: &Typed, field: &str, at_first: bool) -> bool {
    before.get(field).map_or(at_first, |v| !v.is_empty())
}

/// Whether a list that was typed holds this id.
pub(super) fn chosen(before: &Typed, field: &str, id: &str) -> bool {
    before.get(field).is_some_and(|list| list.split(' ').any(|it| it == id))
}

/// What is wrong with a group of choices, under it.
pub(super) fn line(id: &'static str, error: Message) -> AnyView {
    view! {
        <div class="field__message" id=id tabindex="-1" role="status">
            <ErrorLine error=error />
        </div>
    }
    .into_any()
}
