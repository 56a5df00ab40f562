//! Whose calls the member may listen in on.

use crate::ui::form_errors::{Answer, field_error};
use crate::ui::{ErrorLine, Mark, OptList, OptRow};
use leptos::prelude::*;
use model::SupervisorScope;
use model::members::edit::{EditField, MemberEdit, MemberForm};

pub(super) fn supervisor(saved: &MemberEdit, form: &MemberForm, answer: Answer) -> AnyView {
    if let Some(why) = saved.why_not(EditField::Supervises) {
        let now = saved.in_words(EditField::Supervises, &saved.form);
        return view! {
            <fieldset class="form-section">
                <legend>"Supervisor workspace"</legend>
                <p class="hint">{format!("{now}. {why}")}</p>
            </fieldset>
        }
        .into_any();
    }
    let now = form.supervises.scope();
    let all_refused = saved
        .groups
        .iter()
        .find_map(|g| g.watch_refused.clone())
        .filter(|_| saved.groups.iter().all(|g| g.watch_refused.is_some()));
    let radio = |scope: SupervisorScope, title: &'static str, about: &'static str, refused: Option<String>| {
        let (value, checked) = (scope.slug(), scope == now);
        view! {
            <OptRow
                mark=Mark::Radio
                name="form[supervises][]"
                value
                id=format!("supervises-{value}")
                title
                about=about.to_owned()
                checked
                disabled_reason=refused.filter(|_| !checked)
            />
        }
        .into_any()
    };
    let watched: Vec<AnyView> = saved
        .groups
        .iter()
        .map(|g| {
            let (id, checked) = (g.id.to_string(), form.supervises.names(g.id));
            view! {
                <OptRow
                    name="form[supervises][]"
                    value=id.clone()
                    id=format!("watch-{id}")
                    title=g.name.clone()
                    checked
                    disabled_reason=g.watch_refused.clone().filter(|_| !checked)
                />
            }
            .into_any()
        })
        .collect();
    let error = field_error(answer, "supervises");
    let groups = (!saved.groups.is_empty()).then(|| {
        view! {
            {radio(
                SupervisorScope::Groups,
                "Groups ticked below",
                "Listen in, whisper and join calls of their members",
                all_refused.clone(),
            )}
            <div class="watched">
                <OptList label="Groups they may watch" scroll=true>
                    {watched}
                </OptList>
            </div>
        }
    });
    view! {
        <fieldset class="form-section supervises" id="edit-supervises">
            <legend>"Supervisor workspace"</legend>
            {radio(SupervisorScope::Nobody, "No access", "They see no live calls of others", None)}
            {radio(
                SupervisorScope::Everyone,
                "Everyone",
                "Listen in, whisper and join all calls",
                saved.everyone_refused.clone(),
            )}
            {groups}
            <ErrorLine error=error alert=true />
        </fieldset>
    }
    .into_any()
}
