//! The dialogs at /numbers/grant and /numbers/revoke: many numbers, to or from several members, with a preview of what
//! will happen before it does (N1, K3). Without script all that was chosen is in the address; with it, the numbers are
//! those ticked in the list.

use super::Numbers;
use crate::api::numbers::grant::{GrantNumbers, RevokeNumbers, use_preview};
use crate::pages::bulk::{Preview, Run, RunState, undo_by_toast};
use crate::pages::numbers::card::go;
use crate::pages::numbers::finder::{Finder, refusal};
use crate::pages::numbers::selection::Selection;
use crate::ui::page_data::reading;
use crate::ui::words::counted;
use crate::ui::{
    Activation, Button, ButtonKind, Dialog, DialogBody, Icon, IconName, SubmitFoot, render_once, use_toasts,
};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use model::bulk::{BulkOutcome, UNDO_DAYS};
use model::numbers::query::{NumbersFilter, NumbersQuery};
use model::numbers::{UsePreview, UsesQuery};
use model::query_string::{encode, pairs};
use model::selection::Selection as Selected;

/// Parts of the dialog's address, in their order: the list's filter, which numbers and which members, and the search
/// for more.
type Parts = Vec<(String, String)>;

/// The dialog. `revoke`: at /numbers/revoke, else at /numbers/grant.
#[component]
pub fn UsePreviewDialog(revoke: bool) -> impl IntoView {
    let (numbers, selection) = (expect_context::<Numbers>(), expect_context::<Selection>());
    let search = use_location().search;
    let query: Memo<Parts> = Memo::new(move |_| {
        search.with(|s| pairs(s).filter(|(k, _)| !["after", "before", "at"].contains(&k.as_str())).collect())
    });
    // Once: nothing can be ticked behind the dialog, and emptying the selection afterwards must not preview nothing.
    let ticked = untrack(|| Some(selection.selected()).filter(|ticked| !ticked.is_empty()));
    let asked = move || {
        let address = query.get();
        match &ticked {
            Some(ticked) => with_numbers(ticked, &address),
            None => written(&address),
        }
    };
    let asked = Memo::new(move |_| asked());
    let preview = reading(move || asked.get(), move |query| use_preview(UsesQuery::from_query(&query), revoke));
    let close = untrack(|| NumbersQuery { cursor: None, ..numbers.query() }.href("/numbers"));
    view! {
        <Transition>
            {render_once(move || {
                let close = close.clone();
                Suspend::new(async move {
                    match preview.await {
                        Ok(preview) => {
                            let (query, asked) = (query.get_untracked(), asked.get_untracked());
                            view! { <PreviewForm preview query asked revoke close /> }.into_any()
                        }
                        Err(error) => refusal("Outgoing use", &error, close),
                    }
                })
            })}
        </Transition>
    }
}

/// What is ticked in the list, with the members of the address.
fn with_numbers(ticked: &Selected<NumbersFilter>, address: &[(String, String)]) -> String {
    let rest: Parts = address.iter().filter(|(k, _)| ["m", "find"].contains(&k.as_str())).cloned().collect();
    format!("{}&{}", ticked.to_query(), written(&rest))
}

fn written(parts: &[(String, String)]) -> String {
    parts.iter().map(|(k, v)| format!("{k}={}", encode(v))).collect::<Vec<_>>().join("&")
}

/// The address with one member more, or one less.
fn with(path: &str, query: &Parts, id: &str) -> String {
    let mut parts: Parts = query.iter().filter(|(k, _)| k != "find").cloned().collect();
    parts.push(("m".to_owned(), id.to_owned()));
    format!("{path}?{}", written(&parts))
}

fn without(path: &str, query: &Parts, id: &str) -> String {
    let parts: Parts = query.iter().filter(|(k, v)| k != "find" && !(k == "m" && v == id)).cloned().collect();
    format!("{path}?{}", written(&parts))
}

#[component]
fn PreviewForm(preview: UsePreview, query: Parts, asked: String, revoke: bool, close: String) -> impl IntoView {
    let path = if revoke { "/numbers/revoke" } else { "/numbers/grant" };
    let title = format!(
        "{} outgoing use of {}",
        if revoke { "Revoke" } else { "Grant" },
        counted(preview.numbers, "number", "numbers")
    );
    let all = (revoke && preview.members.is_empty() && !preview.everybody).then(|| {
        let href = with(path, &query, "all");
        view! {
            <p>
                <Button small=true activation=Activation::Link(href)>
                    "Everybody who may use them"
                </Button>
            </p>
        }
    });
    let people = (!preview.everybody).then(|| view! { <Finder path label="Find a member" others=query.clone() /> });
    let about = about(&preview);
    let (found, chosen) = (found(&preview, path, &query), chosen(&preview, path, &query));
    view! {
        <Dialog id="numbers-drawer" title about open=Signal::stored(true) close_href=close.clone()>
            <DialogBody>{people} {all} {found} {chosen}</DialogBody>
            {form(preview, asked, revoke, close)}
        </Dialog>
    }
}

/// "(503) 555-0160, (503) 555-0161 and 19,998 more. Nothing changes until you confirm."
fn about(preview: &UsePreview) -> String {
    let more = preview.numbers.saturating_sub(preview.some.len() as u64);
    let more = if more > 0 { format!(" and {} more", crate::ui::words::grouped(more)) } else { String::new() };
    format!("{}{more}. Nothing changes until you confirm.", preview.some.join(", "))
}

/// Members to add, by the search.
fn found(preview: &UsePreview, path: &str, query: &Parts) -> Option<AnyView> {
    let found: Vec<AnyView> = preview
        .found
        .iter()
        .map(|(id, name, about)| {
            let (label, href) = (format!("Add {name}"), with(path, query, &id.to_string()));
            view! {
                <li>
                    <span>{name.clone()}</span>
                    <span class="muted">{about.clone()}</span>
                    <span class="end">
                        <Button small=true icon=IconName::Plus label activation=Activation::Link(href)>
                            "Add"
                        </Button>
                    </span>
                </li>
            }
            .into_any()
        })
        .collect();
    (!found.is_empty()).then(|| {
        view! {
            <ul class="numlist" aria-label="Found">
                {found}
            </ul>
        }
        .into_any()
    })
}

/// Who was chosen, each with a link to leave them out.
fn chosen(preview: &UsePreview, path: &str, query: &Parts) -> Option<AnyView> {
    let everybody = preview.everybody.then(|| ("all".to_owned(), "Everybody who may use them".to_owned()));
    let members = preview.members.iter().map(|(id, name)| (id.to_string(), name.clone()));
    let chosen: Vec<AnyView> = everybody
        .into_iter()
        .chain(members.take(50))
        .map(|(id, name)| {
            let (label, href) = (format!("Leave out {name}"), without(path, query, &id));
            view! {
                <span class="pill is-set">
                    <a class="pill__x" href=href aria-label=label>
                        <Icon name=IconName::X />
                    </a>
                    <span class="pill__m">{name}</span>
                </span>
            }
            .into_any()
        })
        .collect();
    (!chosen.is_empty()).then(|| view! { <div class="numbers__chosen">{chosen}</div> }.into_any())
}

/// The preview, and the one button that says what it will do.
fn form(preview: UsePreview, asked: String, revoke: bool, close: String) -> AnyView {
    let (grant, take) = (ServerAction::<GrantNumbers>::new(), ServerAction::<RevokeNumbers>::new());
    let (numbers, selection, toasts, go) =
        (expect_context::<Numbers>(), expect_context::<Selection>(), use_toasts(), go());
    let leave = close.clone();
    let done = Callback::new(move |outcome: BulkOutcome| {
        undo_by_toast(toasts, &outcome, move || numbers.changed());
        selection.clear();
        numbers.changed();
        go.run(leave.clone());
    });
    let key = preview.plan.as_ref().and_then(|p| p.key);
    let run = RunState::new(move || if revoke { take.value().get() } else { grant.value().get() }, key, done);
    let busy = Signal::derive(move || grant.pending().get() || take.pending().get() || run.busy());
    let change = preview.plan.as_ref().map_or(0, |p| p.change);
    let idle = match (&preview.plan, change) {
        (_, 1..) => None,
        (None, _) if preview.numbers == 0 => Some("Choose numbers first.".to_owned()),
        (None, _) => Some("Choose members first.".to_owned()),
        (Some(_), _) => Some("Nothing would change.".to_owned()),
    };
    let label = preview.plan.as_ref().map_or_else(|| "Nothing to do".to_owned(), |p| p.button());
    let note = (change > 0).then(|| format!("You can undo this for {UNDO_DAYS} days."));
    let kind = if revoke { ButtonKind::DangerSolid } else { ButtonKind::Primary };
    let members = preview.plan.map(|preview| view! { <Preview preview /> });
    let fields = view! {
        <input type="hidden" name="query" value=asked />
        <input type="hidden" name="key" value=key.map(|key| key.to_string()) />
        <DialogBody>{members} <Run run /></DialogBody>
        <SubmitFoot cancel=close kind busy disabled_reason=idle note>
            {label}
        </SubmitFoot>
    }
    .into_any();
    if revoke {
        view! {
            <ActionForm action=take attr:class="dialog__form">
                {fields}
            </ActionForm>
        }
        .into_any()
    } else {
        view! {
            <ActionForm action=grant attr:class="dialog__form">
                {fields}
            </ActionForm>
        }
        .into_any()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::selection::Filter;
    use model::{MemberId, NumberId};
    use std::collections::BTreeSet;

    #[test]
    fn k1_what_is_ticked_goes_before_what_the_address_names_and_the_members_stay() {
        let (a, b, m) = (NumberId(1), NumberId(2), MemberId(7));
        let address: Parts =
            vec![("q".into(), "sales".into()), ("n".into(), b.to_string()), ("m".into(), m.to_string())];
        let query = with_numbers(&Selected::Ids(BTreeSet::from([a])), &address);
        assert_eq!(Selected::<NumbersFilter>::from_query(&query), Selected::Ids(BTreeSet::from([a])));
        assert!(query.contains(&m.to_string()) && !query.contains("sales"));
        let all = Selected::AllMatching { filter: NumbersFilter::read("q=sales"), minus: BTreeSet::from([b]) };
        assert_eq!(Selected::from_query(&with_numbers(&all, &address)), all);
        assert_eq!(without("/numbers/grant", &address, &m.to_string()), format!("/numbers/grant?q=sales&n={b}"));
    }
}
