//! Who may do what, as a table: a row for each permission, a column for each role; the open one's has boxes.

use crate::pages::roles::editing::Editing;
use crate::ui::words::counted;
use crate::ui::{Icon, IconName, TableScroll, TickBox};
use leptos::prelude::*;
use model::roles::RolesPage;
use model::{Permission, Role, RoleKind};

/// A column: a role as it is, or the one in the form.
enum Column {
    Fixed(Role),
    Edited,
}

/// The table of permissions and roles. `editing`: the role whose column can be changed.
pub fn matrix(page: &RolesPage, editing: Option<&Editing>) -> AnyView {
    let open = editing.filter(|e| !e.base.is_new).map(|e| e.base.saved.id);
    let mut columns: Vec<Column> = page
        .roles
        .iter()
        .map(|r| if Some(r.role.id) == open { Column::Edited } else { Column::Fixed(r.role.clone()) })
        .collect();
    if editing.is_some_and(|e| e.base.is_new) {
        columns.push(Column::Edited);
    }
    let heads: Vec<AnyView> = columns.iter().map(|column| head(page, column, editing)).collect();
    let mut bodies: Vec<AnyView> = Vec::new();
    let mut rest = Permission::ALL;
    while let Some(first) = rest.first() {
        let group = first.group();
        let (inside, after) = rest.split_at(rest.iter().take_while(|p| p.group() == group).count());
        rest = after;
        let rows: Vec<AnyView> = inside.iter().map(|p| row(*p, &columns, editing)).collect();
        bodies.push(
            view! {
                <tbody role="rowgroup">
                    <tr class="grp" role="row">
                        <th role="rowheader" scope="rowgroup" colspan=columns.len() + 1>
                            {group}
                        </th>
                    </tr>
                    {rows}
                </tbody>
            }
            .into_any(),
        );
    }
    let caption = match editing {
        Some(it) if it.base.locked.is_none() => {
            format!("What each role may do. The column of {} can be edited.", it.base.name())
        }
        _ => "What each role may do.".to_owned(),
    };
    view! {
        <TableScroll label="Permissions by role">
            <table class="table matrix" role="table">
                <caption class="sr-only">{caption}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">
                            "Permission"
                        </th>
                        {heads}
                    </tr>
                </thead>
                {bodies}
            </table>
        </TableScroll>
    }
    .into_any()
}

fn head(page: &RolesPage, column: &Column, editing: Option<&Editing>) -> AnyView {
    let (role, edited) = match (column, editing) {
        (Column::Fixed(role), _) => (role, false),
        (Column::Edited, Some(e)) if !e.base.is_new => (&e.base.saved, true),
        _ => {
            let name = "New role";
            return view! {
                <th role="columnheader" scope="col" class="is-edit">
                    <span class="who">{name}</span>
                    <span class="n">"Not saved yet"</span>
                </th>
            }
            .into_any();
        }
    };
    let members = page.find(role.id).map_or(0, |r| r.members);
    let lock = (role.kind != RoleKind::Custom).then(|| {
        view! {
            <Icon name=IconName::Lock />
            <span class="sr-only">"Built in: "</span>
        }
    });
    let class = if edited { "is-edit" } else { "" };
    view! {
        <th role="columnheader" scope="col" class=class>
            <a class="who" href=format!("/roles/{}", role.id) aria-current=edited.then_some("true")>
                {lock}
                {role.name.clone()}
            </a>
            <span class="n">{counted(members, "member", "members")}</span>
        </th>
    }
    .into_any()
}

fn row(permission: Permission, columns: &[Column], editing: Option<&Editing>) -> AnyView {
    let cells: Vec<AnyView> = columns
        .iter()
        .map(|column| match (column, editing) {
            (Column::Fixed(role), _) => {
                view! { <td role="cell">{mark(&role.name, permission, role.has(permission))}</td> }.into_any()
            }
            (Column::Edited, Some(editing)) => cell(permission, editing),
            (Column::Edited, None) => ().into_any(),
        })
        .collect();
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">
                {permission.label()}
            </th>
            {cells}
        </tr>
    }
    .into_any()
}

/// Allowed or not, of a role that isn't edited.
fn mark(role: &str, permission: Permission, on: bool) -> AnyView {
    let (class, icon, word) =
        if on { ("icon yes", IconName::Check, "allowed") } else { ("icon no", IconName::Minus, "not allowed") };
    let label = format!("{role}: {}, {word}", permission.label());
    view! {
        <svg class=class role="img" aria-label=label>
            <use href=icon.href()></use>
        </svg>
    }
    .into_any()
}

/// A box of the edited column; one that can't be changed says why, and is sent all the same while it is ticked.
fn cell(permission: Permission, editing: &Editing) -> AnyView {
    let slug = permission.slug();
    let (saved, form) = (editing.base.saved.has(permission), editing.form);
    let checked = editing.base.start.permissions.contains(&permission);
    let name = if editing.base.is_new { "New role".to_owned() } else { editing.base.saved.name.clone() };
    if editing.base.locked.is_some() {
        return view! {
            <td role="cell" class="is-edit">
                {mark(&name, permission, saved)}
            </td>
        }
        .into_any();
    }
    let refused = editing.why(|sheet| sheet.permission(permission));
    let unchanged =
        (refused.is_some() && checked).then(|| view! { <input type="hidden" name="form[permissions][]" value=slug /> });
    let is_on = move || form.with(|form| form.permissions.contains(&permission));
    let label = format!("{name}: {}", permission.label());
    let on_change = Callback::new(move |on: bool| Editing::tick(form, |form| &mut form.permissions, permission, on));
    view! {
        <td role="cell" class="is-edit" class:changed=move || is_on() != saved>
            <TickBox
                label
                id=format!("may-{slug}")
                name="form[permissions][]"
                value=slug
                checked
                disabled_reason=refused
                on_change
            />
            {unchanged}
        </td>
    }
    .into_any()
}
