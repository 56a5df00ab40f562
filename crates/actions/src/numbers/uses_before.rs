//! What changing a number does to outgoing use, kept and given back (G2, M13): a direct number brings its use and takes it along,
//! and a new default takes the mark from the old one.

use crate::call::Call;
use model::audit::kept::{UseKept, UsedFor, read_ways};
use model::error::AppResult;
use model::{MemberId, NumberId};
use policy::Permit;
use std::collections::BTreeMap;
use store::numbers;

/// How some members used numbers before a change.
pub(crate) struct UsesBefore(Vec<(MemberId, Ways)>);

impl UsesBefore {
    pub(crate) async fn of(call: &mut Call, members: impl IntoIterator<Item = MemberId>) -> AppResult<UsesBefore> {
        let account = call.account();
        let mut all = Vec::new();
        for member in members {
            all.push((member, numbers::card::ways_of(&mut call.tx, account, member).await?));
        }
        Ok(UsesBefore(all))
    }

    /// After the change, which the permit is for: gives back what an undo kept (`back`), then tells what differs.
    pub(crate) async fn settle(self, call: &mut Call, permit: &Permit, back: &[UseKept]) -> AppResult<Vec<UseKept>> {
        let account = call.account();
        let mut differs = Vec::new();
        for (member, before) in self.0 {
            if call.undoing.is_some() {
                for (number, ways) in
                    goals(member, &before, &numbers::card::ways_of(&mut call.tx, account, member).await?, back)
                {
                    numbers::write::put_use(&mut call.tx, account, permit, number, member, ways).await?;
                }
                numbers::write::settle_default(&mut call.tx, account, permit, member).await?;
            }
            let after = numbers::card::ways_of(&mut call.tx, account, member).await?;
            let all = numbers(&before, &after).map(|id| UseKept {
                member,
                number: id,
                was: of(&before, id),
                left: of(&after, id),
            });
            differs.extend(all.filter(|u| u.was != u.left));
        }
        Ok(differs)
    }
}

type Ways = BTreeMap<NumberId, String>;

fn of(ways: &Ways, id: NumberId) -> String {
    ways.get(&id).cloned().unwrap_or_default()
}

fn numbers<'w>(before: &'w Ways, after: &'w Ways) -> impl Iterator<Item = NumberId> + use<'w> {
    before.keys().chain(after.keys().filter(|id| !before.contains_key(id))).copied()
}

/// What an undo gives a member beside what it did itself: what was kept, as far as it wasn't changed since; and what was not
/// touched then is not touched now.
fn goals(member: MemberId, before: &Ways, after: &Ways, back: &[UseKept]) -> Vec<(NumberId, UsedFor)> {
    let theirs = || back.iter().filter(move |u| u.member == member);
    let untouched = numbers(before, after).filter(|id| theirs().all(|u| u.number != *id));
    let mut goals: Vec<_> =
        untouched.filter(|id| of(before, *id) != of(after, *id)).map(|id| (id, read_ways(&of(before, id)))).collect();
    // Whoever chose another default meanwhile keeps it.
    let default = before.iter().find(|(_, ways)| ways.contains('d')).map(|(id, _)| *id);
    let marks = default.is_none_or(|id| theirs().any(|u| u.number == id && u.left.contains('d')));
    let same = |u: &&UseKept| of(before, u.number).trim_end_matches('d') == u.left.trim_end_matches('d');
    let kept = theirs().filter(same).map(|u| {
        let ways = read_ways(&u.was).map(|(calls, messages, default)| (calls, messages, default && marks));
        (u.number, ways)
    });
    goals.extend(kept);
    goals
}
