//! What is asked of many members, resolved against the account: the number, group or role, and how the log will word it.

use crate::call::Call;
use model::audit::Change;
use model::bulk::{BulkAction, BulkKind, Choice};
use model::error::{AppError, AppResult};
use model::selection::Selection;
use model::{AuditId, MemberId, PhoneNumber, Plan, Role, RoleId, RoleKind};
use policy::{GroupTarget, NumberTarget, RoleRef, may_fill, may_give, may_hand_on};
use store::audit::Subject;
use store::bulk::pairs::Pairs;
use store::bulk::{Aspect, Bulk, Source};
use store::{invitations, roles};

/// Where the members come from.
#[derive(Clone, Debug)]
pub enum Whence {
    Selected(Selection),
    /// Pairs of a number and a member (N1).
    Pairs(Box<Pairs>),
    /// Items of an entry, by its number (G2).
    Entry(i64),
    /// One member; what they had when the entry was written.
    One {
        member: MemberId,
        left: String,
        left_role: Option<RoleId>,
    },
}

/// The entry that is taken back.
#[derive(Clone, Debug)]
pub struct Undoes {
    pub entry: AuditId,
    /// None for an entry about one member, which has no items.
    pub number: Option<i64>,
    pub words: String,
}

/// A change of many that can be planned and applied.
#[derive(Clone, Debug)]
pub struct Order {
    pub kind: BulkKind,
    pub aspect: Aspect,
    pub whence: Whence,
    /// What each is to become, in the database's word; unused where an entry says it.
    pub goal: String,
    pub role: Option<RoleId>,
    /// The same as people read it.
    pub to: String,
    pub chosen: String,
    pub choices: Vec<Choice>,
    pub note: Option<String>,
    pub number: Option<NumberTarget>,
    pub group: Option<GroupTarget>,
    pub subject: Subject,
    pub undoes: Option<Undoes>,
    /// All roles of the account, for names and ceilings.
    pub roles: Vec<Role>,
    /// Whether something must still be chosen.
    pub open: bool,
}

impl Order {
    /// Of nothing in particular yet.
    pub fn of(kind: BulkKind, whence: Whence, roles: Vec<Role>) -> Order {
        Order {
            kind,
            aspect: Aspect::State,
            whence,
            goal: String::new(),
            role: None,
            to: String::new(),
            chosen: String::new(),
            choices: Vec::new(),
            note: None,
            number: None,
            group: None,
            subject: Subject { kind: "team", id: None, name: String::new() },
            undoes: None,
            roles,
            open: false,
        }
    }

    /// The word of the audit log.
    pub fn action(&self) -> String {
        format!("bulk.{}", self.kind.slug())
    }

    pub fn changes(&self, members: u64) -> Vec<Change> {
        let change = |field: &str, after: String| Change { field: field.to_owned(), before: None, after: Some(after) };
        let what = if self.kind.is_of_pairs() { "grants" } else { "members" };
        let mut changes = vec![change(what, members.to_string())];
        if !self.to.is_empty() && self.undoes.is_none() {
            changes.push(change(self.kind.slug(), self.to.clone()));
        }
        changes
    }

    /// As the store asks for it.
    pub fn bulk<'a>(&'a self, call: &Call) -> Bulk<'a> {
        let actor = call.actor();
        let source = match &self.whence {
            Whence::Selected(selection) => Source::Chosen { selection, goal: &self.goal, role: self.role },
            Whence::Pairs(pairs) => Source::Pairs { pairs, goal: &self.goal },
            Whence::Entry(number) => Source::Entry(*number),
            Whence::One { member, left, left_role } => {
                Source::One { member: *member, goal: &self.goal, left, roles: self.role.zip(*left_role) }
            }
        };
        Bulk {
            account: call.account(),
            aspect: &self.aspect,
            source,
            actor: actor.member,
            keyboard: actor.supervising.as_ref().map_or(actor.member, |s| s.by),
            own_groups: actor.role.people == model::PeopleScope::OwnGroups,
            held: actor.numbers.iter().copied().collect(),
            groups: actor.groups.iter().copied().collect(),
            now: call.now,
        }
    }

    /// A role of the account by its id.
    pub fn role_ref(&self, id: RoleId) -> Option<RoleRef> {
        self.roles.iter().find(|r| r.id == id).map(RoleRef::from)
    }
}

/// The role, number, group … of a bulk change (K2). Without a choice, or with one that is gone or not the actor's to give, the
/// order stays open: its plan offers what there is (K5).
pub async fn chosen(call: &mut Call, kind: BulkKind, to: &str, selection: Selection) -> AppResult<Order> {
    if selection.is_empty() {
        return Err(AppError::Refused("Nobody is selected. Tick the rows of those you mean.".to_owned()));
    }
    let account = call.account();
    let roles: Vec<Role> = roles::list(&mut call.tx, account).await?.into_iter().map(|r| r.role).collect();
    let mut order = Order::of(kind, Whence::Selected(selection), roles);
    match kind {
        BulkKind::ChangeRole => of_role(call, &mut order, to),
        BulkKind::AssignNumber | BulkKind::RemoveNumber => of_number(call, &mut order, to).await?,
        BulkKind::AddToGroup => of_group(call, &mut order, to).await?,
        BulkKind::ChangePlan => of_plan(call, &mut order, to),
        BulkKind::Suspend => order.goal = "suspended".to_owned(),
        BulkKind::Reactivate => order.goal = "active".to_owned(),
        BulkKind::Delete | BulkKind::Export | BulkKind::Import => order.goal = "deleted".to_owned(),
        // Begun on the Numbers page (`numbers_plan`), never by a selection of members.
        BulkKind::GrantNumbers | BulkKind::RevokeNumbers => order.open = true,
        BulkKind::ResendInvitations => {
            order.aspect = Aspect::Invitation;
            order.goal = "sent".to_owned();
        }
    }
    Ok(order)
}

fn of_role(call: &Call, order: &mut Order, to: &str) {
    let actor = call.actor();
    let may: Vec<&Role> = order.roles.iter().filter(|r| may_give(actor, &RoleRef::from(*r))).collect();
    order.choices = may.iter().map(|r| Choice { value: r.id.to_string(), label: r.name.clone() }).collect();
    let found = BulkAction::read(order.kind, to).and_then(|a| match a {
        BulkAction::ChangeRole(id) => may.into_iter().find(|r| r.id == id).cloned(),
        _ => None,
    });
    order.aspect = Aspect::Role;
    order.open = found.is_none();
    if let Some(role) = found {
        order.subject = Subject { kind: "role", id: Some(role.id.0), name: role.name.clone() };
        order.note = what_it_may(&role);
        (order.role, order.goal, order.to, order.chosen) =
            (Some(role.id), role.name.clone(), role.name, role.id.to_string());
    }
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

async fn of_number(call: &mut Call, order: &mut Order, to: &str) -> AppResult<()> {
    let (account, country) = (call.account(), call.settings().country);
    let shown = move |n: PhoneNumber| n.shown(country);
    let offered = invitations::numbers(&mut call.tx, account, None, &shown).await?;
    let may: Vec<_> = offered.into_iter().filter(|n| may_hand_on(call.actor(), &n.target)).collect();
    let label = |n: &invitations::OfferedNumber| match n.label.as_str() {
        "" => n.target.shown.clone(),
        label => format!("{} {label}", n.target.shown),
    };
    order.choices = may.iter().map(|n| Choice { value: n.target.id.to_string(), label: label(n) }).collect();
    let id = match BulkAction::read(order.kind, to) {
        Some(BulkAction::AssignNumber(id) | BulkAction::RemoveNumber(id)) => Some(id),
        _ => None,
    };
    let found = may.into_iter().find(|n| Some(n.target.id) == id);
    order.open = found.is_none();
    let Some(number) = found else { return Ok(()) };
    let id = number.target.id;
    let e164 = store::bulk::number(&mut call.tx, account, id).await?.unwrap_or_default();
    order.subject = Subject { kind: "number", id: Some(id.0), name: number.target.shown.clone() };
    (order.to, order.chosen) = (number.target.shown.clone(), id.to_string());
    order.goal = if order.kind == BulkKind::AssignNumber { e164.clone() } else { String::new() };
    order.aspect = Aspect::Number { id, e164 };
    order.number = Some(number.target);
    Ok(())
}

async fn of_group(call: &mut Call, order: &mut Order, to: &str) -> AppResult<()> {
    let account = call.account();
    let all = invitations::groups(&mut call.tx, account).await?;
    let targets = all.into_iter().map(|g| GroupTarget { id: g.id, name: g.name });
    let may: Vec<GroupTarget> = targets.filter(|g| may_fill(call.actor(), g)).collect();
    order.choices = may.iter().map(|g| Choice { value: g.id.to_string(), label: g.name.clone() }).collect();
    let found = may
        .into_iter()
        .find(|g| matches!(BulkAction::read(order.kind, to), Some(BulkAction::AddToGroup(id)) if id == g.id));
    order.open = found.is_none();
    let Some(group) = found else { return Ok(()) };
    order.subject = Subject { kind: "group", id: Some(group.id.0), name: group.name.clone() };
    (order.goal, order.to, order.chosen) = (group.name.clone(), group.name.clone(), group.id.to_string());
    order.aspect = Aspect::Group { id: group.id, name: group.name.clone() };
    order.group = Some(group);
    Ok(())
}

fn of_plan(call: &Call, order: &mut Order, to: &str) {
    let book = call.settings().prices;
    order.choices = Plan::ALL
        .iter()
        .map(|p| Choice { value: p.slug().to_owned(), label: format!("{p}, {} a month", book.show(book.monthly(*p))) })
        .collect();
    order.aspect = Aspect::Plan;
    let found: Option<Plan> = to.parse().ok();
    order.open = found.is_none();
    if let Some(plan) = found {
        order.subject = Subject { kind: "plan", id: None, name: plan.label().to_owned() };
        (order.goal, order.to, order.chosen) =
            (plan.slug().to_owned(), plan.label().to_owned(), plan.slug().to_owned());
    }
}
