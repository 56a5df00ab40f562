//! /team/deleted: those who were deleted and can still be restored (M17).

use crate::api::offboarding::deleted_members;
use crate::pages::use_me;
use crate::ui::data_table::{Column, DataTable, Heading, ListLoaded, ListPage, Listing, Row, Table};
use crate::ui::live::use_changes;
use crate::ui::{Activation, Button, Empty, IconName};
use leptos::prelude::*;
use leptos_meta::Title;
use model::error::AppError;
use model::offboarding::DeletedMember;
use model::sessions::Me;
use model::{Instant, MemberId};
use policy::RowAction;
use serde::{Deserialize, Serialize};

/// All of them: there are no pages.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Deleted(Vec<DeletedMember>);

impl Row for DeletedMember {
    type Id = MemberId;

    fn id(&self) -> MemberId {
        self.id
    }
}

impl ListPage for Deleted {
    type Row = DeletedMember;
    /// There is one list.
    type Query = ();

    fn rows(&self) -> &[DeletedMember] {
        &self.0
    }

    fn total(&self) -> u64 {
        self.0.len() as u64
    }

    fn first(&self) -> u64 {
        1
    }

    fn same_frame(&self, other: &Deleted) -> bool {
        self.0.len() == other.0.len()
    }
}

/// Whose time zone dates are written in.
#[derive(Clone, Copy)]
struct Cells(RwSignal<Me>);

impl Cells {
    fn date(self, at: Instant) -> AnyView {
        self.0.with_untracked(|me| at.date(&me.zone)).into_any()
    }
}

impl Table for Cells {
    type Row = DeletedMember;
    type Sort = ();
}

static COLUMNS: [Column<Cells>; 5] = [
    plain("Name", "c-name", |row, _| row.name.clone().into_any()),
    plain("Role", "c-role", |row, _| row.role.clone().into_any()),
    plain("Deleted", "c-at", |row, cells| cells.date(row.deleted_at)),
    plain("Erased on", "c-until", |row, cells| cells.date(row.erase_at)),
    Column { heading: Heading::Unseen, ..plain("Actions", "c-menu", restore) },
];

const fn plain(label: &'static str, class: &'static str, cell: fn(&DeletedMember, Cells) -> AnyView) -> Column<Cells> {
    Column { label, class, heading: Heading::Plain, caption: None, cell }
}

fn restore(row: &DeletedMember, _: Cells) -> AnyView {
    let activation = Activation::Link(format!("/team/{}/{}", row.id, RowAction::Restore.slug()));
    let label = format!("Restore {}", row.name);
    view! {
        <Button small=true activation label disabled_reason=row.refused.clone()>
            "Restore"
        </Button>
    }
    .into_any()
}

async fn read((): ()) -> Result<Deleted, AppError> {
    deleted_members().await.map(Deleted)
}

/// The page at /team/deleted: who can still be restored (M17).
#[component]
pub fn DeletedPage() -> impl IntoView {
    let list = Listing::new(Memo::new(|_| ()), read);
    use_changes(move |_| list.look());
    let retry = Signal::stored("/team/deleted".to_owned());
    view! {
        <Title text="Deleted members" />
        <main class="panel" id="main" tabindex="-1">
            <header class="page-head">
                <nav class="crumb" aria-label="Path">
                    <a href="/team">"Team"</a>
                </nav>
                <h1>"Deleted members"</h1>
                <p class="page-head__sub">
                    "They can be restored for 28 days. Then their personal data is erased; the history stays."
                </p>
            </header>
            <ListLoaded list retry=retry children=move || view! { <Members list /> }.into_any() />
        </main>
    }
}

#[component]
fn Members(list: Listing<Deleted>) -> impl IntoView {
    let cells = Cells(use_me());
    let some = Memo::new(move |_| !list.rows.is_empty());
    let columns = || Signal::stored(COLUMNS.iter().collect::<Vec<_>>());
    move || {
        match some.get() {
        true => view! {
            <DataTable
                table=cells
                list
                columns=columns()
                label="Deleted members"
                class="table".to_owned()
                caption="Deleted members, the last deleted first".to_owned()
            />
        }
        .into_any(),
        false => {
            view! { <Empty icon=IconName::Trash title="Nobody was deleted" text="Members you delete stay here for 28 days." /> }.into_any()
        }
    }
    }
}
