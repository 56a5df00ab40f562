//! Times of day, spans, weeks and days, as hours are written with them (N6).

use crate::instant::Instant;
use crate::zone::Offsets;
use jiff::civil::{Date, Time, Weekday};
use std::fmt;

/// Why hours are none. Each is a sentence that stands at its field.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum HoursProblem {
    #[error("“{0}” is no time of day. Write it such as 08:30 or 8:30 pm.")]
    NoTime(String),
    #[error("{0} to {1} ends before it begins. For a night, end at 24:00 and begin the next day at 00:00.")]
    Backwards(Clock, Clock),
    #[error("{0} and {1} overlap. Make them one, or move one of them.")]
    Overlap(Span, Span),
    #[error("A day has at most {MOST_SPANS} spans. Take one out.")]
    TooMany,
    #[error("“{0}” is no day. Write it such as 2026-12-25.")]
    NoDay(String),
}

/// More spans a day are refused: nobody opens that often, and a hand-made form could bring thousands.
pub const MOST_SPANS: usize = 6;

/// A time of day in minutes since midnight. 24:00 is the end of a day and begins nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Clock(u16);

const LAST: u16 = 24 * 60;

impl Clock {
    /// None beyond 24:00.
    pub const fn new(hour: u16, minute: u16) -> Option<Clock> {
        let minutes = hour * 60 + minute;
        if minute < 60 && minutes <= LAST { Some(Clock(minutes)) } else { None }
    }

    /// What clocks show at this time of day, to the minute.
    pub(super) fn at(time: Time) -> Clock {
        Clock(u16::from(time.hour().unsigned_abs()) * 60 + u16::from(time.minute().unsigned_abs()))
    }

    /// Minutes since midnight, 0 to 1440.
    pub const fn minutes(self) -> u16 {
        self.0
    }

    /// Reads "8", "830", "08:30", "8:30 pm" and "24:00".
    pub fn parse(text: &str) -> Option<Clock> {
        let lower = text.trim().to_ascii_lowercase();
        let (figures, half) = match (lower.strip_suffix("am"), lower.strip_suffix("pm")) {
            (Some(rest), _) => (rest.trim_end(), Some(0)),
            (_, Some(rest)) => (rest.trim_end(), Some(12)),
            _ => (lower.as_str(), None),
        };
        let number = |t: &str| (t.len() <= 2 && t.bytes().all(|b| b.is_ascii_digit())).then(|| t.parse::<u16>().ok());
        let (hour, minute) = match figures.split_once([':', '.']) {
            Some((hour, minute)) if minute.len() == 2 => (hour, minute),
            Some(_) => return None,
            None if figures.len() > 2 && figures.is_ascii() => figures.split_at(figures.len() - 2),
            None => (figures, "0"),
        };
        let (hour, minute) = (number(hour)??, number(minute)??);
        match half {
            Some(half) if (1..=12).contains(&hour) => Clock::new(hour % 12 + half, minute),
            Some(_) => None,
            None => Clock::new(hour, minute),
        }
    }
}

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

crate::serde_by_text!(Clock, parse);

/// From a time of day up to, without, another. Ends after it begins, on the same day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    from: Clock,
    to: Clock,
}

impl Span {
    pub fn new(from: Clock, to: Clock) -> Result<Span, HoursProblem> {
        if from < to { Ok(Span { from, to }) } else { Err(HoursProblem::Backwards(from, to)) }
    }

    pub fn from(self) -> Clock {
        self.from
    }

    pub fn to(self) -> Clock {
        self.to
    }

    fn parse(text: &str) -> Option<Span> {
        let (from, to) = text.split_once('-')?;
        Span::new(Clock::parse(from)?, Clock::parse(to)?).ok()
    }

    fn holds(self, time: Clock) -> bool {
        self.from <= time && time < self.to
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.from, self.to)
    }
}

/// The spans of one day, in order and without overlap. None: closed all day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Spans(Vec<Span>);

impl Spans {
    /// Puts them in order.
    ///
    /// # Errors
    /// Names the first two that overlap.
    pub fn new(mut spans: Vec<Span>) -> Result<Spans, HoursProblem> {
        spans.sort_unstable();
        if spans.len() > MOST_SPANS {
            return Err(HoursProblem::TooMany);
        }
        match spans.windows(2).find(|pair| pair[1].from < pair[0].to) {
            Some(pair) => Err(HoursProblem::Overlap(pair[0], pair[1])),
            None => Ok(Spans(spans)),
        }
    }

    /// As `Display` writes them: "08:00-12:00 13:00-18:00"; empty for a closed day.
    pub fn parse(text: &str) -> Option<Spans> {
        let spans: Option<Vec<Span>> = text.split_whitespace().map(Span::parse).collect();
        Spans::new(spans?).ok()
    }

    pub fn list(&self) -> &[Span] {
        &self.0
    }

    pub fn is_closed(&self) -> bool {
        self.0.is_empty()
    }

    /// When the span that holds this time ends.
    pub(super) fn open_until(&self, time: Clock) -> Option<Clock> {
        self.0.iter().find(|span| span.holds(time)).map(|span| span.to)
    }
}

impl fmt::Display for Spans {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let spans: Vec<String> = self.0.iter().map(Span::to_string).collect();
        f.write_str(&spans.join(" "))
    }
}

crate::serde_by_text!(Spans, parse);

/// The spans of each weekday, Monday first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Week(pub [Spans; 7]);

impl Week {
    /// Every day the same.
    pub fn every_day(spans: &Spans) -> Week {
        Week(std::array::from_fn(|_| spans.clone()))
    }

    /// As `Display` writes it: seven days, each followed by ";" but the last.
    pub fn parse(text: &str) -> Option<Week> {
        let days: Option<Vec<Spans>> = text.split(';').map(Spans::parse).collect();
        days?.try_into().ok().map(Week)
    }

    pub fn on(&self, day: Weekday) -> &Spans {
        // Seven days, and an offset below seven: always there.
        &self.0[usize::from(day.to_monday_zero_offset().unsigned_abs()) % 7]
    }
}

impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days: Vec<String> = self.0.iter().map(Spans::to_string).collect();
        f.write_str(&days.join(";"))
    }
}

crate::serde_by_text!(Week, parse);

/// A day of the calendar: "2026-12-25" (ISO 8601).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(Date);

impl Day {
    /// None for a text that is no day of the calendar.
    pub fn parse(text: &str) -> Option<Day> {
        let mut parts = text.split('-');
        let mut part = |digits: usize| {
            let part = parts.next().filter(|p| p.len() == digits && p.bytes().all(|b| b.is_ascii_digit()))?;
            part.parse::<i16>().ok()
        };
        let (year, month, day) = (part(4)?, part(2)?, part(2)?);
        let date = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
        parts.next().is_none().then_some(Day(date))
    }

    /// The day that clocks in `zone` show at an instant; none outside of the years -9999 to 9999.
    pub fn at(now: Instant, zone: &Offsets) -> Option<Day> {
        now.civil(zone).map(|t| Day(t.date()))
    }

    /// The same day for calculating with.
    pub fn date(self) -> Date {
        self.0
    }

    pub(super) fn is_on(self, date: Date, every_year: bool) -> bool {
        self.0 == date || (every_year && self.0 <= date && (self.0.month(), self.0.day()) == (date.month(), date.day()))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.0.year(), self.0.month(), self.0.day())
    }
}

crate::serde_by_text!(Day, parse);
