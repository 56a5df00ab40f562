//! What changing a number does to outgoing use, kept and given back (G2, M13): a direct number brings its use and takes it along,
//! and a new default takes the mark from the old one.

use super::call::Call;
use crate::error::AppResult;
use crate::model::kept::{UseKept, read_ways};
use crate::model::{MemberId, NumberId};
use crate::policy::Permit;
use crate::store::{numbers_card, numbers_write};
use std::collections::BTreeMap;

/// How some members used numbers before a change.
pub(crate) struct UsesBefore(Vec<(MemberId, BTreeMap<NumberId, String>)>);

impl UsesBefore {
    pub(crate) async fn of(call: &mut Call, members: impl IntoIterator<Item = MemberId>) -> AppResult<UsesBefore> {
        let account = call.account();
        let mut all = Vec::new();
        for member in members {
            all.push((member, numbers_card::ways_of(&mut call.tx, account, member).await?));
        }
        Ok(UsesBefore(all))
    }

    /// After the change, which the permit is for: gives back what an undo kept (`back`), then tells what differs.
    pub(crate) async fn settle(self, call: &mut Call, permit: &Permit, back: &[UseKept]) -> AppResult<Vec<UseKept>> {
        let account = call.account();
        let mut differs = Vec::new();
        for (member, before) in self.0 {
            let theirs = || back.iter().filter(move |u| u.member == member);
            if theirs().next().is_some() {
                // Whoever chose another default meanwhile keeps it.
                let default = before.iter().find(|(_, ways)| ways.contains('d')).map(|(id, _)| *id);
                let marks = default.is_none_or(|id| theirs().any(|u| u.number == id && u.left.contains('d')));
                for kept in theirs().filter(|u| before.get(&u.number).map_or("", String::as_str) == u.left) {
                    let ways = read_ways(&kept.was).map(|(calls, messages, default)| (calls, messages, default && marks));
                    numbers_write::put_use(&mut call.tx, account, permit, kept.number, member, ways).await?;
                }
                numbers_write::settle_default(&mut call.tx, account, permit, member).await?;
            }
            let after = numbers_card::ways_of(&mut call.tx, account, member).await?;
            let numbers: std::collections::BTreeSet<NumberId> = before.keys().chain(after.keys()).copied().collect();
            let of = |map: &BTreeMap<NumberId, String>, id: NumberId| map.get(&id).cloned().unwrap_or_default();
            let all = numbers.into_iter().map(|number| UseKept { member, number, was: of(&before, number), left: of(&after, number) });
            differs.extend(all.filter(|u| u.was != u.left));
        }
        Ok(differs)
    }
}
