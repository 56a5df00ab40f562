//! Drafts against the account: what each row will do, and why not (I1, I2). Pure: the account comes as a [`Snapshot`], the importer's
//! rights through `policy`, row by row (R4, R5, R6). Run once for the dry run and once more inside the transaction that applies.
//!
//! Decisions: a row is the member with its sign-in name (email or username), else a new one. A blank cell and a column that goes
//! nowhere leave things alone: an import never erases. Forwarding numbers replace the one at their place. Groups are added,
//! nobody leaves a group by an import. An unknown group or role word is a warning; everything else that can't be read is an error.

pub mod cells;
pub mod row;
#[cfg(test)]
mod tests;

use files::imports::draft;
use model::bulk::cost::{Move, monthly_change};
use model::bulk::{BulkKind, BulkPreview, Reason, RowOutcome};
use model::imports::MemberFile;
use model::imports::{CheckRow, CheckSummary, Choices, Mapping, RoleWord, SeatNeed};
use model::{Extension, MemberId, Plan, SignInName};
use std::collections::{BTreeMap, HashMap};
use store::imports::snapshot::{NumberUse, Snapshot};
use store::imports::write::{Create, Update};

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
    words: BTreeMap<String, RoleWord>,
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
    let mut taken = Taken {
        administrators: known.administrators,
        next: Extension::first(known.digits).number(),
        ..Taken::default()
    };
    for number in known.numbers.values() {
        if let NumberUse::Member(id) = number.rings {
            *taken.direct.entry(id).or_default() += 1;
        }
    }
    for d in &drafts {
        if let Some(e) = d.extension.as_deref().and_then(|e| Extension::parse(e, known.digits).ok()) {
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
        let it = row::Row { known, choices, mapping: &mapping, columns: &file.info.columns, usable };
        out.rows.push(it.plan(d, issues, &mut taken));
    }
    out.summary = summed(&out.rows, taken, known);
    out
}

fn summed(rows: &[CheckedRow], taken: Taken, known: &Snapshot) -> CheckSummary {
    let count = |of: &dyn Fn(&CheckRow) -> bool| rows.iter().filter(|r| of(&r.shown)).count() as u64;
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
        role_words: taken.words.into_values().collect(),
        without_extension: taken.without_extension,
    }
}

/// The sign-in keys that a file names, for [`Snapshot::taken`].
pub fn sign_in_keys(file: &MemberFile, choices: &Choices) -> Vec<String> {
    let mapping = mapping(file, choices);
    let drafts = file.rows.iter().map(|r| cells::mended(draft(r, &mapping), choices));
    drafts.flat_map(|d| [d.email, d.username]).flatten().map(|name| SignInName::key(&name)).collect()
}
