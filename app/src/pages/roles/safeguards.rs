//! /roles/safeguards: the two switches that hold others back (R13, M6).

use super::Shownable;
use crate::api::roles::SetSafeguards;
use crate::pages::bulk::show_flash;
use crate::pages::use_me;
use crate::ui::words::isolated;
use crate::ui::{
    Activation, Button, Dialog, DialogBody, DialogFoot, Mark, Notice, NoticeKind, OptList, OptRow, SubmitFoot,
    use_toasts,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use model::error::AppError;
use model::roles::RolesPage;
use model::{Permission, RoleKind};
use policy::{Action, Target, check};

const CLOSE: &str = "/roles";

/// The dialog at /roles/safeguards.
#[component]
pub fn SafeguardsDialog(page: RolesPage) -> impl IntoView {
    let me = use_me();
    let title = "Safeguards";
    if let Err(why) = me.with_untracked(|me| check(&me.actor, Action::ChangeSafeguards, Target::Account).map(|_| ())) {
        return view! {
            <Dialog id="safeguards-dialog" title open=true close_href=CLOSE.to_owned()>
                <DialogBody>
                    <Notice kind=NoticeKind::Info>{isolated(why.to_string())}</Notice>
                </DialogBody>
                <DialogFoot>
                    <Button activation=Activation::Link(CLOSE.into())>"Close"</Button>
                </DialogFoot>
            </Dialog>
        }
        .into_any();
    }
    let holds = me.with_untracked(|me| me.account.only_administrators_add);
    let sign_in = page.roles.iter().any(|r| r.role.kind == RoleKind::Manager && r.role.has(Permission::ChangeSignIn));
    let action = ServerAction::<SetSafeguards>::new();
    let (toasts, navigate, shown) = (use_toasts(), use_navigate(), expect_context::<Shownable>());
    let sent = RwSignal::new(holds);
    Effect::new(move |_| {
        if let Some(input) = action.input().get() {
            sent.set(input.only_administrators_add.is_some());
        }
    });
    Effect::new(move |_| {
        if let Some(Ok(flash)) = action.value().get() {
            let hold = move |on: bool| {
                me.update(|me| (me.account.only_administrators_add, me.actor.only_administrators_add) = (on, on))
            };
            hold(sent.get_untracked());
            show_flash(toasts, flash, move || {
                hold(holds);
                shown.refetch();
            });
            navigate(CLOSE, Default::default());
            shown.refetch();
        }
    });
    let problem = move || action.value().get().and_then(Result::err).as_ref().and_then(AppError::for_form);
    view! {
        <Dialog
            id="safeguards-dialog"
            title
            about="They hold from the next request of everybody concerned.".to_owned()
            open=true
            close_href=CLOSE.to_owned()
        >
            <ActionForm action attr:class="dialog__form">
                <DialogBody>
                    <OptList label="Safeguards">
                        <OptRow
                            mark=Mark::Switch
                            name="only_administrators_add"
                            title="Only Administrators add members"
                            about="Managers and other roles can’t invite, duplicate or import people.".to_owned()
                            checked=holds
                        />
                        <OptRow
                            mark=Mark::Switch
                            name="managers_change_sign_in"
                            title="Managers change sign-in emails"
                            about="Off: only Administrators and roles with that permission change how a member signs in."
                                .to_owned()
                            checked=sign_in
                        />
                    </OptList>
                    <div role="alert">
                        {move || {
                            problem().map(|words| view! { <Notice kind=NoticeKind::Bad>{isolated(words)}</Notice> })
                        }}
                    </div>
                </DialogBody>
                <SubmitFoot cancel=CLOSE busy=action.pending()>
                    "Save"
                </SubmitFoot>
            </ActionForm>
        </Dialog>
    }
    .into_any()
}
