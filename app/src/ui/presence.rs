//! Presence: a shape and a word for each state, so colour is never the only signal (T2).

use crate::model::Presence;
use crate::ui::icon::{Icon, IconName};
use leptos::prelude::*;

/// Class and symbol of a mark, both static: a table of 50 rows draws 100 of them.
fn mark(of: Presence) -> (&'static str, &'static str) {
    match of {
        Presence::Available => ("presence presence--available", "/icons.svg#p-available"),
        Presence::DoNotDisturb => ("presence presence--dnd", "/icons.svg#p-dnd"),
        Presence::OnCall => ("presence presence--call", "/icons.svg#p-call"),
        Presence::WrappingUp => ("presence presence--wrap", "/icons.svg#p-wrap"),
        Presence::Offline => ("presence presence--offline", "/icons.svg#p-offline"),
    }
}

/// The mark alone, hidden from screen readers: the word stands beside it.
#[component]
pub fn PresenceMark(of: Presence) -> impl IntoView {
    let (class, href) = mark(of);
    view! { <svg class=class viewBox="0 0 12 12" aria-hidden="true"><use href=href></use></svg> }
}

/// Mark, word, and a second line: "Online", "3 h ago".
#[component]
pub fn StatusText(
    of: Presence,
    /// The running time of a call or of wrapping up, already written ("02:14"). Its element is `.timer`, not live (DESIGN).
    #[prop(optional, into)]
    timer: Option<Signal<String>>,
    #[prop(optional, into)] detail: Option<String>,
) -> impl IntoView {
    view! {
        <span class="status">
            <PresenceMark of/>
            <span class="status__t">
                {of.label()}
                {timer.map(|timer| view! { " " <span class="timer" role="timer">{move || timer.get()}</span> })}
            </span>
            {detail.map(|detail| view! { <span class="status__d secondary">{detail}</span> })}
        </span>
    }
    .into_any()
}

/// The same block for people without presence: not joined yet, suspended.
#[component]
pub fn StatusNote(icon: IconName, #[prop(into)] text: String, #[prop(optional, into)] detail: Option<String>) -> impl IntoView {
    view! {
        <span class="status">
            <Icon name=icon/>
            <span class="status__t">{text}</span>
            {detail.map(|detail| view! { <span class="status__d secondary">{detail}</span> })}
        </span>
    }
    .into_any()
}
