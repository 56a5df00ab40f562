//! One way to show what comes from the server: pending, failed, empty, there.

use crate::ui::activation::Activation;
use crate::ui::button::Button;
use crate::ui::icon::{Icon, IconName};
use crate::ui::page_data::Reading;
use crate::ui::words::isolated;
use leptos::prelude::*;
use leptos::suspense::Unsuspend;
use std::fmt::Display;
#[cfg(not(feature = "ssr"))]
use std::time::Duration;

/// Shows a resource. First load: "Loading…" (the server waits, so pages without script never show it); later loads: the
/// old content, `aria-busy`, and dimmed when it takes a while; an error: its words, the reference id and a link that tries again. What counts
/// as empty is for `children` to say, with [`crate::ui::Empty`].
#[component]
pub fn Loaded<T, E>(
    resource: Reading<Result<T, E>>,
    /// Where trying again leads: the page's own address.
    #[prop(into)]
    retry: Signal<String>,
    /// The reference id of an error, for whoever looks into the log.
    #[prop(optional)]
    reference: Option<fn(&E) -> Option<String>>,
    children: impl Fn(T) -> AnyView + Clone + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    E: Display + Clone + Send + Sync + 'static,
{
    let content = render_once(move || {
        let children = children.clone();
        Suspend::new(async move {
            let answer = resource.await;
            Unsuspend::new(move || match answer {
                Ok(value) => children(value),
                Err(error) => {
                    let id = reference.and_then(|reference| reference(&error));
                    view! { <LoadFailed message=error.to_string() reference=id retry=retry.get_untracked() /> }
                        .into_any()
                }
            })
        })
    });
    waited_for(content)
}

pub(super) fn loading() -> impl IntoView {
    view! {
        <p class="loading" role="status">
            "Loading…"
        </p>
    }
}

#[cfg(not(feature = "ssr"))]
fn waited_for(content: impl IntoView + 'static) -> AnyView {
    let (pending, set_pending) = signal(false);
    let busy = Signal::derive(move || pending.try_get() == Some(true));
    dimmed_while(
        busy,
        view! {
            <Transition fallback=loading set_pending>
                {content}
            </Transition>
        },
    )
}

/// Sent when it is there, so nothing is ever pending; what watches for it would outlive its answer.
#[cfg(feature = "ssr")]
fn waited_for(content: impl IntoView + 'static) -> AnyView {
    dimmed_while(Signal::stored(false), view! { <Transition fallback=loading>{content}</Transition> })
}

/// What is shown stays while an answer is waited for, marked as busy, and dimmed when that takes a while.
#[cfg(not(feature = "ssr"))]
pub(super) fn dimmed_while(busy: Signal<bool>, content: impl IntoView + 'static) -> AnyView {
    let late = late(busy);
    view! {
        <div
            class="loaded"
            class:is-late=move || late.try_get() == Some(true)
            aria-busy=move || if busy.get() { "true" } else { "false" }
        >
            {content}
        </div>
    }
    .into_any()
}

#[cfg(feature = "ssr")]
pub(super) fn dimmed_while(_busy: Signal<bool>, content: impl IntoView + 'static) -> AnyView {
    view! {
        <div class="loaded" aria-busy="false">
            {content}
        </div>
    }
    .into_any()
}

/// Dimming is for answers that take longer than this. For the others it would flicker, and lay a large table out twice (P8).
#[cfg(not(feature = "ssr"))]
const PATIENCE: Duration = Duration::from_millis(150);

/// True once something has been pending for a while.
#[cfg(not(feature = "ssr"))]
fn late(pending: Signal<bool>) -> ReadSignal<bool> {
    let (late, set_late) = signal(false);
    Effect::new(move |before: Option<Option<TimeoutHandle>>| {
        if let Some(waiting) = before.flatten() {
            waiting.clear();
        }
        if !pending.get() {
            set_late.set(false);
            return None;
        }
        let tell = move || {
            let _ = set_late.try_set(true);
        };
        set_timeout_with_handle(tell, PATIENCE).ok()
    });
    late
}

/// What depends on a resource: drawn again with each answer in the browser, drawn once on the server, which would run a closure
/// several times while it waits.
#[cfg(not(feature = "ssr"))]
pub fn render_once<T>(content: impl Fn() -> T) -> impl Fn() -> T {
    content
}

#[cfg(feature = "ssr")]
pub fn render_once<T>(content: impl Fn() -> T) -> T {
    content()
}

/// What failed, how to try again, and what to quote when asking for help.
#[component]
pub fn LoadFailed(
    #[prop(into)] message: String,
    #[prop(optional_no_strip, into)] reference: Option<String>,
    #[prop(into)] retry: String,
) -> impl IntoView {
    view! {
        <section class="empty" role="alert">
            <span class="empty__art">
                <Icon name=IconName::Warn class="icon icon--20" />
            </span>
            <h2>"This didn’t load"</h2>
            <p>{isolated(message)}</p>
            {reference.map(|id| view! { <p>"Reference " <code>{id}</code></p> })}
            <div class="empty__actions">
                <Button activation=Activation::Link(retry)>"Try again"</Button>
            </div>
        </section>
    }
    .into_any()
}
