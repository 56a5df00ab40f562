//! Reading the Numbers page and the number card (N1).

use crate::call::Call;
use crate::numbers::load::{load, missing, viewer};
use crate::request::Request;
use model::error::AppResult;
use model::numbers::query::NumbersQuery;
use model::numbers::{NumberCard, NumbersPage};
use model::numbers::{NumberRefusals, NumberUse};
use policy::{Action, NumberTarget, check};
use store::numbers::card::UserRow;
use store::{members, numbers};

/// One page of the numbers. `query` is the query part of the page's URL; what is wrong in it falls back.
pub async fn numbers_page(request: &Request, query: String) -> AppResult<NumbersPage> {
    read_page(request, &query).await
}

async fn read_page(request: &Request, query: &str) -> AppResult<NumbersPage> {
    let mut call = Call::read(request).await?;
    let viewer = viewer(&call)?;
    let (account, scope) = (call.account(), call.actor().role.numbers);
    let (query, _) = NumbersQuery::from_query(query);
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

/// One number's card. A foreign id answers like a missing one (A3), and so does one out of the role's number scope (R2).
/// `query` is that of the list it was opened from.
pub async fn number_card(request: &Request, id: String, query: String) -> AppResult<NumberCard> {
    read_card(request, &id, &query).await
}

/// How many of those who may use a number the card lists.
const LISTED: i64 = 20;

async fn read_card(request: &Request, id: &str, query: &str) -> AppResult<NumberCard> {
    let mut call = Call::read(request).await?;
    let viewer = viewer(&call)?;
    let facts = load(&mut call, id).await?;
    let account = call.account();
    if !numbers::card::shows(&mut call.tx, account, &viewer, facts.target.id).await? {
        return Err(missing());
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
    let (query, _) = NumbersQuery::from_query(query);
    let place = numbers::position(&mut call.tx, account, &viewer, &query, facts.target.id).await?;
    let (total, previous, next) = place.as_ref().map_or((0, None, None), |p| (p.total, p.previous, p.next));
    let position = place.map(|p| p.at);
    let (since, added, now) = (facts.since, facts.added, call.now);
    Ok(NumberCard { row: facts.row, since, added, holders, users, refused, position, total, previous, next, now })
}

/// Rows of users with the reason why whoever looks can't change them (R10).
pub(crate) async fn uses(call: &mut Call, number: &NumberTarget, rows: Vec<UserRow>) -> AppResult<Vec<NumberUse>> {
    let (account, me) = (call.account(), call.actor().member);
    let mut all = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(target) = members::target(&mut call.tx, account, me, row.member_id).await? else { continue };
        let refused = check(call.actor(), Action::RemoveNumber(number.clone()), &target).err().map(|d| d.to_string());
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
