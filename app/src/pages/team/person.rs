//! The cell that names a row: photo, name and tags; and the link to the member's meeting (T1, M15).

use crate::pages::team::columns::Cells;
use crate::pages::team::status::mark;
use crate::ui::words::hue;
use crate::ui::{Avatar, AvatarState, Tag, TagKind};
use leptos::prelude::*;
use model::instant::Instant;
use model::{MemberId, MemberRow, MemberState, RoleKind};

/// How the avatar is drawn in each state.
pub fn avatar_state(state: MemberState) -> AvatarState {
    match state {
        MemberState::Invited => AvatarState::Pending,
        MemberState::Active => AvatarState::Active,
        MemberState::Suspended | MemberState::Deleted => AvatarState::Off,
    }
}

/// "You", "Admin", "Invited", "Invitation expired", "Suspended" (T1).
fn tags(row: &MemberRow, me: MemberId, now: Instant) -> Vec<(&'static str, TagKind)> {
    let mut tags = Vec::new();
    if row.id == me {
        tags.push(("You", TagKind::You));
    }
    if row.role_kind == RoleKind::Administrator {
        tags.push(("Admin", TagKind::Plain));
    }
    match row.state {
        MemberState::Invited if row.bounce.is_some() => tags.push(("Not delivered", TagKind::Bad)),
        MemberState::Invited if row.invitation_expired(now) => tags.push(("Invitation expired", TagKind::Busy)),
        MemberState::Invited => tags.push(("Invited", TagKind::Line)),
        MemberState::Suspended => tags.push(("Suspended", TagKind::Bad)),
        _ => {}
    }
    tags
}

/// The Name column.
pub fn cell(row: &MemberRow, cells: Cells) -> AnyView {
    let (name, now) = (row.name.full(), cells.team.clock.by_minute());
    let tags = tags(row, cells.me.with_untracked(|me| me.actor.member), now);
    let tags = (!tags.is_empty()).then(|| {
        let tags = tags.into_iter().map(|(text, kind)| view! { <Tag text kind /> }).collect::<Vec<_>>();
        view! { <span class="tags">{tags}</span> }
    });
    let photo = row.photo.as_ref().map(|hash| format!("/photos/{hash}"));
    let (presence, state) = (mark(row, now), avatar_state(row.state));
    view! {
        <span class="person">
            <Avatar initials=row.name.initials() hue=hue(&name) photo presence state />
            <a class="person__n" href=format!("/team/{}{}", row.id, cells.suffix())>
                {name}
            </a>
            {tags}
        </span>
    }
    .into_any()
}

/// The Meeting link column.
pub fn meeting(row: &MemberRow, cells: Cells) -> AnyView {
    let Some(bridge) = &row.bridge else { return ().into_any() };
    let label = format!("Open {}’s meeting in a new tab", row.name.full());
    let href = cells.me.with_untracked(|me| format!("{}/{bridge}", me.account.meeting_base));
    view! {
        <a
            class="cell-icon ico ico--video"
            href=href
            target="_blank"
            rel="noopener noreferrer external"
            aria-label=label.clone()
            title=label
        ></a>
    }
    .into_any()
}
