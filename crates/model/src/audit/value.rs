//! Values of the audit log (G1): ids and enums as they are, with the name at that time beside an id. Two of one id are the
//! same value, whatever they were called, so a renaming later neither breaks an undo nor changes history. No secret is one.

use crate::audit::change::Field;
use crate::members::Forwarding;
use crate::numbers::RouteTo;
use crate::{
    Availability, Extension, GroupId, MemberId, MemberState, NumberId, NumberScope, PeopleScope, PhoneNumber, Plan,
    RoleId,
};
use serde::{Deserialize, Serialize};
use std::hash::{Hash, Hasher};

/// Something by its id, with its name at that time.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Named<I> {
    pub id: I,
    pub name: String,
}

/// A business number by its id, as it was dialled at that time.
pub type Numbered = Named<NumberId>;

impl<I> Named<I> {
    pub fn new(id: I, name: &str) -> Named<I> {
        Named { id, name: name.to_owned() }
    }
}

impl<I: PartialEq> PartialEq for Named<I> {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl<I: Eq> Eq for Named<I> {}

impl<I: Hash> Hash for Named<I> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

/// What somebody uses a number for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Used {
    pub calls: bool,
    pub messages: bool,
    /// It is the one they show unless they choose another.
    pub default: bool,
}

impl Used {
    pub fn of((calls, messages, default): (bool, bool, bool)) -> Used {
        Used { calls, messages, default }
    }

    /// But for which number they show.
    pub fn without_default(self) -> Used {
        Used { default: false, ..self }
    }

    /// "calls, messages, default"; none for nothing.
    pub fn words(self) -> Option<String> {
        let what = match (self.calls, self.messages) {
            (true, true) => "calls, messages",
            (true, false) => "calls only",
            (false, true) => "messages only",
            (false, false) => return None,
        };
        Some(format!("{what}{}", if self.default { ", default" } else { "" }))
    }
}

/// Whom somebody may watch in the Supervisor workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Watches {
    Nobody,
    Everyone,
    /// In the order of their ids.
    Groups(Vec<Named<GroupId>>),
}

/// What a field was or is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    #[default]
    Nothing,
    Text(String),
    /// A secret or picture in place of another, which is not told.
    NewOne,
    On(bool),
    Count(u64),
    Availability(Availability),
    Extension(Extension),
    Forwarding {
        on: bool,
        numbers: Vec<Forwarding>,
    },
    Group(Named<GroupId>),
    Member(Named<MemberId>),
    Number(Numbered),
    Numbers(NumberScope),
    People(PeopleScope),
    Phone(PhoneNumber),
    /// Where a number rings.
    Place(Named<RouteTo>),
    Plan(Plan),
    Role(Named<RoleId>),
    State(MemberState),
    Use(Used),
    Watches(Watches),
    /// Which fields of one of many changed, each in its own way (I1).
    Fields(Vec<Field>),
    /// It told of somebody who was erased (M17): what is left of its words. It can't be given back.
    Erased(String),
}

impl Value {
    pub fn is_nothing(&self) -> bool {
        *self == Value::Nothing
    }

    /// A text; an empty one is nothing.
    pub fn text(text: &str) -> Value {
        if text.is_empty() { Value::Nothing } else { Value::Text(text.to_owned()) }
    }

    pub fn role(id: RoleId, name: &str) -> Value {
        Value::Role(Named::new(id, name))
    }

    pub fn number(id: NumberId, number: &PhoneNumber) -> Value {
        Value::Number(Named::new(id, number.e164()))
    }

    /// What of it calls or reaches a person: addresses, and phones that are no business numbers.
    pub fn personal(&self) -> Vec<String> {
        match self {
            Value::Text(text) | Value::Erased(text) => {
                text.split([',', ' ']).filter(|word| word.contains('@')).map(str::to_owned).collect()
            }
            Value::Phone(phone) => vec![phone.e164().to_owned()],
            Value::Forwarding { numbers, .. } => numbers.iter().map(|n| n.number.e164().to_owned()).collect(),
            Value::Nothing
            | Value::NewOne
            | Value::On(_)
            | Value::Count(_)
            | Value::Availability(_)
            | Value::Extension(_)
            | Value::Group(_)
            | Value::Member(_)
            | Value::Number(_)
            | Value::Numbers(_)
            | Value::People(_)
            | Value::Place(_)
            | Value::Plan(_)
            | Value::Role(_)
            | Value::State(_)
            | Value::Use(_)
            | Value::Watches(_)
            | Value::Fields(_) => Vec::new(),
        }
    }

    /// The words in it that people chose: texts, names, phones.
    pub fn texts(&self) -> Vec<&str> {
        match self {
            Value::Text(text) | Value::Erased(text) => vec![text],
            Value::Phone(phone) => vec![phone.e164()],
            Value::Forwarding { numbers, .. } => {
                numbers.iter().flat_map(|n| [n.number.e164(), n.label.as_str()]).collect()
            }
            Value::Group(named) => vec![&named.name],
            Value::Member(named) => vec![&named.name],
            Value::Number(named) => vec![&named.name],
            Value::Place(named) => vec![&named.name],
            Value::Role(named) => vec![&named.name],
            Value::Watches(Watches::Groups(groups)) => groups.iter().map(|g| g.name.as_str()).collect(),
            Value::Nothing
            | Value::NewOne
            | Value::On(_)
            | Value::Count(_)
            | Value::Availability(_)
            | Value::Extension(_)
            | Value::Numbers(_)
            | Value::People(_)
            | Value::Plan(_)
            | Value::State(_)
            | Value::Use(_)
            | Value::Watches(_)
            | Value::Fields(_) => Vec::new(),
        }
    }
}
