//! What a change of many costs, and whether there are seats for it (K3, S1, S3, S4).

use crate::billing::prices::{Minor, PriceBook};
use crate::{Plan, Seats};

/// Members who go from one plan to another; none: they leave their seat, or take one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    pub from: Option<Plan>,
    pub to: Option<Plan>,
    /// Numbers of their own that each has.
    pub numbers: u32,
    pub members: i64,
}

impl Move {
    /// How many more seats of a plan it takes.
    pub fn more_of(&self, plan: Plan) -> i64 {
        self.members * (i64::from(self.to == Some(plan)) - i64::from(self.from == Some(plan)))
    }
}

/// Why these can't all move: a plan whose free seats don't do (S1).
pub fn seats_missing(seats: &Seats, moves: &[Move]) -> Option<String> {
    let more = |plan: Plan| -> i64 { moves.iter().map(|m| m.more_of(plan)).sum() };
    Plan::ALL.into_iter().find_map(|to| {
        let (n, free) = (more(to), i64::from(seats.of(to).free()));
        (n > free).then(|| {
            format!("{} more {to} seats are needed, {free} are free. Add seats first, or select fewer.", n - free)
        })
    })
}

/// What moving these adds to each month's statement, negative when it saves (K3, S3, S4): the sum of what moving each would.
pub fn monthly_change(book: &PriceBook, seats: &Seats, moves: &[Move]) -> Minor {
    let more = |plan: Plan| moves.iter().map(|m| m.more_of(plan)).sum();
    let of_seats: Minor = Plan::ALL.into_iter().map(|plan| book.members_more(seats.of(plan), more(plan))).sum();
    let numbers = |plan: Option<Plan>, n: u32| plan.map_or(0, |plan| book.numbers_monthly(plan, n));
    let of_numbers: Minor =
        moves.iter().map(|m| m.members * (numbers(m.to, m.numbers) - numbers(m.from, m.numbers))).sum();
    of_seats + of_numbers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::billing::plan::PlanSeats;

    #[test]
    fn k3_a_plan_costs_its_difference_and_a_deletion_frees_it() {
        let of = |plan| PlanSeats { plan, bought: 50, used: 40, included: 0 };
        let (book, seats) = (PriceBook::default(), Seats { plans: Plan::ALL.into_iter().map(of).collect() });
        let one = |from, to| Move { from, to, numbers: 0, members: 2 };
        assert_eq!(monthly_change(&book, &seats, &[one(Some(Plan::Basic), Some(Plan::Pro))]), 3_200);
        assert_eq!(monthly_change(&book, &seats, &[one(Some(Plan::Plus), None)]), -3_800);
        let numbered = Move { numbers: 1, ..one(Some(Plan::Plus), Some(Plan::Basic)) };
        assert_eq!(
            monthly_change(&book, &seats, &[numbered]),
            2 * (1_200 - 1_900 + 499),
            "Basic includes no number (S4)"
        );
    }
}
