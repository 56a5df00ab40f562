//! One field before and after, as data (G1, G2): what words say of it and what taking it back needs are both made from this.

use crate::audit::value::{Named, Numbered, Value};
use crate::{GroupId, MemberId, NumberId, Permission, Plan, RoleId};
use serde::{Deserialize, Serialize};

/// One field before and after.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub field: Field,
    #[serde(default, skip_serializing_if = "Value::is_nothing")]
    pub before: Value,
    #[serde(default, skip_serializing_if = "Value::is_nothing")]
    pub after: Value,
}

/// What about its subject an entry changed. Where there are several of a kind, it says which.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    // Of a member.
    First,
    Last,
    SignIn,
    Mobile,
    TimeZone,
    Extension,
    Availability,
    Role,
    Plan,
    State,
    Screening,
    DialByName,
    PrivateBridge,
    Supervises,
    Group(GroupId),
    Forwarding,
    Greeting,
    VoicemailGreeting,
    /// The direct number, where one is exchanged for another.
    Direct,
    /// One direct number among several.
    OwnNumber(NumberId),
    /// For what they use a number when they call or write.
    Use(Numbered),
    /// The same where it only came along: a direct number brings its use, a new default takes the mark from the old one (M13).
    UseAlong {
        member: MemberId,
        number: NumberId,
    },
    Pin,
    Photo,
    OldPassword,
    /// Who got the calls and messages of somebody who left (M17).
    History,
    Reason,
    // Of a number.
    Number,
    Place,
    RingsAt,
    Label,
    // Of a role and of the account.
    Name,
    Description,
    May(Permission),
    MayAssign(Named<RoleId>),
    People,
    Numbers,
    OnlyAdministratorsAdd,
    ManagersChangeSignIn,
    ExtensionDigits,
    Seats(Plan),
    MonthlyCost,
    BillingContact,
    BillingEmail,
    PaymentMethod,
    // Of many.
    Members,
    Grants,
    Added,
    Changed,
    LeftAsTheyWere,
    Refused,
}

impl Change {
    pub fn new(field: Field, before: Value, after: Value) -> Change {
        Change { field, before, after }
    }

    /// Something that was given, or counted.
    pub fn to(field: Field, after: Value) -> Change {
        Change::new(field, Value::Nothing, after)
    }

    /// The same change the other way round.
    pub fn turned(self) -> Change {
        Change { field: self.field, before: self.after, after: self.before }
    }

    /// Only those that changed anything.
    pub fn that_differ(all: impl IntoIterator<Item = Change>) -> Vec<Change> {
        all.into_iter().filter(|c| c.before != c.after).collect()
    }

    /// Whether the field gets back what it was: nothing of it was erased, and it is one that can be set.
    pub fn goes_back(&self) -> bool {
        let whole = |value: &Value| !matches!(value, Value::Erased(_));
        self.before != self.after && whole(&self.before) && whole(&self.after) && self.field.can_be_set()
    }
}

impl Field {
    /// Whether words show it: what only came along goes without saying.
    pub fn is_shown(&self) -> bool {
        !matches!(self, Field::UseAlong { .. })
    }

    /// Whether a value of it says nothing about the member it is of, so that it stays readable after they are erased (M17).
    pub fn is_impersonal(&self) -> bool {
        matches!(self, Field::Role | Field::Plan | Field::State | Field::Availability | Field::Extension)
    }

    /// Whether taking an entry back can set it to what it was.
    fn can_be_set(&self) -> bool {
        use Field::*;
        match self {
            First
            | Last
            | Mobile
            | TimeZone
            | Extension
            | Availability
            | Role
            | Plan
            | State
            | Screening
            | DialByName
            | PrivateBridge
            | Supervises
            | Group(_)
            | Forwarding
            | Greeting
            | VoicemailGreeting
            | Direct
            | OwnNumber(_)
            | Use(_)
            | UseAlong { .. }
            | RingsAt
            | Label
            | Name
            | Description
            | May(_)
            | MayAssign(_)
            | People
            | Numbers
            | OnlyAdministratorsAdd
            | ManagersChangeSignIn => true,
            SignIn | Pin | Photo | OldPassword | History | Reason | Number | Place | Seats(_) | MonthlyCost
            | ExtensionDigits | BillingContact | BillingEmail | PaymentMethod | Members | Grants | Added | Changed
            | LeftAsTheyWere | Refused => false,
        }
    }
}
