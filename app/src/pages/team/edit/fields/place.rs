//! Role and extension.

use super::line::{DIGITS, line};
use crate::ui::form_errors::{Answer, field_error};
use crate::ui::{Choice, SelectField, TextField};
use leptos::prelude::*;
use model::members::edit::{EditField, MemberEdit, MemberForm};

pub(super) fn place(saved: &MemberEdit, form: &MemberForm, answer: Answer) -> AnyView {
    let free = saved.free_extension.map_or_else(
        || "Every extension is taken.".to_owned(),
        |e| format!("{e} is the lowest free one. Empty: they get that."),
    );
    view! {
        <fieldset class="form-section">
            <legend>"Role and extension"</legend>
            {role(saved, form, answer)}
            <div class="ext-field">
                {line(saved, form, answer, EditField::Extension, "Extension", Some(free), DIGITS)}
            </div>
        </fieldset>
    }
    .into_any()
}

/// Roles that can't be given are listed with their reason (R4, R10).
fn role(saved: &MemberEdit, form: &MemberForm, answer: Answer) -> AnyView {
    let now = saved.form.role;
    if let Some(why) = saved.why_not(EditField::Role) {
        let words = saved.in_words(EditField::Role, &saved.form);
        return view! { <TextField id="edit-role" name="role-now" label="Role" value=words readonly=true hint=why /> }
            .into_any();
    }
    let options = saved.roles.iter().map(|r| {
        let refused = r.refused.as_ref().filter(|_| Some(r.id) != now);
        let label = refused.map_or_else(|| r.name.clone(), |why| format!("{} ({})", r.name, why.trim_end_matches('.')));
        Choice { value: r.id.to_string(), label, disabled: refused.is_some() }
    });
    let options = options.collect();
    view! {
        <SelectField
            id="edit-role"
            name="form[role]"
            label="Role"
            options
            value=form.text(EditField::Role)
            error=field_error(answer, "role")
        />
    }
    .into_any()
}
