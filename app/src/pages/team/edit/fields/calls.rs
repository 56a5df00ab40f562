//! Availability, features of calls, and groups.

use crate::ui::{Mark, OptList, OptRow, Segment, Segmented};
use leptos::prelude::*;
use model::Availability;
use model::members::edit::{CallFeature, EditField, MemberEdit, MemberForm};

pub(super) fn calls(saved: &MemberEdit, form: &MemberForm) -> AnyView {
    let availability = match saved.why_not(EditField::Availability) {
        Some(why) => view! { <p class="hint">{why}</p> }.into_any(),
        None => {
            let segments = Availability::ALL.iter().map(|a| Segment::new(a.slug(), a.label())).collect();
            view! {
                <Segmented
                    legend="Availability"
                    name="form[availability]"
                    segments
                    value=form.text(EditField::Availability)
                />
            }
            .into_any()
        }
    };
    let why = saved.why_not(EditField::Features);
    let switch = |feature: CallFeature| {
        let (value, title, checked) = (feature.slug(), feature.label(), form.features.contains(&feature));
        let (about, refused) = match feature {
            CallFeature::Screening => ("Callers say their name; the member presses 1 to answer.", None),
            CallFeature::DialByName => ("Callers can reach them by spelling their name on the keypad.", None),
            CallFeature::PrivateBridge => (
                "HIPAA: only invited people join, nothing is recorded. Needs Plus or Pro.",
                saved.bridge_refused.clone(),
            ),
        };
        let refused = why.clone().or(refused);
        view! {
            <OptRow
                mark=Mark::Switch
                name="form[features][]"
                value
                id=format!("edit-{value}")
                title
                about=about.to_owned()
                checked
                disabled_reason=refused
            />
        }
        .into_any()
    };
    let switches: Vec<AnyView> = CallFeature::ALL.iter().map(|feature| switch(*feature)).collect();
    view! {
        <fieldset class="form-section">
            <legend>"Calls"</legend>
            {availability}
            {switches}
        </fieldset>
    }
    .into_any()
}

pub(super) fn groups(saved: &MemberEdit, form: &MemberForm) -> AnyView {
    if saved.groups.is_empty() {
        return ().into_any();
    }
    let rows: Vec<AnyView> = saved
        .groups
        .iter()
        .map(|g| {
            let id = g.id.to_string();
            let joined = saved.form.groups.contains(&g.id);
            let about = g.extension.map(|e| format!("Ext. {e}"));
            let end = if g.members == 1 { "1 member".to_owned() } else { format!("{} members", g.members) };
            // One that can't be left is sent all the same, or it would be left.
            let stays = (g.refused.is_some() && joined)
                .then(|| view! { <input type="hidden" name="form[groups][]" value=id.clone() /> });
            view! {
                <OptRow
                    name="form[groups][]"
                    value=id.clone()
                    id=format!("group-{id}")
                    title=g.name.clone()
                    about
                    end=Some(end)
                    checked=form.groups.contains(&g.id)
                    disabled_reason=g.refused.clone()
                />
                {stays}
            }
            .into_any()
        })
        .collect();
    view! {
        <fieldset class="form-section">
            <legend>"Groups"</legend>
            <OptList scroll=true>{rows}</OptList>
        </fieldset>
    }
    .into_any()
}
