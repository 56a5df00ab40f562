//! The section of the name, and of how they join (M1, M2).

use super::typed::{Message, Typed, was};
use crate::ui::{IconName, Segment, Segmented, TextField};
use leptos::prelude::*;

/// Name, and how they join.
pub(super) fn person(before: &Typed, failed: impl Fn(&'static str) -> Message) -> AnyView {
    let how = if was(before, "how") == "username" { "username" } else { "email" };
    let segments = vec![
        Segment::new("email", "Invite by email").icon(IconName::Mail),
        Segment::new("username", "Without email: username").icon(IconName::User),
    ];
    view! {
        <fieldset class="form-section">
            <legend class="sr-only">"Person"</legend>
            <div class="row2">
                <TextField
                    id="first_name"
                    name="form[first_name]"
                    label="First name"
                    value=was(before, "first_name")
                    maxlength=80
                    autofocus=true
                    error=failed("first_name")
                />
                <TextField
                    id="last_name"
                    name="form[last_name]"
                    label="Last name"
                    value=was(before, "last_name")
                    maxlength=80
                />
            </div>
            <div class="field">
                <Segmented legend="How they join" name="form[how]" segments value=how />
            </div>
            <div class="how-email">
                <TextField
                    id="email"
                    name="form[email]"
                    label="Email"
                    kind="email"
                    value=was(before, "email")
                    maxlength=254
                    error=failed("email")
                />
            </div>
            <div class="how-user">
                <TextField
                    id="username"
                    name="form[username]"
                    label="Username"
                    value=was(before, "username")
                    maxlength=40
                    error=failed("username")
                    hint="They sign in with it and a temporary password, which is made for you and shown once."
                />
            </div>
        </fieldset>
    }
    .into_any()
}
