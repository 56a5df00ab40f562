//! The Status cell: presence, availability and activity in a mark, a word and a quieter second line (T2).

use crate::pages::team::columns::Cells;
use crate::ui::{Clock, Running, Timer, mark_class};
use leptos::prelude::*;
use model::instant::Instant;
use model::zone::Offsets;
use model::{Activity, MemberRow, MemberState, Presence};

/// The Status column.
pub fn cell(row: &MemberRow, cells: Cells) -> AnyView {
    let (clock, now) = (cells.team.clock, cells.team.clock.by_minute());
    cells.me.with_untracked(|me| lines(row, clock, now, &me.zone))
}

/// The two lines, with times by the viewer's `zone`.
pub fn lines(row: &MemberRow, clock: Clock, now: Instant, zone: &Offsets) -> AnyView {
    let (class, words, detail) = match row.state {
        MemberState::Active => {
            let presence = row.live.presence(now);
            (mark_class(presence), presence.label(), detail(row, presence, now, zone))
        }
        MemberState::Invited => {
            let words = if row.invitation_expired(now) { "Invitation expired" } else { "Not joined yet" };
            ("status__t--icon ico--mail", words, format!("Invited {}", row.state_since.ago(now, zone)))
        }
        MemberState::Suspended => {
            ("status__t--icon ico--pause-user", "Suspended", format!("Since {}", row.state_since.short_date(zone)))
        }
        MemberState::Deleted => ("status__t--icon ico--trash", "Deleted", "Can be restored".to_owned()),
    };
    let timer = timer(row, now).map(|of| {
        view! {
            " "
            <Timer of clock />
        }
    });
    view! {
        <span class=format!("status__t {class}")>{words}{timer}</span>
        <span class="status__d secondary">{detail}</span>
    }
    .into_any()
}

/// "Online", "Desk phone", "3 h ago".
fn detail(row: &MemberRow, presence: Presence, now: Instant, zone: &Offsets) -> String {
    match (presence, row.live.last_seen) {
        (Presence::Offline, Some(seen)) => seen.ago(now, zone),
        (Presence::Offline, None) => "Not signed in yet".to_owned(),
        _ if row.live.online => "Online".to_owned(),
        _ => "Desk phone".to_owned(),
    }
}

/// How long the call lasts, or how long wrapping up still takes.
fn timer(row: &MemberRow, now: Instant) -> Option<Running> {
    match (row.live.activity, mark(row, now)?) {
        (Activity::OnCall { since }, _) => Some(Running::Since(since)),
        (Activity::WrappingUp { until }, Presence::WrappingUp) => Some(Running::Until(until)),
        _ => None,
    }
}

/// The mark by the photo: only for people who have joined.
pub fn mark(row: &MemberRow, now: Instant) -> Option<Presence> {
    (row.state == MemberState::Active).then(|| row.live.presence(now))
}
