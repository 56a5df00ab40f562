//! While it is done (K7): how far it is, cancelling, and finding out what became of it when the connection was lost.

use crate::api::bulk::{bulk_state, cancel_bulk};
use crate::api::undo::{preview_undo, undo};
use crate::pages::use_me;
use crate::ui::words::{grouped, isolated};
use crate::ui::{Button, Call, Notice, NoticeKind, Progress, Toasts, Undo};
use leptos::prelude::*;
use leptos::task::spawn_local;
use model::audit::FlashMessage;
use model::bulk::{BulkOutcome, BulkState};
use model::error::AppError;
use model::{AuditId, BulkKey};
use policy::{Action, Target, check};
use std::time::Duration;

/// Between two questions.
const EVERY: Duration = Duration::from_millis(400);

/// Where the change of an open dialog stands, from its form's answer and the questions after it.
#[derive(Clone, Copy)]
pub struct RunState {
    now: RwSignal<Option<Result<BulkState, AppError>>>,
    /// None: there is nothing to do yet.
    key: Option<BulkKey>,
    done: Callback<BulkOutcome>,
}

impl RunState {
    /// `answer`: the form's. `done` is called once it is done.
    pub fn new(
        answer: impl Fn() -> Option<Result<BulkState, AppError>> + Send + Sync + 'static,
        key: Option<BulkKey>,
        done: Callback<BulkOutcome>,
    ) -> Self {
        // What follows reads who is signed in, also when the end is found out by asking, which belongs to no component.
        let owner = Owner::current();
        let done = Callback::new(move |outcome| match &owner {
            Some(owner) => owner.with(|| done.run(outcome)),
            None => done.run(outcome),
        });
        let run = RunState { now: RwSignal::new(None), key, done };
        Effect::new(move |_| {
            if let Some(answer) = answer() {
                run.take(answer);
            }
        });
        run
    }

    /// While it is written, or nobody knows: no second press.
    pub fn busy(&self) -> bool {
        self.now
            .try_with(|now| matches!(now, Some(Ok(BulkState::Working { .. }) | Err(AppError::Unreachable))))
            .unwrap_or_default()
    }

    fn take(self, answer: Result<BulkState, AppError>) {
        let again = matches!(&answer, Ok(BulkState::Working { .. }) | Err(AppError::Unreachable));
        if let Ok(BulkState::Done(outcome)) = answer {
            let _gone = self.now.try_set(None);
            return self.done.run(outcome);
        }
        if self.now.try_set(Some(answer)).is_none() && again {
            set_timeout(move || self.ask(), EVERY);
        }
    }

    /// Asks what became of it: also after an answer was lost (K4).
    fn ask(self) {
        let Some(key) = self.key else { return };
        spawn_local(async move {
            let answer = bulk_state(key).await;
            // Nobody knows it: the request never arrived.
            let answer = match answer {
                Ok(BulkState::Unknown) => Err(AppError::Conflict(
                    "The connection was lost before it began. Nothing was changed; try again.".to_owned(),
                )),
                other => other,
            };
            self.take(answer);
        });
    }

    fn cancel(self) {
        let Some(key) = self.key else { return };
        spawn_local(async move {
            let _asked = cancel_bulk(key).await;
        });
    }
}

/// What stands above the buttons: a bar while it runs, or why nothing was changed.
#[component]
pub fn Run(run: RunState) -> impl IntoView {
    let shown = move || match run.now.try_get().flatten()? {
        Ok(BulkState::Working { done, total }) => Some(working(run, done, total)),
        Ok(BulkState::Done(_)) => None,
        Ok(BulkState::Failed(why)) => Some(view! { <Notice kind=NoticeKind::Bad>{isolated(why)}</Notice> }.into_any()),
        Ok(BulkState::Cancelled) => {
            Some(view! { <Notice kind=NoticeKind::Info>"Cancelled. Nothing was changed."</Notice> }.into_any())
        }
        Ok(BulkState::Unknown) => None,
        Err(AppError::Unreachable) => Some(
            view! { <Notice kind=NoticeKind::Busy>"The connection was lost. Asking what became of it…"</Notice> }
                .into_any(),
        ),
        Err(error) => Some(view! { <Notice kind=NoticeKind::Bad>{isolated(error.to_string())}</Notice> }.into_any()),
    };
    view! { <div role="status">{shown}</div> }
}

fn working(run: RunState, done: u64, total: u64) -> AnyView {
    let end = view! {
        <Button small=true on_click=Callback::new(move |_| run.cancel())>
            "Cancel the change"
        </Button>
    }
    .into_any();
    let words = match total {
        0 => "Checking who changes…".to_owned(),
        _ => format!("{} of {} written. Nothing is final until all are.", grouped(done), grouped(total)),
    };
    view! {
        <Notice kind=NoticeKind::Info end>
            {words}
        </Notice>
        <Progress label="Members written" value=Signal::derive(move || done) max=total.max(1) />
    }
    .into_any()
}

/// Says what was done, with Undo where the actor may (K6). `changed` is run after an undo, so that the page is read
/// again.
pub fn undo_by_toast(toasts: Toasts, outcome: &BulkOutcome, changed: impl Fn() + Clone + Send + Sync + 'static) {
    if outcome.reversible {
        offer_undo(toasts, outcome.said(), outcome.entry, changed);
    } else {
        toasts.push(outcome.said());
    }
}

/// Says what a change of one thing has answered, with Undo where it can be taken back (K6).
pub fn show_flash(toasts: Toasts, flash: FlashMessage, changed: impl Fn() + Clone + Send + Sync + 'static) {
    match flash.entry {
        Some(entry) => offer_undo(toasts, flash.said, entry, changed),
        None => toasts.push(flash.said),
    }
}

/// The same by the entry of the audit log.
pub fn offer_undo(toasts: Toasts, said: String, entry: AuditId, changed: impl Fn() + Clone + Send + Sync + 'static) {
    if use_me().with_untracked(|me| check(&me.actor, Action::Undo, Target::Audit(entry)).is_err()) {
        toasts.push(said);
        return;
    }
    let run = Call::new(move || {
        let changed = changed.clone();
        spawn_local(async move {
            // The preview's key, so that two presses undo once.
            let undone = async {
                let preview = preview_undo(entry).await?;
                undo(entry, preview.key.ok_or(AppError::Busy)?, None).await
            };
            match undone.await {
                Ok(BulkState::Done(outcome)) => {
                    changed();
                    toasts.push(outcome.said());
                }
                Ok(_) => toasts.push("Undoing goes on; the page shows it once it is done."),
                Err(error) => toasts.push(error.to_string()),
            }
        });
    });
    toasts.push_undo(said, Undo::Run(run));
}
