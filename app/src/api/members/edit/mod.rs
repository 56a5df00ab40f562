//! Editing a member (M6, M7, M11, M20) and the voicemail PIN (M19).

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::audit::FlashMessage;
use model::error::AppError;
use model::members::edit::{MemberEdit, MemberForm};
use model::{MemberId, NextPage};

/// What the edit drawer shows. A member that was deleted meanwhile is told by a sentence of its own.
#[server(name = ReadMemberEdit, endpoint = "members/edit", input = GetUrl)]
pub async fn member_edit(id: MemberId) -> Result<MemberEdit, AppError> {
    answer(actions::members::edit::member_edit(&request()?, id).await)
}

/// Saves what the form changes, all of it or nothing. A form that started from an older version is refused: the drawer
/// then shows both versions (M7).
#[server(name = UpdateMember, endpoint = "members/update")]
pub async fn update_member(
    id: MemberId,
    form: MemberForm,
    #[server(default)] back: NextPage,
) -> Result<FlashMessage, AppError> {
    answer(actions::members::edit::update_member(&request()?, id, form, back).await)
}

/// Sets a voicemail PIN, one's own or that of somebody one may edit (M19). It is kept as a hash and never shown again.
#[server(name = ChangePin, endpoint = "members/pin")]
pub async fn change_pin(id: MemberId, pin: String, #[server(default)] back: NextPage) -> Result<(), AppError> {
    answer(actions::members::edit::change_pin(&request()?, id, pin, back).await)
}
