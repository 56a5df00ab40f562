//! Waits for a list's first answer. What it shows is made once; later answers change it in place.

use crate::ui::data_table::listing::{ListPage, Listing};
use crate::ui::loaded::{LoadFailed, dimmed_while, loading};
use leptos::prelude::*;
use leptos::suspense::Unsuspend;

/// First load: "Loading…"; the server waits, so pages without script never show it. Later ones: the old content,
/// `aria-busy`, and dimmed when it takes a while. An error: [`LoadFailed`], or with no `retry` nothing.
#[component]
pub fn ListLoaded<P: ListPage>(
    list: Listing<P>,
    /// Where trying again leads: the list's own address.
    #[prop(optional, into)]
    retry: Option<Signal<String>>,
    children: impl Fn() -> AnyView + Clone + Send + Sync + 'static,
) -> impl IntoView {
    let content = Suspend::new(async move {
        list.first_answer().await;
        Unsuspend::new(move || {
            // Made once, not with each answer.
            let shown = Memo::new(move |_| list.page().is_some() && (retry.is_none() || list.failed().is_none()));
            let failed = move || {
                list.failed()
                    .zip(retry)
                    .map(|(error, retry)| view! { <LoadFailed error retry=retry.get_untracked() /> })
            };
            move || if shown.get() { children() } else { failed.into_any() }
        })
    });
    let fallback = move || retry.map(|_| loading());
    dimmed_while(Signal::derive(move || list.is_busy()), view! { <Transition fallback>{content}</Transition> })
}
