//! Presence: a shape and a word for each state, so colour is never the only signal (T2). The shapes are drawn by the
//! style sheet.

use leptos::prelude::*;
use model::Presence;

/// The class that gives an element's mark its shape and colour.
pub fn mark_class(of: Presence) -> &'static str {
    match of {
        Presence::Available => "presence--available",
        Presence::DoNotDisturb => "presence--dnd",
        Presence::OnCall => "presence--call",
        Presence::WrappingUp => "presence--wrap",
        Presence::Offline => "presence--offline",
    }
}

/// The mark alone, hidden from screen readers: the word stands beside it.
#[component]
pub fn PresenceMark(of: Presence) -> impl IntoView {
    view! { <span class=format!("presence {}", mark_class(of)) aria-hidden="true"></span> }
}
