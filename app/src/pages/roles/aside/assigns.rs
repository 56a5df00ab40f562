//! Which roles the holders of a role may give (R4).

use crate::pages::roles::editing::Editing;
use crate::ui::form_errors::{Answer, field_error};
use crate::ui::{ErrorLine, OptList, OptRow};
use leptos::prelude::*;
use model::Role;
use model::roles::{MayAssign, RoleForm};

/// Which roles its holders may give. The reasons follow the boxes of the matrix.
pub(super) fn may_assign(editing: &Editing, answer: Answer) -> AnyView {
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
