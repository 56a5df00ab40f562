//! What saving or deleting a role did (R2).

use crate::RoleId;
use crate::audit::FlashMessage;
use serde::{Deserialize, Serialize};

/// What was saved, for the sentence about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedRole {
    pub id: RoleId,
    pub name: String,
    pub flash: FlashMessage,
}

/// What deleting did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletedRole {
    pub name: String,
    pub next: String,
    pub members: u64,
}
