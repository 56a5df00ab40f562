//! Judging a bulk change class by class, on what the transaction at hand sees: the preview and the doing ask the same (K3, K4, K5).

use crate::bulk::order::Order;
use crate::bulk::reasons::{CONFLICT, upper_first};
use crate::call::Call;
use model::bulk::{Reason, RowOutcome};
use model::error::AppResult;
use model::slugs::UnknownWord;
use model::{MemberState, Plan, RoleKind};
use policy::{Action, AlikeNumbers, Denial, Permit, Somebody, UsedNumber, check};
use std::collections::BTreeSet;
use store::bulk;
use store::bulk::{Allowed, Aspect, Class, NumberReach, Own, Prepared};
use store::fault;

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

    pub(super) fn of(&self, outcome: impl Fn(&Verdict) -> bool) -> Vec<&Class> {
        self.classes.iter().filter(|(_, v)| outcome(v)).map(|(c, _)| c).collect()
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
pub(super) fn plan_of(word: &str) -> AppResult<Plan> {
    Plan::from_slug(word).ok_or_else(|| fault(&UnknownWord { word: word.to_owned(), of: "Plan" }))
}

/// A member's state by its word in the database.
pub(super) fn state_of(word: &str) -> AppResult<MemberState> {
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

impl<P> Verdict<P> {
    pub fn outcome(&self) -> RowOutcome {
        match self {
            Verdict::Changes(_) => RowOutcome::Changes,
            Verdict::Already => RowOutcome::Stays,
            Verdict::Conflict | Verdict::Gone(_) | Verdict::Refused(_) => RowOutcome::Refused,
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
