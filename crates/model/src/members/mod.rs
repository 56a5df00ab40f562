//! Members as pages see them: rows of the Team table and the profile card (T1, T2, T8).

pub mod edit;
pub mod profile;
mod rank;
pub mod status;
mod supervisor;
pub mod template;

pub use rank::StatusRank;
pub use supervisor::SupervisorChoice;

use crate::instant::Instant;
use crate::slugs::slugs;
use crate::{Extension, GroupId, MemberId, NumberId, PersonName, PhoneNumber, Plan, RoleId, RoleKind};
use serde::{Deserialize, Serialize};

slugs! {
    /// Where a member stands between invitation and offboarding (M3, M16, M17).
    MemberState {
        Invited = "invited", "Invited";
        Active = "active", "Active";
        Suspended = "suspended", "Suspended";
        /// Deleted but not yet erased: can be restored (M17).
        Deleted = "deleted", "Deleted";
    }
}

slugs! {
    /// Set by the member, with a default set by whoever created them (M20).
    Availability {
        Available = "available", "Available";
        DoNotDisturb = "dnd", "Do not disturb";
    }
}

slugs! {
    /// Whom somebody watches in the Supervisor workspace (T1).
    SupervisorScope {
        Nobody = "nobody", "Nobody";
        Groups = "groups", "Chosen groups";
        Everyone = "everyone", "Everyone";
    }
}

/// What a member is doing right now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Activity {
    #[default]
    Idle,
    OnCall {
        since: Instant,
    },
    WrappingUp {
        until: Instant,
    },
}

/// Presence, availability and activity together (T2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveStatus {
    #[serde(default, skip_serializing_if = "is_default")]
    pub online: bool,
    /// When they were last online; none: never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_seen: Option<Instant>,
    pub availability: Availability,
    #[serde(default, skip_serializing_if = "is_default")]
    pub activity: Activity,
}

/// The one word a status is shown as, in the order the Status column sorts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Presence {
    OnCall,
    WrappingUp,
    Available,
    DoNotDisturb,
    Offline,
}

impl Presence {
    /// The modifier of the presence mark's class and symbol.
    pub fn mark(self) -> &'static str {
        match self {
            Presence::OnCall => "call",
            Presence::WrappingUp => "wrap",
            Presence::Available => "available",
            Presence::DoNotDisturb => "dnd",
            Presence::Offline => "offline",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Presence::OnCall => "On a call",
            Presence::WrappingUp => "Wrapping up",
            Presence::Available => "Available",
            Presence::DoNotDisturb => "Do not disturb",
            Presence::Offline => "Offline",
        }
    }
}

impl LiveStatus {
    /// What is shown at `now`: a call wins over wrapping up, that over availability; offline hides availability.
    pub fn presence(&self, now: Instant) -> Presence {
        match self.activity {
            Activity::OnCall { .. } => return Presence::OnCall,
            Activity::WrappingUp { until } if until > now => return Presence::WrappingUp,
            Activity::WrappingUp { .. } | Activity::Idle => {}
        }
        if !self.online {
            return Presence::Offline;
        }
        match self.availability {
            Availability::DoNotDisturb => Presence::DoNotDisturb,
            Availability::Available => Presence::Available,
        }
    }
}

/// Access to the Supervisor workspace (T1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Supervises {
    #[default]
    Nobody,
    Groups(u32),
    Everyone,
}

impl Supervises {
    /// "2 groups", "Everyone"; none for nobody.
    pub fn label(self) -> Option<String> {
        match self {
            Supervises::Nobody => None,
            Supervises::Groups(1) => Some("1 group".to_owned()),
            Supervises::Groups(n) => Some(format!("{n} groups")),
            Supervises::Everyone => Some("Everyone".to_owned()),
        }
    }
}

/// One external phone of a member (M12).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forwarding {
    pub number: PhoneNumber,
    /// "Mobile", "Home"; may be empty.
    pub label: String,
    /// How long it rings, in seconds.
    pub seconds: u16,
}

/// What is as by default is left out of the rows sent to the browser (P7).
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// One row of the Team table (T1). What the actor may not see is none or empty (R12).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberRow {
    pub id: MemberId,
    pub name: PersonName,
    /// Content hash of the photo, part of its address; none: initials are shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub photo: Option<String>,
    pub role: RoleId,
    pub role_name: String,
    pub role_kind: RoleKind,
    #[serde(default, skip_serializing_if = "is_default")]
    pub supervises: Supervises,
    /// Email or username; none where the viewer may not see it (R12).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sign_in: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub extension: Option<Extension>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub forwarding: Vec<Forwarding>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub direct: Option<PhoneNumber>,
    pub plan: Plan,
    /// Bridge id of the member's meeting room; its address is the account's meeting base plus this (M15).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bridge: Option<String>,
    pub state: MemberState,
    /// When the state began: invited, suspended or joined at.
    pub state_since: Instant,
    /// While invited: when the link dies.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invitation_expires: Option<Instant>,
    pub live: LiveStatus,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_sign_in: Option<Instant>,
    /// While invited: why the mail with the link did not arrive (M4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bounce: Option<String>,
    /// Shares a group with the viewer; only asked for roles whose people scope needs it (R2).
    #[serde(default, skip_serializing_if = "is_default")]
    pub in_own_groups: bool,
}

impl MemberRow {
    /// With times in whole seconds, which is all that a list shows and takes fewer bytes to send (P7).
    pub fn to_seconds(mut self) -> Self {
        self.state_since = self.state_since.to_second();
        self.live.last_seen = self.live.last_seen.map(Instant::to_second);
        self.last_sign_in = self.last_sign_in.map(Instant::to_second);
        self
    }

    /// While invited: whether the link is dead at `now` ("Invitation expired", T1).
    pub fn invitation_expired(&self, now: Instant) -> bool {
        self.state == MemberState::Invited && self.invitation_expires.is_some_and(|e| e <= now)
    }
}

/// A business number a member may use for outgoing calls and messages (T8).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UsableNumber {
    pub id: NumberId,
    pub number: PhoneNumber,
    pub label: String,
    /// The one shown to the called party unless another is picked.
    pub default: bool,
    pub calls: bool,
    pub messages: bool,
}

/// A group by name, where only that is needed.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct GroupName {
    pub id: GroupId,
    pub name: String,
}

/// What the profile card adds to the row (T8).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberCard {
    pub row: MemberRow,
    pub groups: Vec<GroupName>,
    pub numbers: Vec<UsableNumber>,
    /// IANA name; the account's when empty.
    pub time_zone: String,
    pub mobile: Option<PhoneNumber>,
    pub last_sign_in_agent: Option<String>,
    pub member_since: Instant,
    pub forwarding_on: bool,
    pub screening: bool,
    /// S6: a private (HIPAA) meeting bridge.
    #[serde(default)]
    pub private_bridge: bool,
    pub dial_by_name: bool,
    pub must_change_password: bool,
    pub has_pin: bool,
    /// Why the newest mail to them has not arrived; none when it has, or none was sent (M4).
    pub delivery_problem: Option<String>,
    /// Counts saves; a save with an older one is refused (M7).
    pub version: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn live(online: bool, availability: Availability, activity: Activity) -> LiveStatus {
        LiveStatus { online, last_seen: None, availability, activity }
    }

    #[test]
    fn t2_a_call_is_shown_before_everything_else() {
        let s = live(true, Availability::DoNotDisturb, Activity::OnCall { since: Instant(0) });
        assert_eq!(s.presence(Instant(1)), Presence::OnCall);
    }

    #[test]
    fn t2_wrapping_up_ends_by_itself() {
        let s = live(true, Availability::Available, Activity::WrappingUp { until: Instant(10) });
        assert_eq!(s.presence(Instant(9)), Presence::WrappingUp);
        assert_eq!(s.presence(Instant(10)), Presence::Available);
    }

    #[test]
    fn t2_who_is_offline_is_shown_offline_whatever_they_set() {
        assert_eq!(live(false, Availability::Available, Activity::Idle).presence(Instant(0)), Presence::Offline);
        assert_eq!(live(true, Availability::DoNotDisturb, Activity::Idle).presence(Instant(0)), Presence::DoNotDisturb);
    }
}
