//! A member's plan (M14): what each of the three would cost, and changing it.

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::audit::FlashMessage;
use model::billing::PlanOffer;
use model::error::AppError;
use model::{MemberId, Plan};

/// What this member's plan may become and what that costs (M14). Why not, plan by plan (R10).
#[server(name = ReadPlanOffer, endpoint = "members/plan", input = GetUrl)]
pub async fn plan_offer(id: MemberId) -> Result<PlanOffer, AppError> {
    answer(actions::billing::plans::plan_offer(&request()?, id).await)
}

/// M14: puts a member on another plan. `seen` is the plan the page showed: if it is another one by now, nothing is changed and the
/// person is told. The same sent twice changes once. Answers what to say.
#[server(endpoint = "members/change-plan")]
pub async fn change_plan(id: MemberId, plan: Plan, seen: Plan) -> Result<FlashMessage, AppError> {
    answer(actions::billing::plans::change_plan(&request()?, id, plan, seen).await)
}
