//! The section of the groups the member is to be in.

use super::typed::{Message, Typed, chosen, line};
use crate::ui::words::counted;
use crate::ui::{OptList, OptRow};
use leptos::prelude::*;
use model::invitations::InviteOffers;

pub(super) fn groups(offers: &InviteOffers, before: &Typed, error: Message) -> AnyView {
    if offers.groups.is_empty() && offers.groups_refused.is_none() {
        return ().into_any();
    }
    let rows: Vec<AnyView> = offers
        .groups
        .iter()
        .map(|g| {
            let id = g.id.to_string();
            let about = g.extension.map(|e| format!("Ext. {e}"));
            let checked = chosen(before, "groups", &id);
            view! {
                <OptRow
                    name="form[groups][]"
                    value=id
                    title=g.name.clone()
                    about
                    end=counted(g.members, "member", "members")
                    checked
                />
            }
            .into_any()
        })
        .collect();
    view! {
        <fieldset class="form-section">
            <legend>"Groups"</legend>
            {(!rows.is_empty()).then(|| view! { <OptList scroll=true>{rows}</OptList> })}
            {offers.groups_refused.clone().map(|w| view! { <p class="hint">{w}</p> })}
            {line("groups", error)}
        </fieldset>
    }
    .into_any()
}
