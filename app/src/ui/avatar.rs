//! A person's photo or initials, with their presence on it.

use crate::ui::icon::{IconName, icon};
use crate::ui::markup::inert;
use crate::ui::presence::presence;
use leptos::prelude::*;
use maud::{Markup, html};
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

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AvatarState {
    #[default]
    Active,
    /// Invited, not joined: a dashed ring.
    Pending,
    /// Suspended or deleted: without colour.
    Off,
}

/// The name stands beside it, so the whole avatar is decoration for screen readers.
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
    inert(avatar(&Face { initials: &initials, hue, photo: photo.as_deref(), presence, size, state }))
}

/// What an avatar shows; the fields are [`Avatar`]'s.
#[derive(Clone, Copy, Debug, Default)]
pub struct Face<'a> {
    pub initials: &'a str,
    pub hue: u8,
    pub photo: Option<&'a str>,
    pub presence: Option<Presence>,
    pub size: AvatarSize,
    pub state: AvatarState,
}

/// The same as markup.
pub fn avatar(face: &Face<'_>) -> Markup {
    let size = match face.size {
        AvatarSize::S20 => " avatar--20",
        AvatarSize::S24 => " avatar--24",
        AvatarSize::S28 => "",
        AvatarSize::S32 => " avatar--32",
        AvatarSize::S40 => " avatar--40",
        AvatarSize::S72 => " avatar--72",
    };
    let state = match face.state {
        AvatarState::Active => "",
        AvatarState::Pending => " avatar--pending",
        AvatarState::Off => " avatar--off",
    };
    html! {
        span class={ "avatar" (size) (state) " hue-" (face.hue % 8) } {
            @if let Some(src) = face.photo {
                img src=(src) alt="" loading="lazy" decoding="async";
            } @else if face.initials.is_empty() {
                (icon(IconName::User, "icon"))
            } @else {
                span aria-hidden="true" { (face.initials) }
            }
            @if let Some(of) = face.presence { (presence(of)) }
        }
    }
}
