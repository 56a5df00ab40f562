//! Name, sign-in, mobile number and time zone.

use super::line::{EMAIL, TEL, TEXT, ZONE, ZONES, line};
use crate::ui::field::suggestions;
use crate::ui::form_errors::Answer;
use leptos::prelude::*;
use model::MemberState;
use model::members::edit::{EditField, MemberEdit, MemberForm};

pub(super) fn who(saved: &MemberEdit, form: &MemberForm, answer: Answer) -> AnyView {
    let email = match (saved.has_email, saved.state) {
        (false, _) => None,
        (true, MemberState::Invited) => {
            Some("A corrected address gets a new invitation, and the link that was sent before stops working.")
        }
        (true, _) => Some("They sign in with it. When it changes, the old and the new address are both told."),
    };
    let (sign_in, kind) = if saved.has_email { ("Email", EMAIL) } else { ("Username", TEXT) };
    view! {
        <fieldset class="form-section">
            <legend>"Person"</legend>
            <div class="edit-form__pair">
                {line(saved, form, answer, EditField::First, "First name", None, TEXT)}
                {line(saved, form, answer, EditField::Last, "Last name", None, TEXT)}
            </div>
            {line(saved, form, answer, EditField::SignIn, sign_in, email.map(str::to_owned), kind)}
            <div class="edit-form__pair">
                {line(saved, form, answer, EditField::Mobile, "Mobile number", None, TEL)}
                {line(
                    saved,
                    form,
                    answer,
                    EditField::TimeZone,
                    "Time zone",
                    Some("Such as Europe/Berlin. Empty: the company’s.".to_owned()),
                    ZONE,
                )} {suggestions(ZONES, &saved.time_zones)}
            </div>
        </fieldset>
    }
    .into_any()
}
