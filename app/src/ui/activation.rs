//! What a press does, and the one place where buttons, links and menu entries become HTML.
//!
//! Everything a `Activation` names works natively: links, form submits, `popovertarget`, `commandfor` (T13).

use crate::ui::words::isolated;
use leptos::ev::MouseEvent;
use leptos::prelude::*;

/// The native effect of a press; a click handler may add to it once Wasm runs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Activation {
    /// Only the click handler acts.
    #[default]
    Nothing,
    /// Sends the form around it, or the one named by [`SubmitWith::form`].
    Submit,
    /// Goes to an address.
    Link(String),
    /// Fetches a file: the browser saves it and stays on the page.
    Download(String),
    /// Opens or closes the menu with this id.
    Menu(String),
    /// Opens or closes a popover that is not a menu (filters, details).
    Popover(String),
    /// Opens the dialog with this id, modal.
    Dialog(String),
    /// Closes the dialog with this id.
    Close(String),
}

/// What a submit adds to its form. All empty: the button only submits.
#[derive(Clone, Debug, Default)]
pub struct SubmitWith {
    pub name: Option<String>,
    pub value: Option<String>,
    /// Sends to another address than the form's own.
    pub action: Option<String>,
    /// By POST, whatever the form says.
    pub post: bool,
    /// The form's id, when the button stands outside of it.
    pub form: Option<String>,
}

/// Everything of a activatable but its looks.
#[derive(Default)]
pub(crate) struct Activatable {
    pub id: Option<String>,
    pub class: String,
    pub role: Option<&'static str>,
    pub label: Option<String>,
    pub title: Option<String>,
    pub activation: Activation,
    pub send: SubmitWith,
    pub busy: Signal<bool>,
    pub pressed: Option<Signal<bool>>,
    pub shortcut: Option<&'static str>,
    pub tab_index: Option<&'static str>,
    pub on_click: Option<Callback<MouseEvent>>,
}

/// A link, or a button with the native attributes of its [`Activation`].
pub(crate) fn activatable(it: Activatable, content: AnyView) -> AnyView {
    let Activatable { id, class, role, label, title, activation, send, busy, pressed, shortcut, tab_index, on_click } =
        it;
    let (label, title) = (label.map(isolated), title.map(isolated));
    let click = move |ev: MouseEvent| {
        if busy.get_untracked() {
            ev.prevent_default();
        } else if let Some(on_click) = on_click {
            on_click.run(ev);
        }
    };
    let download = matches!(activation, Activation::Download(_)).then_some("");
    if let Activation::Link(href) | Activation::Download(href) = activation {
        return view! {
            <a
                id=id
                class=class
                role=role
                href=href
                download=download
                aria-label=label
                title=title
                tabindex=tab_index
                aria-keyshortcuts=shortcut
                on:click=click
            >
                {content}
            </a>
        }
        .into_any();
    }
    let kind = if activation == Activation::Submit { "submit" } else { "button" };
    let has_popup = matches!(activation, Activation::Menu(_)).then_some("menu");
    let command = match activation {
        Activation::Dialog(_) => Some("show-modal"),
        Activation::Close(_) => Some("close"),
        _ => None,
    };
    let (popover, target) = match activation {
        Activation::Menu(id) | Activation::Popover(id) => (Some(id), None),
        Activation::Dialog(id) | Activation::Close(id) => (None, Some(id)),
        _ => (None, None),
    };
    view! {
        <button
            id=id
            class=class
            type=kind
            role=role
            aria-label=label
            title=title
            tabindex=tab_index
            aria-keyshortcuts=shortcut
            popovertarget=popover
            aria-haspopup=has_popup
            commandfor=target
            command=command
            name=send.name
            value=send.value
            formaction=send.action
            formmethod=send.post.then_some("post")
            form=send.form
            aria-busy=move || busy.get().then_some("true")
            aria-pressed=move || pressed.map(|on| if on.get() { "true" } else { "false" })
            on:click=click
        >
            {content}
        </button>
    }
    .into_any()
}

/// A refused control: focusable, described by its reason, and without any effect (R10). It has no href, no form and no
/// target, so there is nothing to prevent, with or without script.
pub(crate) fn refused(it: Activatable, reason: String, content: AnyView) -> AnyView {
    let why = why_id(it.id.as_deref(), it.label.as_deref(), &reason);
    view! {
        <span class="why-box">
            <button
                id=it.id
                class=it.class
                type="button"
                role=it.role
                aria-label=it.label.map(isolated)
                aria-disabled="true"
                aria-describedby=why.clone()
                tabindex=it.tab_index
            >
                {content}
            </button>
            <span class="why" role="tooltip" id=why>
                {isolated(reason)}
            </span>
        </span>
    }
    .into_any()
}

/// The id of a reason: from the control's own id, else from its words, so server and browser agree without a counter.
pub(crate) fn why_id(id: Option<&str>, label: Option<&str>, reason: &str) -> String {
    match id {
        Some(id) => format!("{id}-why"),
        None => format!("why-{:x}", crate::ui::words::hash(&[label.unwrap_or_default(), reason])),
    }
}
