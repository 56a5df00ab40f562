//! The plan of a bulk change and its doing: one function judges both, on what the transaction at hand sees (K3, K4, K5).

use crate::bulk::order::{Drafted, Order, only_counted};
use crate::bulk::reasons::{CONFLICT, upper_first};
use crate::call::Call;
use model::bulk::cost::{Move, monthly_change, seats_missing};
use model::bulk::{BulkKind, BulkPlan, Fate, PlanRow, Reason, UNDO_DAYS};
use model::error::{AppError, AppResult};
use model::instant::DAY;
use model::{BulkKey, MemberId, MemberState, NumberId, PersonName, PhoneNumber, Plan, RoleKind};
use policy::{Action, Denial, MemberTarget, NumberTarget, Permit, RoleRef, check};
use store::bulk::{Allowed, Aspect, Class, Prepared, Row};
use store::offboarding as farewell;
use store::offboarding::KEPT;
use store::{billing, bulk};

/// Rows of a plan that change, and of each other kind, shown before "and more".
const SHOWN: i64 = 50;
const SHOWN_OTHERS: i64 = 20;

/// How all members of a class fare, or one by itself; `P`: the proof that they may be changed.
#[derive(Debug)]
pub enum Verdict<P = Permit> {
    Changes(P),
    Already,
    /// Changed again since the entry that is undone.
    Conflict,
    /// What they would get back is gone.
    Gone(String),
    Refused(Denial),
}

/// Every class with its verdict.
pub struct Judged {
    pub classes: Vec<(Class, Verdict)>,
}

impl Judged {
    pub fn count(&self, of: impl Fn(&Verdict) -> bool) -> u64 {
        let n: i64 = self.classes.iter().filter(|(_, v)| of(v)).map(|(c, _)| c.members).sum();
        u64::try_from(n).unwrap_or_default()
    }

    pub fn changes(&self) -> u64 {
        self.count(|v| matches!(v, Verdict::Changes(_)))
    }

    pub fn already(&self) -> u64 {
        self.count(|v| matches!(v, Verdict::Already))
    }

    pub fn refused(&self) -> u64 {
        self.count(|v| matches!(v, Verdict::Conflict | Verdict::Gone(_) | Verdict::Refused(_)))
    }

    pub fn reasons(&self) -> Vec<Reason> {
        let of = |(class, verdict): &(Class, Verdict)| {
            Some((verdict.why()?, u64::try_from(class.members).unwrap_or_default()))
        };
        Reason::summed(self.classes.iter().filter_map(of))
    }

    fn of(&self, fate: impl Fn(&Verdict) -> bool) -> Vec<&Class> {
        self.classes.iter().filter(|(_, v)| fate(v)).map(|(c, _)| c).collect()
    }

    /// Those that may be changed, with their permits.
    pub fn allowed(self) -> Vec<Allowed> {
        let allowed = |(class, verdict)| match verdict {
            Verdict::Changes(permit) => Some(Allowed { class, permit }),
            _ => None,
        };
        self.classes.into_iter().filter_map(allowed).collect()
    }
}

/// Judges everybody who is meant, a class at a time, by the very rule of single changes (R3, R4 to R7).
pub async fn judge(call: &mut Call, order: &Order, prepared: &Prepared<'_>) -> AppResult<Judged> {
    let account = call.account();
    let administrators = bulk::administrators(&mut call.tx, account).await?;
    let classes = prepared.classes(&mut call.tx).await?;
    let verdict = |class: Class| {
        let verdict = judge_class(call, order, &class, administrators);
        (class, verdict)
    };
    Ok(Judged { classes: classes.into_iter().map(verdict).collect() })
}

fn judge_class(call: &Call, order: &Order, class: &Class, administrators: i64) -> Verdict {
    if class.same {
        return Verdict::Already;
    }
    if class.conflict {
        return Verdict::Conflict;
    }
    let target = target(call, order, class, administrators, "this member".to_owned());
    let Some(action) = action(call, order, class, target.state) else {
        let what = if order.aspect == Aspect::Uses { "The number" } else { class.goal.as_str() };
        return Verdict::Gone(format!("{what} is gone meanwhile."));
    };
    match check(call.actor(), action, &target) {
        Ok(permit) => Verdict::Changes(permit),
        Err(denial) => Verdict::Refused(denial),
    }
}

/// One member of a class, as policy asks about them. Only the name differs between members of a class.
fn target(call: &Call, order: &Order, class: &Class, administrators: i64, name: String) -> MemberTarget {
    let actor = call.actor();
    let id = match class.own {
        1 => actor.member,
        2 => actor.supervising.as_ref().map_or(actor.member, |s| s.by),
        _ => MemberId(0),
    };
    let unknown = || RoleRef { id: class.role_id, kind: RoleKind::Custom, name: String::new() };
    let role = order.role_ref(class.role_id).unwrap_or_else(unknown);
    let state = MemberState::from_slug(&class.state).unwrap_or(MemberState::Deleted);
    let counted = role.kind == RoleKind::Administrator && state == MemberState::Active;
    let others = Some(administrators > i64::from(counted));
    MemberTarget { id, name, role, state, shares_group: class.shares, other_active_administrators: others }
}

/// What this change attempts on a member of the class; none where what they would get is gone.
fn action(call: &Call, order: &Order, class: &Class, state: MemberState) -> Option<Action> {
    Some(match &order.aspect {
        Aspect::Role => Action::ChangeRole(order.role_ref(class.goal_id)?),
        Aspect::Plan => Action::ChangePlan(class.goal.parse().ok()?),
        Aspect::State if state == MemberState::Deleted => Action::Restore,
        Aspect::State => match MemberState::from_slug(&class.goal)? {
            MemberState::Suspended => Action::Suspend,
            MemberState::Deleted => Action::Delete,
            MemberState::Active | MemberState::Invited => Action::Reactivate,
        },
        Aspect::Number { .. } if class.goal.is_empty() => Action::RemoveNumber(order.number.clone()?),
        Aspect::Number { .. } => Action::AssignNumber(order.number.clone()?),
        Aspect::Uses if class.goal.is_empty() => Action::RemoveNumber(some_number(call, class)?),
        Aspect::Uses => Action::AssignNumber(some_number(call, class)?),
        Aspect::Group { .. } if class.goal.is_empty() => Action::RemoveFromGroup(order.group.clone()?),
        Aspect::Group { .. } => Action::AddToGroup(order.group.clone()?),
        Aspect::Invitation => Action::ResendInvitation,
    })
}

/// A number that lies to the actor as those of the class do (R6); none: it is gone.
fn some_number(call: &Call, class: &Class) -> Option<NumberTarget> {
    let actor = call.actor();
    let mut number =
        NumberTarget { id: NumberId(0), shown: "this number".to_owned(), groups: Default::default(), holder: None };
    match class.reach {
        1 => number.id = actor.numbers.first().copied()?,
        2 => number.groups = actor.groups.clone(),
        0 => {}
        _ => return None,
    }
    Some(number)
}

/// What the dialog shows: what would happen now or, while nothing is chosen, what may be given (K3, K5).
///
/// # Errors
/// Not found when none of the selected is on the team.
pub async fn of_draft(call: &mut Call, drafted: Drafted) -> AppResult<BulkPlan> {
    match drafted {
        Drafted::Ready { order, choices } => Ok(BulkPlan { choices, ..plan(call, &order).await? }),
        Drafted::Open { kind, selection, choices } => {
            let asked = only_counted(call, &selection);
            let prepared = Prepared::new(&mut call.tx, &asked).await?;
            let members: i64 = prepared.classes(&mut call.tx).await?.iter().map(|class| class.members).sum();
            let selected = u64::try_from(members).unwrap_or_default();
            if selected == 0 {
                return Err(nobody());
            }
            Ok(BulkPlan { choices, selected, ..BulkPlan::new(kind, String::new()) })
        }
    }
}

fn nobody() -> AppError {
    AppError::NotFound("None of those selected is on the team any more. Select again.".to_owned())
}

/// What would happen now (K3).
///
/// # Errors
/// Not found when none of the selected is on the team.
pub async fn plan(call: &mut Call, order: &Order) -> AppResult<BulkPlan> {
    let asked = order.bulk(call);
    let prepared = Prepared::new(&mut call.tx, &asked).await?;
    let judged = judge(call, order, &prepared).await?;
    let selected = judged.count(|_| true);
    if selected == 0 && !order.kind.is_of_pairs() {
        return Err(nobody());
    }
    let account = call.account();
    let paid = farewell::is_paid(&mut call.tx, account).await?;
    let mut plan = BulkPlan {
        chosen: order.chosen(),
        selected,
        note: order.note(),
        undo_until: undo_until(order, paid, call),
        undoes: order.undoes.as_ref().map(|u| u.words.clone()),
        key: Some(BulkKey::new()),
        ..BulkPlan::new(order.kind, order.to.clone())
    };
    let changing = judged.of(|v| matches!(v, Verdict::Changes(_)));
    plan.reachable = u64::try_from(changing.iter().map(|c| c.reachable).sum::<i64>()).unwrap_or_default();
    (plan.change, plan.already) = (judged.changes(), judged.already());
    plan.refused = judged.reasons();
    cost(call, order, &prepared, &changing, &mut plan).await?;
    for (limit, fate) in [(SHOWN, Fate::Changes), (SHOWN_OTHERS, Fate::Stays), (SHOWN_OTHERS, Fate::Refused)] {
        let classes = judged.of(|v| v.fate() == fate);
        let rows = prepared.rows(&mut call.tx, &classes, limit).await?;
        let shown = rows.into_iter().map(|row| shown(call, order, &judged, row));
        plan.rows.extend(shown);
    }
    Ok(plan)
}

impl<P> Verdict<P> {
    pub fn fate(&self) -> Fate {
        match self {
            Verdict::Changes(_) => Fate::Changes,
            Verdict::Already => Fate::Stays,
            _ => Fate::Refused,
        }
    }

    /// Why somebody is refused: the sentence, and a few words for the summary.
    pub fn why(&self) -> Option<(String, String)> {
        match self {
            Verdict::Refused(denial) => Some((upper_first(&denial.to_string()), denial.short())),
            Verdict::Conflict => Some((CONFLICT.to_owned(), "changed again since".to_owned())),
            Verdict::Gone(why) => Some((why.clone(), "gone".to_owned())),
            Verdict::Changes(_) | Verdict::Already => None,
        }
    }
}

/// A deletion can be undone as long as the member can be restored; letters never.
fn undo_until(order: &Order, paid: bool, call: &Call) -> Option<model::Instant> {
    match order.kind {
        BulkKind::ResendInvitations => None,
        BulkKind::Delete => paid.then(|| call.now.plus(KEPT)),
        _ => Some(call.now.plus(UNDO_DAYS * DAY)),
    }
}

/// What it costs, and whether seats are missing (K3, S1).
async fn cost(
    call: &mut Call,
    order: &Order,
    prepared: &Prepared<'_>,
    changing: &[&Class],
    plan: &mut BulkPlan,
) -> AppResult<()> {
    let deletes = order.kind == BulkKind::Delete;
    if order.aspect != Aspect::Plan && !deletes {
        return Ok(());
    }
    let (account, prices) = (call.account(), call.settings().prices);
    let seats = billing::seats(&mut call.tx, account).await?;
    let mut moves = Vec::new();
    for counted in prepared.plans(&mut call.tx, changing).await? {
        let restores = deletes && counted.goal != MemberState::Deleted.slug();
        let goal = if deletes { None } else { counted.goal.parse().ok() };
        let (from, to) = if restores { (None, Some(counted.plan)) } else { (Some(counted.plan), goal) };
        moves.push(Move { from, to, numbers: counted.numbers, members: counted.members });
    }
    plan.monthly = monthly_change(&prices, &seats, &moves);
    plan.problem = seats_missing(&seats, &moves);
    Ok(())
}

/// One row as people read it.
fn shown(call: &Call, order: &Order, judged: &Judged, row: Row) -> PlanRow {
    let name = PersonName { first: row.first_name, last: row.last_name };
    let country = call.settings().country;
    let pair = (order.aspect == Aspect::Uses).then(|| PhoneNumber::from_stored(row.word.clone()).shown(country));
    let verdict = judged.classes.iter().find(|(c, _)| same_class(c, &row.class)).map(|(_, v)| v);
    let why = match verdict {
        Some(Verdict::Already) if order.undoes.is_some() => Some("Is as before already.".to_owned()),
        Some(Verdict::Already) => Some(order.kind.already_sentence(&order.to)),
        Some(Verdict::Conflict) => Some(CONFLICT.to_owned()),
        Some(Verdict::Gone(why)) => Some(why.clone()),
        // The class was asked about nobody in particular; the sentence names them.
        Some(Verdict::Refused(denial)) => Some(upper_first(&denial.to_string().replace("this member", &name.full()))),
        Some(Verdict::Changes(_)) | None => None,
    };
    // Of somebody's numbers it says which.
    let why = why.map(|why| match &pair {
        Some(shown) if why.contains("this number") => why.replace("this number", shown),
        Some(shown) => format!("{shown}: {why}"),
        None => why,
    });
    let words = |word: &str| match &order.aspect {
        Aspect::Uses if !word.is_empty() => pair.clone().unwrap_or_default(),
        Aspect::Plan => word.parse().map_or_else(|_| word.to_owned(), |p: Plan| p.label().to_owned()),
        Aspect::State => MemberState::from_slug(word).map_or_else(|| word.to_owned(), |s| s.label().to_owned()),
        Aspect::Number { .. } if !word.is_empty() => PhoneNumber::from_stored(word.to_owned()).shown(country),
        Aspect::Invitation if word == "sent" => "New link".to_owned(),
        _ => word.to_owned(),
    };
    PlanRow {
        id: row.id,
        name,
        photo: row.photo,
        fate: verdict.map_or(Fate::Refused, Verdict::fate),
        before: words(&row.now_word),
        after: words(&row.class.goal),
        why,
    }
}

fn same_class(a: &Class, b: &Class) -> bool {
    let key = |c: &Class| {
        (c.role_id, c.state.clone(), c.own, c.shares, c.same, c.conflict, c.goal.clone(), c.goal_id, c.reach)
    };
    key(a) == key(b)
}
