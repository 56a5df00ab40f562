//! Points in time: microseconds since 1970 UTC, as the database keeps them, and how they read.

use crate::zone::Offsets;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Weekday};
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};

/// Microseconds since 1970-01-01 UTC.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(pub i64);

pub const SECOND: i64 = 1_000_000;
pub const MINUTE: i64 = 60 * SECOND;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Instant {
    /// This instant moved by `micros` microseconds (negative: earlier), never wrapping.
    pub fn plus(self, micros: i64) -> Self {
        Instant(self.0.saturating_add(micros))
    }

    /// The beginning of this second.
    pub fn to_second(self) -> Self {
        Instant(self.0 - self.0.rem_euclid(SECOND))
    }

    /// Microseconds from `earlier` to here, zero when `earlier` lies after.
    pub fn since(self, earlier: Instant) -> i64 {
        self.0.saturating_sub(earlier.0).max(0)
    }

    /// The date and time of clocks in `zone`; none outside of the years -9999 to 9999.
    pub(crate) fn civil(self, zone: &Offsets) -> Option<DateTime> {
        let offset = Offset::from_seconds(zone.at(self)).ok()?;
        Some(offset.to_datetime(Timestamp::from_microsecond(self.0).ok()?))
    }

    /// "3 March 2024", by clocks in `zone`; empty when out of range.
    pub fn date(self, zone: &Offsets) -> String {
        self.civil(zone).map(|t| format!("{} {} {}", t.day(), month(t), t.year())).unwrap_or_default()
    }

    /// "12 Nov", the short form beside a status.
    pub fn short_date(self, zone: &Offsets) -> String {
        self.civil(zone).map(|t| format!("{} {}", t.day(), &month(t)[..3])).unwrap_or_default()
    }

    /// "2026-11-21T21:08:43Z", for exports and logs (RFC 3339).
    pub fn iso(self) -> String {
        Timestamp::from_microsecond(self.to_second().0).map(|t| t.to_string()).unwrap_or_default()
    }

    /// "Today, 08:52", "Yesterday, 17:03" or "3 March 2024, 08:52", by clocks in `zone`, seen from `now`.
    pub fn moment(self, now: Instant, zone: &Offsets) -> String {
        let (Some(t), Some(n)) = (self.civil(zone), now.civil(zone)) else {
            return String::new();
        };
        let day = relative(t.date(), n.date()).map_or_else(|| self.date(zone), str::to_owned);
        format!("{day}, {}", clock(t))
    }

    /// "10:42"
    pub fn clock(self, zone: &Offsets) -> String {
        self.civil(zone).map(clock).unwrap_or_default()
    }

    /// "Today, Saturday 21 November", "Yesterday, Friday 20 November", "Thursday 19 November"; with the year when it is
    /// another than now.
    pub fn day(self, now: Instant, zone: &Offsets) -> String {
        let (Some(t), Some(n)) = (self.civil(zone), now.civil(zone)) else {
            return String::new();
        };
        let year = if t.year() == n.year() { String::new() } else { format!(" {}", t.year()) };
        let day = format!("{} {} {}{year}", weekday(t), t.day(), month(t));
        relative(t.date(), n.date()).map_or_else(|| day.clone(), |word| format!("{word}, {day}"))
    }

    /// "just now", "5 min ago", "3 h ago", "2 days ago", then the date.
    pub fn ago(self, now: Instant, zone: &Offsets) -> String {
        let passed = now.since(self);
        match passed {
            p if p < MINUTE => "just now".to_owned(),
            p if p < HOUR => format!("{} min ago", p / MINUTE),
            p if p < DAY => format!("{} h ago", p / HOUR),
            p if p < 2 * DAY => "1 day ago".to_owned(),
            p if p < 30 * DAY => format!("{} days ago", p / DAY),
            _ => self.date(zone),
        }
    }
}

/// "Today" or "Yesterday", as seen on the day `now`.
fn relative(day: Date, now: Date) -> Option<&'static str> {
    if day == now {
        Some("Today")
    } else {
        now.yesterday().is_ok_and(|yesterday| day == yesterday).then_some("Yesterday")
    }
}

fn clock(t: DateTime) -> String {
    format!("{:02}:{:02}", t.hour(), t.minute())
}

fn month(t: DateTime) -> &'static str {
    // Months are counted from 1.
    MONTHS.get(usize::from(t.month().unsigned_abs()).wrapping_sub(1)).copied().unwrap_or_default()
}

fn weekday(t: DateTime) -> &'static str {
    match t.weekday() {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

/// A running timer as DESIGN wants it: "02:14", from an hour on "1:02:14".
pub fn running(micros: i64) -> String {
    let s = (micros / SECOND).max(0);
    if s >= 3600 {
        format!("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
    } else {
        format!("{:02}:{:02}", s / 60, s % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_read_as_people_write_them() {
        let t = Instant(1_709_456_400 * SECOND); // 2024-03-03T09:00:00Z
        assert_eq!(t.date(&Offsets::utc()), "3 March 2024");
        assert_eq!(t.short_date(&Offsets::utc()), "3 Mar");
        assert_eq!(t.iso(), "2024-03-03T09:00:00Z");
        assert_eq!(t.moment(t.plus(HOUR), &Offsets::utc()), "Today, 09:00");
        assert_eq!(t.moment(t.plus(DAY), &Offsets::always(-8 * 3600)), "Yesterday, 01:00");
    }

    #[test]
    fn today_and_yesterday_change_at_the_viewers_midnight() {
        let midnight = Instant(1_709_424_000 * SECOND); // 2024-03-03T00:00:00Z
        let before = Instant(midnight.0 - SECOND);
        let utc = Offsets::utc();
        assert_eq!(before.moment(before, &utc), "Today, 23:59");
        assert_eq!(before.moment(midnight, &utc), "Yesterday, 23:59", "a second later it was yesterday");
        assert_eq!(midnight.moment(midnight, &utc), "Today, 00:00");
        assert_eq!(midnight.moment(midnight.plus(DAY - SECOND), &utc), "Today, 00:00", "the whole day long");
        assert_eq!(before.moment(midnight.plus(DAY), &utc), "2 March 2024, 23:59");
        // The same two instants are of one day where it is not midnight.
        assert_eq!(before.moment(midnight, &Offsets::always(-8 * 3600)), "Today, 15:59");
        // Over the end of a month and of a year.
        let new_year = Instant(1_704_067_200 * SECOND); // 2024-01-01T00:00:00Z
        assert_eq!(Instant(new_year.0 - SECOND).moment(new_year, &utc), "Yesterday, 23:59");
        assert_eq!(Instant(new_year.0 - SECOND).day(new_year, &utc), "Yesterday, Sunday 31 December 2023");
    }

    #[test]
    fn g1_days_are_headed_by_their_weekday() {
        let t = Instant(1_709_456_400 * SECOND); // 2024-03-03T09:00:00Z, a Sunday
        assert_eq!(t.day(t, &Offsets::utc()), "Today, Sunday 3 March");
        assert_eq!(t.day(t.plus(DAY), &Offsets::utc()), "Yesterday, Sunday 3 March");
        assert_eq!(t.day(t.plus(400 * DAY), &Offsets::utc()), "Sunday 3 March 2024");
        assert_eq!(t.clock(&Offsets::always(-8 * 3600)), "01:00");
    }

    #[test]
    fn t2_a_call_shows_its_running_time() {
        assert_eq!(running(134 * SECOND), "02:14");
        assert_eq!(running(3734 * SECOND), "1:02:14");
        assert_eq!(running(-5), "00:00");
    }
}
