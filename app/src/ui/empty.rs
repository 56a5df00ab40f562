//! What stands where a list or a value would: why it is empty, and the next step (T14).

use crate::ui::icon::{Icon, IconName};
use crate::ui::words::isolated;
use leptos::prelude::*;

/// A sentence and a picture in place of a list; `children` are the next steps.
#[component]
pub fn Empty(
    icon: IconName,
    #[prop(into)] title: String,
    #[prop(into)] text: String,
    /// Buttons; the first is the way on.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <section class="empty">
            <span class="empty__art">
                <Icon name=icon class="icon icon--20" />
            </span>
            <h2>{isolated(title)}</h2>
            <p>{isolated(text)}</p>
            {children.map(|children| view! { <div class="empty__actions">{children()}</div> })}
        </section>
    }
    .into_any()
}

/// Nothing in a cell: a dash to see, a word to hear.
#[component]
pub fn Nothing(label: &'static str) -> impl IntoView {
    view! { <span class="nothing">{label}</span> }
}
