//! Two people edited the same member (M7): what is saved now and what was typed, with a choice for each field.

use crate::ui::form_errors::{Answer, field_error};
use crate::ui::{ErrorLine, Mark, OptList, OptRow};
use leptos::prelude::*;
use model::members::edit::{EditField, MemberEdit, MemberForm};

/// The saved version is chosen at first, so nothing is overwritten that nobody chose to overwrite. Each radio carries
/// the field's whole value; fields that don't differ are not sent.
#[component]
pub fn Conflict(saved: MemberEdit, typed: MemberForm, answer: Answer) -> impl IntoView {
    let differing: Vec<EditField> = typed.differs(&saved.form).into_iter().filter(|f| saved.form.carries(*f)).collect();
    let version = saved.form.version;
    if differing.is_empty() {
        return view! {
            <input type="hidden" name="form[version]" value=version />
            <p class="hint">"What is saved now is the same as what you typed. There is nothing left to choose."</p>
        }
        .into_any();
    }
    let choices: Vec<AnyView> = differing.into_iter().map(|field| choice(field, &saved, &typed, answer)).collect();
    view! {
        <section class="conflict" aria-label="Both versions">
            <input type="hidden" name="form[version]" value=version />
            {choices}
        </section>
    }
    .into_any()
}

fn choice(field: EditField, saved: &MemberEdit, typed: &MemberForm, answer: Answer) -> AnyView {
    let error = field_error(answer, field.slug());
    let list = matches!(field, EditField::Features | EditField::Supervises | EditField::Groups);
    let name = if list { format!("form[{}][]", field.slug()) } else { format!("form[{}]", field.slug()) };
    let (theirs, mine) = (saved.form.text(field), typed.text(field));
    let (theirs_words, mine_words) = (saved.in_words(field, &saved.form), saved.in_words(field, typed));
    let label = if field == EditField::SignIn && !saved.has_email { "Username" } else { field.label() };
    let id = field.slug();
    view! {
        <fieldset class="field">
            <legend class="label">{label}</legend>
            <input type="hidden" name="form[has][]" value=field.slug() />
            <OptList>
                <OptRow
                    mark=Mark::Radio
                    name=name.clone()
                    value=theirs
                    id=format!("{id}-saved")
                    title=theirs_words
                    about="Saved now".to_owned()
                    checked=true
                />
                <OptRow
                    mark=Mark::Radio
                    name=name
                    value=mine
                    id=format!("{id}-mine")
                    title=mine_words
                    about="What you typed".to_owned()
                />
            </OptList>
            <ErrorLine error=error alert=true />
        </fieldset>
    }
    .into_any()
}
