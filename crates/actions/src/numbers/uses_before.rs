//! What changing a number does to outgoing use, kept and given back (G2, M13): a direct number brings its use and takes it along,
//! and a new default takes the mark from the old one.

use crate::call::Call;
use model::audit::{Change, Field, Used, Value};
use model::error::AppResult;
use model::{MemberId, NumberId};
use policy::Permit;
use std::collections::BTreeMap;
use store::numbers;

/// How some members used numbers before a change.
pub(crate) struct UsesBefore(Vec<(MemberId, Uses)>);

type Uses = BTreeMap<NumberId, Used>;

impl UsesBefore {
    pub(crate) async fn of(call: &mut Call, members: impl IntoIterator<Item = MemberId>) -> AppResult<UsesBefore> {
        let account = call.account();
        let mut all = Vec::new();
        for member in members {
            all.push((member, numbers::card::uses_by_number(&mut call.tx, account, member).await?));
        }
        Ok(UsesBefore(all))
    }

    /// After the change, which the permit is for: gives back what an undo turns around (`back`), then says what differs.
    pub(crate) async fn settle(self, call: &mut Call, permit: &Permit, back: &[Change]) -> AppResult<Vec<Change>> {
        let account = call.account();
        let mut differs = Vec::new();
        for (member, before) in self.0 {
            if call.undoing.is_some() {
                let now = numbers::card::uses_by_number(&mut call.tx, account, member).await?;
                for (number, used) in goals(member, &before, &now, back) {
                    let used = used.map(|u| (u.calls, u.messages, u.default));
                    numbers::write::put_use(&mut call.tx, account, permit, number, member, used).await?;
                }
                numbers::write::settle_default(&mut call.tx, account, permit, member).await?;
            }
            let after = numbers::card::uses_by_number(&mut call.tx, account, member).await?;
            let value = |uses: &Uses, id| uses.get(&id).copied().map_or(Value::Nothing, Value::Use);
            let change = |number| {
                let field = Field::UseAlong { member, number };
                Change::new(field, value(&before, number), value(&after, number))
            };
            differs.extend(Change::that_differ(numbers(&before, &after).map(change)));
        }
        Ok(differs)
    }
}

fn numbers<'u>(before: &'u Uses, after: &'u Uses) -> impl Iterator<Item = NumberId> + use<'u> {
    before.keys().chain(after.keys().filter(|id| !before.contains_key(id))).copied()
}

fn used(value: &Value) -> Option<Used> {
    if let Value::Use(used) = value { Some(*used) } else { None }
}

/// What an undo gives a member beside what it did itself: what came along then, as far as it wasn't changed since; and what was
/// not touched then is not touched now.
fn goals(member: MemberId, before: &Uses, after: &Uses, back: &[Change]) -> Vec<(NumberId, Option<Used>)> {
    let theirs: Vec<(NumberId, Option<Used>, Option<Used>)> = back
        .iter()
        .filter_map(|change| match change.field {
            Field::UseAlong { member: of, number } if of == member => {
                Some((number, used(&change.before), used(&change.after)))
            }
            _ => None,
        })
        .collect();
    let of = |uses: &Uses, id: NumberId| uses.get(&id).copied();
    let untouched = numbers(before, after).filter(|id| theirs.iter().all(|(number, ..)| number != id));
    let mut goals: Vec<_> =
        untouched.filter(|id| of(before, *id) != of(after, *id)).map(|id| (id, of(before, id))).collect();
    // Whoever chose another default meanwhile keeps it.
    let default = before.iter().find(|(_, used)| used.default).map(|(id, _)| *id);
    let left_default = |id| theirs.iter().any(|(number, _, left)| *number == id && left.is_some_and(|u| u.default));
    let marks = default.is_none_or(left_default);
    let plain = |used: Option<Used>| used.map(Used::without_default);
    let same = theirs.iter().filter(|(number, _, left)| plain(of(before, *number)) == plain(*left));
    goals.extend(same.map(|(number, was, _)| (*number, was.map(|u| Used { default: u.default && marks, ..u }))));
    goals
}
