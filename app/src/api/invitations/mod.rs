//! Inviting members, one or several, and sending invitations again (M1 to M4, S1, S2).

pub mod accept;

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::error::AppError;
use model::invitations::{ExtensionSay, InviteForm, InviteOffers, Invited, NumberOffers, PastedLine, Pending};
use model::{MemberId, NumberId, Plan, RoleId};

/// What the form offers this actor; of many numbers, those that match `find`, and the chosen ones. Refused when they may invite nobody.
#[server(name = ReadInviteOffers, endpoint = "invitations/offers", input = GetUrl)]
pub async fn invite_offers(
    #[server(default)] find: String,
    #[server(default)] chosen: Vec<NumberId>,
) -> Result<InviteOffers, AppError> {
    answer(actions::invitations::invite_offers(&request()?, &find, &chosen).await)
}

/// Numbers for the form alone, while others are looked for.
#[server(name = FindInviteNumbers, endpoint = "invitations/numbers", input = GetUrl)]
pub async fn invite_numbers(find: String, #[server(default)] chosen: Vec<NumberId>) -> Result<NumberOffers, AppError> {
    answer(actions::invitations::invite_numbers(&request()?, &find, &chosen).await)
}

/// Leads back to the form with all that is typed in it, and the numbers that are looked for: for browsers without script (T13).
#[server(endpoint = "invitations/look")]
pub async fn look_for_numbers(form: InviteForm) -> Result<(), AppError> {
    answer(actions::invitations::look_for_numbers(&request()?, &form).await)
}

/// Whether an extension is free, and the lowest that is (M11). Empty: only the latter.
#[server(endpoint = "members/free-extension", input = GetUrl)]
pub async fn free_extension(typed: String) -> Result<ExtensionSay, AppError> {
    answer(actions::invitations::free_extension(&request()?, typed).await)
}

/// Invites one member by email, or creates one with a username. Leads to their card, or back to an empty form.
#[server(endpoint = "members/invite")]
pub async fn invite(form: InviteForm) -> Result<Invited, AppError> {
    answer(actions::invitations::invite(&request()?, form).await)
}

/// Checks pasted addresses without inviting anybody: each line with its own sentence.
#[server(endpoint = "members/check-pasted")]
pub async fn check_pasted(text: String) -> Result<Vec<PastedLine>, AppError> {
    answer(actions::invitations::check_pasted(&request()?, text).await)
}

/// Invites everybody pasted, with one role and plan: all of them or, when a line is wrong or seats are short, nobody.
/// Says how many were invited.
#[server(endpoint = "members/invite-many")]
pub async fn invite_many(text: String, role: Option<RoleId>, plan: Option<Plan>) -> Result<usize, AppError> {
    answer(actions::invitations::invite_many(&request()?, &text, role, plan).await)
}

/// A pending invitation, for the dialog that sends it again.
#[server(name = ReadPending, endpoint = "invitations/pending", input = GetUrl)]
pub async fn pending(id: MemberId) -> Result<Pending, AppError> {
    answer(actions::invitations::pending(&request()?, id).await)
}

/// Sends an invitation again, to a corrected address if there is one: a new link, and the old one dies (M4).
/// Answers the address.
#[server(endpoint = "invitations/resend")]
pub async fn resend(id: MemberId, email: Option<String>) -> Result<String, AppError> {
    answer(actions::invitations::resend(&request()?, id, email.as_deref()).await)
}
