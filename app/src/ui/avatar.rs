//! A person's photo or initials, with their presence on it.

use crate::ui::icon::{Icon, IconName};
use crate::ui::presence::mark_class;
use leptos::prelude::*;
use model::Presence;

/// Edge in px.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AvatarSize {
    S20,
    S24,
    #[default]
    S28,
    S32,
    S40,
    S72,
}

/// How the picture itself looks, beside the presence.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AvatarState {
    #[default]
    Active,
    /// Invited, not joined: a dashed ring.
    Pending,
    /// Suspended or deleted: without colour.
    Off,
}

/// The name stands beside it, so the whole avatar is decoration for screen readers. The presence is drawn by the style
/// sheet.
#[component]
pub fn Avatar(
    /// See [`crate::ui::words::initials`]; empty shows a person's outline.
    #[prop(into)]
    initials: String,
    /// 0 to 7, see [`crate::ui::words::hue`].
    hue: u8,
    #[prop(optional_no_strip, into)] photo: Option<String>,
    #[prop(optional_no_strip)] presence: Option<Presence>,
    #[prop(optional)] size: AvatarSize,
    #[prop(optional)] state: AvatarState,
) -> impl IntoView {
    let face = match photo {
        Some(src) => view! { <img src=src alt="" loading="lazy" decoding="async" /> }.into_any(),
        None if initials.is_empty() => view! { <Icon name=IconName::User /> }.into_any(),
        None => initials.into_any(),
    };
    view! {
        <span class=class(hue, presence, size, state) aria-hidden="true">
            {face}
        </span>
    }
}

fn class(hue: u8, presence: Option<Presence>, size: AvatarSize, state: AvatarState) -> String {
    let size = match size {
        AvatarSize::S20 => " avatar--20",
        AvatarSize::S24 => " avatar--24",
        AvatarSize::S28 => "",
        AvatarSize::S32 => " avatar--32",
        AvatarSize::S40 => " avatar--40",
        AvatarSize::S72 => " avatar--72",
    };
    let state = match state {
        AvatarState::Active => "",
        AvatarState::Pending => " avatar--pending",
        AvatarState::Off => " avatar--off",
    };
    let presence = presence.map(|of| format!(" avatar--marked {}", mark_class(of))).unwrap_or_default();
    format!("avatar{size}{state} hue-{}{presence}", hue % 8)
}
