//! What people do, raced against each other through the very functions that requests call, on both engines (QUALITY, Invariants). Each
//! race asserts what has to hold, that nobody was answered with a fault, and that it was won from both sides.

mod administrators;
mod changing_hands;
mod extensions;
mod links;
mod once;
mod seats;

use crate::bulk::tests::House;
use model::MemberId;
use model::error::AppError;
use std::time::Duration;
use store::sql::run;
use tokio::time::sleep;

/// Rounds of each race.
const ROUNDS: usize = 12;

/// Runs both at once, a little later or earlier than each other from round to round. True: it was done.
async fn raced<A, B>(
    round: usize,
    name: &str,
    one: impl Future<Output = Result<A, AppError>>,
    other: impl Future<Output = Result<B, AppError>>,
) -> [bool; 2] {
    let (one, other) = tokio::join!(
        async {
            sleep(Duration::from_millis(8 * (round % 4) as u64)).await;
            Box::pin(one).await
        },
        async {
            sleep(Duration::from_millis(20 * (round / 4) as u64)).await;
            Box::pin(other).await
        }
    );
    [done(one, name), done(other, name)]
}

/// A refusal is a sentence, never a fault; whoever lost their session to the other is signed out.
fn done<T>(outcome: Result<T, AppError>, name: &str) -> bool {
    match outcome {
        Ok(_) => true,
        Err(error @ (AppError::Fault(_) | AppError::Busy | AppError::Full | AppError::Unreachable)) => {
            panic!("{name}: {error}")
        }
        Err(_) => false,
    }
}

/// Counts who won.
#[derive(Debug, Default)]
struct Won([usize; 2]);

impl Won {
    /// One of the two did it, and not the other.
    fn by_one(&mut self, outcome: [bool; 2], name: &str) {
        assert!(outcome[0] != outcome[1], "{name}: {outcome:?}");
        self.0[usize::from(outcome[1])] += 1;
    }

    fn happened_both_ways(&self) {
        assert!(self.0.iter().all(|won| *won > 0), "only one of both orders happened: {self:?}");
    }
}

/// Writes past the rules, to lay a round out.
async fn set(house: &House, text: &'static str, member: MemberId) {
    let mut tx = house.db.write().await.expect("write");
    run!(&mut tx, text, house.team.account, member).expect(text);
    tx.commit().await.expect("commit");
}
