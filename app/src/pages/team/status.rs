//! The Status cell: presence, availability and activity in a mark, a word and a quieter second line (T2).

use super::ticker::Ticker;
use crate::model::instant::{Instant, running};
use crate::model::{Activity, MemberRow, MemberState, Presence};
use crate::ui::{IconName, StatusNote, StatusText};
use leptos::prelude::*;

/// `now` is the server's clock when the row was read; `offset` is in seconds east of UTC.
pub fn status(row: &MemberRow, now: Instant, offset: i32) -> AnyView {
    match row.state {
        MemberState::Invited => {
            let (text, detail) = if row.invitation_expired(now) {
                ("Invitation expired", format!("Invited {}", row.state_since.ago(now, offset)))
            } else {
                ("Not joined yet", format!("Invited {}", row.state_since.ago(now, offset)))
            };
            view! { <StatusNote icon=IconName::Mail text=text detail=detail/> }.into_any()
        }
        MemberState::Suspended => {
            let detail = format!("Since {}", row.state_since.short_date(offset));
            view! { <StatusNote icon=IconName::PauseUser text="Suspended" detail=detail/> }.into_any()
        }
        MemberState::Deleted => view! { <StatusNote icon=IconName::Trash text="Deleted" detail="Can be restored"/> }.into_any(),
        MemberState::Active => active(row, now, offset),
    }
}

fn active(row: &MemberRow, now: Instant, offset: i32) -> AnyView {
    let presence = row.live.presence(now);
    let detail = match (presence, row.live.last_seen) {
        (Presence::Offline, Some(seen)) => seen.ago(now, offset),
        (Presence::Offline, None) => "Not signed in yet".to_owned(),
        _ if row.live.online => "Online".to_owned(),
        _ => "Desk phone".to_owned(),
    };
    let timer = timer(row.live.activity, presence, now);
    match timer {
        Some(timer) => view! { <StatusText of=presence timer=timer detail=detail/> }.into_any(),
        None => view! { <StatusText of=presence detail=detail/> }.into_any(),
    }
}

/// How long the call lasts, or how long wrapping up still takes.
pub fn timer(activity: Activity, presence: Presence, read_at: Instant) -> Option<Signal<String>> {
    let ticker = use_context::<Ticker>()?;
    let mark = ticker.mark();
    match (activity, presence) {
        (Activity::OnCall { since }, _) => Some(Signal::derive(move || running(ticker.now(read_at, mark).since(since)))),
        (Activity::WrappingUp { until }, Presence::WrappingUp) => {
            Some(Signal::derive(move || running(until.since(ticker.now(read_at, mark)))))
        }
        _ => None,
    }
}

/// The mark by the photo: only for people who have joined.
pub fn mark(row: &MemberRow, now: Instant) -> Option<Presence> {
    (row.state == MemberState::Active).then(|| row.live.presence(now))
}
