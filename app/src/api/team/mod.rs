//! Reading the Team page: the table, one card, the palette's people, and saved views (T1 to T8).

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::MemberRow;
use model::error::AppError;
use model::team::TeamPage;
use model::team::card::CardPage;

/// One page of the team. `query` is the query part of the page's URL; what is wrong in it falls back (T5, T6).
#[server(name = ReadTeamPage, endpoint = "team/page", input = GetUrl)]
pub async fn team_page(query: String) -> Result<TeamPage, AppError> {
    answer(actions::team::team_page(&request()?, query).await)
}

/// One member's card. A foreign id answers like a missing one (A3). `tab` is the tab's word in addresses: what only it
/// shows is read for it only.
#[server(name = ReadMemberCard, endpoint = "members/card", input = GetUrl)]
pub async fn member_card(id: String, query: String, tab: Option<String>) -> Result<CardPage, AppError> {
    answer(actions::team::member_card(&request()?, id, query, tab).await)
}

/// Up to eight people for the palette (T10).
#[server(endpoint = "team/find", input = GetUrl)]
pub async fn find_members(text: String) -> Result<Vec<MemberRow>, AppError> {
    answer(actions::team::find_members(&request()?, text).await)
}

/// Keeps the current view under a name; one of the same name is replaced (T5).
#[server(endpoint = "views/save")]
pub async fn save_view(name: String, query: String) -> Result<(), AppError> {
    answer(actions::team::save_view(&request()?, name, query).await)
}

/// Deletes one of one's own saved views.
#[server(endpoint = "views/delete")]
pub async fn delete_view(id: String) -> Result<(), AppError> {
    answer(actions::team::delete_view(&request()?, id).await)
}
