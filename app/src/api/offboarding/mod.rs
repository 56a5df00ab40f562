//! Deleting a member with a transfer, restoring one, and the list of those who can be restored (M17).

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::audit::FlashMessage;
use model::error::AppError;
use model::offboarding::Deleted;
use model::offboarding::DeletedMember;
use model::offboarding::Heir;
use model::offboarding::Offboarding;
use model::{MemberId, Ticked};

/// What deleting this member would do. Denied to whoever may not delete them.
#[server(name = ReadOffboarding, endpoint = "members/offboarding", input = GetUrl)]
pub async fn offboarding_facts(id: MemberId) -> Result<Offboarding, AppError> {
    answer(actions::offboarding::offboarding_facts(&request()?, id).await)
}

/// Deletes a member. `to` names who gets what was ticked. Refused for the last Administrator (R7), and at its field when `to` names nobody.
#[server(endpoint = "members/delete")]
pub async fn delete_member(
    id: MemberId,
    #[server(default)] to: Heir,
    history: Option<Ticked>,
    direct: Option<Ticked>,
    extension: Option<Ticked>,
) -> Result<Deleted, AppError> {
    let ticked = [history, direct, extension].map(|box_of| box_of.is_some());
    answer(actions::offboarding::delete_member(&request()?, id, to, ticked).await)
}

/// Brings a deleted member back. Answers what to say.
#[server(endpoint = "members/restore")]
pub async fn restore_member(id: MemberId) -> Result<FlashMessage, AppError> {
    answer(actions::offboarding::restore_member(&request()?, id).await)
}

/// Those who can be restored, as far as the actor reaches (R2). Refused for roles that delete nobody.
#[server(name = ReadDeleted, endpoint = "members/deleted", input = GetUrl)]
pub async fn deleted_members() -> Result<Vec<DeletedMember>, AppError> {
    answer(actions::offboarding::deleted_members(&request()?).await)
}
