//! The preview: what each row will do, a hundred at a time, all of them or only those with a problem.

use crate::pages::imports::check::preview_href;
use crate::pages::imports::findings::findings;
use crate::pages::imports::listed::ImportList;
use crate::ui::data_table::{Column, DataTable, Heading, Pager, Table, Under};
use crate::ui::words::{counted, grouped};
use crate::ui::{Empty, IconName, Tag, TagKind};
use leptos::prelude::*;
use model::ImportId;
use model::bulk::RowOutcome;
use model::imports::{CheckRow, ExtensionFrom, Field, ImportPage, ImportPhase, PREVIEW_ROWS, RowsShown};

/// "28 ready, 2 errors, 1 warning".
fn sums(page: &ImportPage) -> String {
    let s = &page.summary;
    let refused = s.plan.refused_members();
    let applied = page.progress.phase == ImportPhase::Applied;
    let mut parts = vec![match applied {
        true => format!("{} imported", grouped(s.plan.change)),
        false => format!("{} ready", grouped(s.plan.change)),
    }];
    let mut more = |n: u64, words: String| {
        if n > 0 {
            parts.push(words);
        }
    };
    more(s.plan.already, format!("{} already so", grouped(s.plan.already)));
    let errors =
        if applied { format!("{} not imported", grouped(refused)) } else { counted(refused, "error", "errors") };
    more(refused, errors);
    more(s.warning, counted(s.warning, "warning", "warnings"));
    parts.join(", ")
}

/// What cells say depends on where the import stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stage {
    id: ImportId,
    /// Cells can still be mended.
    asking: bool,
    applied: bool,
}

impl Stage {
    fn of(page: &ImportPage) -> Stage {
        let phase = page.progress.phase;
        let asking = matches!(phase, ImportPhase::Ready | ImportPhase::Checking);
        Stage { id: page.id, asking, applied: phase == ImportPhase::Applied }
    }
}

/// The stage, followed.
#[derive(Clone, Copy)]
struct Cells(Memo<Option<Stage>>);

impl Cells {
    fn applied(self) -> bool {
        self.0.get().is_some_and(|stage| stage.applied)
    }

    fn mends(self) -> Option<ImportId> {
        self.0.get().filter(|stage| stage.asking).map(|stage| stage.id)
    }
}

impl Table for Cells {
    type Row = CheckRow;
    type Sort = ();

    fn under(self) -> Option<Under<Cells>> {
        Some(|row, cells| findings(row, cells.mends()))
    }
}

static COLUMNS: [Column<Cells>; 9] = [
    plain("Row", "ln num", |row, _| row.line.into_any()),
    plain("Name", "c-name", name),
    plain("Email", "c-signin", |row, _| cell(&row.sign_in, row, &[Field::Email, Field::Username])),
    plain("Ext.", "c-ext", extension),
    plain("Direct number", "c-direct", direct),
    plain("Forwards to", "c-forwards", |row, _| cell(&row.forwards.join(", "), row, &Field::FORWARDING)),
    plain("Role", "c-role", |row, _| cell(&row.role, row, &[Field::Role])),
    plain("Plan", "c-plan", |row, _| cell(&row.plan, row, &[Field::Plan])),
    plain("Check", "c-check-row", check),
];

const fn plain(label: &'static str, class: &'static str, cell: fn(&CheckRow, Cells) -> AnyView) -> Column<Cells> {
    Column { label, class, heading: Heading::Plain, caption: None, cell }
}

/// A value, underlined where something is wrong with it. As wide as it is, up to a width from which it breaks.
fn cell(words: &str, row: &CheckRow, of: &[Field]) -> AnyView {
    if words.is_empty() {
        return "—".into_any();
    }
    let bad = row.bad.iter().any(|field| of.contains(field));
    view! {
        <bdi class="value" class:bad=bad>
            {words.to_owned()}
        </bdi>
    }
    .into_any()
}

fn aside(words: &'static str) -> AnyView {
    view! { <small class="muted">{words}</small> }.into_any()
}

fn name(row: &CheckRow, _: Cells) -> AnyView {
    let split = row.split_from.clone().map(|typed| {
        view! {
            <small class="muted" title="Split from one column">
                " from “"
                <bdi>{typed}</bdi>
                "”"
            </small>
        }
    });
    let name = cell(&row.name, row, &[Field::FirstName, Field::LastName, Field::FullName]);
    view! {
        {name}
        {split}
    }
    .into_any()
}

/// With whose choice it was, where the file or the account made it.
fn extension(row: &CheckRow, _: Cells) -> AnyView {
    let whose = match (row.outcome, row.extension_from) {
        (RowOutcome::Refused, _) | (_, ExtensionFrom::Kept) => None,
        (_, ExtensionFrom::File) => Some(aside(" of the file")),
        (_, ExtensionFrom::Assigned) => Some(aside(" assigned")),
    };
    view! {
        {cell(&row.extension, row, &[Field::Extension])}
        {whose}
    }
    .into_any()
}

fn direct(row: &CheckRow, _: Cells) -> AnyView {
    let to_port = row.to_port.then(|| aside(" to be ported"));
    view! {
        {cell(&row.direct, row, &[Field::DirectNumber])}
        {to_port}
    }
    .into_any()
}

/// What becomes of the row. Its tone colours the row and what stands under it.
fn check(row: &CheckRow, cells: Cells) -> AnyView {
    let applied = cells.applied();
    let tone = match (row.outcome, row.troubled()) {
        (RowOutcome::Refused, _) => "row-tone row-tone--bad",
        (RowOutcome::Changes | RowOutcome::Stays, true) => "row-tone row-tone--warn",
        (RowOutcome::Changes | RowOutcome::Stays, false) => "row-tone",
    };
    let (text, kind) = tag(row, applied);
    let arrives = (row.suspended && !applied).then(|| aside(" arrives suspended"));
    view! {
        <span class=tone>
            <Tag text kind />
            {arrives}
        </span>
    }
    .into_any()
}

fn tag(row: &CheckRow, applied: bool) -> (&'static str, TagKind) {
    match row.outcome {
        RowOutcome::Refused if applied => ("Not imported", TagKind::Bad),
        RowOutcome::Changes if applied => match (row.new, row.suspended) {
            (true, true) => ("Suspended", TagKind::Plain),
            (true, false) => ("Invited", TagKind::Ok),
            (false, _) => ("Changed", TagKind::Ok),
        },
        RowOutcome::Refused => ("Error", TagKind::Bad),
        RowOutcome::Changes | RowOutcome::Stays if row.troubled() => ("Warning", TagKind::Busy),
        RowOutcome::Changes if row.new => ("Ready", TagKind::Ok),
        RowOutcome::Changes => ("Changes", TagKind::Ok),
        RowOutcome::Stays => ("Nothing changes", TagKind::Plain),
    }
}

#[component]
pub(super) fn Rows(list: ImportList) -> impl IntoView {
    let some = Memo::new(move |_| !list.rows.is_empty());
    let table = Cells(list.part(Stage::of));
    let columns = || Signal::stored(COLUMNS.iter().collect::<Vec<_>>());
    let content = move || {
        if some.get() {
            let (class, caption) = ("table preview".to_owned(), "What each row will do".to_owned());
            view! { <DataTable table list columns=columns() label="Preview" class caption /> }.into_any()
        } else {
            (move || list.page().and_then(|page| none(&page))).into_any()
        }
    };
    view! {
        <section class="import__rows">
            {move || list.page().map(|page| heading(&page))} {content}
            {move || list.page().and_then(|page| pager(&page))}
        </section>
    }
}

fn heading(page: &ImportPage) -> AnyView {
    let (id, only) = (page.id, page.shown);
    let title = if page.progress.phase == ImportPhase::Applied { "Rows " } else { "Check rows " };
    let side = |wanted: RowsShown| {
        view! {
            <a href=preview_href(id, wanted, 1) aria-current=(wanted == only).then_some("true")>
                {wanted.label()}
            </a>
        }
    };
    view! {
        <h2 class="section-h">
            {title}<span class="muted">{sums(page)}</span> <nav class="rowsview" aria-label="Rows shown">
                {side(RowsShown::All)}
                {side(RowsShown::Problems)}
            </nav>
        </h2>
    }
    .into_any()
}

/// Where no row is shown, because none has a problem.
fn none(page: &ImportPage) -> Option<AnyView> {
    let settled = page.progress.phase != ImportPhase::Checking;
    (settled && page.shown == RowsShown::Problems)
        .then(|| view! { <Empty icon=IconName::Check title="No problems" text="Every row is fine." /> }.into_any())
}

fn pager(page: &ImportPage) -> Option<AnyView> {
    let (id, only, total) = (page.id, page.shown, page.of);
    let number = u32::try_from(page.first / PREVIEW_ROWS).unwrap_or(u32::MAX - 1) + 1;
    let last = (page.first + PREVIEW_ROWS).min(total);
    let previous = (number > 1).then(|| preview_href(id, only, number - 1));
    let next = (last < total).then(|| preview_href(id, only, number + 1));
    let first = page.first + u64::from(total > 0);
    (total > PREVIEW_ROWS).then(|| view! { <Pager first last total previous next /> }.into_any())
}
