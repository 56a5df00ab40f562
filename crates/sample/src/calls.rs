//! Outgoing calls of the last weeks, so that the plan advisor has something to judge by (S6). The first people have a history of
//! their own, told call by call.

use crate::load::Filling;
use crate::rng::Rng;
use model::MemberId;
use model::instant::DAY;
use store::Tx;
use store::error::StoreResult;
use store::sql::{Bind, Sql, run_of};

/// Members who call; the others of a large team don't, to keep samples quick.
const CALLERS: usize = 200;
/// Calls of each.
const CALLS: u64 = 4;
/// Members in one statement.
const AT_ONCE: usize = 50;

/// Writes some calls of these members, under the name they have; whoever hasn't joined has none.
pub(super) async fn write(tx: &mut Tx, f: &Filling, seed: u64, members: &[MemberId]) -> StoreResult<()> {
    let mut rng = Rng::new(seed, 77);
    let callers = &members[..members.len().min(CALLERS)];
    for some in callers.chunks(AT_ONCE) {
        let mut sql = Sql::new(
            "INSERT INTO history (account_id, id, at, kind, direction, member_id, member_label, extension, peer, seconds)
             SELECT m.account_id, v.column2, v.column3, 'call', 'out', m.id, trim(m.first_name || ' ' || m.last_name), m.extension, v.column4, v.column5
             FROM (VALUES ",
        );
        let mut first = true;
        for member in some {
            // Most call little; every eighth much.
            let longest = if rng.below(8) == 0 { 20_000 } else { 4_000 };
            for _ in 0..CALLS {
                sql.push(if std::mem::take(&mut first) { "(" } else { ", (" }).bind(*member).push(", ");
                sql.bind(Bind::Id(uuid::Uuid::now_v7().as_u128()))
                    .push(", ")
                    .bind(f.now.0 - rng.between(1, 27) * DAY)
                    .push(", ");
                sql.bind(format!("+1503555{:04}", rng.below(10_000)))
                    .push(", ")
                    .bind(rng.between(60, longest))
                    .push(")");
            }
        }
        sql.push(") AS v JOIN members m ON m.account_id = ")
            .bind(f.account)
            .push(" AND m.id = v.column1 AND m.state <> 'invited'");
        run_of!(tx, sql)?;
    }
    Ok(())
}
