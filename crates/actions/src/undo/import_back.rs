//! What a member will be once the changes of an import are set back (I1).

use model::audit::{Change, Field, Value};
use policy::Permit;
use store::imports::member_before::MemberFacts;
use store::imports::take_back::Back;

/// As somebody will be with these set back.
pub(crate) fn back(permits: Vec<Permit>, mut to: MemberFacts, changes: &[Change]) -> Back {
    let text = |value: &Value| if let Value::Text(text) = value { text.clone() } else { String::new() };
    let mut back = Back {
        permits,
        moves: false,
        forwards: false,
        joins: Vec::new(),
        leaves: Vec::new(),
        takes: Vec::new(),
        frees: Vec::new(),
        to: to.clone(),
    };
    for change in changes {
        match (&change.field, &change.before) {
            (Field::First, value) => to.name.first = text(value),
            (Field::Last, value) => to.name.last = text(value),
            (Field::Role, Value::Role(role)) => to.role = role.clone(),
            (Field::Plan, Value::Plan(plan)) => to.plan = *plan,
            (Field::TimeZone, value) => to.time_zone = text(value),
            (Field::Mobile, Value::Phone(phone)) => to.mobile = Some(phone.clone()),
            (Field::Mobile, _) => to.mobile = None,
            (Field::Extension, value) => {
                to.extension = if let Value::Extension(extension) = value { Some(*extension) } else { None };
                back.moves = true;
            }
            (Field::Forwarding, value) => {
                to.forwarding =
                    if let Value::Forwarding { numbers, .. } = value { numbers.clone() } else { Vec::new() };
                back.forwards = true;
            }
            (Field::Group(id), Value::Nothing) => back.leaves.push(*id),
            (Field::Group(id), _) => back.joins.push(*id),
            (Field::OwnNumber(id), Value::Nothing) => back.frees.push(*id),
            (Field::OwnNumber(id), _) => back.takes.push(*id),
            _ => {}
        }
    }
    Back { to, ..back }
}
