//! Toasts: what was just done, with Undo where it can be undone (K6).
//!
//! One live region per page. A toast goes when it is dismissed, or ten seconds after it came or was last hovered or
//! focused. The server can render one after a redirect; its Undo is then a form that works without script.

use crate::ui::icon::{Icon, IconName};
use crate::ui::words::isolated;
use leptos::prelude::*;
use std::sync::Arc;
use std::time::Duration;

const STAYS: Duration = Duration::from_secs(10);

/// What runs when Undo is pressed.
#[derive(Clone)]
pub struct Call(Arc<dyn Fn() + Send + Sync>);

impl Call {
    pub fn new(run: impl Fn() + Send + Sync + 'static) -> Self {
        Call(Arc::new(run))
    }
}

impl std::fmt::Debug for Call {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Call")
    }
}

/// How a toast is undone.
#[derive(Clone, Debug)]
pub enum Undo {
    /// A page where it can be undone.
    Link { href: String, text: String },
    /// A form sent by POST, with one hidden field.
    Post { action: String, name: String, value: String },
    /// A call made in the browser. Not a `Callback`, which goes with the dialog that made it: the toast outlives that.
    Run(Call),
}

/// A message that goes away by itself, with a way back where there is one.
#[derive(Clone, Debug)]
pub struct Toast {
    pub text: String,
    pub undo: Option<Undo>,
}

/// The toasts of the page, for anybody below [`provide_toasts`].
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<(u32, Toast)>>,
    next: StoredValue<u32>,
}

impl Toasts {
    /// "3 numbers assigned"
    pub fn push(&self, text: impl Into<String>) {
        self.add(Toast { text: text.into(), undo: None });
    }

    /// "Kofi is now a Manager", with Undo.
    pub fn push_undo(&self, text: impl Into<String>, undo: Undo) {
        self.add(Toast { text: text.into(), undo: Some(undo) });
    }

    fn add(&self, toast: Toast) {
        let id = self.next.get_value();
        self.next.set_value(id.wrapping_add(1));
        self.shown.update(|shown| shown.push((id, toast)));
    }

    fn dismiss(&self, id: u32) {
        self.shown.update(|shown| shown.retain(|(other, _)| *other != id));
    }
}

/// Call once, at the root of the page. `first`: what the server wants said after a redirect.
pub fn provide_toasts(first: Option<Toast>) -> Toasts {
    let toasts = Toasts { shown: RwSignal::new(Vec::new()), next: StoredValue::new(0) };
    if let Some(toast) = first {
        toasts.add(toast);
    }
    provide_context(toasts);
    toasts
}

/// The page's toasts; outside of a page that has them, ones that nobody sees.
pub fn use_toasts() -> Toasts {
    use_context::<Toasts>().unwrap_or_else(|| Toasts { shown: RwSignal::new(Vec::new()), next: StoredValue::new(0) })
}

/// Where toasts appear: once, at the end of the page.
#[component]
pub fn ToastShelf() -> impl IntoView {
    let toasts = use_toasts();
    view! {
        <div class="toasts" role="status">
            <For each=move || toasts.shown.get() key=|(id, _)| *id children=move |(id, toast)| one(toasts, id, toast) />
        </div>
    }
    .into_any()
}

fn one(toasts: Toasts, id: u32, toast: Toast) -> AnyView {
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let stop = move || {
        if let Some(handle) = timer.get_value() {
            handle.clear();
        }
    };
    let start = move || {
        stop();
        timer.set_value(set_timeout_with_handle(move || toasts.dismiss(id), STAYS).ok());
    };
    Effect::new(move |_| start());
    on_cleanup(stop);
    view! {
        <div
            class="toast"
            on:mouseenter=move |_| stop()
            on:mouseleave=move |_| start()
            on:focusin=move |_| stop()
            on:focusout=move |_| start()
        >
            {isolated(toast.text)}
            {toast.undo.map(|undo| undo_view(toasts, id, undo))}
            <button
                type="button"
                class="btn btn--icon btn--sm"
                aria-label="Dismiss"
                on:click=move |_| toasts.dismiss(id)
            >
                <Icon name=IconName::X />
            </button>
        </div>
    }
    .into_any()
}

fn undo_view(toasts: Toasts, id: u32, undo: Undo) -> AnyView {
    match undo {
        Undo::Link { href, text } => view! {
            <a class="btn btn--sm" href=href>
                {text}
            </a>
        }
        .into_any(),
        Undo::Post { action, name, value } => view! {
            <form method="post" action=action>
                <input type="hidden" name=name value=value />
                <button class="btn btn--sm">"Undo"</button>
            </form>
        }
        .into_any(),
        Undo::Run(call) => view! {
            <button
                type="button"
                class="btn btn--sm"
                on:click=move |_| {
                    toasts.dismiss(id);
                    (call.0)();
                }
            >
                "Undo"
            </button>
        }
        .into_any(),
    }
}
