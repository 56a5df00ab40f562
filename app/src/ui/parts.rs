//! The parts of an address as fields of a form.

use leptos::prelude::*;
use model::query_string::pairs;

/// All parts of a query as hidden fields, but for one, so that a GET form changes that one only.
#[component]
pub fn OtherParts(#[prop(into)] query: Signal<String>, but: &'static str) -> impl IntoView {
    let field = |(name, value): (String, String)| view! { <input type="hidden" name=name value=value /> }.into_any();
    move || query.with(|query| pairs(query).filter(|(name, _)| name != but).map(field).collect::<Vec<_>>())
}
