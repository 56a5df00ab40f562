//! The form around matrix and side, and its foot: how much changes for how many, Discard and Save.

use super::{Shownable, aside, matrix};
use crate::api::roles::SaveRole;
use crate::pages::bulk::show_flash;
use crate::pages::roles::editing::Editing;
use crate::ui::form_errors::{Answer, form_error};
use crate::ui::words::counted;
use crate::ui::{Activation, Button, ButtonKind, Icon, IconName, use_hydrated, use_toasts};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use model::audit::FlashMessage;
use model::error::AppError;
use model::roles::RolesPage;

/// The page with the form around matrix and side, and its buttons below.
#[component]
pub fn RoleFormFrame(page: RolesPage, editing: Editing) -> impl IntoView {
    let action = ServerAction::<SaveRole>::new();
    let answer: Answer = Signal::derive(move || action.value().get().map(|result| result.map(drop)));
    let shown = expect_context::<Shownable>();
    let (toasts, navigate) = (use_toasts(), use_navigate());
    let (is_new, members) = (editing.base.is_new, editing.base.members);
    Effect::new(move |_| {
        if let Some(Ok(saved)) = action.value().get() {
            let who = if members == 0 {
                String::new()
            } else {
                format!(" {} it the next time they load a page.", has_or_have(members, "gets", "get"))
            };
            let flash = FlashMessage { said: format!("{} saved.{who}", saved.name), entry: saved.flash.entry };
            show_flash(toasts, flash, move || shown.refetch());
            if is_new {
                navigate(&format!("/roles/{}", saved.id), Default::default());
            } else {
                shown.refetch();
            }
        }
    });
    let start = editing.base.start.clone();
    let (id, version) = (start.id, start.version);
    let locked = editing.base.locked.is_some();
    view! {
        <ActionForm action attr:class="roles-form" attr:id="role-form">
            <input type="hidden" name="form[id]" value=id.map(|id| id.to_string()).unwrap_or_default() />
            <input type="hidden" name="form[version]" value=version />
            {form_error(answer)}
            {move || {
                answer
                    .with(is_conflict)
                    .then(|| {
                        view! {
                            <p class="roles-form__again">
                                <a href="" rel="external">
                                    "Reload the page"
                                </a>
                            </p>
                        }
                    })
            }}
            <div class="roles">{matrix::matrix(&page, Some(&editing))} {aside::aside(&page, &editing, answer)}</div>
            {(!locked).then(|| view! { <Foot editing pending=action.pending() /> })}
        </ActionForm>
    }
}

fn is_conflict(answer: &Option<Result<(), AppError>>) -> bool {
    matches!(answer, Some(Err(AppError::Conflict(_))))
}

fn has_or_have(members: u64, one: &str, many: &str) -> String {
    format!("{} {}", counted(members, "member", "members"), if members == 1 { one } else { many })
}

#[component]
fn Foot(editing: Editing, #[prop(into)] pending: Signal<bool>) -> impl IntoView {
    let hydrated = use_hydrated();
    let (base, is_new) = (editing.base.clone(), editing.base.is_new);
    let (form, start, discarded) = (editing.form, base.start.clone(), editing.discarded);
    let discard = move |_| {
        form.set(start.clone());
        discarded.notify();
    };
    let name = base.saved.name.clone();
    let members = base.members;
    let words = move || {
        let changes = counted(editing.changes() as u64, "change", "changes");
        let get = format!("{} them the next time they load a page.", has_or_have(members, "gets", "get"));
        match (is_new, hydrated.get(), editing.changes()) {
            (true, ..) => "Nobody has a new role until it is assigned.".to_owned(),
            (_, _, _) if members == 0 => "Nobody has this role yet.".to_owned(),
            (false, true, n) if n > 0 => format!("{changes}. {get}"),
            _ => format!(
                "{} this role. Changes reach them the next time they load a page.",
                has_or_have(members, "has", "have")
            ),
        }
    };
    let save = if is_new { "Create role".to_owned() } else { format!("Save {name}") };
    let label = move || if pending.get() { "Saving…".to_owned() } else { save.clone() };
    view! {
        <footer class="savebar">
            <span role="status">
                <Icon name=IconName::Info />
                <span class="truncate">{words}</span>
            </span>
            {if is_new {
                view! { <Button activation=Activation::Link("/roles".into())>"Discard"</Button> }.into_any()
            } else {
                view! {
                    <button class="btn" type="reset" on:click=discard>
                        "Discard"
                    </button>
                }
                    .into_any()
            }}
            <Button kind=ButtonKind::Primary activation=Activation::Submit busy=pending>
                {label}
            </Button>
        </footer>
    }
}
