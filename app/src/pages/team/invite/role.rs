//! The section of the role (R4, R13).

use super::typed::{Message, Typed, line, was};
use crate::ui::{Mark, OptList, OptRow};
use leptos::prelude::*;
use model::invitations::RoleOffer;

/// Roles with those refused and why (R4, R13).
pub(super) fn role_list(roles: &[RoleOffer], before: &Typed, name: &'static str, error: Message) -> AnyView {
    let typed = was(before, "role");
    let first = roles.iter().find(|r| r.refused.is_none()).map(|r| r.id.to_string()).unwrap_or_default();
    let checked = if typed.is_empty() { first } else { typed };
    let rows: Vec<AnyView> = roles
        .iter()
        .map(|role| {
            let id = role.id.to_string();
            let about = Some(role.about.clone()).filter(|a| !a.is_empty());
            let checked = id == checked;
            view! {
                <OptRow
                    mark=Mark::Radio
                    name=name
                    value=id
                    title=role.name.clone()
                    about
                    checked
                    disabled_reason=role.refused.clone()
                />
            }
            .into_any()
        })
        .collect();
    view! {
        <fieldset class="form-section">
            <legend>"Role"</legend>
            <OptList>{rows}</OptList>
            {line("role", error)}
        </fieldset>
    }
    .into_any()
}
