//! Business hours: reading them, holidays, the switch, and clock changes in five zones.

use crate::callflow::fixtures::NOW;
use crate::callflow::{Clock, ClosedNow, Day, Holiday, Hours, HoursProblem, Opening, Span, Spans, Week};
use crate::instant::{DAY, HOUR, Instant, MINUTE};
use crate::zone::Offsets;
use jiff::Timestamp;
use jiff::tz::TimeZone;

fn clock(text: &str) -> Clock {
    Clock::parse(text).unwrap_or_else(|| panic!("{text}"))
}

fn spans(text: &str) -> Spans {
    Spans::parse(text).unwrap_or_else(|| panic!("{text}"))
}

fn open(text: &str) -> Hours {
    Hours { week: Week::every_day(&spans(text)), ..Hours::default() }
}

#[test]
fn n6_a_time_is_read_however_it_is_written() {
    for (text, read) in [
        ("8", "08:00"),
        ("830", "08:30"),
        ("08:30", "08:30"),
        ("8.30", "08:30"),
        ("8:30 pm", "20:30"),
        ("12am", "00:00"),
        ("12 PM", "12:00"),
        ("1730", "17:30"),
        ("24:00", "24:00"),
    ] {
        assert_eq!(Clock::parse(text).map(|c| c.to_string()).as_deref(), Some(read), "{text}");
    }
}

#[test]
fn n6_what_is_no_time_of_day_is_refused() {
    for text in ["", "noon", "25", "8:60", "24:01", "13pm", "0 am", "8:3", "12345", "-8", "８", "8:30:00", "é00"] {
        assert_eq!(Clock::parse(text), None, "{text}");
    }
}

#[test]
fn n6_hours_that_end_before_they_begin_are_refused() {
    let (from, to) = (clock("22:00"), clock("02:00"));
    assert_eq!(Span::new(from, to), Err(HoursProblem::Backwards(from, to)));
    assert!(Span::new(from, from).is_err());
    assert!(Span::new(from, clock("24:00")).is_ok());
}

#[test]
fn n6_hours_that_overlap_are_refused_and_hours_that_touch_are_not() {
    let span = |from, to| Span::new(clock(from), clock(to)).unwrap_or_else(|e| panic!("{e}"));
    let (morning, noon) = (span("8", "12"), span("11:30", "13"));
    assert_eq!(Spans::new(vec![noon, morning]), Err(HoursProblem::Overlap(morning, noon)));
    assert!(Spans::new(vec![span("12", "13"), morning]).is_ok());
    assert_eq!(Spans::new(vec![morning; 9]), Err(HoursProblem::TooMany));
}

#[test]
fn n6_hours_read_back_as_written() {
    let text = "08:00-12:00 13:00-18:00;;;;09:00-24:00;;";
    assert_eq!(Week::parse(text).map(|w| w.to_string()).as_deref(), Some(text));
    for text in ["", ";;;", "8-9;;;;;;;", "9-8;;;;;;", "x;;;;;;"] {
        assert_eq!(Week::parse(text), None, "{text}");
    }
    assert_eq!(Day::parse("2026-02-28").map(|d| d.to_string()).as_deref(), Some("2026-02-28"));
    for text in ["2026-02-29", "2026-2-28", "26-02-28", "2026-02-28-1", "tomorrow", ""] {
        assert_eq!(Day::parse(text), None, "{text}");
    }
}

#[test]
fn n6_a_menu_is_open_within_its_spans() {
    let hours = open("08:00-12:00 13:00-18:00"); // It is 10:00.
    let at = |micros| hours.at(NOW.plus(micros), &Offsets::utc());
    assert_eq!(at(0), Opening::Open { until: clock("12:00") });
    assert_eq!(at(2 * HOUR - 1), Opening::Open { until: clock("12:00") });
    assert_eq!(at(2 * HOUR), Opening::OutsideHours);
    assert_eq!(at(3 * HOUR), Opening::Open { until: clock("18:00") });
    assert_eq!(at(-2 * HOUR - 1), Opening::OutsideHours);
}

#[test]
fn n6_each_weekday_has_hours_of_its_own() {
    let wednesday = Week::parse(";;09:00-11:00;;;;").map(|week| Hours { week, ..Hours::default() });
    let at = |micros| wednesday.as_ref().map(|h| h.at(NOW.plus(micros), &Offsets::utc()).is_open());
    assert_eq!((at(0), at(DAY), at(-DAY), at(7 * DAY)), (Some(true), Some(false), Some(false), Some(true)));
}

#[test]
fn n6_a_holiday_overrides_the_week() {
    let holiday = |on: &str, every_year, open: &str| Holiday {
        on: Day::parse(on).unwrap_or_else(|| panic!("{on}")),
        every_year,
        name: on.to_owned(),
        open: spans(open),
    };
    let with = |holidays| Hours { holidays, ..open("08:00-18:00") }.at(NOW, &Offsets::utc());
    let closed = |name: &str| Opening::ClosedOnHoliday { name: name.to_owned() };
    assert_eq!(with(vec![holiday("2026-12-02", false, "")]), closed("2026-12-02"));
    assert_eq!(with(vec![holiday("2025-12-02", true, "")]), closed("2025-12-02"));
    assert!(with(vec![holiday("2025-12-02", false, ""), holiday("2027-12-02", true, "")]).is_open());
    let some_hours = with(vec![holiday("2024-12-02", true, ""), holiday("2026-12-02", false, "09:00-11:00")]);
    assert_eq!(some_hours, Opening::OpenOnHoliday { name: "2026-12-02".into(), until: clock("11:00") });
}

#[test]
fn n6_closed_by_hand_overrides_everything_and_ends_by_itself() {
    let until = NOW.plus(HOUR);
    let hours = Hours { closed_now: Some(ClosedNow { until }), ..open("00:00-24:00") };
    assert_eq!(hours.at(NOW, &Offsets::utc()), Opening::ClosedByHand { until });
    assert_eq!(hours.at(until, &Offsets::utc()), Opening::Open { until: clock("24:00") });
}

/// Zones that change at other hours, by half an hour, and in the other half of the year.
const ZONES: [&str; 5] =
    ["America/Los_Angeles", "Europe/Berlin", "Australia/Lord_Howe", "America/Santiago", "Pacific/Auckland"];

#[test]
fn n6_hours_are_right_over_both_clock_changes_in_five_zones() {
    let hours = open("00:00-02:15 02:45-03:30 09:00-17:30");
    for name in ZONES {
        let zone = TimeZone::get(name).unwrap_or_else(|e| panic!("{e}"));
        let start = Timestamp::from_second(1_767_225_600).unwrap_or_else(|e| panic!("{e}")); // 2026-01-01
        let changes: Vec<_> = zone.following(start).take(3).collect();
        let first = (Instant(start.as_microsecond()), zone.to_offset(start).seconds());
        let later = changes.iter().map(|c| (Instant(c.timestamp().as_microsecond()), c.offset().seconds()));
        let offsets = Offsets::new(std::iter::once(first).chain(later));
        assert_eq!(offsets.changes().count(), 3, "{name}");
        for change in offsets.changes().take(2) {
            // Every five minutes for two days, and the microseconds around the change.
            let times = (-288..=288).map(|n| n * 5 * MINUTE).chain([-1, 1]);
            for at in times.map(|micros| change.plus(micros)) {
                let there = Timestamp::from_microsecond(at.0).unwrap_or_else(|e| panic!("{e}")).to_zoned(zone.clone());
                let minute = u16::from(there.hour().unsigned_abs()) * 60 + u16::from(there.minute().unsigned_abs());
                let right = [(0, 135), (165, 210), (540, 1050)].iter().any(|(from, to)| (*from..*to).contains(&minute));
                assert_eq!(hours.at(at, &offsets).is_open(), right, "{name}, {there}");
            }
        }
    }
}
