//! One way to show what comes from the server: pending, failed, empty, there.

use crate::ui::activation::Activation;
use crate::ui::button::Button;
use crate::ui::icon::{Icon, IconName};
use crate::ui::page_data::Reading;
use crate::ui::words::isolated;
use leptos::prelude::*;
use leptos::suspense::Unsuspend;
use model::error::AppError;
#[cfg(not(feature = "ssr"))]
use std::time::Duration;

/// Shows a resource. First load: "Loading…" (the server waits, so pages without script never show it); later loads: the
/// old content, `aria-busy`, and dimmed when it takes a while; an error: [`LoadFailed`]. What counts as empty is for
/// `children` to say, with [`crate::ui::Empty`].
#[component]
pub fn Loaded<T>(
    resource: Reading<Result<T, AppError>>,
    /// Where trying again leads: the page's own address.
    #[prop(into)]
    retry: Signal<String>,
    /// Where closing leads, of what lies beside or above a page.
    #[prop(optional, into)]
    close: Option<Signal<String>>,
    children: impl Fn(T) -> AnyView + Clone + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
{
    let content = render_once(move || {
        let children = children.clone();
        Suspend::new(async move {
            let answer = resource.await;
            Unsuspend::new(move || match answer {
                Ok(value) => children(value),
                Err(error) => {
                    let close = close.map(|close| close.get_untracked());
                    view! { <LoadFailed error retry=retry.get_untracked() close /> }.into_any()
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

/// Dimming is for answers that take longer than this. For the others it would flicker, and lay a large table out twice
/// (P8).
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

/// What depends on a resource: drawn again with each answer in the browser, drawn once on the server, which would run a
/// closure several times while it waits.
#[cfg(not(feature = "ssr"))]
pub fn render_once<T>(content: impl Fn() -> T) -> impl Fn() -> T {
    content
}

#[cfg(feature = "ssr")]
pub fn render_once<T>(content: impl Fn() -> T) -> T {
    content()
}

/// Why something is not shown, and what to do: nothing for what is not open to one's role or not there, trying again
/// otherwise.
#[component]
pub fn LoadFailed(
    error: AppError,
    /// The page's own address.
    #[prop(into)]
    retry: String,
    /// Where closing leads, of what can be closed.
    #[prop(optional_no_strip)]
    close: Option<String>,
) -> impl IntoView {
    let (icon, title, again) = match error {
        AppError::Denied(_) => (IconName::Lock, "This isn’t open to you", false),
        AppError::NotFound(_) => (IconName::Search, "It isn’t there", false),
        AppError::SignedOut => (IconName::Lock, "You are signed out", true),
        AppError::Fields(_) | AppError::Refused(_) | AppError::Conflict(_) => {
            (IconName::Warn, "This can’t be shown", true)
        }
        AppError::TooMany(_)
        | AppError::Crowded
        | AppError::Busy
        | AppError::Full
        | AppError::Fault(_)
        | AppError::Unreachable => (IconName::Warn, "This didn’t load", true),
    };
    view! {
        <section class="empty" role="alert">
            <span class="empty__art">
                <Icon name=icon class="icon icon--20" />
            </span>
            <h2>{title}</h2>
            <p>{isolated(error.to_string())}</p>
            {(again || close.is_some())
                .then(|| {
                    view! {
                        <div class="empty__actions">
                            {again.then(|| view! { <Button activation=Activation::Link(retry)>"Try again"</Button> })}
                            {close.map(|close| view! { <Button activation=Activation::Link(close)>"Close"</Button> })}
                        </div>
                    }
                })}
        </section>
    }
    .into_any()
}
