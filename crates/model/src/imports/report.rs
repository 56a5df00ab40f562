//! What is known about an uploaded file once it was checked against the account, and what came of importing it (I1). What becomes
//! of its rows is said in the words of every change of many (`crate::bulk`); only what a file has beyond that is here.

use super::{Field, FileInfo, Issue, Mapping};
use crate::bulk::{BulkKind, BulkOutcome, BulkPreview, RowOutcome};
use crate::instant::Instant;
use crate::slugs::slugs;
use crate::{ImportId, Plan, RoleId, Seats};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A person's answers about a file. Kept with it, so any server and any browser goes on where they stopped.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Choices {
    /// One field per column of the file; empty: as guessed.
    pub fields: Vec<Field>,
    /// Words of the role column, folded, and the role each stands for.
    pub roles: BTreeMap<String, RoleId>,
    /// The same for words of the plan column and of the status column.
    pub plans: BTreeMap<String, Plan>,
    pub statuses: BTreeMap<String, Arrival>,
    /// Another length of extensions, which the account gets with this import (M11).
    pub digits: Option<u8>,
    /// Cells mended on the page: line → field → value.
    pub fixes: BTreeMap<u32, BTreeMap<Field, String>>,
    /// Import only when every row is fine.
    pub whole: bool,
}

/// One row of the file as it stands against the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckRow {
    pub line: u32,
    /// Refused: it has an error, and stays out.
    pub outcome: RowOutcome,
    /// It adds somebody; else it is about a member who is there.
    pub new: bool,
    pub name: String,
    /// The full name as typed, when first and last name were split from one column and another split is as likely.
    pub split_from: Option<String>,
    pub sign_in: String,
    /// As it will be; "" when none.
    pub extension: String,
    #[serde(default)]
    pub extension_from: ExtensionFrom,
    /// The direct number as it will be, or as the file has it; "" when none.
    #[serde(default)]
    pub direct: String,
    /// The direct number isn't the account's and waits to be ported.
    #[serde(default)]
    pub to_port: bool,
    /// They arrive suspended.
    #[serde(default)]
    pub suspended: bool,
    pub forwards: Vec<String>,
    pub role: String,
    pub plan: String,
    /// Of a member who is there: before → after.
    pub changes: Vec<FieldChange>,
    pub issues: Vec<Issue>,
    /// Fields whose cell is marked.
    pub bad: Vec<Field>,
}

/// A field of a row before and after, as the preview shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldChange {
    pub field: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

impl CheckRow {
    /// Whether "Only problems" shows it.
    pub fn troubled(&self) -> bool {
        !self.issues.is_empty()
    }
}

/// A word of the role, plan or status column that says nothing here. It is asked about once, not row by row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Word<T> {
    /// As first typed.
    pub word: String,
    pub rows: u32,
    /// What a person matched it to.
    #[serde(alias = "role")]
    pub to: Option<T>,
}

slugs! {
    /// How somebody new comes onto the team (M16).
    Arrival {
        Invited = "invited", "Invited";
        Suspended = "suspended", "Suspended";
    }
}

/// Whose choice an extension was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum ExtensionFrom {
    File,
    /// The next free one, because the file has none.
    Assigned,
    /// The member had it already.
    #[default]
    Kept,
}

/// A direct number of the file that isn't the account's: kept with the import, so that it can be ported.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToPort {
    pub line: u32,
    pub name: String,
    pub number: String,
}

/// Extensions of the file that have another length than the account's (M11).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lengthening {
    /// The length that most of the file's extensions have.
    pub digits: u8,
    /// Rows with such an extension.
    pub rows: u32,
    /// It is chosen for this import.
    pub chosen: bool,
    /// Why this person can't choose it; none: they can.
    pub because: Option<String>,
}

/// How many more seats of a plan the ready rows need; negative when they free some.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeatNeed {
    pub plan: Plan,
    pub more: i64,
}

/// What the whole file will do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckSummary {
    /// The dry run (K3): of so many rows, who is added or changes, who is so already, who is refused and why, what it costs. Its rows
    /// are the [`CheckRow`]s, read by the page; its key is the import's, which is applied once (K4).
    pub plan: BulkPreview,
    /// Rows that go in with a warning.
    pub warning: u64,
    pub needs: Vec<SeatNeed>,
    pub role_words: Vec<Word<RoleId>>,
    #[serde(default)]
    pub plan_words: Vec<Word<Plan>>,
    #[serde(default)]
    pub status_words: Vec<Word<Arrival>>,
    #[serde(default)]
    pub lengthening: Option<Lengthening>,
    /// Invitations that will be mailed.
    #[serde(default)]
    pub mails: u64,
    /// Who arrives suspended, and gets no mail.
    #[serde(default)]
    pub suspended: u64,
    #[serde(default)]
    pub to_port: Vec<ToPort>,
    /// New members for whom no extension is left (M11).
    pub without_extension: u64,
}

impl Default for CheckSummary {
    fn default() -> Self {
        CheckSummary {
            plan: BulkPreview::new(BulkKind::Import, String::new()),
            warning: 0,
            needs: Vec::new(),
            role_words: Vec::new(),
            plan_words: Vec::new(),
            status_words: Vec::new(),
            lengthening: None,
            mails: 0,
            suspended: 0,
            to_port: Vec::new(),
            without_extension: 0,
        }
    }
}

impl CheckSummary {
    /// Plans whose free seats don't do, and how many are missing (S1).
    pub fn missing(&self, seats: &Seats) -> Vec<SeatNeed> {
        let short = |need: &SeatNeed| {
            let of = seats.of(need.plan);
            let more = need.more - (i64::from(of.bought) - i64::from(of.used));
            (need.more > 0 && more > 0).then_some(SeatNeed { plan: need.plan, more })
        };
        self.needs.iter().filter_map(short).collect()
    }
}

/// What came of it, by whom and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportOutcome {
    pub done: BulkOutcome,
    pub by: String,
    pub at: Instant,
}

slugs! {
    /// Where an import stands.
    ImportPhase {
        Checking = "checking", "Checking rows";
        /// The server that checked went away; asking again goes on.
        Stopped = "stopped", "The check stopped";
        Ready = "ready", "Checked";
        Applying = "applying", "Importing";
        /// The server that imported went away before it was done: nothing was changed.
        Lost = "lost", "Not imported";
        Applied = "applied", "Imported";
    }
}

/// How far an import has come, for the bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportProgress {
    pub phase: ImportPhase,
    pub done: u64,
    pub total: u64,
}

crate::slugs::slugs! {
    /// Which rows of a file the check shows.
    RowsShown {
        All = "all", "All";
        /// Those with findings.
        Problems = "problems", "Only problems";
    }
}

/// Everything that the page of one import shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportPage {
    pub id: ImportId,
    pub file_name: String,
    pub progress: ImportProgress,
    pub info: FileInfo,
    pub mapping: Mapping,
    /// What keeps the mapping from being used.
    pub mapping_problems: Vec<String>,
    pub summary: CheckSummary,
    pub seats: Seats,
    /// Roles of the account that the importer may give, in their order.
    pub roles: Vec<(RoleId, String)>,
    /// The rows of this page of the preview.
    pub rows: Vec<CheckRow>,
    /// 0-based position of the first of them.
    pub first: u64,
    /// Rows in this view of the preview.
    pub of: u64,
    pub shown: RowsShown,
    pub whole: bool,
    /// Why the import was not made although it was asked for.
    pub problem: Option<String>,
    /// Why this person can't buy seats; none: they can.
    pub no_seats_because: Option<String>,
    pub outcome: Option<ImportOutcome>,
    /// Who took it back (K6).
    pub undone_by: Option<String>,
}

/// Rows of the preview on one page.
pub const PREVIEW_ROWS: u64 = 100;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::billing::plan::PlanSeats;

    #[test]
    fn s1_missing_seats_are_what_goes_beyond_the_free_ones_plan_by_plan() {
        let needs = vec![SeatNeed { plan: Plan::Basic, more: 28 }, SeatNeed { plan: Plan::Pro, more: -1 }];
        let summary = CheckSummary { needs, ..CheckSummary::default() };
        let seats = Seats { plans: vec![PlanSeats { plan: Plan::Basic, bought: 50, used: 42, included: 0 }] };
        assert_eq!(summary.missing(&seats), [SeatNeed { plan: Plan::Basic, more: 20 }]);
        let enough = Seats { plans: vec![PlanSeats { plan: Plan::Basic, bought: 70, used: 42, included: 0 }] };
        assert_eq!(summary.missing(&enough), []);
    }
}
