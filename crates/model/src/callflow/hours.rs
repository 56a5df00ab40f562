//! When a menu is open: the week, holidays, and the switch that closes by hand (N6).

use super::times::{Clock, Day, Spans, Week};
use crate::instant::Instant;
use crate::zone::Offsets;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// A day with hours of its own, over those of its weekday.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holiday {
    pub on: Day,
    /// From that year on.
    #[serde(default)]
    pub every_year: bool,
    pub name: String,
    #[serde(default)]
    pub open: Spans,
}

/// Closed by hand, whatever the hours say, until it ends by itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClosedNow {
    pub until: Instant,
}

/// When a menu is open.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    pub week: Week,
    pub holidays: Vec<Holiday>,
    pub closed_now: Option<ClosedNow>,
}

/// Whether it is open at an instant, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Opening {
    /// There are no hours.
    Always,
    Open {
        until: Clock,
    },
    OpenOnHoliday {
        name: String,
        until: Clock,
    },
    ClosedByHand {
        until: Instant,
    },
    ClosedOnHoliday {
        name: String,
    },
    OutsideHours,
}

impl Opening {
    pub fn is_open(&self) -> bool {
        matches!(self, Opening::Always | Opening::Open { .. } | Opening::OpenOnHoliday { .. })
    }
}

impl Hours {
    /// By clocks in `zone`, so a span is as long as clocks say it is: an hour longer or shorter on the days they change.
    pub fn at(&self, now: Instant, zone: &Offsets) -> Opening {
        if let Some(closed) = self.closed_now.as_ref().filter(|closed| now < closed.until) {
            return Opening::ClosedByHand { until: closed.until };
        }
        now.civil(zone).map_or(Opening::OutsideHours, |there| self.on_clocks(there))
    }

    fn on_clocks(&self, there: DateTime) -> Opening {
        let (date, time) = (there.date(), Clock::at(there.time()));
        // One of this very date before one of every year.
        let of = |every: bool| self.holidays.iter().find(|h| h.every_year == every && h.on.is_on(date, every));
        if let Some(holiday) = of(false).or_else(|| of(true)) {
            let name = holiday.name.clone();
            return match holiday.open.open_until(time) {
                Some(until) => Opening::OpenOnHoliday { name, until },
                None => Opening::ClosedOnHoliday { name },
            };
        }
        match self.week.on(date.weekday()).open_until(time) {
            Some(until) => Opening::Open { until },
            None => Opening::OutsideHours,
        }
    }
}
