//! What a person answers on the check page of an import (I1).

use super::{Arrival, Field};
use crate::{ImportId, Plan, RoleId};
use serde::{Deserialize, Serialize};

/// A word of the role column and the role it stands for; none leaves it open.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RoleChoice {
    /// As the file has it.
    pub word: String,
    #[serde(default)]
    pub role: Option<RoleId>,
}

/// The same for a word of the plan column.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct PlanChoice {
    pub word: String,
    #[serde(default)]
    pub plan: Option<Plan>,
}

/// The same for a word of the status column.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct StatusChoice {
    pub word: String,
    #[serde(default)]
    pub arrival: Option<Arrival>,
}

/// The form of the check page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ImportChoices {
    pub id: ImportId,
    /// The field that each column goes to, in the order of the file's columns.
    #[serde(default)]
    pub columns: Vec<Field>,
    #[serde(default)]
    pub roles: Vec<RoleChoice>,
    #[serde(default)]
    pub plans: Vec<PlanChoice>,
    #[serde(default)]
    pub statuses: Vec<StatusChoice>,
    /// Whether the account's extensions get the length that the file's have (M11).
    #[serde(default)]
    pub digits: Option<u8>,
}
