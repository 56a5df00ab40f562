//! Taking back an entry of the audit log (K6, G2) at /audit/ID/undo: the preview member by member, then one button.

use crate::api::undo::{Undo, preview_undo};
use crate::pages::bulk::{Preview, Run, RunState};
use crate::ui::page_data::reading;
use crate::ui::words::isolated;
use crate::ui::{
    Activation, Button, Dialog, DialogBody, DialogFoot, Notice, NoticeKind, OptRow, SubmitFoot, render_once, use_toasts,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map};
use model::AuditId;
use model::bulk::{BulkKind, BulkOutcome, BulkPreview};

/// The dialog over whatever is behind it. `close` is where leaving leads; `on_done` is run after it was undone.
#[component]
pub fn UndoDialog(
    entry: AuditId,
    #[prop(into)] close: String,
    #[prop(optional, into)] on_done: Option<Callback<BulkOutcome>>,
) -> impl IntoView {
    let preview = reading(|| (), move |()| preview_undo(entry));
    view! {
        <Transition>
            {render_once(move || {
                let close = close.clone();
                Suspend::new(async move {
                    match preview.await {
                        Ok(preview) => view! { <PreviewForm preview entry close on_done /> }.into_any(),
                        Err(error) => refusal(error.to_string(), close),
                    }
                })
            })}
        </Transition>
    }
}

fn refusal(why: String, close: String) -> AnyView {
    view! {
        <Dialog id="undo" title="This can’t be undone" open=true close_href=close.clone()>
            <DialogBody>
                <Notice kind=NoticeKind::Info>{isolated(why)}</Notice>
            </DialogBody>
            <DialogFoot>
                <Button activation=Activation::Link(close)>"Close"</Button>
            </DialogFoot>
        </Dialog>
    }
    .into_any()
}

#[component]
fn PreviewForm(
    preview: BulkPreview,
    entry: AuditId,
    close: String,
    on_done: Option<Callback<BulkOutcome>>,
) -> impl IntoView {
    let action = ServerAction::<Undo>::new();
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let leave = close.clone();
    let done = Callback::new(move |outcome: BulkOutcome| {
        toasts.push(outcome.said());
        if let Some(on_done) = on_done {
            on_done.run(outcome);
        }
        navigate(&leave, NavigateOptions { scroll: false, ..Default::default() });
    });
    let run = RunState::new(move || action.value().get(), preview.key, done);
    let busy = Signal::derive(move || action.pending().get() || run.busy());
    let refused = match (preview.change, &preview.problem) {
        (0, _) if preview.single => Some("Nothing would change.".to_owned()),
        (0, _) => Some("Nobody would change.".to_owned()),
        (_, problem) => problem.clone(),
    };
    let (label, key) = (preview.button(), preview.key.map(|key| key.to_string()));
    let tells = preview.kind == BulkKind::ChangeRole && preview.reachable > 0;
    let about =
        format!("This takes back {}. Nothing changes until you confirm.", preview.undoes.clone().unwrap_or_default());
    view! {
        <Dialog id="undo" title="Undo this change?" about open=true close_href=close.clone()>
            <ActionForm action attr:class="dialog__form">
                <input type="hidden" name="entry" value=entry.to_string() />
                <input type="hidden" name="key" value=key />
                <DialogBody>
                    <Preview preview />
                    {tells.then(|| view! { <OptRow name="tell" title="Tell them by email" /> })}
                    <Run run />
                </DialogBody>
                <SubmitFoot cancel=close busy disabled_reason=refused>
                    {label}
                </SubmitFoot>
            </ActionForm>
        </Dialog>
    }
}

/// The page at /audit/ID/undo.
#[component]
pub fn UndoPage() -> impl IntoView {
    let params = use_params_map();
    let entry = Memo::new(move |_| params.with(|p| p.get("id")?.parse::<AuditId>().ok()));
    view! {
        <Title text="Undo" />
        <main class="panel" id="main">
            <div class="pane">
                <header class="page-head">
                    <h1>"Undo"</h1>
                </header>
            </div>
            {move || match entry.get() {
                Some(entry) => view! { <UndoDialog entry close="/team" /> }.into_any(),
                None => refusal("There is no such entry in the audit log.".to_owned(), "/team".to_owned()),
            }}
        </main>
    }
}
