//! What was typed into a form that was refused, for browsers without script: their page is loaded anew and would be
//! empty (T13). Kept by the browser itself for a minute, readable by the server only; never holds a password.

#[cfg(feature = "ssr")]
use crate::api::{answer, request};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use model::error::AppError;
use std::collections::BTreeMap;

/// Field names and values as typed into `form`; empty when nothing was refused within the last minute.
#[server(endpoint = "session/typed", input = GetUrl)]
pub async fn typed(form: String) -> Result<BTreeMap<String, String>, AppError> {
    answer(actions::flash::typed::typed(&request()?, form).await)
}
