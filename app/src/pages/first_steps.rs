//! What the pages of an empty team share: the picture, and ways on.

use crate::ui::{Icon, IconName};
use leptos::prelude::*;

/// You in the middle, room for others beside you.
#[component]
pub fn TeamIllustration() -> impl IntoView {
    view! {
        <svg
            class="empty__art"
            width="220"
            height="112"
            viewBox="0 0 220 112"
            fill="none"
            stroke="currentColor"
            stroke-width="1.5"
            stroke-linecap="round"
            aria-hidden="true"
        >
            <path
                d="M34 78c38 0 38-46 76-46s38 46 76 46"
                stroke="var(--line-strong)"
                stroke-width="2"
                stroke-dasharray="1 6"
            />
            <circle cx="34" cy="78" r="17" fill="var(--surface)" stroke-dasharray="3 4" />
            <circle cx="186" cy="78" r="17" fill="var(--surface)" stroke-dasharray="3 4" />
            <circle cx="110" cy="32" r="23" fill="var(--ink)" stroke="none" />
            <circle cx="110" cy="27" r="6.5" stroke="var(--on-ink)" stroke-width="2" />
            <path d="M98.5 43.5c2-6.5 6-9 11.5-9s9.5 2.5 11.5 9" stroke="var(--on-ink)" stroke-width="2" />
            <path d="M34 72v12M28 78h12M186 72v12M180 78h12" />
        </svg>
    }
}

/// One way on: where it leads, what it is, and a line about it.
#[component]
pub fn Way(href: &'static str, icon: IconName, title: &'static str, about: &'static str) -> impl IntoView {
    view! {
        <li>
            <a class="way" href=href>
                <Icon name=icon class="icon icon--20" />
                <span>
                    <b>{title}</b>
                    <small>{about}</small>
                </span>
                <Icon name=IconName::Right />
            </a>
        </li>
    }
}

/// The way to the import (I1), for whoever may.
#[component]
pub fn ImportWay() -> impl IntoView {
    view! {
        <Way
            href="/team/import"
            icon=IconName::File
            title="Import a CSV file"
            about="Check every row before anything is saved."
        />
    }
}
