//! Reading the Numbers page and the number card (N1).

use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::error::AppError;
use model::numbers::{NumberCard, NumbersPage};

#[cfg(feature = "ssr")]
use crate::api::call::{Call, answer};
#[cfg(feature = "ssr")]
use crate::api::numbers_load::{load, missing, viewer};
#[cfg(feature = "ssr")]
use model::error::AppResult;
#[cfg(feature = "ssr")]
use model::numbers::query::NumbersQuery;
#[cfg(feature = "ssr")]
use model::numbers::{NumberRefusals, NumberUse};
#[cfg(feature = "ssr")]
use policy::{Action, NumberTarget, check};
#[cfg(feature = "ssr")]
use store::numbers::card::UserRow;
#[cfg(feature = "ssr")]
use store::{members, numbers};

/// One page of the numbers. `query` is the query part of the page's URL; what is wrong in it falls back.
#[server(name = ReadNumbersPage, endpoint = "numbers/page", input = GetUrl)]
pub async fn numbers_page(query: String) -> Result<NumbersPage, AppError> {
    answer(read_page(&query).await)
}

#[cfg(feature = "ssr")]
async fn read_page(query: &str) -> AppResult<NumbersPage> {
    let mut call = Call::read().await?;
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
#[server(name = ReadNumberCard, endpoint = "numbers/card", input = GetUrl)]
pub async fn number_card(id: String, query: String) -> Result<NumberCard, AppError> {
    answer(read_card(&id, &query).await)
}

/// How many of those who may use a number the card lists.
#[cfg(feature = "ssr")]
const LISTED: i64 = 20;

#[cfg(feature = "ssr")]
async fn read_card(id: &str, query: &str) -> AppResult<NumberCard> {
    let mut call = Call::read().await?;
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
#[cfg(feature = "ssr")]
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
