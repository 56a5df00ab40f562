//! Whether a change may be set back: held against what is there now, then against the rules, which are those of single changes
//! (G2, R3). Every entry that isn't written as a set is judged here.

use crate::bulk::judge::Verdict;
use crate::call::Call;
use model::audit::{Change, Field, Named, Value, Watches};
use model::error::AppResult;
use model::{GroupId, NumberId, PhoneNumber, Role, RoleId};
use policy::{Action, GroupTarget, MemberTarget, NumberTarget, Permit, RoleRef, SupervisorAccess, check};
use std::collections::{BTreeSet, HashMap, HashSet};
use store::invitations;

/// How a value that is as before already reads.
pub(crate) const ALREADY: &str = "Is as before already.";
pub(crate) const NOT_KEPT: &str = "What it was is not kept any more.";
const LOOP: &str = "A forwarding number of before is one of your own numbers by now.";

/// What is there now against what the entry left: only that can be set back.
pub(crate) fn compare(change: &Change, now: &Value) -> Verdict<()> {
    if *now == change.before {
        Verdict::Already
    } else if *now == change.after {
        Verdict::Changes(())
    } else {
        Verdict::Conflict
    }
}

/// What was there before and is deleted now can't be given back.
pub(crate) fn gone(what: &str, name: &str) -> String {
    format!("The {what} {name} is gone meanwhile.")
}

/// What ids are by now, as the rules see it.
pub(crate) struct Known {
    pub roles: HashMap<RoleId, RoleRef>,
    groups: HashMap<GroupId, GroupTarget>,
    numbers: HashMap<NumberId, NumberTarget>,
    /// Former forwarding numbers that are the account's own by now (M12).
    loops: HashSet<PhoneNumber>,
}

/// Numbers asked for at once.
const CHUNK: usize = 500;

impl Known {
    /// All that these changes name.
    pub async fn read(call: &mut Call, roles: &[Role], changes: &[&Change]) -> AppResult<Known> {
        let (account, country) = (call.account(), call.settings().country);
        let ids: BTreeSet<NumberId> =
            changes.iter().filter_map(|c| if let Field::OwnNumber(id) = c.field { Some(id) } else { None }).collect();
        let former = |c: &&Change| match &c.before {
            Value::Forwarding { numbers, .. } => numbers.iter().map(|f| f.number.clone()).collect(),
            _ => Vec::new(),
        };
        let former: BTreeSet<PhoneNumber> = changes.iter().flat_map(former).collect();
        let shown = move |n: PhoneNumber| n.shown_in(country);
        let mut numbers = HashMap::new();
        for ids in Vec::from_iter(ids).chunks(CHUNK) {
            let found = invitations::numbers(&mut call.tx, account, ids, &shown).await?;
            numbers.extend(found.into_iter().map(|n| (n.target.id, n.target)));
        }
        let mut loops = HashSet::new();
        for former in Vec::from_iter(former).chunks(CHUNK) {
            let own = invitations::own_numbers(&mut call.tx, account, former).await?;
            loops.extend(former.iter().filter(|n| own.contains(n.e164())).cloned());
        }
        let groups = invitations::group_targets(&mut call.tx, account).await?;
        Ok(Known {
            roles: roles.iter().map(|r| (r.id, RoleRef::from(r))).collect(),
            groups: groups.into_iter().map(|g| (g.id, g)).collect(),
            numbers,
            loops,
        })
    }

    /// The same value under today's names, as it would be given back.
    pub fn today(&self, value: &Value) -> Value {
        match value {
            Value::Role(role) => self.roles.get(&role.id).map_or(value.clone(), |r| Value::role(r.id, &r.name)),
            Value::Group(group) => {
                let named = |g: &GroupTarget| Value::Group(Named::new(g.id, &g.name));
                self.groups.get(&group.id).map_or(value.clone(), named)
            }
            value => value.clone(),
        }
    }

    fn group(&self, of: &Named<GroupId>) -> Result<GroupTarget, String> {
        self.groups.get(&of.id).cloned().ok_or_else(|| gone("group", &of.name))
    }

    /// What setting a member's field back attempts; Err: why it can't be as it was.
    pub fn action(&self, change: &Change) -> Result<Action, String> {
        Ok(match (&change.field, &change.before) {
            (
                Field::First | Field::Last | Field::Mobile | Field::TimeZone | Field::DialByName | Field::PrivateBridge,
                _,
            ) => Action::EditDetails,
            (Field::Extension, _) => Action::ChangeExtension,
            (Field::Availability, _) => Action::SetAvailability,
            (Field::Screening, _) => Action::SetScreening,
            (Field::Forwarding, Value::Forwarding { numbers, .. })
                if numbers.iter().any(|f| self.loops.contains(&f.number)) =>
            {
                return Err(LOOP.to_owned());
            }
            (Field::Forwarding, _) => Action::SetForwarding,
            (Field::Plan, Value::Plan(plan)) => Action::ChangePlan(*plan),
            (Field::Role, Value::Role(role)) => {
                Action::ChangeRole(self.roles.get(&role.id).cloned().ok_or_else(|| gone("role", &role.name))?)
            }
            (Field::Group(_), Value::Group(group)) => Action::AddToGroup(self.group(group)?),
            (Field::Group(id), _) => Action::RemoveFromGroup(self.groups.get(id).cloned().ok_or(NOT_KEPT)?),
            (Field::Supervises, Value::Watches(watches)) => Action::ChangeSupervises(match watches {
                Watches::Nobody => SupervisorAccess::Nobody,
                Watches::Everyone => SupervisorAccess::Everyone,
                Watches::Groups(groups) => {
                    SupervisorAccess::Groups(groups.iter().map(|g| self.group(g)).collect::<Result<_, _>>()?)
                }
            }),
            (Field::OwnNumber(id), Value::Number(number)) => {
                let target = self.numbers.get(id).cloned().ok_or_else(|| gone("number", &number.name))?;
                if target.holder.is_some() || !target.groups.is_empty() {
                    return Err(format!("{} rings elsewhere by now.", target.shown));
                }
                Action::AssignDirect(target)
            }
            (Field::OwnNumber(id), _) => Action::RemoveDirect(self.numbers.get(id).cloned().ok_or(NOT_KEPT)?),
            // A value that is none of its field any more: it told of somebody who was erased.
            (Field::Plan | Field::Role | Field::Supervises, _) => return Err(NOT_KEPT.to_owned()),
            // What is set back in another way, or not at all.
            (
                Field::SignIn
                | Field::State
                | Field::Greeting
                | Field::VoicemailGreeting
                | Field::Direct
                | Field::Use(_)
                | Field::UseAlong { .. }
                | Field::Pin
                | Field::Photo
                | Field::OldPassword
                | Field::History
                | Field::Reason
                | Field::ExtensionDigits
                | Field::Number
                | Field::Place
                | Field::RingsAt
                | Field::Label
                | Field::Name
                | Field::Description
                | Field::May(_)
                | Field::MayAssign(_)
                | Field::People
                | Field::Numbers
                | Field::OnlyAdministratorsAdd
                | Field::ManagersChangeSignIn
                | Field::Seats(_)
                | Field::MonthlyCost
                | Field::BillingContact
                | Field::BillingEmail
                | Field::PaymentMethod
                | Field::Members
                | Field::Grants
                | Field::Added
                | Field::Changed
                | Field::LeftAsTheyWere
                | Field::Refused,
                _,
            ) => return Err(NOT_KEPT.to_owned()),
        })
    }
}

/// Whether the rules let this person do all of it to this member.
pub(crate) fn permits(
    call: &Call,
    target: &MemberTarget,
    actions: impl IntoIterator<Item = Action>,
) -> Verdict<Vec<Permit>> {
    let permits: Result<Vec<Permit>, _> =
        actions.into_iter().map(|action| check(call.actor(), action, target)).collect();
    permits.map_or_else(Verdict::Refused, Verdict::Changes)
}
