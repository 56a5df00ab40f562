//! The fields of the edit form (M6). One that is refused stays to be read, with its reason, and is not sent (R10).

mod calls;
mod line;
mod person;
mod place;
mod supervisor;

use self::calls::{calls, groups};
use self::person::who;
use self::place::place;
use self::supervisor::supervisor;
use crate::ui::form_errors::Answer;
use leptos::prelude::*;
use model::members::edit::{EditField, MemberEdit, MemberForm};

/// All fields. `typed`: what a refused browser without script had sent.
#[component]
pub fn Fields(saved: MemberEdit, typed: Option<MemberForm>, answer: Answer) -> impl IntoView {
    let form = start(&saved, typed);
    let has: Vec<AnyView> = saved
        .form
        .has
        .iter()
        .map(|field| view! { <input type="hidden" name="form[has][]" value=field.slug() /> }.into_any())
        .collect();
    view! {
        {has}
        <input type="hidden" name="form[version]" value=saved.form.version />
        {who(&saved, &form, answer)}
        {place(&saved, &form, answer)}
        {calls(&saved, &form)}
        {groups(&saved, &form)}
        {supervisor(&saved, &form, answer)}
    }
    .into_any()
}

/// The saved values, with what was typed over them.
fn start(saved: &MemberEdit, typed: Option<MemberForm>) -> MemberForm {
    let mut form = saved.form.clone();
    let Some(typed) = typed else { return form };
    for field in EditField::ALL.iter().filter(|f| typed.carries(**f) && saved.form.carries(**f)) {
        form.take(*field, &typed);
    }
    form
}
