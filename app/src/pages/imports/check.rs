//! The second step: which column goes where, what each row will do, and the button that imports.

use super::{Head, Step};
use crate::api::billing::AddSeats;
use crate::api::imports::{ApplyImport, ChooseImport, FixImport, check_import};
use crate::pages::imports::aside::{Notes, ToPortList};
use crate::pages::imports::columns::Columns;
use crate::pages::imports::foot::Foot;
use crate::pages::imports::progress::FileCard;
use crate::pages::imports::result::Outcome;
use crate::pages::imports::rows::Rows;
use crate::ui::page_data::{Reading, reading};
use crate::ui::{Loaded, Notice, NoticeKind};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_params_map, use_query_map};
use model::ImportId;
use model::error::AppError;
use model::imports::{ImportPage, ImportPhase};

/// The page's data and its four forms.
#[derive(Clone, Copy)]
pub(super) struct Import {
    pub page: Reading<Result<ImportPage, AppError>>,
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
pub(super) fn preview_href(id: impl std::fmt::Display, only_problems: bool, page: u64) -> String {
    match (only_problems, page) {
        (false, 0 | 1) => format!("/team/import/{id}"),
        (true, 0 | 1) => format!("/team/import/{id}?rows=problems"),
        (false, n) => format!("/team/import/{id}?page={n}"),
        (true, n) => format!("/team/import/{id}?rows=problems&page={n}"),
    }
}

#[component]
pub fn CheckPage() -> impl IntoView {
    let (params, query) = (use_params_map(), use_query_map());
    let id = Memo::new(move |_| params.with(|p| p.get("id")).unwrap_or_default());
    let problems = Memo::new(move |_| query.with(|q| q.get("rows")).is_some_and(|v| v == "problems"));
    let number =
        Memo::new(move |_| query.with(|q| q.get("page")).and_then(|n| n.parse::<u64>().ok()).unwrap_or(1).max(1));
    let (choose, fix) = (ServerAction::<ChooseImport>::new(), ServerAction::<FixImport>::new());
    let (apply, seats) = (ServerAction::<ApplyImport>::new(), ServerAction::<AddSeats>::new());
    let changed = move || (choose.version().get(), fix.version().get(), apply.version().get(), seats.version().get());
    let page = reading(
        move || (id.get(), problems.get(), number.get(), changed()),
        |(id, problems, number, _)| async move {
            let id = id.parse().map_err(|_| ImportId::missing())?;
            check_import(id, problems, number).await
        },
    );
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
            <Loaded resource=page retry=retry children=move |page| shown(page, it) />
        </main>
    }
}

fn shown(page: ImportPage, it: Import) -> AnyView {
    let (phase, done) = (page.progress.phase, page.outcome.clone());
    let step = if matches!(phase, ImportPhase::Applying | ImportPhase::Lost | ImportPhase::Applied) {
        Step::Import
    } else {
        Step::Check
    };
    let asking = matches!(phase, ImportPhase::Checking | ImportPhase::Stopped | ImportPhase::Ready);
    let problem = page.problem.clone().filter(|_| phase == ImportPhase::Ready);
    view! {
        <Head step />
        <div class="panel__scroll">
            <div class="import">
                <FileCard page=page.clone() />
                {problem
                    .map(|words| {
                        view! {
                            <div role="alert">
                                <Notice kind=NoticeKind::Bad title="Nothing was imported".to_owned()>
                                    {words}
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
                {done.map(|outcome| view! { <Outcome page=page.clone() outcome /> })}
                {asking.then(|| view! { <Notes notes=page.info.notes.clone() /> })}
                {asking.then(|| view! { <Columns page=page.clone() /> })}
                <ToPortList numbers=page.summary.to_port.clone() />
                <Rows page=page.clone() />
            </div>
        </div>
        <Foot page />
    }
    .into_any()
}
