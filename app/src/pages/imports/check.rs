//! The second step: which column goes where, what each row will do, and the button that imports.

use super::{Head, Step};
use crate::api::billing::AddSeats;
use crate::api::imports::{ApplyImport, ChooseImport, FixImport, check_import};
use crate::pages::imports::aside::{Notes, ToPortList};
use crate::pages::imports::columns::Columns;
use crate::pages::imports::foot::Foot;
use crate::pages::imports::listed::{Asked, ImportList};
use crate::pages::imports::progress::FileCard;
use crate::pages::imports::result::Outcome;
use crate::pages::imports::rows::Rows;
use crate::ui::data_table::{ListLoaded, Listing};
use crate::ui::words::isolated;
use crate::ui::{Notice, NoticeKind};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use model::ImportId;
use model::error::AppError;
use model::imports::RowsShown;
use model::imports::{ImportPage, ImportPhase};
use std::sync::Arc;

/// The page's data and its four forms.
#[derive(Clone, Copy)]
pub(super) struct Import {
    pub page: ImportList,
    pub choose: ServerAction<ChooseImport>,
    pub fix: ServerAction<FixImport>,
    pub apply: ServerAction<ApplyImport>,
    pub seats: ServerAction<AddSeats>,
    /// The import was begun here, or was seen running: its end is told by a toast.
    pub seen_applying: StoredValue<bool>,
}

impl Import {
    /// What the last form was refused for.
    fn refused(self) -> Option<String> {
        let words = |error: Option<AppError>| error.map(|e| e.to_string());
        words(self.choose.value().with(|v| v.clone().and_then(Result::err)))
            .or_else(|| words(self.fix.value().with(|v| v.clone().and_then(Result::err))))
            .or_else(|| words(self.apply.value().with(|v| v.clone().and_then(Result::err))))
            .or_else(|| words(self.seats.value().with(|v| v.clone().and_then(Result::err))))
    }
}

/// The address of a page of the preview.
pub(super) fn preview_href(id: impl std::fmt::Display, shown: RowsShown, page: u32) -> String {
    let rows = shown.slug();
    match (shown, page) {
        (RowsShown::All, 0 | 1) => format!("/team/import/{id}"),
        (RowsShown::Problems, 0 | 1) => format!("/team/import/{id}?rows={rows}"),
        (RowsShown::All, n) => format!("/team/import/{id}?page={n}"),
        (RowsShown::Problems, n) => format!("/team/import/{id}?rows={rows}&page={n}"),
    }
}

async fn read((id, shown, number, _): Asked) -> Result<ImportPage, AppError> {
    let id = id.parse().map_err(|_| ImportId::missing())?;
    check_import(id, shown, number).await
}

#[component]
pub fn CheckPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let id = Memo::new(move |_| params.with(|p| p.get("id")).unwrap_or_default());
    let rows = move || query.with(|q| q.get("rows")).and_then(|word| RowsShown::from_slug(&word));
    let rows = Memo::new(move |_| rows().unwrap_or(RowsShown::All));
    let number =
        Memo::new(move |_| query.with(|q| q.get("page")).and_then(|n| n.parse::<u32>().ok()).unwrap_or(1).max(1));
    let (choose, fix) = (ServerAction::<ChooseImport>::new(), ServerAction::<FixImport>::new());
    let (apply, seats) = (ServerAction::<ApplyImport>::new(), ServerAction::<AddSeats>::new());
    let changed = move || (choose.version().get(), fix.version().get(), apply.version().get(), seats.version().get());
    let asked = Memo::new(move |_| (id.get(), rows.get(), number.get(), changed()));
    let page = Listing::new(asked, read);
    let seen_applying = StoredValue::new(false);
    Effect::new(move |_| {
        if apply.pending().get() {
            seen_applying.set_value(true);
        }
    });
    let it = Import { page, choose, fix, apply, seats, seen_applying };
    provide_context(it);
    let retry = Signal::derive(move || format!("/team/import/{}", id.get()));
    view! {
        <Title text="Import" />
        <main class="panel" id="main" tabindex="-1">
            <ListLoaded list=page retry=retry children=move || shown(it) />
        </main>
    }
}

/// The page. Its rows stay while what is around them is drawn again.
fn shown(it: Import) -> AnyView {
    let part = move |of: fn(&ImportPage, Import) -> AnyView| move || it.page.page().map(|page: Arc<_>| of(&page, it));
    view! {
        {part(head)}
        <div class="panel__scroll">
            <div class="import">{part(above)}<Rows list=it.page /></div>
        </div>
        {part(foot)}
    }
    .into_any()
}

fn head(page: &ImportPage, _: Import) -> AnyView {
    let step = match page.progress.phase {
        ImportPhase::Checking | ImportPhase::Stopped | ImportPhase::Ready => Step::Check,
        ImportPhase::Applying | ImportPhase::Lost | ImportPhase::Applied => Step::Import,
    };
    view! { <Head step /> }.into_any()
}

/// What stands above the rows: the file, what it says of itself, where its columns go.
fn above(page: &ImportPage, it: Import) -> AnyView {
    let phase = page.progress.phase;
    let asking = matches!(phase, ImportPhase::Checking | ImportPhase::Stopped | ImportPhase::Ready);
    let problem = page.problem.clone().filter(|_| phase == ImportPhase::Ready);
    let outcome = page.outcome.clone();
    view! {
        <FileCard page=page.clone() />
        {problem
            .map(|words| {
                view! {
                    <div role="alert">
                        <Notice kind=NoticeKind::Bad title="Nothing was imported".to_owned()>
                            {isolated(words)}
                        </Notice>
                    </div>
                }
            })}
        {move || {
            it.refused()
                .map(|words| {
                    view! {
                        <div role="alert">
                            <Notice kind=NoticeKind::Bad title=words />
                        </div>
                    }
                })
        }}
        {outcome.map(|outcome| view! { <Outcome page=page.clone() outcome /> })}
        {asking.then(|| view! { <Notes notes=page.info.notes.clone() /> })}
        {asking.then(|| view! { <Columns page=page.clone() /> })}
        <ToPortList numbers=page.summary.to_port.clone() />
    }
    .into_any()
}

fn foot(page: &ImportPage, _: Import) -> AnyView {
    view! { <Foot page=page.clone() /> }.into_any()
}
