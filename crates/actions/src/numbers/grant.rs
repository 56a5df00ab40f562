//! Granting or revoking outgoing use of many numbers at once, with a plan of what will happen before it does: a bulk change whose
//! items are pairs of a number and a member (N1, K1, K3 to K7).

use crate::bulk;
use crate::bulk::job::Ask;
use crate::bulk::order::Order;
use crate::call::Call;
use crate::numbers::load::{find_members, viewer};
use crate::request::Request;
use model::bulk::BulkKind;
use model::bulk::BulkState;
use model::error::AppError;
use model::error::AppResult;
use model::numbers::UsePlan;
use model::query_string::pairs;
use model::selection::Selection;
use model::{BulkKey, MemberId, Role};
use policy::may_at_all;
use store::bulk::pairs::{Pairs, Whom};
use store::roles;

/// What a grant (`revoke` false) or revocation would do. `query` is that of the dialog's address: a selection of numbers as
/// [`Selection::to_query`] writes it, m=MEMBER (any number; m=all: everybody who has one of them) and find=TEXT. A POST, though it
/// only reads: some thousand ids are too long for an address.
///
/// [`Selection::to_query`]: model::selection::Selection::to_query
pub async fn use_plan(request: &Request, query: String, revoke: bool) -> AppResult<UsePlan> {
    read_plan(request, &query, revoke).await
}

/// Numbers that the dialog names.
const SOME: i64 = 6;

/// Most members that are named one by one.
const MOST_NAMED: usize = 500;

async fn read_plan(request: &Request, query: &str, revoke: bool) -> AppResult<UsePlan> {
    let mut call = Call::read(request).await?;
    let meant = meant(&call, query)?;
    let (account, country) = (call.account(), call.settings().country);
    let (numbers, some) = meant.numbers(&mut call.tx, account, SOME).await?;
    let some = some.into_iter().map(|n| n.shown(country)).collect();
    let mut plan = UsePlan { numbers, some, everybody: meant.whom == Whom::Users, ..UsePlan::default() };
    let named = meant.named(&mut call.tx, account).await?;
    plan.members = named.into_iter().map(|(id, name)| (id, name.full())).collect();
    let find = pairs(query).filter(|(k, _)| k == "find").last().map(|(_, text)| text).unwrap_or_default();
    if !find.trim().is_empty() {
        let chosen = |id: MemberId| plan.members.iter().any(|(m, _)| *m == id);
        let found = find_members(&mut call, &find).await?;
        plan.found = found
            .iter()
            .filter(|row| !chosen(row.id))
            .map(|row| (row.id, row.name.full(), row.extension.map(|e| format!("Ext. {e}")).unwrap_or_default()))
            .collect();
    }
    if numbers > 0 && (plan.everybody || !plan.members.is_empty()) {
        let order = order(&mut call, meant, revoke).await?;
        plan.plan = Some(bulk::preview::plan(&mut call, &order).await?);
    }
    Ok(plan)
}

/// The numbers and members of a query. A filter finds what the actor's role shows, and nothing else (R2).
fn meant(call: &Call, query: &str) -> AppResult<Pairs> {
    let viewer = viewer(call)?;
    let named: Vec<String> = pairs(query)
        .filter(|(k, _)| k == "m")
        .flat_map(|(_, v)| v.split(',').map(str::to_owned).collect::<Vec<_>>())
        .collect();
    if named.len() > MOST_NAMED {
        return Err(AppError::Refused("That is too much at once. Choose fewer people.".to_owned()));
    }
    let whom = match named.iter().any(|m| m == "all") {
        true => Whom::Users,
        false => Whom::Ids(named.iter().filter_map(|m| m.trim().parse().ok()).collect()),
    };
    Ok(Pairs { numbers: Selection::from_query(query), viewer, whom })
}

/// A grant or revocation as a change of many.
async fn order(call: &mut Call, meant: Pairs, revoke: bool) -> AppResult<Order> {
    let account = call.account();
    let roles: Vec<Role> = roles::list(&mut call.tx, account).await?.into_iter().map(|r| r.role).collect();
    Ok(Order::of_pairs(meant, !revoke, roles))
}

fn kind(revoke: bool) -> BulkKind {
    if revoke { BulkKind::RevokeNumbers } else { BulkKind::GrantNumbers }
}

/// The change a form asks for, within the transaction that makes it.
pub(crate) async fn asked(call: &mut Call, query: &str, revoke: bool) -> AppResult<Order> {
    may_at_all(call.actor(), kind(revoke))?;
    let meant = meant(call, query)?;
    order(call, meant, revoke).await
}

/// Grants the numbers to the members for calls and messages: the allowed ones, in one transaction, judged again now (K4). Sent twice
/// under the same `key`, it is done once. `query` as for the plan.
pub async fn grant_numbers(request: &Request, query: String, key: BulkKey) -> AppResult<BulkState> {
    run(request, query, key, false).await
}

/// Takes the use of the numbers from the members ("all": from everybody who has one).
pub async fn revoke_numbers(request: &Request, query: String, key: BulkKey) -> AppResult<BulkState> {
    run(request, query, key, true).await
}

async fn run(request: &Request, query: String, key: BulkKey, revoke: bool) -> AppResult<BulkState> {
    let state = bulk::job::run(request, Ask::Grants { query, revoke }, key, false).await?;
    if request.is_plain_form() {
        request.redirect(&format!("/numbers/done?key={key}"));
    }
    Ok(state)
}
