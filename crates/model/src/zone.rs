//! The offsets from UTC that hold in a time zone, without the names and rules of all the others: the server looks them
//! up in its zone database and sends them along, so that the browser needs none (T13, P7).

use crate::instant::{Instant, SECOND};
use serde::{Deserialize, Serialize};

/// The offsets of one time zone over some years. A date in October reads by October's offset, in November too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Offsets(Vec<Change>);

/// From when on an offset holds, in seconds since 1970, and the offset in seconds east of UTC. A pair of plain numbers,
/// because every page carries some twenty of them.
type Change = (i64, i32);

impl Offsets {
    /// Coordinated Universal Time: no offset, ever.
    pub fn utc() -> Self {
        Self::always(0)
    }

    /// One offset, in seconds east of UTC, that never changes.
    pub fn always(seconds_east: i32) -> Self {
        Offsets(vec![(0, seconds_east)])
    }

    /// The offsets in seconds east of UTC with the instants from which they hold, the oldest first. Where nothing
    /// changes from one to the next, it is left out.
    pub fn new(changes: impl IntoIterator<Item = (Instant, i32)>) -> Self {
        let mut changes: Vec<Change> = changes.into_iter().map(|(from, offset)| (from.0 / SECOND, offset)).collect();
        changes.dedup_by_key(|(_, offset)| *offset);
        Offsets(changes)
    }

    /// The offset that holds at this instant, in seconds east of UTC. Before the first one, the first holds.
    pub fn at(&self, instant: Instant) -> i32 {
        let second = instant.0.div_euclid(SECOND);
        let passed = self.0.partition_point(|(from, _)| *from <= second);
        self.0.get(passed.saturating_sub(1)).map_or(0, |(_, offset)| *offset)
    }

    /// The instants from which another offset holds than before.
    pub fn changes(&self) -> impl Iterator<Item = Instant> + '_ {
        self.0.iter().skip(1).map(|(from, _)| Instant(from * SECOND))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::instant::{DAY, HOUR};

    const SUMMER: Instant = Instant(1_774_746_000 * SECOND); // 2026-03-29T01:00:00Z
    const WINTER: Instant = Instant(1_792_890_000 * SECOND); // 2026-10-25T01:00:00Z

    fn berlin() -> Offsets {
        Offsets::new([(SUMMER.plus(-DAY), 3600), (SUMMER, 7200), (WINTER, 3600)])
    }

    #[test]
    fn g1_an_entry_of_october_keeps_its_hour_in_november() {
        let (october, november) = (WINTER.plus(-HOUR), WINTER.plus(30 * DAY));
        assert_eq!(october.moment(november, &berlin()), "25 October 2026, 02:00");
        assert_eq!(october.moment(october, &berlin()), "Today, 02:00");
        assert_eq!(WINTER.moment(november, &berlin()), "25 October 2026, 02:00", "the hour that comes twice");
        assert_eq!(WINTER.plus(-3 * HOUR).date(&berlin()), "25 October 2026");
        assert_eq!(WINTER.plus(-3 * HOUR).date(&Offsets::always(3600)), "24 October 2026");
    }

    #[test]
    fn g1_an_offset_holds_from_its_very_second() {
        assert_eq!((berlin().at(SUMMER.plus(-1)), berlin().at(SUMMER)), (3600, 7200));
        assert_eq!(SUMMER.plus(-1).clock(&berlin()), "01:59");
        assert_eq!(SUMMER.clock(&berlin()), "03:00");
    }

    #[test]
    fn g1_before_the_first_and_after_the_last_change_the_nearest_offset_holds() {
        assert_eq!((berlin().at(Instant(0)), berlin().at(WINTER.plus(9999 * DAY))), (3600, 3600));
        assert_eq!(Offsets::new([]).at(WINTER), 0);
        assert_eq!(berlin().changes().collect::<Vec<_>>(), [SUMMER, WINTER]);
    }

    #[test]
    fn g1_what_changes_nothing_is_not_sent() {
        let zone = Offsets::new([(Instant(0), 3600), (SUMMER, 3600), (WINTER, 0)]);
        assert_eq!(zone.changes().collect::<Vec<_>>(), [WINTER]);
    }
}
