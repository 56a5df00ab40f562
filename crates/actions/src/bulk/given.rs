//! What a bulk change gives: a role, a number, a group … of the account, as far as the actor may give it (K2, K5).

use crate::call::Call;
use crate::numbers::load::reach;
use model::audit::{About, Subject};
use model::bulk::{BulkAction, BulkDraft};
use model::error::AppResult;
use model::{GroupId, MemberState, NumberId, PhoneNumber, Plan, PriceBook, Role, RoleKind};
use policy::{GroupTarget, NumberTarget, RoleRef, may_fill, may_give, may_hand_on};
use store::bulk::Aspect;
use store::invitations;
use store::invitations::OfferedNumber;
use store::search::fold;

/// What a change gives to all who are selected, found in the account and the actor's to give.
#[derive(Clone, Debug)]
pub enum Given {
    Role(Role),
    /// Of a number that is given or taken.
    Number {
        number: NumberTarget,
        e164: String,
        label: String,
        used: bool,
    },
    Group(GroupTarget),
    Plan(Plan),
    Suspended,
    Active,
    Deleted,
    Invitation,
}

impl Given {
    /// The change that gives it.
    pub fn action(&self) -> BulkAction {
        match self {
            Given::Role(role) => BulkAction::ChangeRole(role.id),
            Given::Number { number, used: true, .. } => BulkAction::AssignNumber(number.id),
            Given::Number { number, used: false, .. } => BulkAction::RemoveNumber(number.id),
            Given::Group(group) => BulkAction::AddToGroup(group.id),
            Given::Plan(plan) => BulkAction::ChangePlan(*plan),
            Given::Suspended => BulkAction::Suspend,
            Given::Active => BulkAction::Reactivate,
            Given::Deleted => BulkAction::Delete,
            Given::Invitation => BulkAction::ResendInvitations,
        }
    }

    /// What about a member it changes.
    pub fn aspect(&self) -> Aspect {
        match self {
            Given::Role(_) => Aspect::Role,
            Given::Number { number, e164, .. } => Aspect::Number { id: number.id, e164: e164.clone() },
            Given::Group(group) => Aspect::Group { id: group.id, name: group.name.clone() },
            Given::Plan(_) => Aspect::Plan,
            Given::Suspended | Given::Active | Given::Deleted => Aspect::State,
            Given::Invitation => Aspect::Invitation,
        }
    }

    /// What each is to become, in the database's word.
    pub fn stored(&self) -> &str {
        match self {
            Given::Role(role) => &role.name,
            Given::Number { e164, used: true, .. } => e164,
            Given::Number { used: false, .. } => "",
            Given::Group(group) => &group.name,
            Given::Plan(plan) => plan.slug(),
            Given::Suspended => MemberState::Suspended.slug(),
            Given::Active => MemberState::Active.slug(),
            Given::Deleted => MemberState::Deleted.slug(),
            Given::Invitation => "sent",
        }
    }

    /// What is given, as people read it; empty where the kind of change says all.
    pub fn shown(&self) -> &str {
        match self {
            Given::Role(role) => &role.name,
            Given::Number { number, .. } => &number.shown,
            Given::Group(group) => &group.name,
            Given::Plan(plan) => plan.label(),
            Given::Suspended | Given::Active | Given::Deleted | Given::Invitation => "",
        }
    }

    /// The same in the list to choose from.
    pub fn offered(&self, book: &PriceBook) -> String {
        match self {
            Given::Plan(plan) => format!("{plan}, {} a month", book.show(book.monthly(*plan))),
            Given::Number { number, label, .. } if !label.is_empty() => format!("{} {label}", number.shown),
            other => other.shown().to_owned(),
        }
    }

    /// What the entry of the audit log is about.
    pub fn subject(&self) -> Subject {
        let about = match self {
            Given::Role(role) => About::Role(role.id),
            Given::Number { number, .. } => About::Number(number.id),
            Given::Group(group) => About::Group(group.id),
            Given::Plan(_) => About::Plan,
            Given::Suspended | Given::Active | Given::Deleted | Given::Invitation => About::Team,
        };
        Subject { about, name: self.shown().to_owned() }
    }

    /// What it means for whoever gets it, in one sentence.
    pub fn note(&self) -> Option<String> {
        if let Given::Role(role) = self { what_it_may(role) } else { None }
    }
}

/// So many numbers or groups are offered at once; more are found by what is typed.
const OFFERED: u32 = 100;

/// What may be given, as far as it is offered.
pub struct Offered {
    pub given: Vec<Given>,
    /// How many more there are that match what was typed.
    pub more: u64,
}

/// What this actor may give by this kind of change (R4, R6). Of many numbers or groups, those that match what was typed, and the
/// chosen one.
pub async fn may_be_given(call: &mut Call, draft: BulkDraft, typed: &str, roles: &[Role]) -> AppResult<Offered> {
    let given = match draft {
        BulkDraft::ChangeRole(_) => {
            let may = roles.iter().filter(|r| may_give(call.actor(), &RoleRef::from(*r)));
            may.cloned().map(Given::Role).collect()
        }
        BulkDraft::AssignNumber(chosen) => return numbers(call, true, chosen, typed).await,
        BulkDraft::RemoveNumber(chosen) => return numbers(call, false, chosen, typed).await,
        BulkDraft::AddToGroup(chosen) => return groups(call, chosen, typed).await,
        BulkDraft::ChangePlan(_) => Plan::ALL.into_iter().map(Given::Plan).collect(),
        BulkDraft::Suspend => vec![Given::Suspended],
        BulkDraft::Reactivate => vec![Given::Active],
        BulkDraft::Delete => vec![Given::Deleted],
        BulkDraft::ResendInvitations => vec![Given::Invitation],
    };
    Ok(Offered { given, more: 0 })
}

/// Groups that this actor may put people into.
async fn groups(call: &mut Call, chosen: Option<GroupId>, typed: &str) -> AppResult<Offered> {
    let account = call.account();
    let all = invitations::group_targets(&mut call.tx, account).await?;
    let wanted = fold(typed.trim());
    let fits = |group: &GroupTarget| Some(group.id) == chosen || fold(&group.name).contains(&wanted);
    let mut may: Vec<GroupTarget> = all.into_iter().filter(|g| may_fill(call.actor(), g) && fits(g)).collect();
    // The chosen one is offered wherever it stands in the alphabet.
    if let Some(place) =
        may.iter().position(|group| Some(group.id) == chosen).filter(|place| *place >= OFFERED as usize)
    {
        may.swap(0, place);
    }
    let more = (may.len() as u64).saturating_sub(u64::from(OFFERED));
    may.truncate(OFFERED as usize);
    Ok(Offered { given: may.into_iter().map(Given::Group).collect(), more })
}

/// Numbers that this actor may hand on. Their E.164 form is read for the chosen one only.
async fn numbers(call: &mut Call, used: bool, chosen: Option<NumberId>, typed: &str) -> AppResult<Offered> {
    let (account, country, viewer) = (call.account(), call.settings().country, reach(call));
    let shown = move |n: PhoneNumber| n.shown_in(country);
    let (mut offered, more) =
        store::numbers::find::find(&mut call.tx, account, &viewer, typed, OFFERED, &shown).await?;
    // The chosen one is offered, too, whatever is looked for.
    if let Some(chosen) = chosen.filter(|chosen| offered.iter().all(|n| n.target.id != *chosen)) {
        offered.extend(invitations::numbers(&mut call.tx, account, &[chosen], &shown).await?);
    }
    let may = offered.into_iter().filter(|n| may_hand_on(call.actor(), &n.target));
    let given = |n: OfferedNumber| Given::Number { number: n.target, e164: String::new(), label: n.label, used };
    Ok(Offered { given: may.map(given).collect(), more })
}

/// What a role means, in one sentence.
fn what_it_may(role: &Role) -> Option<String> {
    match role.kind {
        RoleKind::Administrator => Some(format!("{}s can do everything, billing included.", role.name)),
        RoleKind::Manager => Some(format!(
            "{}s can invite, edit and remove members and see everyone’s calls, voicemail and messages.",
            role.name
        )),
        RoleKind::Agent => {
            Some(format!("{}s make and take calls. They see the directory and their own things.", role.name))
        }
        RoleKind::Custom => Some(role.description.clone()).filter(|d| !d.is_empty()),
    }
}
