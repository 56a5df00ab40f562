//! Reading the Team page: the table, one card, the palette's people, and saved views (T1 to T8).

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::error::AppError;
use model::team::card::{CardPage, CardTab};
use model::team::{ChangedRows, TeamPage, TeamQuery};
use model::{MemberId, MemberRow, ViewId};

/// One page of the team, with what the role sees of it (R12). What is wrong in a query falls back (T5, T6).
#[server(name = ReadTeamPage, endpoint = "team/page", input = GetUrl)]
pub async fn team_page(query: TeamQuery) -> Result<TeamPage, AppError> {
    answer(actions::team::team_page(&request()?, query).await)
}

/// These members as the list of this query shows them now; those it doesn't show are left out, foreign ones too (P10, A3).
#[server(endpoint = "team/rows", input = GetUrl)]
pub async fn team_rows(query: TeamQuery, #[server(default)] ids: Vec<MemberId>) -> Result<ChangedRows, AppError> {
    answer(actions::team::team_rows(&request()?, query, &ids).await)
}

/// One member's card and its place in the list. A foreign id answers like a missing one (A3). What only one tab shows is
/// read for that tab only.
#[server(name = ReadMemberCard, endpoint = "members/card", input = GetUrl)]
pub async fn member_card(
    id: MemberId,
    query: TeamQuery,
    #[server(default)] tab: CardTab,
) -> Result<CardPage, AppError> {
    answer(actions::team::member_card(&request()?, id, query, tab).await)
}

/// Up to eight people for the palette (T10).
#[server(endpoint = "team/find", input = GetUrl)]
pub async fn find_members(text: String) -> Result<Vec<MemberRow>, AppError> {
    answer(actions::team::find_members(&request()?, &text).await)
}

/// Keeps the current view under a name; one of the same name is replaced (T5).
#[server(endpoint = "views/save")]
pub async fn save_view(name: String, query: TeamQuery) -> Result<(), AppError> {
    answer(actions::team::save_view(&request()?, &name, query).await)
}

/// Deletes one of one's own saved views.
#[server(endpoint = "views/delete")]
pub async fn delete_view(id: ViewId) -> Result<(), AppError> {
    answer(actions::team::delete_view(&request()?, id).await)
}
