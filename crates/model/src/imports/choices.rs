//! What a person answers on the check page of an import (I1).

use super::Field;
use crate::{ImportId, RoleId};
use serde::{Deserialize, Serialize};

/// A word of the role column and the role it stands for; none leaves it open.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RoleChoice {
    /// As the file has it.
    pub word: String,
    #[serde(default)]
    pub role: Option<RoleId>,
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
}
