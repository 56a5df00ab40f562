//! Reading the Team page: the table, one card, the palette's people, and saved views (T1 to T8).

use crate::api::history::CardHistory;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::error::AppError;
use model::instant::Instant;
use model::team::TeamPage;
use model::{MemberCard, MemberId, MemberRow};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::call::{Call, answer};
#[cfg(feature = "ssr")]
use model::ViewId;
#[cfg(feature = "ssr")]
use model::error::AppResult;
#[cfg(feature = "ssr")]
use model::team::TeamQuery;
#[cfg(feature = "ssr")]
use policy::{Action, Target, check, sees_whole_team};
#[cfg(feature = "ssr")]
use store::team;
#[cfg(feature = "ssr")]
use store::team::{TeamViewer, views};

/// A profile card and its place in the list it was opened from (T8: "3 of 1,204").
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardPage {
    pub card: MemberCard,
    /// Ordinal in the list, from 1; none when the member is not in it.
    pub position: Option<u64>,
    pub total: u64,
    pub previous: Option<MemberId>,
    pub next: Option<MemberId>,
    /// Read for the tab that shows it only.
    pub history: Option<CardHistory>,
    pub now: Instant,
}

/// What the actor's role lets them see of rows (R12).
#[cfg(feature = "ssr")]
pub(crate) fn viewer(call: &Call) -> TeamViewer {
    let actor = call.actor();
    let own_groups =
        (actor.role.people == model::PeopleScope::OwnGroups).then(|| actor.groups.iter().copied().collect());
    TeamViewer { member: actor.member, own_groups_only: own_groups, directory_only: !sees_whole_team(&actor.role) }
}

/// The query of a URL as this role may ask it: orders and filters of hidden columns are dropped (R12).
#[cfg(feature = "ssr")]
pub(crate) fn query_for(call: &Call, query: &str) -> TeamQuery {
    let (mut query, _) = TeamQuery::from_query(query);
    let role = &call.actor().role;
    if !policy::sorts(role).contains(&query.sort) {
        query = TeamQuery { sort: TeamQuery::default().sort, descending: false, cursor: None, ..query };
    }
    let allowed = policy::filters(role);
    for kind in model::team::links::FilterKind::ALL {
        if !allowed.contains(kind) && query.filter.chosen(*kind) > 0 {
            query = query.without_filter(*kind);
        }
    }
    query
}

/// One page of the team. `query` is the query part of the page's URL; what is wrong in it falls back (T5, T6).
#[server(name = ReadTeamPage, endpoint = "team/page", input = GetUrl)]
pub async fn team_page(query: String) -> Result<TeamPage, AppError> {
    answer(read_page(&query).await)
}

#[cfg(feature = "ssr")]
async fn read_page(query: &str) -> AppResult<TeamPage> {
    let mut call = Call::read().await?;
    let query = query_for(&call, query);
    let (account, viewer, now) = (call.account(), viewer(&call), call.now);
    let rows = team::page(&mut call.tx, account, &viewer, &query, now).await?;
    let counts = team::counts(&mut call.tx, account).await?;
    let seats = match check(call.actor(), Action::SeeTeam, Target::Account) {
        Ok(_) => Some(store::billing::seats(&mut call.tx, account).await?),
        Err(_) => None,
    };
    let views = views::list(&mut call.tx, account, viewer.member).await?;
    let counts = if viewer.directory_only {
        model::team::TeamCounts { all: counts.all, online: counts.online, ..Default::default() }
    } else {
        counts
    };
    Ok(TeamPage {
        rows: rows.rows.into_iter().map(MemberRow::to_seconds).collect(),
        total: rows.total,
        first: rows.first,
        previous: rows.previous,
        next: rows.next,
        counts,
        seats,
        views,
        now,
    })
}

/// One member's card. A foreign id answers like a missing one (A3). `tab` is the tab's word in addresses: what only it
/// shows is read for it only.
#[server(name = ReadMemberCard, endpoint = "members/card", input = GetUrl)]
pub async fn member_card(id: String, query: String, tab: Option<String>) -> Result<CardPage, AppError> {
    answer(read_card(&id, &query, tab.as_deref()).await)
}

#[cfg(feature = "ssr")]
async fn read_card(id: &str, query: &str, tab: Option<&str>) -> AppResult<CardPage> {
    let missing = || AppError::NotFound("There is no such member on the team. Perhaps they were deleted.".to_owned());
    let id: MemberId = id.parse().map_err(|_| missing())?;
    let mut call = Call::read().await?;
    let (account, viewer, now) = (call.account(), viewer(&call), call.now);
    let target = store::members::target(&mut call.tx, account, viewer.member, id).await?.ok_or_else(missing)?;
    let _permit = check(call.actor(), Action::OpenCard, &target)?;
    let card = team::card(&mut call.tx, account, &viewer, id).await?.ok_or_else(missing)?;
    let query = query_for(&call, query);
    let place = team::position(&mut call.tx, account, &viewer, &query, id, now).await?;
    let (total, previous, next) = place.as_ref().map_or((0, None, None), |p| (p.total, p.previous, p.next));
    let history = match tab {
        Some(crate::api::history::TAB) => Some(crate::api::history::of_card(&mut call, &target).await?),
        _ => None,
    };
    Ok(CardPage { card, position: place.map(|p| p.at), total, previous, next, history, now })
}

/// Up to eight people for the palette (T10).
#[server(endpoint = "team/find", input = GetUrl)]
pub async fn find_members(text: String) -> Result<Vec<MemberRow>, AppError> {
    answer(
        async {
            let mut call = Call::read().await?;
            let (account, viewer, now) = (call.account(), viewer(&call), call.now);
            let query = TeamQuery { per_page: 8, ..TeamQuery::default().with_search(&text) };
            Ok(team::page(&mut call.tx, account, &viewer, &query, now).await?.rows)
        }
        .await,
    )
}

/// Keeps the current view under a name; one of the same name is replaced (T5).
#[server(endpoint = "views/save")]
pub async fn save_view(name: String, query: String) -> Result<(), AppError> {
    answer(
        async {
            let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
            if name.is_empty() || name.chars().count() > 40 {
                return Err(AppError::field("name", "Give the view a name of up to 40 characters."));
            }
            let (parsed, _) = TeamQuery::from_query(&query);
            let kept = TeamQuery { cursor: None, ..parsed }.to_query();
            let mut call = Call::begin().await?;
            let (account, member) = (call.account(), call.actor().member);
            let _permit = check(call.actor(), Action::SetPreferences, Target::Account)?;
            if views::list(&mut call.tx, account, member).await?.len() >= 20 {
                return Err(AppError::Refused("You have 20 saved views. Delete one to make room.".to_owned()));
            }
            views::save(&mut call.tx, account, member, &name, &kept).await?;
            call.commit().await?;
            leptos_axum::redirect(&if kept.is_empty() { "/team".to_owned() } else { format!("/team?{kept}") });
            Ok(())
        }
        .await,
    )
}

/// Deletes one of one's own saved views.
#[server(endpoint = "views/delete")]
pub async fn delete_view(id: String) -> Result<(), AppError> {
    answer(
        async {
            let id: ViewId = id.parse().map_err(|_| AppError::NotFound("That view is gone already.".to_owned()))?;
            let mut call = Call::begin().await?;
            let (account, member) = (call.account(), call.actor().member);
            let _permit = check(call.actor(), Action::SetPreferences, Target::Account)?;
            views::delete(&mut call.tx, account, member, id).await?;
            call.commit().await?;
            leptos_axum::redirect("/team");
            Ok(())
        }
        .await,
    )
}
