//! Taking back an import, or its undo (I1, K6, G2): who was added goes, who was taken off the team returns, who was changed gets back
//! what they had. Whoever was changed again since stays as they are, and so does whom the rules don't let this person touch; each is
//! named with the reason.

use crate::bulk::judge::Verdict;
use crate::bulk::reasons::upper_first;
use crate::bulk::write::{Watch, delete_or_restore, refusal};
use crate::call::Call;
use crate::undo::import_back::back;
use crate::undo::import_judge::{Goal, One, judge};
use crate::undo::inverse::roles_of;
use crate::undo::judge::{ALREADY, Known};
use model::audit::{AuditAction, Change, Field, Value, words};
use model::bulk::cost::{Move, monthly_change, seats_missing};
use model::bulk::{BulkKind, BulkOutcome, BulkPreview, PreviewRow, Reason, RowOutcome, UNDO_DAYS};
use model::error::{AppError, AppResult};
use model::instant::DAY;
use model::{Country, MemberId, MemberState, PersonName};
use store::audit::entry::Entry;
use store::audit::items::Of;
use store::imports::member_before;
use store::imports::take_back as write;
use store::offboarding;
use store::offboarding::KEPT;
use store::{audit, billing, search};

/// Rows of a plan that change, and of each other kind, shown before "and more".
const SHOWN: usize = 50;
const SHOWN_OTHERS: usize = 20;
/// Items read at once.
const CHUNK: i64 = 5_000;

/// One import turned around.
pub(crate) struct Import {
    entry: Entry,
    all: Vec<One>,
    known: Known,
}

impl Import {
    pub async fn read(call: &mut Call, entry: Entry) -> AppResult<Import> {
        let (account, viewer) = (call.account(), call.actor().member);
        let of = Of { number: entry.number, action: entry.action, subject: &entry.subject };
        let mut items = Vec::new();
        let mut last = None;
        loop {
            let page = audit::items::page(&mut call.tx, account, of, last, CHUNK).await?;
            let Some(end) = page.last() else { break };
            last = Some(end.member);
            items.extend(page);
        }
        let ids: Vec<MemberId> = items.iter().map(|i| i.member).collect();
        let mut now = member_before::read(&mut call.tx, account, viewer, &ids).await?;
        let all: Vec<One> = items.into_iter().map(|item| One::of(&mut now, item)).collect();
        let changes: Vec<&Change> = all.iter().flat_map(|one| &one.changes).collect();
        let roles = roles_of(call).await?;
        let known = Known::read(call, &roles, &changes).await?;
        let all = judge(call, &known, all).await?;
        Ok(Import { entry, all, known })
    }

    fn count(&self, outcome: RowOutcome) -> u64 {
        self.all.iter().filter(|one| one.verdict.outcome() == outcome).count() as u64
    }

    fn changing(&self, goal: Goal) -> bool {
        self.all.iter().any(|one| one.goal == goal && one.verdict.outcome() == RowOutcome::Changes)
    }

    fn reasons(&self) -> Vec<Reason> {
        Reason::summed(self.all.iter().filter_map(|one| Some((one.verdict.why()?, 1))))
    }

    /// Who takes or leaves a seat.
    fn moves(&self) -> Vec<Move> {
        let mut moves = Vec::new();
        for one in self.all.iter().filter(|one| one.verdict.outcome() == RowOutcome::Changes) {
            let Some(facts) = &one.facts else { continue };
            let has = u32::try_from(facts.direct.len()).unwrap_or_default();
            let own = |c: &&Change| matches!(c.field, Field::OwnNumber(_));
            let of = |gets: bool| one.changes.iter().filter(own).filter(|c| c.before.is_nothing() != gets).count();
            let count = |gets| u32::try_from(of(gets)).unwrap_or_default();
            let plan =
                one.changes.iter().find_map(|c| if let Value::Plan(plan) = c.before { Some(plan) } else { None });
            let still = Move { from: None, to: None, numbers: has, members: 1 };
            let after = has.saturating_sub(count(false)) + count(true);
            match one.goal {
                Goal::Leaves => moves.push(Move { from: Some(facts.plan), ..still }),
                Goal::Returns => moves.push(Move { to: Some(facts.plan), ..still }),
                Goal::SetBack => {
                    moves.push(Move { from: Some(facts.plan), ..still });
                    moves.push(Move { to: Some(plan.unwrap_or(facts.plan)), numbers: after, ..still });
                }
            }
        }
        moves
    }

    /// What undoing would do.
    pub async fn preview(self, call: &mut Call) -> AppResult<BulkPreview> {
        let account = call.account();
        let (prices, seats) = (call.settings().prices, billing::seats(&mut call.tx, account).await?);
        let moves = self.moves();
        let leave = self.changing(Goal::Leaves);
        let paid = offboarding::is_paid(&mut call.tx, account).await?;
        let note = if paid {
            "Those who were added can be restored for 28 days."
        } else {
            "Those who were added are erased at once."
        };
        let undo_until = match (leave, paid) {
            (true, true) => Some(call.now.plus(KEPT)),
            (true, false) => None,
            (false, _) => Some(call.now.plus(UNDO_DAYS * DAY)),
        };
        let name = self.entry.subject.name.clone();
        let mut plan = BulkPreview {
            selected: self.all.len() as u64,
            change: self.count(RowOutcome::Changes),
            already: self.count(RowOutcome::Stays),
            refused: self.reasons(),
            monthly: monthly_change(&prices, &seats, &moves),
            note: leave.then(|| note.to_owned()),
            problem: seats_missing(&seats, &moves),
            undo_until,
            undoes: Some(format!("the import of {name}")),
            key: Some(model::BulkKey::new()),
            ..BulkPreview::new(BulkKind::Import, name)
        };
        let country = call.settings().country;
        for (most, outcome) in
            [(SHOWN, RowOutcome::Changes), (SHOWN_OTHERS, RowOutcome::Stays), (SHOWN_OTHERS, RowOutcome::Refused)]
        {
            let mut of: Vec<&One> = self.all.iter().filter(|one| one.verdict.outcome() == outcome).collect();
            of.sort_by_key(|one| one.facts.as_ref().map(|f| (f.name.last.to_lowercase(), f.name.first.to_lowercase())));
            plan.rows.extend(of.into_iter().take(most).map(|one| self.row(one, country)));
        }
        Ok(plan)
    }

    /// One member as people read it.
    fn row(&self, one: &One, country: Country) -> PreviewRow {
        let state = |s: MemberState| s.label().to_owned();
        let now = one.facts.as_ref().map_or(MemberState::Deleted, |f| f.state);
        let value = |change: &Change, value: &Value| {
            let words = words::value(&change.field, &self.known.today(value).read_in(country));
            if words.is_empty() { "none".to_owned() } else { words }
        };
        let joined = |of: &dyn Fn(&Change) -> String| one.changes.iter().map(of).collect::<Vec<_>>().join("; ");
        let (before, after) = match (one.verdict.outcome(), one.goal) {
            (RowOutcome::Changes, Goal::Leaves) => (state(now), state(MemberState::Deleted)),
            (RowOutcome::Changes, Goal::Returns) => (state(now), joined(&|c| value(c, &c.before))),
            (RowOutcome::Changes, Goal::SetBack) => (
                joined(&|c| format!("{}: {}", words::field(&c.field), value(c, &c.after))),
                joined(&|c| value(c, &c.before)),
            ),
            (RowOutcome::Stays | RowOutcome::Refused, _) => (state(now), String::new()),
        };
        let plain = || PersonName { first: one.name.clone(), last: String::new() };
        let name = one.facts.as_ref().map(|f| f.name.clone()).filter(|n| !n.full().is_empty()).unwrap_or_else(plain);
        let why = match &one.verdict {
            Verdict::Already if one.goal == Goal::Leaves => Some("Is gone already.".to_owned()),
            Verdict::Already => Some(ALREADY.to_owned()),
            // Everybody was asked about as nobody in particular; the sentence names them.
            other => other.why().map(|(sentence, _)| {
                upper_first(&sentence.replace("this member", &name.full()).replace("This member", &name.full()))
            }),
        };
        let photo = one.facts.as_ref().and_then(|f| f.photo.clone());
        PreviewRow { id: Some(one.id), name, photo, outcome: one.verdict.outcome(), before, after, why }
    }

    /// Does it, with one entry of its own, which can be taken back as long as those who left can be restored.
    pub async fn apply(self, call: &mut Call, watch: &dyn Watch) -> AppResult<BulkOutcome> {
        let (account, now, viewer) = (call.account(), call.now, call.actor().member);
        let (changed, already, refused) =
            (self.count(RowOutcome::Changes), self.count(RowOutcome::Stays), self.count(RowOutcome::Refused));
        if changed == 0 {
            let why =
                self.reasons().into_iter().next().map(|reason| format!("Nobody would change: {}", reason.sentence));
            return Err(AppError::Refused(
                why.unwrap_or_else(|| "Nothing is left to undo: all are as before already.".to_owned()),
            ));
        }
        watch.total(changed);
        let (mut touched, mut leaving, mut returning, mut backs) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        for One { id, goal, facts, changes, verdict, .. } in self.all {
            let (Verdict::Changes(permits), Some(facts)) = (verdict, facts) else { continue };
            touched.push(id);
            match goal {
                Goal::Leaves => leaving.extend(permits),
                Goal::Returns => returning.push(id),
                Goal::SetBack => backs.push(back(permits, facts, &changes)),
            }
        }
        let before = member_before::read(&mut call.tx, account, viewer, &touched).await?;
        let paid = offboarding::is_paid(&mut call.tx, account).await?;
        // A free account forgets at once: whoever commits has the erasing run.
        let erase_at = if paid { now.plus(KEPT) } else { now };
        let wrote = |n: usize| drop(watch.wrote(n as u64));
        offboarding::delete_many(&mut call.tx, account, &leaving, now, erase_at, &wrote).await.map_err(refusal)?;
        for id in returning {
            delete_or_restore(call, id).await?;
            watch.wrote(1)?;
        }
        watch.wrote(0)?;
        write::give_back(&mut call.tx, account, &backs, &wrote).await.map_err(refusal)?;
        watch.wrote(0)?;
        let set_back: Vec<MemberId> = backs.iter().map(|b| b.to.id).collect();
        search::reindex(&mut call.tx, account, &set_back).await?;

        let after = member_before::read(&mut call.tx, account, viewer, &touched).await?;
        let item = |id: &MemberId| {
            let now = after.get(id)?;
            let mut changes = member_before::difference(before.get(id), now);
            // Who leaves or returns does so with all they have.
            if changes.iter().any(|c| c.field == Field::State) {
                changes.retain(|c| c.field == Field::State);
            }
            Some(member_before::item(now, changes))
        };
        let items: Vec<_> = touched.iter().filter_map(item).collect();
        let place = audit::place(&mut call.tx, account).await?;
        audit::items::write(&mut call.tx, account, place.number, &items).await?;
        let changes = [Change::to(Field::Members, Value::Count(changed))];
        let (subject, reversible) = (self.entry.subject, leaving.is_empty() || paid);
        let entry = call.audit_at(place, AuditAction::ImportUndo, &subject, &changes, reversible).await?;
        Ok(BulkOutcome {
            kind: BulkKind::Import,
            to: subject.name,
            changed,
            already,
            refused,
            entry,
            reversible,
            undo: true,
            single: false,
            new: 0,
        })
    }
}
