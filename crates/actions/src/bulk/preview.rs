//! The plan of a bulk change and its doing: one function judges both, on what the transaction at hand sees (K3, K4, K5).

use crate::bulk::order::{Drafted, Order, only_counted};
use crate::bulk::reasons::{CONFLICT, upper_first};
use crate::call::Call;
use model::bulk::cost::{Move, monthly_change, seats_missing};
use model::bulk::{BulkKind, BulkPlan, Fate, PlanRow, Reason, UNDO_DAYS};
use model::error::{AppError, AppResult};
use model::instant::DAY;
use model::slugs::UnknownWord;
use model::{BulkKey, MemberState, PersonName, PhoneNumber, Plan, RoleKind};
use policy::{Action, AlikeNumbers, Denial, Permit, Somebody, UsedNumber, check};
use std::collections::BTreeSet;
use store::bulk::{Allowed, Aspect, Class, NumberReach, Own, Prepared, Row};
use store::fault;
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
            Verdict::Already | Verdict::Conflict | Verdict::Gone(_) | Verdict::Refused(_) => None,
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
        let verdict = judge_class(call, order, &class, administrators)?;
        Ok((class, verdict))
    };
    Ok(Judged { classes: classes.into_iter().map(verdict).collect::<AppResult<_>>()? })
}

fn judge_class(call: &Call, order: &Order, class: &Class, administrators: i64) -> AppResult<Verdict> {
    if class.same {
        return Ok(Verdict::Already);
    }
    if class.conflict {
        return Ok(Verdict::Conflict);
    }
    let Some(action) = action(call, order, class)? else {
        let what = if order.aspect == Aspect::Uses { "The number" } else { class.goal.as_str() };
        return Ok(Verdict::Gone(format!("{what} is gone meanwhile.")));
    };
    Ok(match check(call.actor(), action, &one_of(call, order, class, administrators)?) {
        Ok(permit) => Verdict::Changes(permit),
        Err(denial) => Verdict::Refused(denial),
    })
}

/// One member of a class, as policy asks about them.
fn one_of(call: &Call, order: &Order, class: &Class, administrators: i64) -> AppResult<Somebody> {
    let actor = call.actor();
    let own = match class.own {
        Own::Others => None,
        Own::Actor => Some(actor.member),
        Own::Keyboard => Some(actor.supervising.as_ref().map_or(actor.member, |s| s.by)),
    };
    let role = order.role_ref(class.role_id).ok_or_else(|| fault(&"a member has a role that is not the account's"))?;
    let counted = role.kind == RoleKind::Administrator && class.state == MemberState::Active;
    Ok(Somebody {
        own,
        name: "this member".to_owned(),
        role,
        state: class.state,
        shares_group: class.shares,
        other_active_administrators: Some(administrators > i64::from(counted)),
    })
}

/// What this change attempts on a member of the class; none where what they would get is gone.
fn action(call: &Call, order: &Order, class: &Class) -> AppResult<Option<Action>> {
    let takes = class.goal.is_empty();
    Ok(match &order.aspect {
        Aspect::Role => order.role_ref(class.goal_id).map(Action::ChangeRole),
        Aspect::Plan => Some(Action::ChangePlan(plan_of(&class.goal)?)),
        Aspect::State if class.state == MemberState::Deleted => Some(Action::Restore),
        Aspect::State => Some(match state_of(&class.goal)? {
            MemberState::Suspended => Action::Suspend,
            MemberState::Deleted => Action::Delete,
            MemberState::Active | MemberState::Invited => Action::Reactivate,
        }),
        Aspect::Number { .. } if takes => order.number.clone().map(|number| Action::RemoveNumber(number.into())),
        Aspect::Number { .. } => order.number.clone().map(|number| Action::AssignNumber(number.into())),
        Aspect::Uses if takes => some_number(call, class).map(Action::RemoveNumber),
        Aspect::Uses => some_number(call, class).map(Action::AssignNumber),
        Aspect::Group { .. } if takes => order.group.clone().map(Action::RemoveFromGroup),
        Aspect::Group { .. } => order.group.clone().map(Action::AddToGroup),
        Aspect::Invitation => Some(Action::ResendInvitation),
    })
}

/// A plan by its word in the database.
fn plan_of(word: &str) -> AppResult<Plan> {
    Plan::from_slug(word).ok_or_else(|| fault(&UnknownWord { word: word.to_owned(), of: "Plan" }))
}

/// A member's state by its word in the database.
fn state_of(word: &str) -> AppResult<MemberState> {
    MemberState::from_slug(word).ok_or_else(|| fault(&UnknownWord { word: word.to_owned(), of: "MemberState" }))
}

/// Numbers that lie to the actor as those of the class do (R6); none: they are gone.
fn some_number(call: &Call, class: &Class) -> Option<UsedNumber> {
    let (held, groups) = match class.reach {
        NumberReach::Held => (true, BTreeSet::new()),
        NumberReach::AtGroup => (false, call.actor().groups.clone()),
        NumberReach::Neither => (false, BTreeSet::new()),
        NumberReach::Gone => return None,
    };
    Some(UsedNumber::Alike(AlikeNumbers { shown: "this number".to_owned(), held, groups }))
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
        for row in rows {
            plan.rows.push(shown(call, order, &judged, row)?);
        }
    }
    Ok(plan)
}

impl<P> Verdict<P> {
    pub fn fate(&self) -> Fate {
        match self {
            Verdict::Changes(_) => Fate::Changes,
            Verdict::Already => Fate::Stays,
            Verdict::Conflict | Verdict::Gone(_) | Verdict::Refused(_) => Fate::Refused,
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
        BulkKind::AssignNumber
        | BulkKind::RemoveNumber
        | BulkKind::ChangeRole
        | BulkKind::ChangePlan
        | BulkKind::AddToGroup
        | BulkKind::Suspend
        | BulkKind::Reactivate
        | BulkKind::Export
        | BulkKind::Import
        | BulkKind::GrantNumbers
        | BulkKind::RevokeNumbers => Some(call.now.plus(UNDO_DAYS * DAY)),
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
        let (from, to) = if !deletes {
            (Some(counted.plan), Some(plan_of(&counted.goal)?))
        } else if state_of(&counted.goal)? == MemberState::Deleted {
            (Some(counted.plan), None)
        } else {
            (None, Some(counted.plan))
        };
        moves.push(Move { from, to, numbers: counted.numbers, members: counted.members });
    }
    plan.monthly = monthly_change(&prices, &seats, &moves);
    plan.problem = seats_missing(&seats, &moves);
    Ok(())
}

/// One row as people read it.
fn shown(call: &Call, order: &Order, judged: &Judged, row: Row) -> AppResult<PlanRow> {
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
    let words = |word: &str| -> AppResult<String> {
        Ok(match &order.aspect {
            _ if word.is_empty() => String::new(),
            Aspect::Uses => pair.clone().unwrap_or_default(),
            Aspect::Plan => plan_of(word)?.label().to_owned(),
            Aspect::State => state_of(word)?.label().to_owned(),
            Aspect::Number { .. } => PhoneNumber::from_stored(word.to_owned()).shown(country),
            Aspect::Invitation if word == "sent" => "New link".to_owned(),
            Aspect::Invitation | Aspect::Role | Aspect::Group { .. } => word.to_owned(),
        })
    };
    Ok(PlanRow {
        id: Some(row.id),
        name,
        photo: row.photo,
        fate: verdict.map_or(Fate::Refused, Verdict::fate),
        before: words(&row.now_word)?,
        after: words(&row.class.goal)?,
        why,
    })
}

fn same_class(a: &Class, b: &Class) -> bool {
    let key = |c: &Class| (c.role_id, c.state, c.own, c.shares, c.same, c.conflict, c.goal.clone(), c.goal_id, c.reach);
    key(a) == key(b)
}
