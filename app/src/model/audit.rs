//! Audit entries: one per change, never edited (G1).

use crate::model::instant::Instant;
use crate::model::{AuditId, MemberId};
use serde::{Deserialize, Serialize};

/// One row of the audit log as pages show it (G1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditRow {
    pub id: AuditId,
    pub at: Instant,
    pub actor: Option<MemberId>,
    pub actor_name: String,
    /// M9: the member as whom the actor was working.
    pub on_behalf_of: Option<String>,
    /// The action's word, such as "members.role".
    pub action: String,
    pub target_name: String,
    pub changes: Vec<Change>,
    pub reversible: bool,
}

/// One field before and after (G1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub field: String,
    pub before: Option<String>,
    pub after: Option<String>,
}
