//! /roles/ID/delete: a role goes together with its members' next one (R2).

use super::Shownable;
use crate::api::roles::DeleteRole;
use crate::pages::use_me;
use crate::ui::words::{counted, isolated};
use crate::ui::{
    Activation, Button, ButtonKind, Choice, Dialog, DialogBody, DialogFoot, Notice, NoticeKind, SelectField,
    SubmitFoot, use_toasts,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_navigate;
use model::error::AppError;
use model::roles::RolesPage;
use model::{RoleId, RoleKind};
use policy::{Action, RoleRef, check};

/// The dialog at /roles/ID/delete: asks which role its holders get instead (R2).
#[component]
pub fn DeleteDialog(id: RoleId, page: RolesPage) -> impl IntoView {
    let Some(seen) = page.find(id).cloned() else { return ().into_any() };
    let close = format!("/roles/{id}");
    let (role, members) = (seen.role, seen.members);
    let title = format!("Delete {}?", role.name);
    let why = |next: RoleRef| {
        use_me().with_untracked(|me| check(&me.actor, Action::DeleteRole(next), &role).err()).map(|why| why.to_string())
    };
    let options: Vec<(Choice, bool)> = page
        .roles
        .iter()
        .rev()
        .filter(|r| r.role.id != id)
        .map(|r| {
            let refused = why(RoleRef::from(&r.role));
            let label = refused
                .as_ref()
                .map_or_else(|| r.role.name.clone(), |why| format!("{} ({})", r.role.name, why.trim_end_matches('.')));
            (
                Choice { value: r.role.id.to_string(), label, disabled: refused.is_some() },
                r.role.kind == RoleKind::Agent,
            )
        })
        .collect();
    let first =
        options.iter().find(|(c, agent)| *agent && !c.disabled).or_else(|| options.iter().find(|(c, _)| !c.disabled));
    let Some(first) = first.map(|(c, _)| c.value.clone()) else {
        let reason =
            page.roles.iter().find(|r| r.role.id != id).and_then(|r| why(RoleRef::from(&r.role))).unwrap_or_default();
        return view! {
            <Dialog id="delete-role-dialog" title open=true close_href=close.clone()>
                <DialogBody>
                    <Notice kind=NoticeKind::Info>{isolated(reason)}</Notice>
                </DialogBody>
                <DialogFoot>
                    <Button activation=Activation::Link(close)>"Close"</Button>
                </DialogFoot>
            </Dialog>
        }
        .into_any();
    };
    let givers: Vec<String> = page
        .roles
        .iter()
        .filter(|r| r.role.id != id && r.role.kind != RoleKind::Administrator && r.role.may_assign.contains(&id))
        .map(|r| r.role.name.clone())
        .collect();
    let action = ServerAction::<DeleteRole>::new();
    let shown = expect_context::<Shownable>();
    let (toasts, navigate) = (use_toasts(), use_navigate());
    Effect::new(move |_| {
        if let Some(Ok(deleted)) = action.value().get() {
            let moved = if deleted.members == 0 {
                String::new()
            } else {
                format!(" {} now: {}.", deleted.next, counted(deleted.members, "member", "members"))
            };
            toasts.push(format!("{} was deleted.{moved}", deleted.name));
            navigate("/roles", Default::default());
            shown.refetch();
        }
    });
    let error = Signal::derive(move || action.value().get().and_then(Result::err));
    let field_error = Signal::derive(move || error.with(|e| e.as_ref().and_then(|e| e.for_field("next"))));
    let problem = move || error.with(|e| e.as_ref().and_then(AppError::for_form));
    let effect = match members {
        0 => "Nobody has this role, so nobody changes.".to_owned(),
        1 => "1 member gets the next role now, in all of their sessions.".to_owned(),
        n => format!("{} get the next role now, in all of their sessions.", counted(n, "member", "members")),
    };
    let givers =
        (!givers.is_empty()).then(|| view! { <li>{format!("{} can’t assign it any more.", givers.join(", "))}</li> });
    let options = options.into_iter().map(|(choice, _)| choice).collect();
    let label = if members == 0 {
        format!("Delete {}", role.name)
    } else {
        format!("Delete {} and change {}", role.name, counted(members, "member", "members"))
    };
    view! {
        <Dialog id="delete-role-dialog" title open=true close_href=close.clone()>
            <ActionForm action attr:class="dialog__form">
                <input type="hidden" name="id" value=id.to_string() />
                <DialogBody>
                    <ul class="effects">
                        <li>{effect}</li>
                        {givers}
                        <li>"The audit log keeps what it allowed."</li>
                    </ul>
                    <SelectField
                        id="next-role"
                        name="next"
                        label="Next role of its members"
                        options
                        value=first
                        error=field_error
                    />
                    <div role="alert">
                        {move || {
                            problem().map(|words| view! { <Notice kind=NoticeKind::Bad>{isolated(words)}</Notice> })
                        }}
                    </div>
                </DialogBody>
                <SubmitFoot cancel=close kind=ButtonKind::DangerSolid busy=action.pending()>
                    {label}
                </SubmitFoot>
            </ActionForm>
        </Dialog>
    }
    .into_any()
}
