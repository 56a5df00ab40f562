//! The section of what callers meet, and of whom the member may supervise.

use super::typed::{Message, Typed, on, was};
use crate::ui::{Choice, Mark, OptRow, SelectField};
use leptos::prelude::*;
use model::SupervisorScope;
use model::invitations::InviteOffers;

/// What callers meet, and Supervisor access.
pub(super) fn calls(offers: &InviteOffers, before: &Typed, failed: impl Fn(&'static str) -> Message) -> AnyView {
    let because = |label: &str, why: &Option<String>| {
        why.as_ref().map_or_else(|| label.to_owned(), |why| format!("{label} ({why})"))
    };
    let option = |scope: &SupervisorScope| {
        let (label, why) = match scope {
            SupervisorScope::Nobody => ("Nobody", &None),
            SupervisorScope::Groups => ("The groups chosen below", &offers.supervises_refused),
            SupervisorScope::Everyone => ("Everyone", &offers.everyone_refused),
        };
        Choice { value: scope.slug().to_owned(), label: because(label, why), disabled: why.is_some() }
    };
    let options = SupervisorScope::ALL.iter().map(option).collect();
    let value = SupervisorScope::from_slug(&was(before, "supervises")).unwrap_or(SupervisorScope::Nobody).slug();
    view! {
        <fieldset class="form-section">
            <legend>"Calls"</legend>
            <div>
                <OptRow
                    mark=Mark::Switch
                    name="form[available]"
                    title="Available right away"
                    checked=on(before, "available", true)
                    about="Calls ring as soon as they sign in. Otherwise they start on Do not disturb.".to_owned()
                />
                <OptRow
                    mark=Mark::Switch
                    name="form[screening]"
                    title="Screen incoming calls"
                    checked=on(before, "screening", false)
                    about="Callers say their name; the member presses 1 to answer.".to_owned()
                />
                <OptRow
                    mark=Mark::Switch
                    name="form[dial_by_name]"
                    title="Dial by name"
                    checked=on(before, "dial_by_name", true)
                    about="Callers can reach them by spelling their name on the keypad.".to_owned()
                />
            </div>
            <SelectField
                id="supervises"
                name="form[supervises]"
                label="Supervises"
                options
                value
                hint="Listen in, whisper and join calls. Needs the Pro plan."
                error=failed("supervises")
            />
        </fieldset>
    }
    .into_any()
}
