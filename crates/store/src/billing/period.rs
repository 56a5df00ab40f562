//! The month a statement is about, by the clocks of the account (S5).

use crate::fault;
use model::Instant;
use model::billing::statement::Period;
use model::error::AppResult;

/// The current month in the account's time zone (S5): days are those of its clocks, also when these are changed.
pub fn period_of(zone: &str, now: Instant) -> AppResult<Period> {
    let zone = jiff::tz::TimeZone::get(zone).unwrap_or(jiff::tz::TimeZone::UTC);
    let at = jiff::Timestamp::from_microsecond(now.0).map_err(|e| fault(&e))?;
    let first = zone.to_datetime(at).date().first_of_month();
    let days = i64::from(first.days_in_month());
    let begin = |day: i64| {
        let date = first.checked_add(jiff::Span::new().days(day)).map_err(|e| fault(&e))?;
        let begins = date.to_zoned(zone.clone()).map_err(|e| fault(&e))?;
        Ok(Instant(begins.timestamp().as_microsecond()))
    };
    let begins = (0..=days).map(begin).collect::<AppResult<Vec<_>>>()?;
    Ok(Period { year: first.year(), month: first.month().unsigned_abs(), begins })
}
