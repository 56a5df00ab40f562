//! What is asked of many members, resolved against the account: the number, group or role, and how the log will word it.

use crate::call::Call;
use model::audit::Change;
use model::bulk::{BulkAction, BulkDraft, BulkKind, Choice};
use model::error::{AppError, AppResult};
use model::selection::Selection;
use model::{AuditId, MemberId, MemberState, PhoneNumber, Plan, PriceBook, Role, RoleId, RoleKind};
use policy::{GroupTarget, NumberTarget, RoleRef, may_fill, may_give, may_hand_on};
use store::audit::Subject;
use store::bulk::pairs::Pairs;
use store::bulk::{Aspect, Bulk, Source};
use store::invitations::OfferedNumber;
use store::{invitations, roles};

/// Where the members come from, and what each is to become.
#[derive(Clone, Debug)]
pub enum Whence {
    Selected {
        selection: Selection,
        given: Given,
    },
    /// Pairs of a number and a member (N1), whose numbers are given or taken.
    Pairs {
        pairs: Box<Pairs>,
        granted: bool,
    },
    /// Items of an entry, by its number (G2): each gets what they had before.
    Entry(i64),
    /// One member; what they had before the entry was written, and what it left. Of a role, also the ids.
    One {
        member: MemberId,
        before: String,
        left: String,
        roles: Option<(RoleId, RoleId)>,
    },
}

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
    fn action(&self) -> BulkAction {
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

    fn aspect(&self) -> Aspect {
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
    fn stored(&self) -> &str {
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
    fn shown(&self) -> &str {
        match self {
            Given::Role(role) => &role.name,
            Given::Number { number, .. } => &number.shown,
            Given::Group(group) => &group.name,
            Given::Plan(plan) => plan.label(),
            Given::Suspended | Given::Active | Given::Deleted | Given::Invitation => "",
        }
    }

    /// The same in the list to choose from.
    fn offered(&self, book: &PriceBook) -> String {
        match self {
            Given::Plan(plan) => format!("{plan}, {} a month", book.show(book.monthly(*plan))),
            Given::Number { number, label, .. } if !label.is_empty() => format!("{} {label}", number.shown),
            other => other.shown().to_owned(),
        }
    }

    /// What the entry of the audit log is about.
    fn subject(&self) -> Subject {
        let (kind, id) = match self {
            Given::Role(role) => ("role", Some(role.id.0)),
            Given::Number { number, .. } => ("number", Some(number.id.0)),
            Given::Group(group) => ("group", Some(group.id.0)),
            Given::Plan(_) => ("plan", None),
            Given::Suspended | Given::Active | Given::Deleted | Given::Invitation => ("team", None),
        };
        Subject { kind, id, name: self.shown().to_owned() }
    }

    /// What it means for whoever gets it, in one sentence.
    fn note(&self) -> Option<String> {
        if let Given::Role(role) = self { what_it_may(role) } else { None }
    }
}

/// The entry that is taken back.
#[derive(Clone, Debug)]
pub struct Undoes {
    pub entry: AuditId,
    /// None for an entry about one member, which has no items.
    pub number: Option<i64>,
    pub words: String,
}

/// A change of many that can be previewed and applied.
#[derive(Clone, Debug)]
pub struct Order {
    pub kind: BulkKind,
    pub aspect: Aspect,
    pub whence: Whence,
    /// What is given as people read it, or, of an undo, what the entry was about.
    pub to: String,
    pub number: Option<NumberTarget>,
    pub group: Option<GroupTarget>,
    pub subject: Subject,
    pub undoes: Option<Undoes>,
    /// All roles of the account, for names and ceilings.
    pub roles: Vec<Role>,
}

impl Order {
    /// The same for everybody who is selected.
    fn of_selected(selection: Selection, given: Given, roles: Vec<Role>) -> Order {
        let number = if let Given::Number { number, .. } = &given { Some(number.clone()) } else { None };
        let group = if let Given::Group(group) = &given { Some(group.clone()) } else { None };
        Order {
            kind: given.action().kind(),
            aspect: given.aspect(),
            to: given.shown().to_owned(),
            number,
            group,
            subject: given.subject(),
            undoes: None,
            roles,
            whence: Whence::Selected { selection, given },
        }
    }

    /// Of pairs of a number and a member (N1).
    pub fn of_pairs(pairs: Pairs, granted: bool, roles: Vec<Role>) -> Order {
        Order {
            kind: if granted { BulkKind::GrantNumbers } else { BulkKind::RevokeNumbers },
            aspect: Aspect::Uses,
            whence: Whence::Pairs { pairs: Box::new(pairs), granted },
            to: String::new(),
            number: None,
            group: None,
            subject: Subject { kind: "team", id: None, name: String::new() },
            undoes: None,
            roles,
        }
    }

    /// The change as the form sends it; none for pairs and undoing, which send something else.
    pub fn chosen(&self) -> Option<BulkAction> {
        if let Whence::Selected { given, .. } = &self.whence { Some(given.action()) } else { None }
    }

    /// What the choice means: what a role may do.
    pub fn note(&self) -> Option<String> {
        if let Whence::Selected { given, .. } = &self.whence { given.note() } else { None }
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
        let source = match &self.whence {
            Whence::Selected { selection, given } => {
                let role = if let Given::Role(role) = given { Some(role.id) } else { None };
                Source::Chosen { selection, goal: given.stored(), role }
            }
            Whence::Pairs { pairs, granted } => Source::Pairs { pairs, goal: Aspect::goal_of_use(*granted) },
            Whence::Entry(number) => Source::Entry(*number),
            Whence::One { member, before, left, roles } => {
                Source::One { member: *member, goal: before, left, roles: *roles }
            }
        };
        of_actor(call, &self.aspect, source)
    }

    /// A role of the account by its id.
    pub fn role_ref(&self, id: RoleId) -> Option<RoleRef> {
        self.roles.iter().find(|r| r.id == id).map(RoleRef::from)
    }
}

/// A change as this actor asks for it.
fn of_actor<'a>(call: &Call, aspect: &'a Aspect, source: Source<'a>) -> Bulk<'a> {
    let actor = call.actor();
    Bulk {
        account: call.account(),
        aspect,
        source,
        actor: actor.member,
        keyboard: actor.supervising.as_ref().map_or(actor.member, |s| s.by),
        own_groups: actor.role.people == model::PeopleScope::OwnGroups,
        held: actor.numbers.iter().copied().collect(),
        groups: actor.groups.iter().copied().collect(),
        now: call.now,
    }
}

/// Everybody who is selected, asked about nothing but their state, while nothing is chosen yet.
pub fn only_counted<'a>(call: &Call, selection: &'a Selection) -> Bulk<'a> {
    let source = Source::Chosen { selection, goal: MemberState::Active.slug(), role: None };
    of_actor(call, &Aspect::State, source)
}

/// A change on its way through the dialog.
pub enum Drafted {
    Ready {
        order: Box<Order>,
        choices: Vec<Choice>,
    },
    /// Nothing is chosen yet, or what was chosen is gone or not the actor's to give: only what may be given is offered (K5).
    Open {
        kind: BulkKind,
        selection: Selection,
        choices: Vec<Choice>,
    },
}

/// What the dialog is about: the change if it is chosen, and what else may be given.
///
/// # Errors
/// Refused when nobody is selected.
pub async fn drafted(call: &mut Call, draft: BulkDraft, selection: Selection) -> AppResult<Drafted> {
    if selection.is_empty() {
        return Err(AppError::Refused("Nobody is selected. Tick the rows of those you mean.".to_owned()));
    }
    let account = call.account();
    let roles: Vec<Role> = roles::list(&mut call.tx, account).await?.into_iter().map(|r| r.role).collect();
    let mut may = may_be_given(call, draft, &roles).await?;
    let book = call.settings().prices;
    let offer = |given: &Given| Choice { action: given.action(), label: given.offered(&book) };
    let choices = if draft.kind().chooses() { may.iter().map(offer).collect() } else { Vec::new() };
    let place = may.iter().position(|given| Some(given.action()) == draft.action());
    Ok(match place {
        None => Drafted::Open { kind: draft.kind(), selection, choices },
        Some(place) => {
            let mut given = may.swap_remove(place);
            if let Given::Number { number, e164, .. } = &mut given {
                *e164 = store::bulk::number(&mut call.tx, account, number.id).await?.unwrap_or_default();
            }
            Drafted::Ready { order: Box::new(Order::of_selected(selection, given, roles)), choices }
        }
    })
}

/// A change that is to be made.
///
/// # Errors
/// Refused when nobody is selected, and when what it gives is gone or not the actor's to give (K5).
pub async fn chosen(call: &mut Call, action: BulkAction, selection: Selection) -> AppResult<Order> {
    match drafted(call, action.into(), selection).await? {
        Drafted::Ready { order, .. } => Ok(*order),
        Drafted::Open { kind, .. } => Err(AppError::Refused(format!(
            "{} is missing or gone meanwhile, so nothing was changed. Choose again.",
            kind.choice_label()
        ))),
    }
}

/// All that this actor may give by this kind of change (R4, R6).
async fn may_be_given(call: &mut Call, draft: BulkDraft, roles: &[Role]) -> AppResult<Vec<Given>> {
    Ok(match draft {
        BulkDraft::ChangeRole(_) => {
            let may = roles.iter().filter(|r| may_give(call.actor(), &RoleRef::from(*r)));
            may.cloned().map(Given::Role).collect()
        }
        BulkDraft::AssignNumber(_) => numbers(call, true).await?,
        BulkDraft::RemoveNumber(_) => numbers(call, false).await?,
        BulkDraft::AddToGroup(_) => {
            let account = call.account();
            let all = invitations::groups(&mut call.tx, account).await?;
            let targets = all.into_iter().map(|g| GroupTarget { id: g.id, name: g.name });
            targets.filter(|g| may_fill(call.actor(), g)).map(Given::Group).collect()
        }
        BulkDraft::ChangePlan(_) => Plan::ALL.into_iter().map(Given::Plan).collect(),
        BulkDraft::Suspend => vec![Given::Suspended],
        BulkDraft::Reactivate => vec![Given::Active],
        BulkDraft::Delete => vec![Given::Deleted],
        BulkDraft::ResendInvitations => vec![Given::Invitation],
    })
}

/// Numbers that this actor may hand on. Their E.164 form is read for the chosen one only.
async fn numbers(call: &mut Call, used: bool) -> AppResult<Vec<Given>> {
    let (account, country) = (call.account(), call.settings().country);
    let shown = move |n: PhoneNumber| n.shown(country);
    let offered = invitations::numbers(&mut call.tx, account, None, &shown).await?;
    let may = offered.into_iter().filter(|n| may_hand_on(call.actor(), &n.target));
    let given = |n: OfferedNumber| Given::Number { number: n.target, e164: String::new(), label: n.label, used };
    Ok(may.map(given).collect())
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
