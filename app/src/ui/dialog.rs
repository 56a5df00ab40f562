//! Dialogs and drawers: native `<dialog>`, modal, labelled by their title.
//!
//! Without script a button with `Activation::Dialog(id)` opens them, or the server renders them open at their own
//! address. The browser keeps focus inside, closes on Esc and gives focus back to the opener; `native` covers openers
//! in menus.

use crate::ui::activation::{Activatable, Activation, SubmitWith, activatable};
use crate::ui::button::{Button, ButtonKind};
use crate::ui::icon::{Icon, IconName};
use crate::ui::words::isolated;
use leptos::prelude::*;
use leptos::{ev, html, web_sys};

/// Where a dialog opens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DialogKind {
    #[default]
    Dialog,
    /// From the end side, for forms; full screen on phones.
    Drawer,
}

/// Children are [`DialogBody`] and [`DialogFoot`], or a `<form class="dialog__form">` around both.
#[component]
pub fn Dialog(
    #[prop(into)] id: String,
    #[prop(into)] title: String,
    /// Under the title: what happens, in one line. Describes the dialog.
    #[prop(optional_no_strip, into)]
    about: Option<String>,
    #[prop(optional)] kind: DialogKind,
    /// Open or not. True at first render: the server renders it open, script makes it modal.
    #[prop(optional, into)]
    open: Signal<bool>,
    /// For a dialog with its own address: where closing it leads. × is then a link, and Esc follows it.
    #[prop(optional_no_strip, into)]
    close_href: Option<String>,
    #[prop(default = "Close")] close_label: &'static str,
    /// After it closed, by whatever means.
    #[prop(optional, into)]
    on_close: Option<Callback<()>>,
    /// The dialog itself, for whoever opens it by script.
    #[prop(optional)]
    node_ref: NodeRef<html::Dialog>,
    children: Children,
) -> impl IntoView {
    Effect::new(move |_| {
        let open = open.get();
        if let Some(dialog) = node_ref.get() {
            show(&dialog, open);
        }
    });
    let class = match kind {
        DialogKind::Dialog => "dialog",
        DialogKind::Drawer => "drawer",
    };
    let labelledby = format!("{id}-title");
    let (title_id, about_id) = (format!("{id}-title"), format!("{id}-about"));
    let describedby = about.is_some().then(|| about_id.clone());
    let has_address = close_href.is_some();
    let close = Activatable {
        class: "btn btn--ghost btn--icon".to_owned(),
        label: Some(close_label.to_owned()),
        activation: close_href.map_or_else(|| Activation::Close(id.clone()), Activation::Link),
        ..Activatable::default()
    };
    view! {
        <dialog
            id=id
            class=class
            node_ref=node_ref
            open=open.get_untracked()
            aria-labelledby=labelledby
            aria-describedby=describedby
            on:close=move |_: ev::Event| {
                if let Some(on_close) = on_close {
                    on_close.run(());
                }
                if has_address {
                    follow_close_link(node_ref);
                }
            }
        >
            <div class="dialog__head">
                <div>
                    <h2 id=title_id>{isolated(title)}</h2>
                    {about.map(|about| view! { <p id=about_id>{isolated(about)}</p> })}
                </div>
                {activatable(close, view! { <Icon name=IconName::X /> }.into_any())}
            </div>
            {children()}
        </dialog>
    }
    .into_any()
}

/// The part between title and foot; it scrolls.
#[component]
pub fn DialogBody(children: Children) -> impl IntoView {
    view! { <div class="dialog__body">{children()}</div> }.into_any()
}

/// Cancel first, then the one button that says what it will do.
#[component]
pub fn DialogFoot(
    /// At the start side: "You can undo this for 30 days."
    #[prop(optional_no_strip, into)]
    note: Option<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="dialog__foot">
            {note.map(|note| view! { <span class="dialog__note">{note}</span> })} {children()}
        </div>
    }
    .into_any()
}

/// What most dialogs end with: Cancel, and the one button that sends the form. `children` are the button's words.
#[component]
pub fn SubmitFoot(
    /// Where Cancel leads.
    #[prop(into)]
    cancel: String,
    #[prop(default = ButtonKind::Primary)] kind: ButtonKind,
    /// While the form is being sent.
    #[prop(into)]
    busy: Signal<bool>,
    /// The form's id, when the buttons are outside of it.
    #[prop(optional)]
    form: Option<&'static str>,
    /// Why it can't be sent now.
    #[prop(optional_no_strip, into)]
    disabled_reason: Option<String>,
    /// As [`DialogFoot`]'s.
    #[prop(optional_no_strip, into)]
    note: Option<String>,
    children: Children,
) -> impl IntoView {
    let send = SubmitWith { form: form.map(Into::into), ..SubmitWith::default() };
    view! {
        <DialogFoot note>
            <Button activation=Activation::Link(cancel)>"Cancel"</Button>
            <Button kind activation=Activation::Submit busy disabled_reason send>
                {children()}
            </Button>
        </DialogFoot>
    }
    .into_any()
}

/// Opens a dialog as modal, or closes it; a dialog that the server rendered open becomes modal.
fn show(dialog: &web_sys::HtmlDialogElement, open: bool) {
    if open && !dialog.is_connected() {
        // Drawn by a step within the page: it can be modal only once it is in the document.
        let dialog = dialog.clone();
        request_animation_frame(move || {
            if dialog.is_connected() {
                show(&dialog, true);
            }
        });
        return;
    }
    let modal = dialog.matches(":modal").unwrap_or(false);
    if open && !modal {
        // `close()` would report a close that nobody asked for.
        let _ = dialog.remove_attribute("open");
        let _ = dialog.show_modal();
    } else if !open && dialog.open() {
        dialog.close();
    }
}

fn follow_close_link(node: NodeRef<html::Dialog>) {
    let link = node.get_untracked().and_then(|dialog| dialog.query_selector(".dialog__head > a").ok().flatten());
    if let Some(link) = link {
        use leptos::wasm_bindgen::JsCast;
        if let Some(link) = link.dyn_ref::<web_sys::HtmlElement>() {
            link.click();
        }
    }
}
