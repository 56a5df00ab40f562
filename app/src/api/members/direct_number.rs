//! A member's direct number: which they have, which they could get, assigning, exchanging, taking away (M13, R5, R6).

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::audit::FlashMessage;
use model::error::AppError;
use model::numbers::MemberNumbers;
use model::{MemberId, NextPage, NumberId};

/// A member's numbers, and unassigned ones that match; those that whoever looks may not hand on say why (R6).
#[server(name = ReadMemberNumbers, endpoint = "members/numbers", input = GetUrl)]
pub async fn member_numbers(id: MemberId, find: String) -> Result<MemberNumbers, AppError> {
    answer(actions::members::direct_number::member_numbers(&request()?, id, &find).await)
}

/// Gives a member an unassigned number as their direct one (`to`), in place of the one they have (`instead`); without
/// `to` it only takes that away. Of two people taking the same number one gets it, the other is told who has it.
/// Answers what to say.
#[server(name = SetDirect, endpoint = "members/direct")]
pub async fn set_direct(
    id: MemberId,
    to: Option<NumberId>,
    instead: Option<NumberId>,
    #[server(default)] back: NextPage,
) -> Result<FlashMessage, AppError> {
    answer(actions::members::direct_number::set_direct(&request()?, id, to, instead, back).await)
}
