//! What the invite form starts from when a member is duplicated (M8).

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::MemberId;
use model::error::AppError;
use model::members::template::MemberTemplate;

/// The template of a member the actor may duplicate; what they can't give is left out and said.
#[server(name = ReadMemberTemplate, endpoint = "members/template", input = GetUrl)]
pub async fn member_template(id: MemberId) -> Result<MemberTemplate, AppError> {
    answer(actions::members::template::member_template(&request()?, id).await)
}
