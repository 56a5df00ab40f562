//! The side of the form: name, description, what the role may assign, and how far it reaches (R2, R4, R6).

use crate::pages::roles::editing::Editing;
use crate::ui::form_errors::{Answer, field_error};
use crate::ui::words::{counted, grouped, isolated};
use crate::ui::{
    Activation, Button, ButtonKind, ErrorLine, Icon, IconName, Mark, Notice, NoticeKind, OptList, OptRow, Tag,
    TextField,
};
use leptos::prelude::*;
use model::roles::{ABOUT_LENGTH, MayAssign, NAME_LENGTH, RoleForm, RolesPage};
use model::{NumberScope, PeopleScope, Role, RoleKind};
use policy::{Action, RoleRef, check};

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

/// Which roles its holders may give. The reasons follow the boxes of the matrix.
fn may_assign(editing: &Editing, answer: Answer) -> AnyView {
    let editing = editing.clone();
    let base = editing.base.clone();
    // Its own role after those below it, then those above.
    let mut others: Vec<Role> = base.all.iter().filter(|r| r.id != base.saved.id || base.is_new).cloned().collect();
    others.reverse();
    let listed = others.clone();
    let asks = editing.clone();
    let reasons = Memo::new(move |_| {
        let edited = asks.edited();
        listed.iter().map(|other| asks.why(|sheet| sheet.assigns(&edited, other))).collect::<Vec<_>>()
    });
    let own = if base.is_new { MayAssign::Itself } else { MayAssign::Role(base.saved.id) };
    let rows = move || {
        editing.discarded.track();
        let ticked = |given: MayAssign| editing.form.with_untracked(|form| form.may_assign.contains(&given));
        let own_row = opt(
            editing.form,
            own,
            own_name(&base.saved, base.is_new),
            Some("Its own role".to_owned()),
            ticked(own),
            None,
        );
        let mut rows: Vec<AnyView> = others
            .iter()
            .zip(reasons.get())
            .map(|(other, why)| {
                let given = MayAssign::Role(other.id);
                let on = ticked(given);
                // A ticked one can always be unticked; saving says what is wrong with it.
                let (about, refused) = if on { (why, None) } else { (None, why) };
                opt(editing.form, given, other.name.clone(), about, on, refused)
            })
            .collect();
        rows.insert(rows.len().min(1), own_row);
        rows
    };
    let error = field_error(answer, "may_assign");
    view! {
        <fieldset class="field role-list">
            <legend class="label">"May assign these roles"</legend>
            <OptList>{rows}</OptList>
            <ErrorLine error=error alert=true />
        </fieldset>
    }
    .into_any()
}

fn own_name(saved: &Role, is_new: bool) -> String {
    if is_new { "The new role".to_owned() } else { saved.name.clone() }
}

fn opt(
    form: RwSignal<RoleForm>,
    given: MayAssign,
    title: String,
    about: Option<String>,
    checked: bool,
    refused: Option<String>,
) -> AnyView {
    let word = given.to_string();
    let on_change = Callback::new(move |on: bool| Editing::tick(form, |form| &mut form.may_assign, given, on));
    view! {
        <OptRow
            name="form[may_assign][]"
            id=format!("assign-{word}")
            value=word
            title
            about
            checked
            disabled_reason=refused
            on_change
        />
    }
    .into_any()
}

fn people(editing: &Editing) -> AnyView {
    let (form, start) = (editing.form, editing.base.start.people);
    let row = |scope: PeopleScope, about: &'static str| {
        let refused = editing.why(|sheet| sheet.people(scope)).filter(|_| start != scope);
        let on_change = Callback::new(move |_| form.update(|form| form.people = scope));
        view! {
            <OptRow
                mark=Mark::Radio
                name="form[people]"
                id=format!("people-{}", scope.slug())
                value=scope.slug()
                title=scope.label()
                about=about.to_owned()
                checked=start == scope
                disabled_reason=refused
                on_change
            />
        }
        .into_any()
    };
    let rows = [
        row(PeopleScope::Everyone, "The whole team"),
        row(PeopleScope::OwnGroups, "Those who share a group with them"),
    ];
    view! {
        <fieldset class="field role-list">
            <legend class="label">"People they reach"</legend>
            <OptList>{rows}</OptList>
        </fieldset>
    }
    .into_any()
}

fn numbers(page: &RolesPage, editing: &Editing) -> AnyView {
    let (form, start) = (editing.form, editing.base.start.numbers);
    let row = |scope: NumberScope, title: String, about: Option<String>| {
        let refused = editing.why(|sheet| sheet.numbers(scope)).filter(|_| start != scope);
        let on_change = Callback::new(move |_| form.update(|form| form.numbers = scope));
        view! {
            <OptRow
                mark=Mark::Radio
                name="form[numbers]"
                id=format!("numbers-{}", scope.slug())
                value=scope.slug()
                title
                about
                checked=start == scope
                disabled_reason=refused
                on_change
            />
        }
        .into_any()
    };
    let groups = match page.groups.as_slice() {
        [] => "None today".to_owned(),
        [a] => a.clone(),
        [a, b] => format!("{a}, {b}"),
        [a, b, rest @ ..] => format!("{a}, {b} and {} more", rest.len()),
    };
    let groups = if page.groups.is_empty() {
        groups
    } else {
        format!("{groups}: {} today", counted(page.group_numbers, "number", "numbers"))
    };
    let all =
        if page.numbers == 1 { "All numbers: 1".to_owned() } else { format!("All {} numbers", grouped(page.numbers)) };
    let rows = [
        row(NumberScope::All, all, None),
        row(NumberScope::OwnGroups, NumberScope::OwnGroups.label().to_owned(), Some(groups)),
        row(
            NumberScope::Held,
            NumberScope::Held.label().to_owned(),
            Some("Their direct numbers and those shared with them".to_owned()),
        ),
    ];
    view! {
        <fieldset class="field role-list">
            <legend class="label">"Numbers they can use and assign"</legend>
            <OptList>{rows}</OptList>
        </fieldset>
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
