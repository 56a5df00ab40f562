//! What a person answers on the check page of an import (I1).

use serde::{Deserialize, Serialize};

/// A word of the role column and the role it stands for; an empty role leaves it open.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RoleChoice {
    pub word: String,
    #[serde(default)]
    pub role: String,
}

/// The form of the check page.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ImportChoices {
    pub id: String,
    /// The key of a field for each column, in order.
    #[serde(default)]
    pub columns: Vec<String>,
    #[serde(default)]
    pub roles: Vec<RoleChoice>,
}
