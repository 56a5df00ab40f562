//! Taking back an import (I1, K6, G2): who was added goes, who was changed gets back what they had. Whoever was changed again since
//! stays as they are, and so does whom the rules don't let this person touch; each is named with the reason.

use crate::bulk::judge::Verdict;
use crate::bulk::reasons::upper_first;
use crate::bulk::write::{Watch, refusal};
use crate::call::Call;
use crate::undo::import_judge::{Names, judge};
use model::audit::Change;
use model::audit::kept::{ItemTold, Piece};
use model::bulk::cost::{Move, monthly_change, seats_missing};
use model::bulk::{BulkKind, BulkOutcome, BulkPlan, Fate, PlanRow, Reason};
use model::error::{AppError, AppResult};
use model::{GroupId, MemberId, MemberState, NumberId, PersonName, Role};
use policy::Permit;
use std::collections::HashMap;
use store::audit::{Author, More, New, Subject};
use store::bulk::Entry;
use store::imports::member_before as stands;
use store::imports::member_before::Stand;
use store::imports::take_back as write;
use store::imports::take_back::Back;
use store::offboarding as farewell;
use store::offboarding::KEPT;
use store::{audit, billing, search};

/// Rows of a plan that change, and of each other kind, shown before "and more".
const SHOWN: usize = 50;
const SHOWN_OTHERS: usize = 20;
/// Items read at once.
const CHUNK: i64 = 5_000;

/// What becomes of one member whom the import added or changed.
pub(crate) struct One {
    pub id: MemberId,
    pub name: String,
    /// Added by the import, so taken off the team; else their fields are set back.
    pub added: bool,
    /// None: the row is not there any more.
    pub stand: Option<Stand>,
    /// What the import changed and is not as before already.
    pub pieces: Vec<Piece>,
    pub verdict: Verdict<Vec<Permit>>,
}

/// One import turned around.
pub struct Import {
    entry: Entry,
    all: Vec<One>,
    names: Names,
}

/// Whether this is the entry of an import with its members.
pub fn fits(entry: &Entry) -> bool {
    entry.action == "imports.apply" && entry.items > 0
}

impl Import {
    pub async fn read(call: &mut Call, entry: Entry, roles: Vec<Role>) -> AppResult<Import> {
        let (account, viewer) = (call.account(), call.actor().member);
        let mut items = Vec::new();
        let mut last = None;
        loop {
            let page = audit::items::page(&mut call.tx, account, entry.number, last, CHUNK).await?;
            let Some(end) = page.last() else { break };
            last = Some(end.member_id);
            items.extend(page);
        }
        let ids: Vec<MemberId> = items.iter().map(|i| i.member_id).collect();
        let mut now = stands::read(&mut call.tx, account, viewer, &ids).await?;
        let one = |item: audit::items::Item| {
            let (told, id) = (item.told(), item.member_id);
            let added = item.before.is_empty() && item.after == MemberState::Invited.slug();
            let stand = now.remove(&id);
            (One { id, name: item.name, added, stand, pieces: Vec::new(), verdict: Verdict::Already }, told)
        };
        let of: Vec<(One, Option<ItemTold>)> = items.into_iter().map(one).collect();
        let names = Names::read(call, roles, &of).await?;
        let all = judge(call, &names, of).await?;
        Ok(Import { entry, all, names })
    }

    fn count(&self, fate: Fate) -> u64 {
        self.all.iter().filter(|one| one.verdict.fate() == fate).count() as u64
    }

    fn reasons(&self) -> Vec<Reason> {
        Reason::summed(self.all.iter().filter_map(|one| Some((one.verdict.why()?, 1))))
    }

    /// Who takes or leaves a seat.
    fn moves(&self) -> Vec<Move> {
        let mut moves = Vec::new();
        for one in self.all.iter().filter(|one| one.verdict.fate() == Fate::Changes) {
            let Some(stand) = &one.stand else { continue };
            let has = u32::try_from(stand.direct.len()).unwrap_or_default();
            let frees = u32::try_from(one.pieces.iter().filter(|p| p.field == "direct").count()).unwrap_or_default();
            let plan =
                one.pieces.iter().find(|p| p.field == "plan").and_then(|p| p.was.parse().ok()).unwrap_or(stand.plan);
            let still = Move { from: None, to: None, numbers: has, members: 1 };
            moves.push(Move { from: Some(stand.plan), ..still });
            if !one.added {
                moves.push(Move { to: Some(plan), numbers: has.saturating_sub(frees), ..still });
            }
        }
        moves
    }

    /// What undoing would do.
    pub async fn plan(self, call: &mut Call) -> AppResult<BulkPlan> {
        let account = call.account();
        let (prices, seats) = (call.settings().prices, billing::seats(&mut call.tx, account).await?);
        let moves = self.moves();
        let leave = self.all.iter().any(|one| one.added && one.verdict.fate() == Fate::Changes);
        let paid = farewell::is_paid(&mut call.tx, account).await?;
        let note = if paid {
            "Those who were added can be restored for 28 days."
        } else {
            "Those who were added are erased at once."
        };
        let mut plan = BulkPlan {
            selected: self.all.len() as u64,
            change: self.count(Fate::Changes),
            already: self.count(Fate::Stays),
            refused: self.reasons(),
            monthly: monthly_change(&prices, &seats, &moves),
            note: leave.then(|| note.to_owned()),
            problem: seats_missing(&seats, &moves),
            undoes: Some(format!("the import of {}", self.entry.target_name)),
            key: Some(model::BulkKey::new()),
            ..BulkPlan::new(BulkKind::Import, self.entry.target_name.clone())
        };
        for (most, fate) in [(SHOWN, Fate::Changes), (SHOWN_OTHERS, Fate::Stays), (SHOWN_OTHERS, Fate::Refused)] {
            let mut of: Vec<&One> = self.all.iter().filter(|one| one.verdict.fate() == fate).collect();
            of.sort_by_key(|one| one.stand.as_ref().map(|s| (s.name.last.to_lowercase(), s.name.first.to_lowercase())));
            plan.rows.extend(of.into_iter().take(most).map(|one| self.row(one)));
        }
        Ok(plan)
    }

    /// One member as people read it.
    fn row(&self, one: &One) -> PlanRow {
        let state = |s: MemberState| s.label().to_owned();
        let now = one.stand.as_ref().map_or(MemberState::Deleted, |s| s.state);
        let fields = |value: fn(&Piece) -> &str, labels: bool| {
            let words = one.pieces.iter().map(|p| {
                let (label, words) = self.names.words(p, value(p));
                if labels { format!("{label}: {words}") } else { words }
            });
            words.collect::<Vec<_>>().join("; ")
        };
        let (before, after) = match one.verdict.fate() {
            Fate::Changes if one.added => (state(now), state(MemberState::Deleted)),
            Fate::Changes => (fields(|p| &p.left, true), fields(|p| &p.was, false)),
            _ => (state(now), String::new()),
        };
        let plain = || PersonName { first: one.name.clone(), last: String::new() };
        let name = one.stand.as_ref().map(|s| s.name.clone()).filter(|n| !n.full().is_empty()).unwrap_or_else(plain);
        let why = match &one.verdict {
            Verdict::Already if one.added => Some("Is gone already.".to_owned()),
            Verdict::Already => Some("Is as before already.".to_owned()),
            // Everybody was asked about as nobody in particular; the sentence names them.
            other => other.why().map(|(sentence, _)| {
                upper_first(&sentence.replace("this member", &name.full()).replace("This member", &name.full()))
            }),
        };
        let photo = one.stand.as_ref().and_then(|s| s.photo.clone());
        PlanRow { id: Some(one.id), name, photo, fate: one.verdict.fate(), before, after, why }
    }

    /// Does it, with one entry of its own. Not reversible itself: the file can be imported again, and who was added restored.
    pub async fn apply(self, call: &mut Call, watch: &dyn Watch) -> AppResult<BulkOutcome> {
        let (account, now, viewer) = (call.account(), call.now, call.actor().member);
        let (changed, already, refused) =
            (self.count(Fate::Changes), self.count(Fate::Stays), self.count(Fate::Refused));
        if changed == 0 {
            let why =
                self.reasons().into_iter().next().map(|reason| format!("Nobody would change: {}", reason.sentence));
            return Err(AppError::Refused(
                why.unwrap_or_else(|| "Nothing is left to undo: all are as before already.".to_owned()),
            ));
        }
        watch.total(changed);
        let Import { entry, all, names } = self;
        let mut words: HashMap<MemberId, Vec<Change>> = HashMap::new();
        let (mut leaving, mut backs) = (Vec::new(), Vec::new());
        for One { id, added, stand, pieces, verdict, .. } in all {
            let (Verdict::Changes(permits), Some(stand)) = (verdict, stand) else { continue };
            if added {
                leaving.extend(permits);
            } else {
                words.insert(id, pieces.iter().map(|p| names.change(p)).collect());
                backs.push(back(permits, stand, &pieces));
            }
        }
        let touched: Vec<MemberId> =
            leaving.iter().filter_map(|p| p.member(p.verb())).chain(backs.iter().map(|b| b.to.id)).collect();
        let before = stands::read(&mut call.tx, account, viewer, &touched).await?;
        // A free account forgets at once: whoever commits has the erasing run.
        let erase_at = if farewell::is_paid(&mut call.tx, account).await? { now.plus(KEPT) } else { now };
        let wrote = |n: usize| drop(watch.wrote(n as u64));
        farewell::delete_many(&mut call.tx, account, &leaving, now, erase_at, &wrote).await.map_err(refusal)?;
        watch.wrote(0)?;
        write::give_back(&mut call.tx, account, &backs, &wrote).await.map_err(refusal)?;
        watch.wrote(0)?;
        let set_back: Vec<MemberId> = backs.iter().map(|b| b.to.id).collect();
        search::reindex(&mut call.tx, account, &set_back).await?;

        let after = stands::read(&mut call.tx, account, viewer, &touched).await?;
        let item = |id: &MemberId| {
            let (was, stand) = (before.get(id)?, after.get(id)?);
            let state = stands::difference(Some(was), stand).into_iter().filter(|p| p.field == "state").collect();
            Some(stands::item(stand, true, ItemTold { changes: words.remove(id).unwrap_or_default(), pieces: state }))
        };
        let items: Vec<_> = touched.iter().filter_map(item).collect();
        let place = audit::place(&mut call.tx, account).await?;
        audit::items::write(&mut call.tx, account, place.number, &items).await?;
        let (count, digest) = audit::items::digest(&mut call.tx, account, place.number).await?;
        let author = Author::of(call.actor(), &call.address);
        let subject =
            Subject { kind: "import", id: entry.target_id.map(|id| id.as_u128()), name: entry.target_name.clone() };
        let changes = [Change { field: "members".to_owned(), before: None, after: Some(changed.to_string()) }];
        let new = New {
            author: &author,
            action: "imports.undo",
            subject: &subject,
            changes: &changes,
            reversible: false,
            now,
        };
        let more = More { items: count, digest, undoes: Some(entry.id), ..More::default() };
        let id = audit::append_at(&mut call.tx, account, place, &new, &more).await.map_err(refusal)?;
        Ok(BulkOutcome {
            kind: BulkKind::Import,
            to: entry.target_name,
            changed,
            already,
            refused,
            entry: id,
            reversible: false,
            undo: true,
            single: false,
            new: 0,
        })
    }
}

/// As somebody will be with these set back.
fn back(permits: Vec<Permit>, mut to: Stand, pieces: &[Piece]) -> Back {
    let (mut moves, mut forwards, mut leaves, mut frees) =
        (false, false, Vec::<GroupId>::new(), Vec::<NumberId>::new());
    for piece in pieces {
        let was = piece.was.as_str();
        match piece.field.as_str() {
            "first" => to.name.first = was.to_owned(),
            "last" => to.name.last = was.to_owned(),
            "role" => to.role = was.parse().unwrap_or(to.role),
            "plan" => to.plan = was.parse().unwrap_or(to.plan),
            "time_zone" => to.time_zone = was.to_owned(),
            "mobile" => to.mobile = stands::number(was),
            "extension" => (to.extension, moves) = (stands::extension(was), true),
            "forwarding" => (to.forwarding, forwards) = (stands::forwarding(was), true),
            "group" => leaves.extend(piece.of.parse::<GroupId>().ok()),
            "direct" => frees.extend(piece.of.parse::<NumberId>().ok()),
            _ => {}
        }
    }
    Back { permits, to, moves, forwards, leaves, frees }
}
