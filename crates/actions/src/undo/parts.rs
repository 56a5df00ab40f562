//! An entry about one member or thing, turned around: each of its changes is a part, judged by itself; those that may are set back
//! by the very function that makes such a change (G2).

use crate::bulk::judge::Verdict;
use crate::call::Call;
use crate::undo::judge::{ALREADY, compare};
use crate::undo::thing::Thing;
use model::audit::{Change, Field, Value, words};
use model::bulk::{BulkKind, BulkOutcome, BulkPreview, PreviewRow, Reason, RowOutcome, StaysFor, UNDO_DAYS};
use model::error::{AppError, AppResult};
use model::instant::DAY;
use model::{BulkKey, PersonName};
use store::audit::entry::Entry;
use store::members;

/// Why a part stays that was changed again since.
const CONFLICT: &str = "Changed again since. It stays as it is.";

/// One change, and what becomes of it.
struct Part {
    change: Change,
    /// What is there now; none: nothing that the change could be compared with.
    now: Option<Value>,
    verdict: Verdict<()>,
    /// Of a part that was changed again since: what it is by now, where that can be told.
    since: Option<String>,
    /// A rule forbids it to this person.
    denied: bool,
}

impl Part {
    fn why(&self) -> Option<String> {
        match &self.verdict {
            Verdict::Changes(()) => None,
            Verdict::Already => Some(ALREADY.to_owned()),
            Verdict::Conflict => Some(self.since.clone().unwrap_or_else(|| CONFLICT.to_owned())),
            Verdict::Gone(why) => Some(why.clone()),
            Verdict::Refused(denial) => Some(denial.to_string()),
        }
    }

    fn stays_for(&self) -> StaysFor {
        match self.verdict {
            _ if self.denied => StaysFor::NotYours,
            Verdict::Conflict => StaysFor::ChangedAgain,
            Verdict::Refused(_) => StaysFor::NotYours,
            Verdict::Changes(()) | Verdict::Already | Verdict::Gone(_) => StaysFor::Gone,
        }
    }
}

/// What there is now for a part.
pub(crate) enum Now {
    Is(Value),
    /// It was changed again since, to this.
    Since(String),
    /// What it was is deleted meanwhile: why it can't be given back, and what is there instead.
    Gone(String, Value),
}

/// One entry's changes turned around.
pub(crate) struct Parts {
    entry: Entry,
    thing: Thing,
    parts: Vec<Part>,
    /// What came along, and goes back along with them.
    along: Vec<Change>,
    face: PreviewRow,
    /// Why nothing may be set back.
    refused: Option<AppError>,
}

impl Parts {
    pub async fn read(call: &mut Call, entry: Entry) -> AppResult<Parts> {
        let (along, main): (Vec<Change>, Vec<Change>) =
            entry.changes.iter().cloned().partition(|c| matches!(c.field, Field::UseAlong { .. }));
        let thing = Thing::load(call, &entry).await?;
        let face = face(call, &entry, &thing).await?;
        let mut parts = Vec::with_capacity(main.len());
        for change in main {
            let change = plain(change);
            let (now, verdict, since) = match thing.now(call, &change).await? {
                Now::Is(now) => (Some(now.clone()), compare(&change, &now), None),
                Now::Since(words) => (None, Verdict::Conflict, Some(words)),
                Now::Gone(why, now) => (Some(now), Verdict::Gone(why), None),
            };
            parts.push(Part { change, now, verdict, since, denied: false });
        }
        let mut it = Parts { entry, thing, parts, along, face, refused: None };
        it.ask(call).await?;
        Ok(it)
    }

    /// Holds what would be set back against the rules.
    async fn ask(&mut self, call: &mut Call) -> AppResult<()> {
        let changes = self.set_back();
        if changes.is_empty() {
            return Ok(());
        }
        let Err(error) = self.thing.may(call, &changes).await else { return Ok(()) };
        for part in self.parts.iter_mut().filter(|p| matches!(p.verdict, Verdict::Changes(()))) {
            (part.verdict, part.denied) = (Verdict::Gone(error.to_string()), matches!(error, AppError::Denied(_)));
        }
        self.refused = Some(error);
        Ok(())
    }

    /// The changes that are set back.
    fn set_back(&self) -> Vec<Change> {
        let changing = self.parts.iter().filter(|p| matches!(p.verdict, Verdict::Changes(())));
        changing.map(|p| p.change.clone()).collect()
    }

    fn count(&self, outcome: RowOutcome) -> u64 {
        self.parts.iter().filter(|p| p.verdict.outcome() == outcome).count() as u64
    }

    fn row(&self, call: &Call, part: &Part) -> PreviewRow {
        let country = call.settings().country;
        let none = |text: String| if text.is_empty() { "none".to_owned() } else { text };
        let change = part.change.clone().read_in(country);
        let label = words::field(&change.field);
        let value = |value: Value| none(words::value(&change.field, &value.read_in(country)));
        PreviewRow {
            outcome: part.verdict.outcome(),
            before: part.now.as_ref().map_or_else(|| label.clone(), |now| format!("{label}: {}", value(now.clone()))),
            after: value(self.thing.today(&part.change.before)),
            why: part.why(),
            ..self.face.clone()
        }
    }

    /// Why parts stay, each reason once.
    fn reasons(&self) -> Vec<Reason> {
        let refused = self.parts.iter().filter(|p| p.verdict.outcome() == RowOutcome::Refused);
        let reasons = Reason::summed(refused.filter_map(|p| Some(((p.why()?, p.stays_for().part().to_owned()), 1))));
        reasons.into_iter().map(|reason| Reason { members: 1, ..reason }).collect()
    }

    /// What undoing would do.
    pub fn preview(self, call: &Call) -> BulkPreview {
        let (change, refused) = (self.count(RowOutcome::Changes) > 0, self.reasons());
        let of = self.entry.subject.name.clone();
        BulkPreview {
            selected: 1,
            change: u64::from(change),
            already: u64::from(!change && refused.is_empty()),
            refused,
            rows: self.parts.iter().map(|part| self.row(call, part)).collect(),
            undo_until: Some(call.now.plus(UNDO_DAYS * DAY)),
            undoes: Some(format!("the change of {of}")),
            single: true,
            key: Some(BulkKey::new()),
            // The kind says nothing: the words of an undo are the same for all.
            ..BulkPreview::new(BulkKind::ChangeRole, of)
        }
    }

    /// Does it; the function that does writes the entry that says so.
    pub async fn apply(self, call: &mut Call) -> AppResult<BulkOutcome> {
        let (already, refused) = (self.count(RowOutcome::Stays), self.count(RowOutcome::Refused));
        let changes = self.set_back();
        let stays = match self.parts.iter().filter(|p| p.verdict.outcome() == RowOutcome::Refused).find_map(Part::why) {
            Some(why) => AppError::Conflict(format!("Nothing is undone. {why}")),
            None => AppError::Refused("Nothing is left to undo: it is as before already.".to_owned()),
        };
        if let Some(error) = self.refused {
            return Err(error);
        }
        if changes.is_empty() {
            return Err(stays);
        }
        let entry = self.thing.set_back(call, &changes, &self.along).await?.ok_or(stays)?;
        Ok(BulkOutcome {
            kind: BulkKind::ChangeRole,
            to: self.entry.subject.name,
            changed: 1,
            already,
            refused,
            entry,
            reversible: true,
            undo: true,
            single: true,
            new: 0,
        })
    }
}

/// Another default chosen later is no conflict, unless the default is all that changed (M13).
fn plain(change: Change) -> Change {
    let used = |value: &Value| match value {
        Value::Use(used) => Value::Use(used.without_default()),
        value => value.clone(),
    };
    let (before, after) = (used(&change.before), used(&change.after));
    if before == after { change } else { Change { before, after, ..change } }
}

/// Whose row it is: a member with name and photo, or the thing itself.
async fn face(call: &mut Call, entry: &Entry, thing: &Thing) -> AppResult<PreviewRow> {
    let mut face = PreviewRow {
        id: None,
        name: PersonName { first: entry.subject.name.clone(), last: String::new() },
        photo: None,
        outcome: RowOutcome::Refused,
        before: String::new(),
        after: String::new(),
        why: None,
    };
    let account = call.account();
    if let Some(id) = thing.member()
        && let Some(row) = members::edit::read(&mut call.tx, account, id).await?
    {
        (face.id, face.photo) = (Some(id), row.photo);
        face.name = PersonName { first: row.first_name, last: row.last_name };
    }
    Ok(face)
}
