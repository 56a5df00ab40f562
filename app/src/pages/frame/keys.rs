//! The "?" dialog. It lists only keys that work where one is: each page offers its own with [`offer_keys`].

use crate::pages::frame::dialogs::DialogLater;
use crate::pages::use_me;
use crate::ui::{Dialog, DialogBody, KeyList};
use leptos::prelude::*;

/// What keys do, and the keys as printed.
type Keys = Vec<(&'static str, &'static [&'static str])>;

#[derive(Clone, Copy)]
struct Offers(RwSignal<Vec<(&'static str, Keys)>>, DialogLater);

pub(super) fn provide_offers() {
    provide_context(Offers(RwSignal::new(Vec::new()), DialogLater::new()));
}

/// Opens the dialog, for anybody inside the frame.
pub fn use_keys() -> DialogLater {
    expect_context::<Offers>().1
}

/// Lists a page's keys under a title for as long as the calling component lives:
/// `offer_keys("In the team table", vec![("Select row", &["X"])])`.
pub fn offer_keys(title: &'static str, keys: Keys) {
    let Some(Offers(all, _)) = use_context::<Offers>() else { return };
    // In the browser only: nobody asks for the dialog before.
    Effect::new(move |_| all.update(|all| all.push((title, keys.clone()))));
    on_cleanup(move || {
        let _ = all.try_update(|all| all.retain(|(other, _)| *other != title));
    });
}

/// The dialog. Single keys are listed only while they are on (T10).
#[component]
pub fn KeysDialog() -> impl IntoView {
    let me = use_me();
    let offers = use_context::<Offers>();
    let dialog = use_keys();
    dialog.open_once_rendered();
    let off = move || me.with(|me| me.preferences.no_single_keys);
    let anywhere = move || {
        let mut keys: Keys = vec![("Search or run a command", &["Ctrl", "K"])];
        if !off() {
            keys.push(("Search this page", &["/"]));
            keys.push(("Keyboard shortcuts", &["?"]));
        }
        keys.push(("Close or clear", &["Esc"]));
        view! { <KeyList title="Anywhere" keys /> }
    };
    let pages = move || {
        let all = offers.filter(|_| !off()).map(|offers| offers.0.get()).unwrap_or_default();
        all.into_iter().map(|(title, keys)| view! { <KeyList title keys /> }.into_any()).collect::<Vec<_>>()
    };
    let note = move || {
        off().then(|| view! { <p class="hint">"Single keys are off. Turn them on in " <a href="/you">"your settings"</a>"."</p> })
    };
    view! {
        <Dialog id="keys" title="Keyboard shortcuts" node_ref=dialog.node()>
            <DialogBody>
                <div class="keys">{anywhere}{pages}</div>
                {note}
            </DialogBody>
        </Dialog>
    }
}
