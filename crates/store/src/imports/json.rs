//! What an import keeps as JSON.

use crate::StoreError;
use crate::error::{StoreResult, unreadable};

pub(super) fn json<T: serde::Serialize>(value: &T) -> StoreResult<String> {
    serde_json::to_string(value).map_err(|e| StoreError::Other(sqlx::Error::Encode(Box::new(e))))
}

/// What `json` wrote; anything else is a fault, never a default.
pub(super) fn from_json<T: serde::de::DeserializeOwned>(text: &str) -> StoreResult<T> {
    serde_json::from_str(text).map_err(unreadable)
}
