//! The parts of an address as fields of a form.

use leptos::prelude::*;
use model::query_string::pairs;

/// All parts of a query as hidden fields, but for one, so that a GET form changes that one only.
#[component]
pub fn QueryFields(#[prop(into)] query: Signal<String>, except: &'static str) -> impl IntoView {
    let field = |(name, value): (String, String)| view! { <input type="hidden" name=name value=value /> }.into_any();
    move || query.with(|query| pairs(query).filter(|(name, _)| name != except).map(field).collect::<Vec<_>>())
}
