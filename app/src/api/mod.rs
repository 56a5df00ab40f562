//! Server functions: a typed signature, and one line that calls `actions`. Reads are GET, changes are POST; each has an explicit path.

pub mod accounts;
pub mod audit;
pub mod billing;
pub mod bulk;
pub mod callflow;
pub mod flash;
pub mod imports;
pub mod invitations;
pub mod members;
pub mod numbers;
pub mod offboarding;
pub mod roles;
pub mod sessions;
pub mod supervision;
pub mod team;
pub mod undo;

#[cfg(feature = "ssr")]
use actions::request::{Answer, Request};
#[cfg(feature = "ssr")]
use actions::state::AppState;
#[cfg(feature = "ssr")]
use http::request::Parts;
#[cfg(feature = "ssr")]
use leptos::prelude::use_context;
#[cfg(feature = "ssr")]
use leptos_axum::ResponseOptions;
#[cfg(feature = "ssr")]
use model::error::AppResult;

/// Leads on and sets cookies by the response options of the server function that runs.
#[cfg(feature = "ssr")]
struct ServerFnAnswer;

#[cfg(feature = "ssr")]
impl Answer for ServerFnAnswer {
    fn redirect(&self, path: &str) {
        leptos_axum::redirect(path);
    }

    fn set_cookie(&self, cookie: http::HeaderValue) {
        if let Some(options) = use_context::<ResponseOptions>() {
            options.append_header(http::header::SET_COOKIE, cookie);
        }
    }
}

/// The request that runs this server function.
#[cfg(feature = "ssr")]
pub(crate) fn request() -> AppResult<Request> {
    let (Some(state), Some(parts)) = (use_context::<AppState>(), use_context::<Parts>()) else {
        return Err(store::fault(&"a server function outside of a request"));
    };
    Ok(Request::new(state, parts, std::sync::Arc::new(ServerFnAnswer)))
}

/// Sets the answer's status to the error's: a failed server function would answer 500, whatever happened. A form sent
/// without script is led back to its page instead, which shows the error (T13); its status has to stay a redirect's.
#[cfg(feature = "ssr")]
pub(crate) fn answer<T>(result: AppResult<T>) -> AppResult<T> {
    let is_plain_form = || request().is_ok_and(|request| request.is_plain_form());
    if let (Err(error), Some(options), false) = (&result, use_context::<ResponseOptions>(), is_plain_form())
        && let Ok(status) = http::StatusCode::from_u16(error.status())
    {
        options.set_status(status);
        if let Some(seconds) = error.retry_after() {
            options.insert_header(http::header::RETRY_AFTER, http::HeaderValue::from(seconds));
        }
    }
    result
}
