//! The card's History tab: calls, voicemail, messages and faxes, the newest first (H1, H2).

use crate::ui::words::isolated;
use crate::ui::{Empty, Icon, IconName, Notice, NoticeKind};
use leptos::prelude::*;
use model::history::{CardHistory, MOST};
use model::history::{HistoryEntry, HistoryKind};
use model::instant::Instant;
use model::zone::Offsets;

/// The tab. `now` and the viewer's time zone decide what is "Yesterday".
pub(super) fn history(found: Option<CardHistory>, now: Instant, zone: &Offsets) -> AnyView {
    match found {
        Some(CardHistory::Refused(why)) => view! { <Notice kind=NoticeKind::Info>{isolated(why)}</Notice> }.into_any(),
        Some(CardHistory::Shown(entries)) if !entries.is_empty() => {
            let full = entries.len() >= usize::from(MOST);
            let lines: Vec<AnyView> = entries.iter().map(|entry| line(entry, now, zone)).collect();
            view! {
                <ul class="history" aria-label="Calls and messages">
                    {lines}
                </ul>
                {full.then(|| view! { <p class="hint">{format!("The last {MOST} are shown.")}</p> })}
            }
            .into_any()
        }
        _ => view! {
            <Empty
                icon=IconName::Clock
                title="No calls or messages yet"
                text="They show up here as soon as there are some."
            />
        }
        .into_any(),
    }
}

fn line(entry: &HistoryEntry, now: Instant, zone: &Offsets) -> AnyView {
    let about = about(entry);
    view! {
        <li>
            <Icon name=icon(entry.kind) />
            <span>{title(entry)}</span>
            <time datetime=entry.at.iso()>{when(entry.at, now, zone)}</time>
            {(!about.is_empty()).then(|| view! { <small>{about}</small> })}
        </li>
    }
    .into_any()
}

fn icon(kind: HistoryKind) -> IconName {
    match kind {
        HistoryKind::Call => IconName::Phone,
        HistoryKind::Voicemail => IconName::Voicemail,
        HistoryKind::Message => IconName::Mail,
        HistoryKind::Fax => IconName::File,
        HistoryKind::WebCall => IconName::App,
    }
}

/// "Called (503) 555-0190", "Missed call from ext. 104", "Voicemail from (503) 555-0193".
fn title(entry: &HistoryEntry) -> String {
    let peer = &entry.peer;
    let missed = entry.incoming && entry.seconds == 0;
    match (entry.kind, entry.incoming) {
        (HistoryKind::Call, true) if missed => format!("Missed call from {peer}"),
        (HistoryKind::Call, true) => format!("Call from {peer}"),
        (HistoryKind::Call, false) => format!("Called {peer}"),
        (HistoryKind::WebCall, true) if missed => format!("Missed web call from {peer}"),
        (kind, true) => format!("{} from {peer}", kind.label()),
        (kind, false) => format!("{} to {peer}", kind.label()),
    }
}

/// "4 min 02 s", then what it says, then whose it was (H2).
fn about(entry: &HistoryEntry) -> String {
    let lasted = (entry.seconds > 0).then(|| lasted(entry.seconds));
    let said = Some(entry.body.as_str()).filter(|body| !body.is_empty()).map(|body| format!("“{body}”"));
    let from = entry.transferred_from.as_ref().map(|name| format!("Transferred from {name}"));
    [said, lasted, from].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn lasted(seconds: u32) -> String {
    match (seconds / 3600, seconds / 60 % 60, seconds % 60) {
        (0, 0, s) => format!("{s} s"),
        (0, m, s) => format!("{m} min {s:02} s"),
        (h, m, _) => format!("{h} h {m:02} min"),
    }
}

/// "09:41" of today, "Yesterday", then the date.
fn when(at: Instant, now: Instant, zone: &Offsets) -> String {
    let moment = at.moment(now, zone);
    match moment.split_once(", ") {
        Some(("Today", clock)) => clock.to_owned(),
        Some((day, _)) => day.to_owned(),
        None => moment,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::PhoneNumber;
    use model::history::Peer;
    use model::instant::{DAY, HOUR, SECOND};

    fn entry(kind: HistoryKind, incoming: bool, peer: &str, seconds: u32) -> HistoryEntry {
        let (member, body) = ("Dana Whitfield".to_owned(), String::new());
        HistoryEntry {
            at: Instant(0),
            kind,
            incoming,
            member,
            peer: PhoneNumber::from_words(peer).map_or_else(|| Peer::Inside(peer.into()), Peer::Number),
            seconds,
            body,
            transferred_from: None,
        }
    }

    #[test]
    fn h1_an_entry_says_what_it_was_who_it_was_with_and_how_long_it_took() {
        let call = entry(HistoryKind::Call, false, "+15035550190 (503) 555-0190", 242);
        assert_eq!((title(&call), about(&call)), ("Called (503) 555-0190".into(), "4 min 02 s".into()));
        assert_eq!(title(&entry(HistoryKind::Call, true, "104", 0)), "Missed call from ext. 104");
        let mut mail = entry(HistoryKind::Voicemail, true, "+15035550193 (503) 555-0193", 22);
        mail.body = "Calling about the Thursday pickup".into();
        assert_eq!(title(&mail), "Voicemail from (503) 555-0193");
        assert_eq!(about(&mail), "“Calling about the Thursday pickup”, 22 s");
        assert_eq!(title(&entry(HistoryKind::Message, false, "104", 0)), "Message to ext. 104");
    }

    #[test]
    fn h2_what_was_transferred_says_whose_it_was() {
        let mut fax = entry(HistoryKind::Fax, true, "+15035550193 (503) 555-0193", 0);
        fax.transferred_from = Some("Former member (ext. 104)".into());
        assert_eq!(about(&fax), "Transferred from Former member (ext. 104)");
    }

    #[test]
    fn h1_today_is_told_by_the_clock_and_older_days_by_their_name() {
        let at = Instant(1_709_456_400 * SECOND);
        assert_eq!(when(at, at.plus(HOUR), &Offsets::utc()), "09:00");
        assert_eq!(when(at, at.plus(DAY), &Offsets::utc()), "Yesterday");
        assert_eq!(when(at, at.plus(9 * DAY), &Offsets::utc()), "3 March 2024");
    }
}
