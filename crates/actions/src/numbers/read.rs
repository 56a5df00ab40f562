//! Reading the Numbers page and the number card (N1).

use crate::call::Call;
use crate::numbers::load::{load, viewer};
use crate::request::Request;
use model::NumberId;
use model::error::AppResult;
use model::numbers::query::NumbersQuery;
use model::numbers::{NumberCard, NumbersPage};
use model::numbers::{NumberRefusals, NumberUse};
use policy::{Action, NumberTarget, check};
use store::numbers::card::UserRow;
use store::{members, numbers};

/// One page of the numbers that the actor's role shows, in the order and with the filters of `query`.
///
/// # Errors
/// Denied to those whose role shows no numbers (R2).
pub async fn numbers_page(request: &Request, query: NumbersQuery) -> AppResult<NumbersPage> {
    let mut call = Call::read(request).await?;
    let viewer = viewer(&call)?;
    let (account, scope) = (call.account(), call.actor().role.numbers);
    let page = numbers::page(&mut call.tx, account, &viewer, &query).await?;
    let counts = numbers::counts(&mut call.tx, account, &viewer).await?;
    Ok(NumbersPage {
        rows: page.rows,
        total: page.total,
        first: page.first,
        previous: page.previous,
        next: page.next,
        counts,
        scope,
    })
}

/// How many of those who may use a number the card lists.
const LISTED: i64 = 20;

/// One number's card, with its place in the list of `query`, from which it was opened.
///
/// # Errors
/// A foreign id answers like a missing one (A3), and so does one out of the role's number scope (R2). A number that was
/// released is a conflict that says by whom.
pub async fn number_card(request: &Request, id: NumberId, query: NumbersQuery) -> AppResult<NumberCard> {
    let mut call = Call::read(request).await?;
    let viewer = viewer(&call)?;
    let facts = load(&mut call, id).await?;
    let account = call.account();
    if !numbers::card::shows(&mut call.tx, account, &viewer, facts.target.id).await? {
        return Err(NumberId::missing());
    }
    let holders = numbers::card::holders(&mut call.tx, account, facts.target.id).await?;
    let rows = numbers::card::users(&mut call.tx, account, facts.target.id, LISTED).await?;
    let users = uses(&mut call, &facts.target, rows).await?;
    let why = |action| check(call.actor(), action, &facts.target).err().map(|d| d.to_string());
    let refused = NumberRefusals {
        route: why(Action::RouteNumber),
        label: why(Action::LabelNumber),
        release: why(Action::ReleaseNumber),
    };
    let flow = crate::callflow::flow::of_number(&mut call, &facts.row.number).await?;
    let place = numbers::position(&mut call.tx, account, &viewer, &query, facts.target.id).await?;
    let (total, previous, next) = place.as_ref().map_or((0, None, None), |p| (p.total, p.previous, p.next));
    let position = place.map(|p| p.at);
    let (since, added, now) = (facts.since, facts.added, call.now);
    let row = facts.row;
    Ok(NumberCard { row, since, added, holders, users, refused, flow, position, total, previous, next, now })
}

/// Rows of users with the reason why whoever looks can't change them (R10).
pub(crate) async fn uses(call: &mut Call, number: &NumberTarget, rows: Vec<UserRow>) -> AppResult<Vec<NumberUse>> {
    let (account, me) = (call.account(), call.actor().member);
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(target) = members::target(&mut call.tx, account, me, row.member_id).await? else { continue };
        let refused =
            check(call.actor(), Action::RemoveNumber(number.clone().into()), &target).err().map(|d| d.to_string());
        all.push(NumberUse {
            member: row.member_id,
            number: number.id,
            name: row.name(),
            about: row.about(),
            calls: row.calls,
            messages: row.messages,
            default: row.is_default,
            refused,
        });
    }
    Ok(all)
}
