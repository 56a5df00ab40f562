//! The Status cell: presence, availability and activity in a mark, a word and a quieter second line (T2).

use crate::ui::presence::{status_note, status_text};
use crate::ui::{IconName, Running};
use maud::Markup;
use model::instant::{Instant, SECOND};
use model::zone::Offsets;
use model::{Activity, MemberRow, MemberState, Presence};

/// `now` is the server's clock when the row was read; `zone` is the viewer's.
pub fn status(row: &MemberRow, now: Instant, zone: &Offsets) -> Markup {
    match row.state {
        MemberState::Invited => {
            let text = if row.invitation_expired(now) { "Invitation expired" } else { "Not joined yet" };
            status_note(IconName::Mail, text, &format!("Invited {}", row.state_since.ago(now, zone)))
        }
        MemberState::Suspended => {
            status_note(IconName::PauseUser, "Suspended", &format!("Since {}", row.state_since.short_date(zone)))
        }
        MemberState::Deleted => status_note(IconName::Trash, "Deleted", "Can be restored"),
        MemberState::Active => active(row, now, zone),
    }
}

fn active(row: &MemberRow, now: Instant, zone: &Offsets) -> Markup {
    let presence = row.live.presence(now);
    let detail = match (presence, row.live.last_seen) {
        (Presence::Offline, Some(seen)) => seen.ago(now, zone),
        (Presence::Offline, None) => "Not signed in yet".to_owned(),
        _ if row.live.online => "Online".to_owned(),
        _ => "Desk phone".to_owned(),
    };
    status_text(presence, timer(row.live.activity, presence, now), &detail)
}

/// How long the call lasts, or how long wrapping up still takes, at `now`.
pub fn timer(activity: Activity, presence: Presence, now: Instant) -> Option<Running> {
    match (activity, presence) {
        (Activity::OnCall { since }, _) => Some(Running { seconds: now.since(since) / SECOND, down: false }),
        (Activity::WrappingUp { until }, Presence::WrappingUp) => {
            Some(Running { seconds: until.since(now) / SECOND, down: true })
        }
        _ => None,
    }
}

/// The mark by the photo: only for people who have joined.
pub fn mark(row: &MemberRow, now: Instant) -> Option<Presence> {
    (row.state == MemberState::Active).then(|| row.live.presence(now))
}
