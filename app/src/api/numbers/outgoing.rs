//! Who may use a number for outgoing calls and messages: from the number's side and from the member's (N1, M13, R6).

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::audit::FlashMessage;
use model::error::AppError;
use model::numbers::{UseForm, Uses};
use model::{MemberId, NextPage, NumberId};

/// Who may use a number, and members that match who don't yet.
#[server(name = ReadNumberUsers, endpoint = "numbers/users", input = GetUrl)]
pub async fn number_users(id: NumberId, find: String) -> Result<Uses, AppError> {
    answer(actions::numbers::outgoing::number_users(&request()?, id, &find).await)
}

/// What a member may use, and numbers that match which they don't use yet (M13).
#[server(name = ReadMemberUses, endpoint = "members/number-uses", input = GetUrl)]
pub async fn member_uses(id: MemberId, find: String) -> Result<Uses, AppError> {
    answer(actions::numbers::outgoing::member_uses(&request()?, id, &find).await)
}

/// Saves what is ticked for the pairs a form shows, all of it or nothing. Answers what to say; a browser without script
/// is led to `back`, or else to the list.
#[server(endpoint = "numbers/set-use")]
pub async fn set_use(form: UseForm, #[server(default)] back: NextPage) -> Result<FlashMessage, AppError> {
    answer(actions::numbers::outgoing::set_use(&request()?, form, back).await)
}
