//! Who of an import can be taken back (K6): held against what the import left, then against the rules, one by one.

use crate::bulk::judge::Verdict;
use crate::call::Call;
use crate::undo::judge::{Known, compare, permits};
use model::audit::{Change, Field, Value};
use model::bulk::RowOutcome;
use model::error::AppResult;
use model::{MemberId, MemberState, RoleKind};
use policy::{Action, MemberTarget, Permit, RoleRef};
use std::collections::{HashMap, HashSet};
use store::audit::items::Item;
use store::imports::member_before::{MemberFacts, value_of};
use store::{bulk, imports};

const NOT_KEPT: &str = "What it was is not kept any more.";
const NOT_HERE: &str = "Is not on the team any more.";
const TAKEN: &str = "Their former extension is somebody else’s by now.";

/// What is to become of one member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Goal {
    /// Added by the entry, or returned by it: they go off the team.
    Leaves,
    /// Taken off the team by the entry: they come back.
    Returns,
    /// Changed by it: their fields are set back.
    SetBack,
}

/// What becomes of one member whom the import added or changed.
pub(crate) struct One {
    pub id: MemberId,
    pub name: String,
    pub goal: Goal,
    /// They were not there before, so what the entry left is all they were given.
    new: bool,
    /// None: the row is not there any more.
    pub facts: Option<MemberFacts>,
    /// What the entry changed and is not as before already.
    pub changes: Vec<Change>,
    pub verdict: Verdict<Vec<Permit>>,
}

impl One {
    pub fn of(now: &mut HashMap<MemberId, MemberFacts>, item: Item) -> One {
        let goal = match item.after {
            Value::State(MemberState::Deleted) => Goal::Returns,
            Value::State(_) => Goal::Leaves,
            _ => Goal::SetBack,
        };
        let (id, new) = (item.member, goal == Goal::Leaves && item.before.is_nothing());
        let facts = now.remove(&id);
        One { id, name: item.name, goal, new, facts, changes: item.changes, verdict: Verdict::Already }
    }
}

/// Everybody with their verdict.
pub(crate) async fn judge(call: &mut Call, known: &Known, mut all: Vec<One>) -> AppResult<Vec<One>> {
    let account = call.account();
    // Each demotion leaves one Administrator fewer to the next (R7).
    let mut administrators = bulk::administrators(&mut call.tx, account).await?;
    for one in &mut all {
        one.verdict = match since(one) {
            Verdict::Changes(()) => allowed(call, known, one, &mut administrators),
            Verdict::Already => Verdict::Already,
            Verdict::Conflict => Verdict::Conflict,
            Verdict::Gone(why) => Verdict::Gone(why),
            Verdict::Refused(denial) => Verdict::Refused(denial),
        };
    }
    extensions(call, &mut all).await?;
    Ok(all)
}

/// What is there now against what the entry left; where somebody changes, `changes` are what is set back.
fn since(one: &mut One) -> Verdict<()> {
    let gone = |why: &str| Verdict::Gone(why.to_owned());
    let deleted = |facts: &&MemberFacts| facts.state == MemberState::Deleted;
    let there = one.facts.as_ref().filter(|f| !f.erased);
    let facts = match (one.goal, there) {
        (Goal::Returns, Some(facts)) if deleted(&facts) => return Verdict::Changes(()),
        (Goal::Returns, Some(_)) => return Verdict::Already,
        (Goal::Leaves, facts) if facts.is_none_or(|f| deleted(&f)) => return Verdict::Already,
        (Goal::Leaves | Goal::SetBack, Some(facts)) if !deleted(&facts) => facts,
        (Goal::Returns, None) | (Goal::Leaves | Goal::SetBack, _) => return gone(NOT_HERE),
    };
    if one.changes.is_empty() {
        return gone(NOT_KEPT);
    }
    let now = facts.values();
    if one.new {
        // Nobody who has become more than the file made them is deleted unasked: who has accepted, or was given something since.
        let same = now.len() == one.changes.len() && one.changes.iter().all(|c| value_of(&now, &c.field) == c.after);
        return if same { Verdict::Changes(()) } else { Verdict::Conflict };
    }
    let mut changes = Vec::new();
    for change in &one.changes {
        match compare(change, &value_of(&now, &change.field)) {
            Verdict::Changes(()) => changes.push(change.clone()),
            Verdict::Already => {}
            other => return other,
        }
    }
    one.changes = changes;
    if one.changes.is_empty() { Verdict::Already } else { Verdict::Changes(()) }
}

/// Whether the rules let this person do it to this member: the very ones of single changes.
fn allowed(call: &Call, known: &Known, one: &One, administrators: &mut i64) -> Verdict<Vec<Permit>> {
    let Some(facts) = &one.facts else { return Verdict::Already };
    let target = target(known, facts, *administrators);
    let actions = match one.goal {
        Goal::Leaves => Ok(vec![Action::Delete]),
        Goal::Returns => Ok(vec![Action::Restore]),
        Goal::SetBack => one.changes.iter().map(|change| known.action(change)).collect(),
    };
    let verdict = match actions {
        Ok(actions) => permits(call, &target, actions),
        Err(why) => return Verdict::Gone(why),
    };
    let demotes = one.goal == Goal::Leaves || one.changes.iter().any(|c| c.field == Field::Role);
    if matches!(verdict, Verdict::Changes(_)) && counts(known, facts) && demotes {
        *administrators -= 1;
    }
    verdict
}

/// An Administrator who can sign in (R7).
fn counts(known: &Known, facts: &MemberFacts) -> bool {
    let administrator = known.roles.get(&facts.role.id).is_some_and(|r| r.kind == RoleKind::Administrator);
    administrator && facts.state == MemberState::Active && facts.can_sign_in
}

/// One of many, as policy asks about them; the sentence is given the name where one row is shown.
fn target(known: &Known, facts: &MemberFacts, administrators: i64) -> MemberTarget {
    let unknown = || RoleRef { id: facts.role.id, kind: RoleKind::Custom, name: facts.role.name.clone() };
    MemberTarget {
        id: facts.id,
        name: "this member".to_owned(),
        role: known.roles.get(&facts.role.id).cloned().unwrap_or_else(unknown),
        state: facts.state,
        shares_group: facts.shares,
        other_active_administrators: Some(administrators > i64::from(counts(known, facts))),
    }
}

/// A former extension that somebody else has by now stays theirs (M11), unless they give it up in the same undo.
async fn extensions(call: &mut Call, all: &mut [One]) -> AppResult<()> {
    let wanted = |one: &One| {
        let change = one.changes.iter().find(|c| c.field == Field::Extension);
        match &change.filter(|_| one.goal == Goal::SetBack && one.verdict.outcome() == RowOutcome::Changes)?.before {
            Value::Extension(extension) => Some(extension.number()),
            _ => None,
        }
    };
    let numbers: Vec<u32> = all.iter().filter_map(wanted).collect();
    if numbers.is_empty() {
        return Ok(());
    }
    let account = call.account();
    let holders = imports::take_back::holders(&mut call.tx, account, &numbers).await?;
    loop {
        let moves = |one: &One| one.goal == Goal::Leaves || one.changes.iter().any(|c| c.field == Field::Extension);
        let gives_up = |one: &&One| one.verdict.outcome() == RowOutcome::Changes && moves(one);
        let freed: HashSet<MemberId> = all.iter().filter(gives_up).map(|one| one.id).collect();
        let taken = |one: &One| {
            let holder = wanted(one).and_then(|number| holders.get(&number));
            holder.is_some_and(|holder| holder.is_none_or(|id| id != one.id && !freed.contains(&id)))
        };
        let mut more = false;
        for one in all.iter_mut().filter(|one| one.verdict.outcome() == RowOutcome::Changes) {
            if taken(one) {
                (one.verdict, more) = (Verdict::Gone(TAKEN.to_owned()), true);
            }
        }
        // Whoever stays keeps an extension that another was to have.
        if !more {
            return Ok(());
        }
    }
}
