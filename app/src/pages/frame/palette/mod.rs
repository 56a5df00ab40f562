//! The palette (T10): people and actions by a few letters, from anywhere. A combobox in a modal dialog; focus stays in
//! its field, the arrow keys move through the list.

mod lines;
mod movement;

use self::lines::{Entry, lines, option_id};
use self::movement::moved;
use crate::api::team::find_members;
use crate::pages::frame::commands::commands;
use crate::pages::frame::dialogs::DialogLater;
use crate::pages::frame::preferences::save_theme;
use crate::pages::use_me;
use crate::ui::words::counted;
use crate::ui::{Icon, IconName, WhyNotMore};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_navigate;
use model::MemberRow;
use std::time::Duration;

const LIST: &str = "palette-list";
/// From the last letter to the question.
const PAUSE: Duration = Duration::from_millis(80);

/// Opens the palette, for anybody inside the frame.
#[derive(Clone, Copy)]
pub struct OpenPalette {
    dialog: DialogLater,
    text: RwSignal<String>,
    found: RwSignal<Vec<MemberRow>>,
    active: RwSignal<usize>,
}

impl OpenPalette {
    /// Empty, as if never used.
    pub fn open(&self) {
        self.text.set(String::new());
        self.found.set(Vec::new());
        self.active.set(0);
        self.dialog.open();
    }

    pub(super) fn dialog(&self) -> DialogLater {
        self.dialog
    }
}

pub(super) fn provide_palette() -> OpenPalette {
    let dialog = DialogLater::new();
    let palette =
        OpenPalette { dialog, text: RwSignal::default(), found: RwSignal::default(), active: RwSignal::new(0) };
    provide_context(palette);
    palette
}

/// The frame's palette.
pub fn use_palette() -> OpenPalette {
    expect_context::<OpenPalette>()
}

/// Asks for people a moment after the last letter; answers that come too late are dropped.
fn look_for_people(palette: OpenPalette) -> impl Fn(String) + Copy {
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let asked = StoredValue::new(0_u32);
    move |text: String| {
        if let Some(handle) = timer.get_value() {
            handle.clear();
        }
        let turn = asked.get_value().wrapping_add(1);
        asked.set_value(turn);
        let text = text.trim().to_owned();
        if text.is_empty() {
            palette.found.set(Vec::new());
            return;
        }
        let ask = move || {
            spawn_local(async move {
                let people = find_members(text).await.unwrap_or_default();
                if asked.try_get_value() == Some(turn) {
                    palette.active.set(0);
                    palette.found.set(people);
                }
            });
        };
        timer.set_value(set_timeout_with_handle(ask, PAUSE).ok());
    }
}

/// The dialog; [`use_palette`] opens it.
#[component]
pub fn Palette() -> impl IntoView {
    let palette = use_palette();
    let OpenPalette { dialog, text, found, active } = palette;
    dialog.open_once_rendered();
    let keys = super::keys::use_keys();
    let me = use_me();
    let entries = Memo::new(move |_| {
        let people = found.get().into_iter().map(|row| Entry::Person(Box::new(row)));
        let actions = me.with(|me| text.with(|text| commands(me, text))).into_iter().map(Entry::Action);
        people.chain(actions).collect::<Vec<_>>()
    });
    let look = look_for_people(palette);
    // The browser's alone: it is bound to the thread that made it, and the server drops views on any.
    let navigate = cfg!(feature = "hydrate").then(|| StoredValue::new_local(use_navigate()));
    let theme = save_theme();
    let choose = Callback::new(move |at: usize| {
        let Some(entry) = entries.with_untracked(|all| all.get(at).cloned()) else { return };
        if let Some(dialog) = dialog.node().get_untracked() {
            dialog.close();
        }
        let go = |href: &str| {
            if let Some(navigate) = navigate {
                navigate.with_value(|navigate| navigate(href, Default::default()));
            }
        };
        match entry {
            Entry::Person(row) => go(&format!("/team/{}", row.id)),
            Entry::Action(command) => command.does.run(go, theme, keys),
        }
    });
    // The line that keys moved to: it is scrolled to; one under the pointer is in sight already.
    let by_key = RwSignal::new(None::<usize>);
    let on_key = move |ev: ev::KeyboardEvent| {
        if ev.is_composing() {
            return;
        }
        if ev.key() == "Enter" {
            ev.prevent_default();
            choose.run(active.get_untracked());
        } else if let Some(to) = moved(&ev.key(), active.get_untracked(), entries.with_untracked(Vec::len)) {
            ev.prevent_default();
            active.set(to);
            by_key.set(Some(to));
        }
    };
    let count = move || counted(entries.with(Vec::len) as u64, "result", "results");
    view! {
        <dialog class="palette" id="palette" node_ref=dialog.node() aria-label="Search or run a command">
            <div class="palette__input">
                <Icon name=IconName::Search class="icon icon--20" />
                <input
                    type="text"
                    id="palette-field"
                    role="combobox"
                    aria-expanded="true"
                    aria-controls=LIST
                    aria-autocomplete="list"
                    autofocus=true
                    autocomplete="off"
                    autocapitalize="off"
                    spellcheck="false"
                    maxlength="100"
                    placeholder="Find people or run a command"
                    aria-activedescendant=move || entries.with(|all| (!all.is_empty()).then(|| option_id(active.get())))
                    aria-label="Search or run a command"
                    prop:value=move || text.get()
                    on:keydown=on_key
                    on:input=move |ev| {
                        let typed = event_target_value(&ev);
                        active.set(0);
                        text.set(typed.clone());
                        look(typed);
                    }
                />
                <kbd aria-hidden="true">"Esc"</kbd>
            </div>
            <p class="sr-only" role="status">
                {count}
            </p>
            <div class="palette__list" id=LIST role="listbox" aria-label="Results">
                {move || entries.with(|all| lines(all, active, by_key, choose))}
            </div>
            {move || {
                let hidden = me.with(super::explain::hidden_commands);
                (!hidden.is_empty())
                    .then(|| {
                        view! {
                            <div class="palette__why">
                                <WhyNotMore hidden />
                            </div>
                        }
                    })
            }}
            <div class="palette__foot" aria-hidden="true">
                <span>
                    <kbd>"↑"</kbd>
                    <kbd>"↓"</kbd>
                    " move"
                </span>
                <span>
                    <kbd>"↵"</kbd>
                    " open"
                </span>
            </div>
        </dialog>
    }
}
