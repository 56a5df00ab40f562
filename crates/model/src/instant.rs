//! Points in time: microseconds since 1970 UTC, as the database keeps them, and how they read.

use serde::{Deserialize, Serialize};
use time::{OffsetDateTime, UtcOffset};

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

    /// The civil date and time at `offset_seconds` east of UTC.
    fn at_offset(self, offset_seconds: i32) -> Option<OffsetDateTime> {
        let utc = OffsetDateTime::from_unix_timestamp_nanos(i128::from(self.0) * 1000).ok()?;
        Some(utc.to_offset(UtcOffset::from_whole_seconds(offset_seconds).ok()?))
    }

    /// "3 March 2024", at an offset in seconds east of UTC; empty when out of range.
    pub fn date(self, offset_seconds: i32) -> String {
        self.at_offset(offset_seconds)
            .map(|t| format!("{} {} {}", t.day(), MONTHS[usize::from(u8::from(t.month())) - 1], t.year()))
            .unwrap_or_default()
    }

    /// "12 Nov", the short form beside a status.
    pub fn short_date(self, offset_seconds: i32) -> String {
        self.at_offset(offset_seconds)
            .map(|t| format!("{} {}", t.day(), &MONTHS[usize::from(u8::from(t.month())) - 1][..3]))
            .unwrap_or_default()
    }

    /// "2026-11-21T21:08:43Z", for exports and logs.
    pub fn iso(self) -> String {
        self.at_offset(0)
            .map(|t| {
                let (y, mo, d) = (t.year(), u8::from(t.month()), t.day());
                format!("{y:04}-{mo:02}-{d:02}T{:02}:{:02}:{:02}Z", t.hour(), t.minute(), t.second())
            })
            .unwrap_or_default()
    }

    /// "Today, 08:52", "Yesterday, 17:03" or "3 March 2024, 08:52", seen from `now` at an offset east of UTC.
    pub fn moment(self, now: Instant, offset_seconds: i32) -> String {
        let (Some(t), Some(n)) = (self.at_offset(offset_seconds), now.at_offset(offset_seconds)) else {
            return String::new();
        };
        let clock = format!("{:02}:{:02}", t.hour(), t.minute());
        match n.date().to_julian_day() - t.date().to_julian_day() {
            0 => format!("Today, {clock}"),
            1 => format!("Yesterday, {clock}"),
            _ => format!("{}, {clock}", self.date(offset_seconds)),
        }
    }

    /// "10:42"
    pub fn clock(self, offset_seconds: i32) -> String {
        self.at_offset(offset_seconds).map(|t| format!("{:02}:{:02}", t.hour(), t.minute())).unwrap_or_default()
    }

    /// "Today, Saturday 21 November", "Yesterday, Friday 20 November", "Thursday 19 November"; with the year when it is another.
    pub fn day(self, now: Instant, offset_seconds: i32) -> String {
        let (Some(t), Some(n)) = (self.at_offset(offset_seconds), now.at_offset(offset_seconds)) else {
            return String::new();
        };
        let year = if t.year() == n.year() { String::new() } else { format!(" {}", t.year()) };
        let day = format!("{} {} {}{year}", t.weekday(), t.day(), MONTHS[usize::from(u8::from(t.month())) - 1]);
        match n.date().to_julian_day() - t.date().to_julian_day() {
            0 => format!("Today, {day}"),
            1 => format!("Yesterday, {day}"),
            _ => day,
        }
    }

    /// "just now", "5 min ago", "3 h ago", "2 days ago", then the date.
    pub fn ago(self, now: Instant, offset_seconds: i32) -> String {
        let passed = now.since(self);
        match passed {
            p if p < MINUTE => "just now".to_owned(),
            p if p < HOUR => format!("{} min ago", p / MINUTE),
            p if p < DAY => format!("{} h ago", p / HOUR),
            p if p < 2 * DAY => "1 day ago".to_owned(),
            p if p < 30 * DAY => format!("{} days ago", p / DAY),
            _ => self.date(offset_seconds),
        }
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
        assert_eq!(t.date(0), "3 March 2024");
        assert_eq!(t.short_date(0), "3 Mar");
        assert_eq!(t.iso(), "2024-03-03T09:00:00Z");
        assert_eq!(t.moment(t.plus(HOUR), 0), "Today, 09:00");
        assert_eq!(t.moment(t.plus(DAY), -8 * 3600), "Yesterday, 01:00");
    }

    #[test]
    fn g1_days_are_headed_by_their_weekday() {
        let t = Instant(1_709_456_400 * SECOND); // 2024-03-03T09:00:00Z, a Sunday
        assert_eq!(t.day(t, 0), "Today, Sunday 3 March");
        assert_eq!(t.day(t.plus(DAY), 0), "Yesterday, Sunday 3 March");
        assert_eq!(t.day(t.plus(400 * DAY), 0), "Sunday 3 March 2024");
        assert_eq!(t.clock(-8 * 3600), "01:00");
    }

    #[test]
    fn t2_a_call_shows_its_running_time() {
        assert_eq!(running(134 * SECOND), "02:14");
        assert_eq!(running(3734 * SECOND), "1:02:14");
        assert_eq!(running(-5), "00:00");
    }
}
