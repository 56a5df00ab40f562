//! Time zones: as people write them (M6), and the offsets that pages need of them.

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use model::callflow::{Clock, Day};
use model::instant::Instant;
use model::zone::Offsets;

/// How far back the offsets reach: what is older reads by the oldest one.
const BACK: SignedDuration = SignedDuration::from_hours(10 * 366 * 24);

/// How far ahead: further than any date a page shows, such as the one when a deleted member's data is erased.
const AHEAD: SignedDuration = SignedDuration::from_hours(366 * 24);

/// The offsets of an IANA time zone in the years around `now`; UTC's for a zone that is not known.
pub(crate) fn offsets(zone: &str, now: Instant) -> Offsets {
    let Ok(now) = Timestamp::from_microsecond(now.0) else { return Offsets::utc() };
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let (first, last) = (now.saturating_sub(BACK).unwrap_or(now), now.saturating_add(AHEAD).unwrap_or(now));
    let later = zone.following(first).map(|change| (change.timestamp(), change.offset()));
    let changes = std::iter::once((first, zone.to_offset(first))).chain(later.take_while(|(from, _)| *from <= last));
    Offsets::new(changes.map(|(from, offset)| (Instant(from.as_microsecond()), offset.seconds())))
}

/// The IANA names that people choose from: those of regions and cities, without the older spellings beside them, and UTC.
pub(crate) fn names() -> Vec<String> {
    const REGIONS: [&str; 10] =
        ["Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific"];
    let chosen =
        |name: &str| name == "UTC" || name.split_once('/').is_some_and(|(region, _)| REGIONS.contains(&region));
    let mut all: Vec<String> =
        jiff::tz::db().available().map(|name| name.as_str().to_owned()).filter(|name| chosen(name)).collect();
    all.sort();
    all
}

/// The instant at which clocks of an IANA time zone show this day and time. A time that clocks skip is taken as an hour later,
/// one that comes twice as the first (RFC 5545 §3.3.5). None outside of the years -9999 to 9999.
pub(crate) fn instant(day: Day, clock: Clock, zone: &str) -> Option<Instant> {
    let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
    let midnight = day.date().to_datetime(jiff::civil::Time::midnight());
    let there = midnight.checked_add(SignedDuration::from_mins(i64::from(clock.minutes()))).ok()?;
    let at = zone.to_zoned(there).ok()?;
    Some(Instant(at.timestamp().as_microsecond()))
}

/// An IANA name in its own spelling; empty stays empty (the company's). A city alone is answered with its whole name.
pub(crate) fn parse(text: &str) -> Result<String, String> {
    let text = model::text::line(text);
    let text = text.as_str();
    if text.is_empty() {
        return Ok(String::new());
    }
    if let Ok(zone) = jiff::tz::TimeZone::get(text) {
        return Ok(zone.iana_name().unwrap_or(text).to_owned());
    }
    let city = text.replace(' ', "_");
    let near = jiff::tz::db()
        .available()
        .map(|n| n.as_str().to_owned())
        .find(|n| n.rsplit('/').next().is_some_and(|c| c.eq_ignore_ascii_case(&city)));
    let fix = near.map_or_else(
        || "Write it such as America/Los_Angeles, or leave it empty for the company’s.".to_owned(),
        |n| format!("Write {n}."),
    );
    Err(format!("There is no time zone “{text}”. {fix}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::instant::{HOUR, MINUTE};

    /// 2026-11-30T12:00:00Z
    const NOW: Instant = Instant(1_796_040_000_000_000);

    /// Zones that change at other hours, by half an hour, and in the other half of the year.
    const ZONES: [&str; 5] =
        ["America/Los_Angeles", "Europe/Berlin", "Australia/Lord_Howe", "America/Santiago", "Pacific/Auckland"];

    #[test]
    fn g1_both_clock_changes_of_a_year_are_in_a_zones_offsets_and_every_instant_reads_by_its_own() {
        for name in ZONES {
            let (zone, offsets) = (TimeZone::get(name).unwrap(), offsets(name, NOW));
            let year = |at: &Instant| zone.to_datetime(Timestamp::from_microsecond(at.0).unwrap()).year();
            let changes: Vec<Instant> = offsets.changes().filter(|at| year(at) == 2026).collect();
            assert_eq!(changes.len(), 2, "{name}");
            for change in changes {
                for micros in [-24 * HOUR, -HOUR, -MINUTE, -1, 0, MINUTE, HOUR, 24 * HOUR] {
                    let at = change.plus(micros);
                    let there = Timestamp::from_microsecond(at.0).unwrap().to_zoned(zone.clone());
                    let words = format!("{}, {}", at.date(&offsets), at.clock(&offsets));
                    assert_eq!(words, there.strftime("%-d %B %Y, %H:%M").to_string(), "{name}");
                }
            }
        }
    }

    #[test]
    fn g1_a_date_of_october_keeps_octobers_offset_in_november() {
        let october = Instant(1_792_216_800_000_000); // 2026-10-17T06:00:00Z
        let zone = offsets("America/Los_Angeles", NOW);
        assert_eq!(october.moment(NOW, &zone), "16 October 2026, 23:00");
        assert_eq!(NOW.moment(NOW, &zone), "Today, 04:00");
    }

    #[test]
    fn g1_the_offsets_of_ten_years_are_few_and_those_of_a_zone_without_changes_one() {
        assert_eq!(offsets("Europe/Berlin", NOW).changes().count(), 22);
        assert_eq!(offsets("Asia/Kolkata", NOW).changes().count(), 0);
        assert_eq!(offsets("Middle/Earth", NOW).at(NOW), 0);
    }

    #[test]
    fn n7_the_zones_to_choose_from_are_cities_and_each_is_known() {
        let names = names();
        for name in ["UTC", "Asia/Tokyo", "America/Argentina/Buenos_Aires", "Europe/Kyiv"] {
            assert!(names.iter().any(|n| n == name), "{name}");
        }
        assert!(!names.iter().any(|n| n.starts_with("US/") || n.starts_with("Etc/")));
        assert!(names.iter().all(|n| parse(n).is_ok()));
    }

    #[test]
    fn n9_a_day_and_a_time_are_meant_by_the_accounts_clocks() {
        let at = |day, time| {
            let (day, time) = (Day::parse(day).unwrap(), Clock::parse(time).unwrap());
            instant(day, time, "America/Los_Angeles").unwrap().iso()
        };
        assert_eq!(at("2026-11-21", "10:42"), "2026-11-21T18:42:00Z");
        assert_eq!(at("2026-03-08", "02:30"), "2026-03-08T10:30:00Z", "skipped: an hour later");
        assert_eq!(at("2026-11-01", "01:30"), "2026-11-01T08:30:00Z", "comes twice: the first");
        assert_eq!(at("2026-11-21", "24:00"), "2026-11-22T08:00:00Z");
    }

    #[test]
    fn m6_a_time_zone_is_known_by_its_name_and_a_city_gets_its_fix() {
        assert_eq!(parse("america/los_angeles"), Ok("America/Los_Angeles".into()));
        assert_eq!(parse(""), Ok(String::new()));
        assert_eq!(parse("Los Angeles"), Err("There is no time zone “Los Angeles”. Write America/Los_Angeles.".into()));
        assert!(parse("Middle Earth").is_err_and(|words| words.contains("leave it empty")));
    }
}
