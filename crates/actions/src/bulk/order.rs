//! What is asked of many members, resolved against the account: the number, group or role, and how the log will word it.

use crate::bulk::given::{Given, Offered, may_be_given};
use crate::call::Call;
use model::audit::{Change, Field, Subject, Value};
use model::bulk::{BulkAction, BulkDraft, BulkKind, Choice};
use model::error::{AppError, AppResult};
use model::numbers::UseChange;
use model::selection::Selection;
use model::{MemberId, MemberState, Role, RoleId};
use policy::{GroupTarget, NumberTarget, RoleRef};
use store::bulk::pairs::Pairs;
use store::bulk::{Aspect, Bulk, Source};
use store::{fault, roles};

/// Where the members come from, and what each is to become.
#[derive(Clone, Debug)]
pub enum Targets {
    Selected {
        selection: Box<Selection>,
        given: Given,
    },
    /// Pairs of a number and a member (N1), whose numbers are given or taken.
    Pairs {
        pairs: Box<Pairs>,
        granted: bool,
    },
    /// Items of an entry, by its number (G2): each gets what they had before.
    Entry(i64),
    /// One member, with the words of the plan or state they had before the entry was written, and of what it left.
    One {
        member: MemberId,
        before: &'static str,
        left: &'static str,
    },
}

/// The entry that is taken back.
#[derive(Clone, Debug)]
pub struct Undoes {
    /// None for an entry about one member, which has no items.
    pub number: Option<i64>,
    pub words: String,
}

/// A change of many that can be previewed and applied.
#[derive(Clone, Debug)]
pub struct Order {
    pub kind: BulkKind,
    pub aspect: Aspect,
    pub targets: Targets,
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
            targets: Targets::Selected { selection: Box::new(selection), given },
        }
    }

    /// Of pairs of a number and a member (N1).
    pub fn of_pairs(pairs: Pairs, change: UseChange, roles: Vec<Role>) -> Order {
        Order {
            kind: change.kind(),
            aspect: Aspect::Uses,
            targets: Targets::Pairs { pairs: Box::new(pairs), granted: change == UseChange::Grant },
            to: String::new(),
            number: None,
            group: None,
            subject: Subject::team(),
            undoes: None,
            roles,
        }
    }

    /// The change as the form sends it; none for pairs and undoing, which send something else.
    pub fn chosen(&self) -> Option<BulkAction> {
        if let Targets::Selected { given, .. } = &self.targets { Some(given.action()) } else { None }
    }

    /// What the choice means: what a role may do.
    pub fn note(&self) -> Option<String> {
        if let Targets::Selected { given, .. } = &self.targets { given.note() } else { None }
    }

    /// What the entry of the audit log counts; what each was and is, its items say.
    pub fn changes(&self, members: u64) -> [Change; 1] {
        let what = if self.kind.is_of_pairs() { Field::Grants } else { Field::Members };
        [Change::to(what, Value::Count(members))]
    }

    /// As the store asks for it.
    pub fn bulk<'a>(&'a self, call: &Call) -> Bulk<'a> {
        let source = match &self.targets {
            Targets::Selected { selection, given } => {
                let role = if let Given::Role(role) = given { Some(role.id) } else { None };
                Source::Chosen { selection, goal: given.stored(), role }
            }
            Targets::Pairs { pairs, granted } => Source::Pairs { pairs, goal: Aspect::goal_of_use(*granted) },
            Targets::Entry(number) => Source::Entry(*number),
            Targets::One { member, before, left } => Source::One { member: *member, goal: before, left },
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
        /// How many more may be given than are offered.
        more: u64,
    },
    /// Nothing is chosen yet, or what was chosen is gone or not the actor's to give: only what may be given is offered
    /// (K5).
    Open { kind: BulkKind, selection: Box<Selection>, choices: Vec<Choice>, more: u64 },
}

/// What the dialog is about: the change if it is chosen, and what else may be given; of many, what matches what was `typed`.
///
/// # Errors
/// Refused when nobody is selected.
pub async fn drafted(call: &mut Call, draft: BulkDraft, typed: &str, selection: Selection) -> AppResult<Drafted> {
    if selection.is_empty() {
        return Err(AppError::Refused("Nobody is selected. Tick the rows of those you mean.".to_owned()));
    }
    let account = call.account();
    let roles: Vec<Role> = roles::list(&mut call.tx, account).await?.into_iter().map(|r| r.role).collect();
    let Offered { given: mut may, more } = may_be_given(call, draft, typed, &roles).await?;
    let book = call.settings().prices;
    let offer = |given: &Given| Choice { action: given.action(), label: given.offered(&book) };
    let choices = if draft.kind().chooses() { may.iter().map(offer).collect() } else { Vec::new() };
    let place = may.iter().position(|given| Some(given.action()) == draft.action());
    Ok(match place {
        None => Drafted::Open { kind: draft.kind(), selection: Box::new(selection), choices, more },
        Some(place) => {
            let mut given = may.swap_remove(place);
            if let Given::Number { number, e164, .. } = &mut given {
                let found = store::bulk::number(&mut call.tx, account, number.id).await?;
                *e164 = found.ok_or_else(|| fault(&"a number that may be given is gone in the same transaction"))?;
            }
            Drafted::Ready { order: Box::new(Order::of_selected(selection, given, roles)), choices, more }
        }
    })
}

/// A change that is to be made.
///
/// # Errors
/// Refused when nobody is selected, and when what it gives is gone or not the actor's to give (K5).
pub async fn chosen(call: &mut Call, action: BulkAction, selection: Selection) -> AppResult<Order> {
    match drafted(call, action.into(), "", selection).await? {
        Drafted::Ready { order, .. } => Ok(*order),
        Drafted::Open { kind, .. } => Err(AppError::Refused(format!(
            "{} is missing or gone meanwhile, so nothing was changed. Choose again.",
            kind.choice_label()
        ))),
    }
}
