//! What a call can answer beside its result. The sentence is what people read; the status is what tools read.

use serde::{Deserialize, Serialize};
use server_fn::codec::JsonEncoding;
use server_fn::error::{FromServerFnError, ServerFnErrorErr};

/// One refused field of a form and its sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    pub field: String,
    pub message: String,
}

/// Every way a server function ends badly. Unexpected faults carry a reference and no internals (SPEC, bad input).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum AppError {
    #[error("Your session has ended. Sign in again.")]
    SignedOut,
    #[error("{0}")]
    Denied(String),
    /// Missing and foreign rows alike (QUALITY, invariant 5).
    #[error("{0}")]
    NotFound(String),
    #[error("{}", .0.iter().map(|f| f.message.as_str()).collect::<Vec<_>>().join(" "))]
    Fields(Vec<FieldError>),
    #[error("{0}")]
    Refused(String),
    #[error("{0}")]
    Conflict(String),
    #[error("Too many tries. Wait {}, then try again.", minutes(*.0))]
    TooMany(u32),
    /// More is asked for at once than the server does at a time.
    #[error("Too many people are doing this right now. Wait a few seconds, then try again.")]
    Crowded,
    #[error("Another change is being written. Try again.")]
    Busy,
    #[error("The server’s disk is full. Nothing was changed; reading goes on. Tell whoever runs this server.")]
    Full,
    #[error("Something went wrong on our side. Nothing was changed. Reference: {0}")]
    Fault(String),
    #[error("The server can’t be reached. Check the connection, then try again.")]
    Unreachable,
}

fn minutes(count: u32) -> String {
    if count == 1 { "1 minute".to_owned() } else { format!("{count} minutes") }
}

pub type AppResult<T> = Result<T, AppError>;

impl AppError {
    /// A single field's error.
    pub fn field(field: &str, message: impl ToString) -> Self {
        AppError::Fields(vec![FieldError { field: field.to_owned(), message: message.to_string() }])
    }

    /// The sentence for one field, if it was refused.
    pub fn for_field(&self, field: &str) -> Option<String> {
        let AppError::Fields(all) = self else { return None };
        all.iter().find(|f| f.field == field).map(|f| f.message.clone())
    }

    /// The sentence above the form: all but those that stand at their fields.
    pub fn for_form(&self) -> Option<String> {
        (!matches!(self, AppError::Fields(_))).then(|| self.to_string())
    }

    /// The answer to arguments that could not be read, by the error of serde: a hand-made id like the missing row it
    /// names, a hand-made word of an enum by a sentence that names the choice.
    fn of_argument(serde_error: &str) -> Self {
        let word = || crate::slugs::refused_word(serde_error).map(AppError::Refused);
        let field = || Self::missing_field(serde_error);
        crate::ids::missing_row(serde_error).or_else(word).or_else(field).unwrap_or_else(AppError::incomplete)
    }

    /// A field that a form left out: browsers send every one they show, so the page was cut short or written by hand.
    fn missing_field(serde_error: &str) -> Option<Self> {
        let (_, rest) = serde_error.split_once("missing field `")?;
        let (field, _) = rest.split_once('`')?;
        let message = format!("“{}” is missing. Reload the page and fill it in.", field.replace('_', " "));
        Some(AppError::field(field, message))
    }

    fn incomplete() -> Self {
        AppError::Refused("The form was not complete. Reload the page and fill it in again.".to_owned())
    }

    /// How many seconds to wait before it is of use to try again, where that is known (`Retry-After`, RFC 9110 §10.2.3).
    pub fn retry_after(&self) -> Option<u32> {
        match self {
            AppError::TooMany(minutes) => Some(minutes.saturating_mul(60)),
            AppError::Busy | AppError::Crowded => Some(5),
            AppError::SignedOut
            | AppError::Denied(_)
            | AppError::NotFound(_)
            | AppError::Fields(_)
            | AppError::Refused(_)
            | AppError::Conflict(_)
            | AppError::Full
            | AppError::Fault(_)
            | AppError::Unreachable => None,
        }
    }

    /// Whether the same may succeed a moment later without anybody doing something: then a page asks again by itself.
    pub fn may_pass(&self) -> bool {
        match self {
            AppError::TooMany(_)
            | AppError::Crowded
            | AppError::Busy
            | AppError::Full
            | AppError::Fault(_)
            | AppError::Unreachable => true,
            AppError::SignedOut
            | AppError::Denied(_)
            | AppError::NotFound(_)
            | AppError::Fields(_)
            | AppError::Refused(_)
            | AppError::Conflict(_) => false,
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        match self {
            AppError::SignedOut => 401,
            AppError::Denied(_) => 403,
            AppError::NotFound(_) => 404,
            AppError::Conflict(_) => 409,
            AppError::Fields(_) | AppError::Refused(_) => 422,
            AppError::TooMany(_) => 429,
            AppError::Fault(_) => 500,
            AppError::Busy | AppError::Crowded | AppError::Full | AppError::Unreachable => 503,
        }
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Response(_) => AppError::Unreachable,
            ServerFnErrorErr::Args(why) => AppError::of_argument(&why),
            ServerFnErrorErr::MissingArg(why) | ServerFnErrorErr::Deserialization(why) => {
                Self::missing_field(&why).unwrap_or_else(AppError::incomplete)
            }
            other => AppError::Fault(other.to_string().chars().take(80).collect()),
        }
    }
}
