//! The palette's list: people, then actions, each under its heading.

use crate::pages::frame::commands::Command;
use crate::ui::browser;
use crate::ui::words::hue;
use crate::ui::{Avatar, AvatarSize, Icon};
use leptos::prelude::*;
use model::{MemberRow, MemberState};

/// One line of the list.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Entry {
    Person(Box<MemberRow>),
    Action(Command),
}

pub(super) fn option_id(at: usize) -> String {
    format!("palette-{at}")
}

/// The list with its two headings.
pub(super) fn lines(
    all: &[Entry],
    active: RwSignal<usize>,
    by_key: RwSignal<Option<usize>>,
    choose: Callback<usize>,
) -> Vec<AnyView> {
    let mut lines = Vec::with_capacity(all.len() + 2);
    let (mut people, mut actions) = (false, false);
    for (at, entry) in all.iter().enumerate() {
        let (seen, title) = match entry {
            Entry::Person(_) => (&mut people, "People"),
            Entry::Action(_) => (&mut actions, "Actions"),
        };
        if !std::mem::replace(seen, true) {
            lines.push(
                view! {
                    <p class="menu__head" role="presentation">
                        {title}
                    </p>
                }
                .into_any(),
            );
        }
        lines.push(line(at, entry, active, by_key, choose));
    }
    lines
}

fn line(
    at: usize,
    entry: &Entry,
    active: RwSignal<usize>,
    by_key: RwSignal<Option<usize>>,
    choose: Callback<usize>,
) -> AnyView {
    let chosen = move || active.get() == at;
    let node = NodeRef::new();
    Effect::new(move |_| {
        if by_key.get() == Some(at) && active.get_untracked() == at {
            browser::show_in_list(node);
        }
    });
    let content = match entry {
        Entry::Person(row) => person(row).into_any(),
        Entry::Action(it) => view! {
            <Icon name=it.icon />
            {it.words.clone()}
        }
        .into_any(),
    };
    view! {
        <div
            node_ref=node
            class="menu__item"
            role="option"
            id=option_id(at)
            aria-selected=move || if chosen() { "true" } else { "false" }
            on:pointermove=move |_| {
                if active.get_untracked() != at {
                    active.set(at)
                }
            }
            on:click=move |_| choose.run(at)
        >
            {content}
            {move || chosen().then(|| view! { <kbd aria-hidden="true">"↵"</kbd> })}
        </div>
    }
    .into_any()
}

fn person(row: &MemberRow) -> impl IntoView + use<> {
    let extension = row.extension.as_ref().map(|extension| format!("ext. {extension}"));
    let role = (!row.role_name.is_empty()).then(|| row.role_name.clone());
    let state = (row.state != MemberState::Active).then(|| row.state.label().to_owned());
    let about = [extension, role, state].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let name = row.name.full();
    let photo = row.photo.as_ref().map(|hash| format!("/photos/{hash}"));
    view! {
        <Avatar initials=row.name.initials() hue=hue(&name) photo size=AvatarSize::S24 />
        {name.clone()}
        " "
        <span class="muted truncate">{about}</span>
    }
}
