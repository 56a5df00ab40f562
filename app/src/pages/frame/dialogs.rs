//! The palette and the list of keys. Both are for script only, so they are not sent with the page: their code comes,
//! and they are drawn, when one is first opened.

use crate::pages::frame::keys::KeysDialog;
use crate::pages::frame::palette::Palette;
use crate::pages::lazy::lazy_view;
use crate::pages::styles;
use crate::ui::browser;
use leptos::html;
use leptos::prelude::*;

/// A dialog that is rendered when it is first opened.
#[derive(Clone, Copy)]
pub struct DialogLater {
    node: NodeRef<html::Dialog>,
    wanted: RwSignal<bool>,
}

impl DialogLater {
    pub fn new() -> Self {
        DialogLater { node: NodeRef::new(), wanted: RwSignal::new(false) }
    }

    /// For the dialog itself.
    pub fn node(&self) -> NodeRef<html::Dialog> {
        self.node
    }

    pub fn open(&self) {
        if self.wanted.get_untracked() {
            browser::open_dialog(self.node);
        } else {
            self.wanted.set(true);
        }
    }

    /// For the dialog itself: opens it once it is in the document, which is after the code that renders it has
    /// returned.
    pub fn open_once_rendered(&self) {
        let node = self.node;
        Effect::new(move |_| request_animation_frame(move || browser::open_dialog(node)));
    }
}

/// The place of both dialogs in the frame; empty until one is first opened.
#[component]
pub fn Dialogs() -> impl IntoView {
    let (palette_later, keys_later) = (super::use_palette().dialog(), super::keys::use_keys());
    view! {
        {move || {
            palette_later
                .wanted
                .get()
                .then(|| Suspend::new(async {
                    styles::more().await;
                    palette().await
                }))
        }}
        {move || {
            keys_later
                .wanted
                .get()
                .then(|| Suspend::new(async {
                    styles::more().await;
                    keys().await
                }))
        }}
    }
    .into_any()
}

lazy_view! {
    dialogs, load_palette,
    fn palette() -> AnyView {
        view! { <Palette/> }.into_any()
    }
}

lazy_view! {
    dialogs, load_keys,
    fn keys() -> AnyView {
        view! { <KeysDialog/> }.into_any()
    }
}
