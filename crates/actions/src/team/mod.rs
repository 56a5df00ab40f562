//! Reading the Team page: the table, one card, the palette's people, and saved views (T1 to T8).

use crate::call::Call;
use crate::request::Request;
use model::ViewId;
use model::error::AppError;
use model::error::AppResult;
use model::live::Touched;
use model::team::card::{CardPage, CardTab};
use model::team::{ChangedRows, SavedView, TeamCounts, TeamPage, TeamQuery};
use model::{MemberId, MemberRow, Seats};
use policy::{Action, Target, TeamSight, check};
use store::team;
use store::team::{Beside, TeamViewer, views};

/// What the actor's role lets them see of rows (R12).
pub(crate) fn viewer(call: &Call) -> TeamViewer {
    let actor = call.actor();
    let own_groups =
        (actor.role.people == model::PeopleScope::OwnGroups).then(|| actor.groups.iter().copied().collect());
    TeamViewer {
        country: call.settings().country,
        member: actor.member,
        own_groups_only: own_groups,
        sees: TeamSight::of(&actor.role),
    }
}

/// One page of the team, with what the role sees of it (R12).
///
/// # Errors
/// Signed out; no role is refused the directory.
pub async fn team_page(request: &Request, query: TeamQuery) -> AppResult<TeamPage> {
    let mut call = Call::read(request).await?;
    let (account, viewer, now) = (call.account(), viewer(&call), call.now);
    let rows = team::page(&mut call.tx, account, &viewer, &query, now).await?;
    let (counts, seats, views) = beside(&mut call, &viewer).await?;
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

/// What stands around the rows, as far as the role sees it (R12).
async fn beside(call: &mut Call, viewer: &TeamViewer) -> AppResult<(TeamCounts, Option<Seats>, Vec<SavedView>)> {
    let account = call.account();
    let Beside { counts, seats, views } = team::beside(&mut call.tx, account, viewer.member).await?;
    let seats = check(call.actor(), Action::SeeTeam, Target::Account).is_ok().then_some(seats);
    let counts = if viewer.directory_only() {
        TeamCounts { all: counts.all, online: counts.online, ..Default::default() }
    } else {
        counts
    };
    Ok((counts, seats, views))
}

/// These members as the list of this query shows them now, for an open page that was told of a change (P10).
///
/// # Errors
/// Signed out.
pub async fn team_rows(request: &Request, query: TeamQuery, ids: &[MemberId]) -> AppResult<ChangedRows> {
    let mut call = Call::read(request).await?;
    let (account, viewer, now) = (call.account(), viewer(&call), call.now);
    let ids = &ids[..ids.len().min(MOST_ROWS)];
    let (rows, total) = team::some(&mut call.tx, account, &viewer, &query, ids, now).await?;
    let (counts, seats, _) = beside(&mut call, &viewer).await?;
    Ok(ChangedRows { rows: rows.into_iter().map(MemberRow::to_seconds).collect(), total, counts, seats })
}

/// As many as a page has.
const MOST_ROWS: usize = 100;

/// One member's card and its place in the list. What only one tab shows is read for that tab only.
///
/// # Errors
/// Not found, for foreign ids too (A3); denied to roles that don't see the member.
pub async fn member_card(request: &Request, id: MemberId, query: TeamQuery, tab: CardTab) -> AppResult<CardPage> {
    let mut call = Call::read(request).await?;
    let (account, viewer, now) = (call.account(), viewer(&call), call.now);
    let target =
        store::members::target(&mut call.tx, account, viewer.member, id).await?.ok_or_else(MemberId::missing)?;
    let _permit = check(call.actor(), Action::OpenCard, &target)?;
    let card = team::card(&mut call.tx, account, &viewer, id).await?.ok_or_else(MemberId::missing)?;
    let place = team::position(&mut call.tx, account, &viewer, &query, id, now).await?;
    let (total, previous, next) = place.as_ref().map_or((0, None, None), |p| (p.total, p.previous, p.next));
    let history =
        if tab == CardTab::History { Some(crate::activity::of_card(&mut call, &target).await?) } else { None };
    let flow = if tab == CardTab::CallFlow {
        Some(crate::callflow::flow::of_member(&mut call, &card.row).await?)
    } else {
        None
    };
    Ok(CardPage { card, position: place.map(|p| p.at), total, previous, next, history, flow, now })
}

/// Up to eight people for the palette (T10).
pub async fn find_members(request: &Request, text: &str) -> AppResult<Vec<MemberRow>> {
    let mut call = Call::read(request).await?;
    let (account, viewer, now) = (call.account(), viewer(&call), call.now);
    let query = TeamQuery { per_page: 8, ..TeamQuery::default().with_search(text) };
    Ok(team::page(&mut call.tx, account, &viewer, &query, now).await?.rows)
}

/// Keeps a view under a name; one of the same name is replaced (T5).
///
/// # Errors
/// Denied while looking through somebody's eyes, refused for a twenty-first view, or the problem of the field `name`.
pub async fn save_view(request: &Request, name: &str, query: TeamQuery) -> AppResult<()> {
    let name = model::text::line(name);
    if name.is_empty() || name.chars().count() > 40 {
        return Err(AppError::field("name", "Give the view a name of up to 40 characters."));
    }
    let kept = query.with_page(None).to_query();
    let mut call = Call::begin(request).await?;
    let (account, member) = (call.account(), call.actor().member);
    let _permit = check(call.actor(), Action::SetPreferences, Target::Account)?;
    if views::list(&mut call.tx, account, member).await?.len() >= 20 {
        return Err(AppError::Refused("You have 20 saved views. Delete one to make room.".to_owned()));
    }
    views::save(&mut call.tx, account, member, &name, &kept).await?;
    call.touches(Touched::NOBODY);
    call.commit().await?;
    request.redirect(&if kept.is_empty() { "/team".to_owned() } else { format!("/team?{kept}") });
    Ok(())
}

/// Deletes one of one's own saved views. One that is gone is as good as deleted.
///
/// # Errors
/// Denied while looking through somebody's eyes.
pub async fn delete_view(request: &Request, id: ViewId) -> AppResult<()> {
    let mut call = Call::begin(request).await?;
    let (account, member) = (call.account(), call.actor().member);
    let _permit = check(call.actor(), Action::SetPreferences, Target::Account)?;
    views::delete(&mut call.tx, account, member, id).await?;
    call.touches(Touched::NOBODY);
    call.commit().await?;
    request.redirect("/team");
    Ok(())
}
