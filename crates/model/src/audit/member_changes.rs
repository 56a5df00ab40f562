//! What happened to one member, for the card (G1).

use crate::audit::AuditRow;
use crate::instant::Instant;
use serde::{Deserialize, Serialize};

/// What happened to one member, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberChanges {
    pub name: String,
    pub rows: Vec<AuditRow>,
    pub has_older: bool,
    pub now: Instant,
}
