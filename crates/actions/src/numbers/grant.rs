//! Granting or revoking outgoing use of many numbers at once, with a plan of what will happen before it does: a bulk change whose
//! items are pairs of a number and a member (N1, K1, K3 to K7).

use crate::bulk;
use crate::bulk::job::Ask;
use crate::bulk::order::Order;
use crate::call::Call;
use crate::numbers::load::{find_members, viewer};
use crate::request::Request;
use model::bulk::BulkState;
use model::error::AppError;
use model::error::AppResult;
use model::numbers::UseChange;
use model::numbers::{UsePreview, UsesQuery};
use model::{BulkKey, MemberId, Role};
use policy::may_at_all;
use store::bulk::pairs::{Pairs, Whom};
use store::roles;

/// Numbers that the dialog names.
const SOME: i64 = 6;

/// Most members that are named one by one.
const MOST_NAMED: usize = 500;

/// What a grant or revocation of the numbers of `query` would do to its members, and more members that
/// match its search. Nothing is previewed while no number or nobody is chosen.
///
/// # Errors
/// Denied to those whose role shows no numbers (R2); refused for too many members at once.
pub async fn use_preview(request: &Request, query: &UsesQuery, change: UseChange) -> AppResult<UsePreview> {
    let mut call = Call::read(request).await?;
    let meant = meant(&call, query)?;
    let (account, country) = (call.account(), call.settings().country);
    let (numbers, some) = meant.numbers(&mut call.tx, account, SOME).await?;
    let some = some.into_iter().map(|n| n.shown_in(country)).collect();
    let mut shown = UsePreview { numbers, some, everybody: meant.whom == Whom::Users, ..UsePreview::default() };
    let named = meant.named(&mut call.tx, account).await?;
    shown.members = named.into_iter().map(|(id, name)| (id, name.full())).collect();
    if !query.find.trim().is_empty() {
        let chosen = |id: MemberId| shown.members.iter().any(|(m, _)| *m == id);
        let found = find_members(&mut call, &query.find).await?;
        shown.found = found
            .iter()
            .filter(|row| !chosen(row.id))
            .map(|row| (row.id, row.name.full(), row.extension.map(|e| format!("Ext. {e}")).unwrap_or_default()))
            .collect();
    }
    if numbers > 0 && (shown.everybody || !shown.members.is_empty()) {
        let order = order(&mut call, meant, change).await?;
        shown.preview = Some(bulk::preview::plan(&mut call, &order).await?);
    }
    Ok(shown)
}

/// The numbers and members of a query. A filter finds what the actor's role shows, and nothing else (R2).
fn meant(call: &Call, query: &UsesQuery) -> AppResult<Pairs> {
    let viewer = viewer(call)?;
    if matches!(&query.whom, Whom::Ids(named) if named.len() > MOST_NAMED) {
        return Err(AppError::Refused("That is too much at once. Choose fewer people.".to_owned()));
    }
    Ok(Pairs { numbers: query.numbers.clone(), viewer, whom: query.whom.clone() })
}

/// A grant or revocation as a change of many.
async fn order(call: &mut Call, meant: Pairs, change: UseChange) -> AppResult<Order> {
    let account = call.account();
    let roles: Vec<Role> = roles::list(&mut call.tx, account).await?.into_iter().map(|r| r.role).collect();
    Ok(Order::of_pairs(meant, change, roles))
}

/// The change a form asks for, within the transaction that makes it.
pub(crate) async fn asked(call: &mut Call, query: &UsesQuery, change: UseChange) -> AppResult<Order> {
    may_at_all(call.actor(), change.kind())?;
    let meant = meant(call, query)?;
    order(call, meant, change).await
}

/// Grants the numbers of `query` to its members for calls and messages: the allowed ones, in one transaction, judged
/// again now (K4). Sent twice under the same `key`, it is done once. Answers how far it is.
///
/// # Errors
/// Missing when no number or nobody of the account is meant; denied when nothing of it is allowed; refused when nothing
/// would change.
pub async fn grant_numbers(request: &Request, query: UsesQuery, key: BulkKey) -> AppResult<BulkState> {
    run(request, query, key, UseChange::Grant).await
}

/// Takes the use of the numbers from the members, or from everybody who may use one. As [`grant_numbers`] otherwise.
///
/// # Errors
/// Those of [`grant_numbers`].
pub async fn revoke_numbers(request: &Request, query: UsesQuery, key: BulkKey) -> AppResult<BulkState> {
    run(request, query, key, UseChange::Revoke).await
}

async fn run(request: &Request, query: UsesQuery, key: BulkKey, change: UseChange) -> AppResult<BulkState> {
    let state = bulk::job::run(request, Ask::Grants { query, change }, key, false).await?;
    if request.is_plain_form() {
        request.redirect(&format!("/numbers/done?key={key}"));
    }
    Ok(state)
}
