//! Call forwarding: one's own, or that of somebody one may edit (M12).

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::audit::FlashMessage;
use model::error::AppError;
use model::forwarding::{ForwardingForm, ForwardingSettings, LineStep};
use model::{MemberId, NextPage};

/// What is set now.
#[server(name = ReadForwarding, endpoint = "members/forwarding", input = GetUrl)]
pub async fn read_forwarding(id: MemberId) -> Result<ForwardingSettings, AppError> {
    answer(actions::members::forwarding::read_forwarding(&request()?, id).await)
}

/// Saves the list and answers what to say. `step` moves a line instead ("1-up", "0-down"), for browsers without script: nothing is saved then.
#[server(name = SaveForwarding, endpoint = "members/set-forwarding")]
pub async fn save_forwarding(
    id: MemberId,
    form: ForwardingForm,
    step: Option<LineStep>,
    #[server(default)] back: NextPage,
) -> Result<FlashMessage, AppError> {
    answer(actions::members::forwarding::save_forwarding(&request()?, id, form, step, back).await)
}
