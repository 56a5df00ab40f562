//! Dialogs of help and offboarding at /team/ID/suspend, /reactivate, /reset-password, /supervise, /delete, /restore,
//! and the page of those who can be restored (M8 to M10, M16, M17). Each says what will happen to whom before it does.

mod confirm;
mod delete;
mod deleted;
mod reset;
mod status;
mod supervise;

pub use deleted::DeletedPage;

use crate::api::members::status::{confirm_facts, reset_facts};
use crate::api::offboarding::offboarding_facts;
use crate::pages::bulk::show_flash;
use crate::pages::team::Team;
use crate::ui::page_data::reading;
use crate::ui::words::isolated;
use crate::ui::{Activation, Button, Dialog, DialogBody, DialogFoot, Notice, NoticeKind, render_once, use_toasts};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_navigate;
use model::MemberId;
use model::audit::FlashMessage;
use model::error::AppError;
use model::members::status::{Confirm, ResetFacts};
use model::offboarding::Offboarding;
use policy::RowAction;
use serde::{Deserialize, Serialize};

/// Whom a dialog is about and where closing it leads.
#[derive(Clone, Debug)]
struct About {
    id: MemberId,
    name: String,
    close: String,
}

/// What a dialog shows before anything is done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Facts {
    Question,
    Delete(Offboarding),
    Reset(ResetFacts),
}

/// All a dialog needs, read at once: what is read inside of what is still being read gets another number in the browser
/// than on the server, and the page could not be taken over.
async fn load(id: MemberId, action: RowAction) -> Result<(Confirm, Facts), AppError> {
    let confirm = confirm_facts(id, action).await?;
    let facts = match action {
        RowAction::Delete if confirm.refused.is_none() => Facts::Delete(offboarding_facts(id).await?),
        RowAction::ResetPassword if confirm.refused.is_none() => Facts::Reset(reset_facts(id).await?),
        _ => Facts::Question,
    };
    Ok((confirm, facts))
}

/// The dialog of one entry of a member's menu; nothing for those of others.
#[component]
pub fn OffboardingDialog(id: MemberId, action: RowAction) -> impl IntoView {
    let team = expect_context::<Team>();
    if action == RowAction::Duplicate {
        return view! { <Redirect path=format!("/team/invite?like={id}") /> }.into_any();
    }
    let close = untrack(|| {
        let path = if action == RowAction::Restore { "/team/deleted".to_owned() } else { format!("/team/{id}") };
        if action == RowAction::Restore { path } else { team.query().href(&path) }
    });
    let facts = reading(|| (), move |()| load(id, action));
    view! {
        <Transition>
            {render_once(move || {
                let close = close.clone();
                Suspend::new(async move {
                    match facts.await {
                        Ok((Confirm { name, refused: None }, facts)) => dialog(About { id, name, close }, action, facts),
                        Ok((Confirm { name, refused: Some(why) }, _)) => {
                            refusal(format!("{} isn’t possible for {name}", noun(action)), why, close)
                        }
                        Err(error) => refusal(format!("{} isn’t possible", noun(action)), error.to_string(), close),
                    }
                })
            })}
        </Transition>
    }
    .into_any()
}

fn noun(action: RowAction) -> &'static str {
    match action {
        RowAction::Supervise => "Supervising",
        RowAction::ResetPassword => "Resetting the password",
        RowAction::Suspend => "Suspending",
        RowAction::Reactivate => "Reactivating",
        RowAction::Delete => "Deleting",
        RowAction::Restore => "Restoring",
        _ => "This",
    }
}

fn dialog(about: About, action: RowAction, facts: Facts) -> AnyView {
    match (action, facts) {
        (_, Facts::Delete(facts)) => view! { <delete::Delete about facts /> }.into_any(),
        (_, Facts::Reset(facts)) => view! { <reset::Reset about facts /> }.into_any(),
        (RowAction::Suspend, _) => view! { <status::Suspend about /> }.into_any(),
        (RowAction::Reactivate, _) => view! { <status::Reactivate about /> }.into_any(),
        (RowAction::Restore, _) => view! { <status::Restore about /> }.into_any(),
        (RowAction::Supervise, _) => view! { <supervise::Supervise about /> }.into_any(),
        _ => ().into_any(),
    }
}

/// Why not, and who could (R10).
fn refusal(title: String, why: String, close: String) -> AnyView {
    view! {
        <Dialog id="offboarding" title open=true close_href=close.clone()>
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

/// After a change with script: says it, reads the page again and leaves the dialog.
#[derive(Clone)]
struct Done {
    team: Team,
    toasts: crate::ui::Toasts,
    go: Callback<String>,
}

impl Done {
    fn new() -> Done {
        let navigate = use_navigate();
        let go =
            Callback::new(move |href: String| navigate(&href, NavigateOptions { scroll: false, ..Default::default() }));
        Done { team: expect_context::<Team>(), toasts: use_toasts(), go }
    }

    /// What the change has answered, with Undo where it can be taken back (K6).
    fn show_flash(&self, flash: FlashMessage, href: String) {
        let team = self.team;
        show_flash(self.toasts, flash, move || team.changed());
        self.team.changed();
        self.go.run(href);
    }

    fn show(&self, words: String, undo: Option<(String, &str)>, href: String) {
        match undo {
            Some((href, text)) => self.toasts.push_undo(words, crate::ui::Undo::Link { href, text: text.to_owned() }),
            None => self.toasts.push(words),
        }
        self.team.changed();
        self.go.run(href);
    }
}
