//! Changes whose items are pairs of a number and a member (N1): which pairs are meant, and how each number lies to whoever asks.

use crate::bulk::{Bulk, Source};
use crate::error::StoreResult;
use crate::numbers::NumbersViewer;
use crate::numbers::matching::NumbersMatching;
use crate::sql::{Sql, all_of};
use crate::team::matching::count;
use crate::{Tx, dialect};
pub use model::numbers::Whom;
use model::numbers::query::NumbersFilter;
use model::selection::Selection;
use model::{AccountId, MemberId, PersonName, PhoneNumber};

/// Which pairs are meant.
#[derive(Clone, Debug)]
pub struct Pairs {
    pub numbers: Selection<NumbersFilter>,
    /// Whose view of the numbers a filter is evaluated in (R2).
    pub viewer: NumbersViewer,
    pub whom: Whom,
}

/// What stands for "may use it" where the number itself would make a class of each.
pub(crate) const IN_USE: &str = "use";

impl Pairs {
    async fn matching(&self, tx: &mut Tx, account: AccountId) -> StoreResult<Option<NumbersMatching<'_>>> {
        match &self.numbers {
            Selection::AllMatching { filter, .. } => {
                NumbersMatching::plan(tx, account, &self.viewer, filter).await.map(Some)
            }
            Selection::Ids(_) => Ok(None),
        }
    }

    /// Those members who are named one by one, by name.
    pub async fn named(&self, tx: &mut Tx, account: AccountId) -> StoreResult<Vec<(MemberId, PersonName)>> {
        let Whom::Ids(ids) = &self.whom else { return Ok(Vec::new()) };
        let mut sql = Sql::new("SELECT m.id, m.first_name, m.last_name");
        dialect::push_members_by_id(&mut sql, tx, account, ids.iter().copied());
        sql.push(" AND m.state <> 'deleted' ORDER BY m.name_key, m.id");
        let named = all_of!(tx, (MemberId, String, String), sql)?;
        Ok(named.into_iter().map(|(id, first, last)| (id, PersonName { first, last })).collect())
    }

    /// How many numbers are meant, and the first of them.
    pub async fn numbers(&self, tx: &mut Tx, account: AccountId, some: i64) -> StoreResult<(u64, Vec<PhoneNumber>)> {
        let matching = self.matching(tx, account).await?;
        let mut sql = Sql::new("SELECT count(*)");
        push_numbers(&mut sql, tx, account, &self.numbers, matching.as_ref());
        let all = count(tx, &sql).await?;
        let mut sql = Sql::new("SELECT n.e164");
        push_numbers(&mut sql, tx, account, &self.numbers, matching.as_ref());
        sql.push(" ORDER BY n.e164 LIMIT ").bind(some);
        let first = all_of!(tx, (String,), sql)?.into_iter().map(|(e164,)| PhoneNumber::from_stored(e164)).collect();
        Ok((all, first))
    }
}

/// The way to the numbers of a change whose source are pairs.
pub(crate) async fn way<'a>(tx: &mut Tx, bulk: &Bulk<'a>) -> StoreResult<Option<NumbersMatching<'a>>> {
    match &bulk.source {
        Source::Pairs { pairs, .. } => pairs.matching(tx, bulk.account).await,
        Source::Chosen { .. } | Source::Entry(_) | Source::One { .. } => Ok(None),
    }
}

/// ` FROM numbers n WHERE …`
fn push_numbers(
    sql: &mut Sql,
    tx: &Tx,
    account: AccountId,
    numbers: &Selection<NumbersFilter>,
    matching: Option<&NumbersMatching<'_>>,
) {
    match (numbers, matching) {
        (Selection::AllMatching { minus, .. }, Some(matching)) => {
            matching.push_from(sql, tx);
            if !minus.is_empty() {
                sql.push(" AND NOT n.id ");
                dialect::push_ids(sql, tx, minus.iter().map(|id| id.0));
            }
        }
        (Selection::Ids(ids), _) => {
            sql.push(" FROM numbers n WHERE n.account_id = ").bind(account).push(" AND n.id ");
            dialect::push_ids(sql, tx, ids.iter().map(|id| id.0));
        }
        // A filter always comes with its way.
        (Selection::AllMatching { .. }, None) => {
            sql.push(" FROM numbers n WHERE 1 = 0");
        }
    }
}

/// ` FROM … n …, members m WHERE …`: one row a pair. CROSS JOIN, so that SQLite begins with the numbers.
pub(crate) fn push_from(
    sql: &mut Sql,
    tx: &Tx,
    account: AccountId,
    pairs: &Pairs,
    matching: Option<&NumbersMatching<'_>>,
) {
    sql.push(" FROM (SELECT n.id, n.e164, n.group_id");
    push_numbers(sql, tx, account, &pairs.numbers, matching);
    sql.push(") n");
    match &pairs.whom {
        Whom::Ids(ids) => {
            sql.push(" CROSS JOIN members m WHERE m.account_id = ").bind(account).push(" AND m.id ");
            dialect::push_ids(sql, tx, ids.iter().map(|id| id.0));
        }
        Whom::Users => {
            sql.push(" CROSS JOIN number_users x CROSS JOIN members m WHERE x.account_id = ").bind(account);
            sql.push(" AND x.number_id = n.id AND m.account_id = x.account_id AND m.id = x.member_id");
        }
    }
    sql.push(" AND m.state <> 'deleted'");
}

/// How the number of a pair lies to whoever asks, for R6: 1 they may use it themselves, 2 it rings at a group of theirs, 0 neither;
/// -1 it is gone.
pub(crate) fn push_reach(sql: &mut Sql, tx: &Tx, bulk: &Bulk<'_>) {
    sql.push("CAST(CASE WHEN n.id IS NULL THEN -1 WHEN n.id ");
    dialect::push_ids(sql, tx, bulk.held.iter().map(|id| id.0));
    sql.push(" THEN 1 WHEN n.group_id ");
    dialect::push_ids(sql, tx, bulk.groups.iter().map(|id| id.0));
    sql.push(" THEN 2 ELSE 0 END AS BIGINT)");
}
