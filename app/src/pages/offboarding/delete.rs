//! Delete a member: what happens, and who gets what is left (M17).

use super::confirm::Confirm;
use super::{About, Done};
use crate::api::offboarding::DeleteMember;
use crate::api::team::find_members;
use crate::pages::use_zone;
use crate::ui::field::{Message, described_by, invalid};
use crate::ui::words::counted;
use crate::ui::{ButtonKind, Field, OptList, OptRow, field_error, form_error};
use leptos::form::ActionForm;
use leptos::prelude::*;
use model::MemberRow;
use model::offboarding::{Heir, Offboarding};
use policy::RowAction;

/// The dialog at /team/ID/delete.
#[component]
pub fn Delete(about: About, facts: Offboarding) -> impl IntoView {
    let action = ServerAction::<DeleteMember>::new();
    let (done, gone) = (Done::new(), about.id);
    Effect::new(move |_| {
        if let Some(Ok(deleted)) = action.value().get() {
            let undo = deleted.restorable.then(|| (format!("/team/{gone}/{}", RowAction::Restore.slug()), "Undo"));
            done.show(format!("{} was deleted", deleted.name), undo, untrack(|| done.team.list_href()));
        }
    });
    let body = view! {
        {effects(&facts)}
        {transfer(&facts, field_error(action.value(), "to"))}
        {form_error(action.value())}
    }
    .into_any();
    let confirm = Confirm { verb: "Delete", note: None, kind: ButtonKind::DangerSolid, busy: action.pending().into() };
    confirm.ask(about, body, move |content| {
        view! {
            <ActionForm action attr:class="dialog__form">
                {content}
            </ActionForm>
        }
        .into_any()
    })
}

fn effects(facts: &Offboarding) -> AnyView {
    let zone = use_zone();
    let access = if facts.invited {
        "Their invitation link stops working now."
    } else {
        "Their access and all sessions end now."
    };
    let groups = (!facts.groups.is_empty()).then(|| format!("They leave {}.", facts.groups.join(", ")));
    let erasure = match facts.restorable_until {
        Some(until) => format!("Personal data is erased on {}. Until then they can be restored.", until.date(&zone)),
        None => "Personal data is erased at once, because this is a free account. This can’t be undone.".to_owned(),
    };
    view! {
        <ul class="effects">
            <li>{access}</li>
            <li>"Their seat is free, and the charge for it ends."</li>
            {groups.map(|words| view! { <li>{words}</li> })}
            <li>"The history of calls and messages stays with the account."</li>
            <li>{erasure}</li>
        </ul>
    }
    .into_any()
}

/// Who gets what is left; nothing to ask when nothing is.
fn transfer(facts: &Offboarding, error: Message) -> AnyView {
    let numbers = facts.direct.clone();
    if facts.extension.is_none() && numbers.is_empty() && facts.messages == 0 {
        return ().into_any();
    }
    let found = RwSignal::new(Vec::<MemberRow>::new());
    let look = move |text: String| {
        leptos::task::spawn_local(async move {
            if text.chars().count() > 1
                && let Ok(rows) = find_members(text).await
            {
                found.set(rows);
            }
        });
    };
    let options = move || {
        found
            .get()
            .iter()
            .map(|row| view! { <option value=Heir::of(row).to_string()></option> }.into_any())
            .collect::<Vec<_>>()
    };
    let messages = (facts.messages > 0).then(|| {
        let about = counted(facts.messages, "item", "items");
        view! { <OptRow name="history" title="Voicemail, messages and faxes".to_owned() about=about /> }.into_any()
    });
    let direct = (!numbers.is_empty()).then(|| {
        let title = format!("Direct number {}", numbers.join(", "));
        view! { <OptRow name="direct" title disabled_reason=facts.direct_refused.clone() /> }.into_any()
    });
    let extension = facts.extension.map(|e| {
        view! {
            <OptRow
                name="extension"
                title=format!("Extension {e}")
                about="Their own extension becomes free.".to_owned()
            />
        }
        .into_any()
    });
    view! {
        <h3 class="group-title">"Transfer to another member"</h3>
        <Field id="transfer-to" label="Transfer to" note="Optional" hint="A name, an email or an extension" error=error>
            <input
                class="input"
                id="transfer-to"
                name="to"
                list="transfer-people"
                autocomplete="off"
                aria-invalid=invalid(error)
                aria-describedby=described_by("transfer-to", true)
                on:input=move |ev| look(event_target_value(&ev))
            />
            <datalist id="transfer-people">{options}</datalist>
        </Field>
        <OptList label="What they get">{messages}{direct}{extension}</OptList>
        <p class="hint">"What isn’t transferred becomes free; calls to it are answered as unassigned."</p>
    }
    .into_any()
}
