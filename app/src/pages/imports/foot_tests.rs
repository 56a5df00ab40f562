use super::*;
use model::billing::plan::PlanSeats;
use model::bulk::{BulkKind, BulkPreview};
use model::imports::{CheckSummary, Delimiter, FileInfo, ImportProgress, Mapping, Source};
use model::{ImportId, Plan, Seats};

fn page(create: u64, more: i64, used: u32) -> ImportPage {
    let info = FileInfo {
        encoding: String::new(),
        delimiter: Delimiter::Comma,
        source: Source::Other,
        header_line: 1,
        columns: vec![],
        rows: 0,
        notes: vec![],
    };
    ImportPage {
        id: ImportId(1),
        file_name: "boise.csv".into(),
        progress: ImportProgress { phase: ImportPhase::Ready, done: 31, total: 31 },
        info,
        mapping: Mapping::default(),
        mapping_problems: vec![],
        summary: CheckSummary {
            plan: BulkPreview {
                change: create,
                new: create,
                monthly: more * 1_200,
                ..BulkPreview::new(BulkKind::Import, String::new())
            },
            needs: vec![SeatNeed { plan: Plan::Basic, more }],
            ..CheckSummary::default()
        },
        seats: Seats { plans: vec![PlanSeats { plan: Plan::Basic, bought: 50, used, included: 0 }] },
        roles: vec![],
        rows: vec![],
        first: 0,
        of: 31,
        shown: model::imports::RowsShown::All,
        whole: false,
        problem: None,
        no_seats_because: None,
        outcome: None,
        undone_by: None,
    }
}

#[test]
fn s2_the_bar_says_what_is_needed_what_is_there_and_what_it_costs() {
    let short = page(28, 28, 42);
    assert_eq!(seats_words(&short), ("28 ready rows need 28 Basic seats;".into(), "8 are available.".into()));
    assert_eq!(cost(&short, &PriceBook::default()), " Adds $336.00 a month.");
    let missing = short.summary.missing(&short.seats);
    assert_eq!(button(&short, &missing), ("Import 28 members".into(), Some("20 Basic seats are missing".into())));
    let fine = page(1, 1, 42);
    assert_eq!(button(&fine, &[]), ("Import 1 member".into(), None));
    assert_eq!(seats_words(&fine).0, "1 ready row needs 1 Basic seat;");
}

#[test]
fn i1_the_bar_says_that_invitations_are_mailed_before_the_button_is_pressed() {
    let with = |mails, suspended| {
        let mut it = page(28, 28, 42);
        (it.summary.mails, it.summary.suspended) = (mails, suspended);
        super::mails(&it)
    };
    assert_eq!(with(28, 0).as_deref(), Some("Importing mails 28 invitations right away."));
    assert_eq!(
        with(1, 2).as_deref(),
        Some("Importing mails 1 invitation right away. 2 people arrive suspended, without mail.")
    );
    assert_eq!(with(0, 0), None);
}
