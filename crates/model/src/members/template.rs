//! What the invite form starts from when a member is duplicated (M8).

use crate::{Availability, GroupName, Plan, RoleId, SupervisorScope, UsableNumber};
use serde::{Deserialize, Serialize};

/// What may be copied. Never in it: name, sign-in, password, PIN, photo, extension, direct number, forwarding, mobile, sessions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberTemplate {
    /// Whom it is like, for the form's title.
    pub like: String,
    pub role: RoleId,
    pub plan: Plan,
    pub availability: Availability,
    pub screening: bool,
    pub dial_by_name: bool,
    pub forwarding_on: bool,
    pub time_zone: String,
    pub numbers: Vec<UsableNumber>,
    pub groups: Vec<GroupName>,
    pub supervises: SupervisorScope,
    pub supervised_groups: Vec<GroupName>,
    /// What the original has and this actor can't give: "The number +15035550100", with the reason (R4, R6).
    pub left_out: Vec<String>,
}
