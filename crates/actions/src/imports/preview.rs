//! Drafts against the account: what each row will do, and why not (I1, I2). Pure: the account comes as a [`Snapshot`], the importer's
//! rights through `policy`, row by row (R4, R5, R6). Run once for the dry run and once more inside the transaction that applies.
//!
//! Decisions: a row is the member with its sign-in name (email or username), else a new one. A blank cell and a column that goes
//! nowhere leave things alone: an import never erases. Forwarding numbers replace the one at their place. Groups are added,
//! nobody leaves a group by an import. Words of the role, plan and status columns that say nothing here are asked about once. A direct
//! number of somebody else, and one that a spreadsheet cut, are left out with a warning; an unknown group too. Everything else that
//! can't be read is an error.

pub mod cells;
pub mod row;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod vendor_tests;

use files::imports::draft;
use model::bulk::cost::{Move, monthly_change};
use model::bulk::{BulkKind, BulkPreview, Reason, RowOutcome};
use model::imports::MemberFile;
use model::imports::{Arrival, CheckRow, CheckSummary, Choices, Draft, Lengthening, Mapping, SeatNeed, ToPort, Word};
use model::{Extension, MemberId, Plan, RoleId, SignInName};
use policy::{Action, Target, check};
use std::collections::{BTreeMap, HashMap};
use store::imports::snapshot::{NumberUse, Snapshot};
use store::imports::write::{Create, Update};
use store::search::fold;

/// What is written for a row.
#[derive(Debug)]
pub enum RowChange {
    Create(Box<Create>),
    Update(Box<Update>),
}

/// A row as it is shown and what it changes; nothing for errors and rows that are exactly so.
#[derive(Debug)]
pub struct CheckedRow {
    pub shown: CheckRow,
    pub change: Option<RowChange>,
    /// Why it is refused: the sentence, and a few words for the summary.
    pub why: Option<(String, String)>,
    /// Its sign-in name is somebody's in another account, or of somebody who is about to be erased (M5).
    pub foreign: bool,
}

/// Words of one column that say nothing here, with what a person matched each to.
#[derive(Debug)]
pub(crate) struct Words<T>(BTreeMap<String, Word<T>>);

impl<T> Default for Words<T> {
    fn default() -> Self {
        Words(BTreeMap::new())
    }
}

impl<T> Words<T> {
    fn count(&mut self, word: &str, to: Option<T>) {
        let new = || Word { word: word.to_owned(), rows: 0, to };
        self.0.entry(fold(word.trim())).or_insert_with(new).rows += 1;
    }

    fn into_list(self) -> Vec<Word<T>> {
        self.0.into_values().collect()
    }
}

/// The whole file.
#[derive(Debug, Default)]
pub struct ImportCheck {
    pub rows: Vec<CheckedRow>,
    pub summary: CheckSummary,
}

/// What the rows before have taken, so that one file is held to what one account has.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    /// Sign-in key → line.
    names: HashMap<String, u32>,
    /// Extension → line that asks for it, all lines beforehand, so none is given away that a later line names.
    extensions: BTreeMap<u32, u32>,
    numbers: HashMap<String, u32>,
    /// Where to look for the next free extension.
    next: u32,
    /// Active Administrators that demotions in this file leave.
    administrators: i64,
    roles: Words<RoleId>,
    plans: Words<Plan>,
    statuses: Words<Arrival>,
    to_port: Vec<ToPort>,
    /// Another length of extensions that this file is offered.
    lengthening: Option<Lengthening>,
    /// Who takes or leaves a seat.
    moves: Vec<Move>,
    /// How many numbers ring at each member.
    direct: HashMap<MemberId, u32>,
    without_extension: u64,
}

/// The mapping that is used: as chosen where the choice fits the file, else as guessed.
pub fn mapping(file: &MemberFile, choices: &Choices) -> Mapping {
    if choices.fields.len() == file.info.columns.len() {
        Mapping { fields: choices.fields.clone() }
    } else {
        file.mapping()
    }
}

/// The plan of a file, row by row in its order.
pub fn plan(file: &MemberFile, choices: &Choices, known: &Snapshot) -> ImportCheck {
    let mapping = mapping(file, choices);
    let drafts: Vec<_> = file.rows.iter().map(|r| cells::mended(draft(r, &mapping), choices)).collect();
    let lengthening = lengthening(&drafts, choices, known);
    let digits = lengthening.as_ref().filter(|l| l.chosen).map_or(known.digits, |l| l.digits);
    let mut taken = Taken {
        administrators: known.administrators,
        next: Extension::first(digits).number(),
        lengthening,
        ..Taken::default()
    };
    for number in known.numbers.values() {
        if let NumberUse::Member(id) = number.rings {
            *taken.direct.entry(id).or_default() += 1;
        }
    }
    for d in &drafts {
        if let Some(e) = d.extension.as_deref().and_then(|e| Extension::parse(e, digits).ok()) {
            taken.extensions.entry(e.number()).or_insert(d.line);
        }
    }
    let mut broken: HashMap<u32, Vec<_>> = HashMap::new();
    for issue in &file.issues {
        broken.entry(issue.line).or_default().push(issue.clone());
    }
    let usable = mapping.problems(&file.info.columns).is_empty();
    let mut out = ImportCheck::default();
    for d in drafts {
        let issues = broken.remove(&d.line).unwrap_or_default();
        let it = row::Row { known, choices, mapping: &mapping, columns: &file.info.columns, usable, digits };
        out.rows.push(it.plan(d, issues, &mut taken));
    }
    out.summary = summed(&out.rows, taken, known);
    out
}

/// Whether most of the file's extensions have one other length than the account's, and what the importer may do about it (M11).
fn lengthening(drafts: &[Draft], choices: &Choices, known: &Snapshot) -> Option<Lengthening> {
    let mut rows = [0_u32; 7];
    for extension in drafts.iter().filter_map(|d| d.extension.as_deref()) {
        if let Some(n) = rows.get_mut(extension.len()).filter(|_| Extension::from_digits(extension).is_some()) {
            *n += 1;
        }
    }
    let digits = (3..=6_u8).max_by_key(|digits| (rows[usize::from(*digits)], u8::MAX - digits))?;
    let most = rows[usize::from(digits)];
    if most == 0 || digits == known.digits {
        return None;
    }
    let because = check(&known.actor, Action::ChangeSettings, Target::Account).err().map(|denial| denial.to_string());
    let chosen = choices.digits == Some(digits) && because.is_none();
    Some(Lengthening { digits, rows: most, chosen, because })
}

fn summed(rows: &[CheckedRow], taken: Taken, known: &Snapshot) -> CheckSummary {
    let count = |of: &dyn Fn(&CheckRow) -> bool| rows.iter().filter(|r| of(&r.shown)).count() as u64;
    let created = |of: &dyn Fn(&Create) -> bool| {
        rows.iter().filter(|r| matches!(&r.change, Some(RowChange::Create(c)) if of(c))).count() as u64
    };
    let need = |plan: Plan| SeatNeed { plan, more: taken.moves.iter().map(|m| m.more_of(plan)).sum() };
    CheckSummary {
        plan: BulkPreview {
            selected: rows.len() as u64,
            change: count(&|r| r.outcome == RowOutcome::Changes),
            new: count(&|r| r.outcome == RowOutcome::Changes && r.new),
            already: count(&|r| r.outcome == RowOutcome::Stays),
            refused: Reason::summed(rows.iter().filter_map(|r| Some((r.why.clone()?, 1)))),
            monthly: monthly_change(&known.prices, &known.seats, &taken.moves),
            ..BulkPreview::new(BulkKind::Import, String::new())
        },
        warning: count(&|r| r.outcome != RowOutcome::Refused && r.troubled()),
        needs: Plan::ALL.into_iter().map(need).filter(|need| need.more != 0).collect(),
        role_words: taken.roles.into_list(),
        plan_words: taken.plans.into_list(),
        status_words: taken.statuses.into_list(),
        lengthening: taken.lengthening,
        mails: created(&|c| c.has_email && !c.suspended),
        suspended: created(&|c| c.suspended),
        to_port: taken.to_port,
        without_extension: taken.without_extension,
    }
}

/// The sign-in keys that a file names, for [`Snapshot::taken`].
pub fn sign_in_keys(file: &MemberFile, choices: &Choices) -> Vec<String> {
    let mapping = mapping(file, choices);
    let drafts = file.rows.iter().map(|r| cells::mended(draft(r, &mapping), choices));
    drafts.flat_map(|d| [d.email, d.username]).flatten().map(|name| SignInName::key(&name)).collect()
}
