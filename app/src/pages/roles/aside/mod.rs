//! The side of the form: name, description, what the role may assign, and how far it reaches (R2, R4, R6).

mod assigns;
mod reach;

use self::assigns::may_assign;
use self::reach::{numbers, people};
use crate::pages::roles::editing::Editing;
use crate::ui::form_errors::{Answer, field_error};
use crate::ui::words::isolated;
use crate::ui::{Activation, Button, ButtonKind, Icon, IconName, Notice, NoticeKind, Tag, TextField};
use leptos::prelude::*;
use model::roles::{ABOUT_LENGTH, NAME_LENGTH, RolesPage};
use model::{Role, RoleKind};
use policy::{Action, RoleRef, check};

/// The side of the role that is open: its form, or what can only be read and why.
pub fn aside(page: &RolesPage, editing: &Editing, answer: Answer) -> AnyView {
    let base = &editing.base;
    let (title, tag) = match (base.is_new, base.saved.kind) {
        (true, _) => ("New role".to_owned(), "Not saved yet"),
        (false, RoleKind::Custom) => (base.saved.name.clone(), "Custom"),
        (false, _) => (base.saved.name.clone(), "Built in"),
    };
    let body = match &base.locked {
        Some(why) => locked(page, &base.saved, why),
        None => fields(page, editing, answer),
    };
    view! {
        <aside class="role-aside" aria-labelledby="role-title">
            <h2 id="role-title">{title}" "<Tag text=tag /></h2>
            {body}
            {delete(editing)}
            {legend()}
        </aside>
    }
    .into_any()
}

/// What the lock in the matrix means.
pub fn legend() -> AnyView {
    view! {
        <p class="legend">
            <span>
                <Icon name=IconName::Lock />
                "Built-in roles keep what they have from the start. Duplicate one to take something away."
            </span>
        </p>
    }
    .into_any()
}

/// What can only be read, and why.
fn locked(page: &RolesPage, role: &Role, why: &str) -> AnyView {
    let assigns: Vec<&str> =
        page.roles.iter().filter(|r| role.may_assign(r.role.id)).map(|r| r.role.name.as_str()).collect();
    let assigns = if assigns.is_empty() { "None".to_owned() } else { assigns.join(", ") };
    let why = why.to_owned();
    view! {
        <Notice kind=NoticeKind::Info>{isolated(why)}</Notice>
        <dl class="facts">
            <dt>"Description"</dt>
            <dd>{role.description.clone()}</dd>
            <dt>"May assign"</dt>
            <dd>{assigns}</dd>
            <dt>"People"</dt>
            <dd>{role.people.label()}</dd>
            <dt>"Numbers"</dt>
            <dd>{role.numbers.label()}</dd>
        </dl>
    }
    .into_any()
}

fn fields(page: &RolesPage, editing: &Editing, answer: Answer) -> AnyView {
    let base = &editing.base;
    let form = editing.form;
    let built_in = !base.is_new && base.saved.kind != RoleKind::Custom;
    let (name, about) = (base.start.name.clone(), base.start.description.clone());
    let on_name = Callback::new(move |text: String| form.update(|form| form.name = text));
    let on_about = Callback::new(move |text: String| form.update(|form| form.description = text));
    let name = if built_in {
        view! {
            <TextField
                id="role-name"
                name="form[name]"
                label="Name"
                value=name
                readonly=true
                hint="Built-in roles keep their names."
            />
        }
        .into_any()
    } else {
        view! {
            <TextField
                id="role-name"
                name="form[name]"
                label="Name"
                value=name
                maxlength=NAME_LENGTH as u32
                error=field_error(answer, "name")
                on_input=on_name
            />
        }
        .into_any()
    };
    view! {
        {name}
        <TextField
            id="role-about"
            name="form[description]"
            label="Description"
            note="Shown when assigning"
            value=about
            maxlength=ABOUT_LENGTH as u32
            error=field_error(answer, "description")
            on_input=on_about
        />
        {may_assign(editing, answer)}
        {people(editing)}
        {numbers(page, editing)}
    }
    .into_any()
}

/// The way to delete a custom role (R2).
fn delete(editing: &Editing) -> Option<AnyView> {
    let base = &editing.base;
    if base.is_new || base.saved.kind != RoleKind::Custom {
        return None;
    }
    let next = base.all.iter().find(|r| r.kind == RoleKind::Agent)?;
    let action = Action::DeleteRole(RoleRef::from(next));
    let refused = crate::pages::use_me()
        .with_untracked(|me| check(&me.actor, action, &base.saved).err())
        .map(|why| why.to_string());
    let activation = Activation::Link(format!("/roles/{}/delete", base.saved.id));
    Some(view! {
        <div>
            <Button kind=ButtonKind::Danger icon=IconName::Trash activation disabled_reason=refused id="delete-role">
                {format!("Delete {}…", base.saved.name)}
            </Button>
        </div>
    }.into_any())
}
