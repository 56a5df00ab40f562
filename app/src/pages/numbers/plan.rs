//! The dialogs at /numbers/grant and /numbers/revoke: several numbers, to or from several members, with a plan of what will
//! happen before it does (N1, K3). All that was chosen is in the address, so each step works without script.

use super::Numbers;
use super::card::go;
use super::finder::{Finder, problem, refusal};
use crate::api::numbers_plan::{GrantNumbers, RevokeNumbers, use_plan};
use crate::error::AppError;
use crate::model::numbers::UsePlan;
use crate::model::query_string::{encode, pairs};
use crate::ui::wire::reading;
use crate::ui::words::counted;
use crate::ui::{Button, ButtonKind, Dialog, DialogBody, DialogFoot, Icon, IconName, Press, use_toasts};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

#[component]
pub fn PlanDialog(revoke: bool) -> impl IntoView {
    let search = use_location().search;
    let query = Memo::new(move |_| search.with(|s| pairs(s).filter(|(k, _)| ["n", "m", "find"].contains(&k.as_str())).collect::<Vec<_>>()));
    let plan = reading(move || written(&query.get()), move |query| use_plan(query, revoke));
    let (grant, take) = (ServerAction::<GrantNumbers>::new(), ServerAction::<RevokeNumbers>::new());
    let numbers = expect_context::<Numbers>();
    let (toasts, go) = (use_toasts(), go());
    Effect::new(move |_| {
        let answer: Option<Result<String, AppError>> = if revoke { take.value().get() } else { grant.value().get() };
        if let Some(Ok(said)) = answer {
            toasts.push(said);
            numbers.changed();
            expect_context::<super::selection::Chosen>().clear();
            go.run("/numbers".to_owned());
        }
    });
    view! {
        <Transition>
            {move || Suspend::new(async move {
                match plan.await {
                    Ok(plan) => dialog(plan, query.get_untracked(), revoke, grant, take),
                    Err(error) => refusal("Outgoing use", &error, "/numbers".to_owned()),
                }
            })}
        </Transition>
    }
}

fn written(parts: &[(String, String)]) -> String {
    parts.iter().map(|(k, v)| format!("{k}={}", encode(v))).collect::<Vec<_>>().join("&")
}

fn dialog(
    plan: UsePlan,
    query: Vec<(String, String)>,
    revoke: bool,
    grant: ServerAction<GrantNumbers>,
    take: ServerAction<RevokeNumbers>,
) -> AnyView {
    let path = if revoke { "/numbers/revoke" } else { "/numbers/grant" };
    let count = counted(plan.numbers.len() as u64, "number", "numbers");
    let title = if revoke { format!("Revoke outgoing use of {count}") } else { format!("Grant outgoing use of {count}") };
    let names = plan.numbers.iter().map(|(_, shown)| shown.as_str()).take(6).collect::<Vec<_>>().join(", ");
    let more = plan.numbers.len().saturating_sub(6);
    let about = if more > 0 {
        format!("{names} and {more} more. Nothing changes until you confirm.")
    } else {
        format!("{names}. Nothing changes until you confirm.")
    };
    let with = |id: &str| {
        let mut parts = query.clone();
        parts.retain(|(k, _)| k != "find");
        parts.push(("m".to_owned(), id.to_owned()));
        format!("{path}?{}", written(&parts))
    };
    let without = |id: &str| {
        let parts: Vec<_> = query.iter().filter(|(k, v)| k != "find" && !(k == "m" && (v == id || v == "all"))).cloned().collect();
        format!("{path}?{}", written(&parts))
    };
    let all = (revoke && plan.members.is_empty()).then(|| {
        view! { <p><Button small=true press=Press::Link(with("all"))>"Everybody who may use them"</Button></p> }
    });
    let found: Vec<AnyView> = plan
        .found
        .iter()
        .map(|(id, name, about)| {
            let label = format!("Add {name}");
            view! { <li><span>{name.clone()}</span><span class="muted">{about.clone()}</span><span class="end"><Button small=true icon=IconName::Plus label press=Press::Link(with(&id.to_string()))>"Add"</Button></span></li> }.into_any()
        })
        .collect();
    let found = (!found.is_empty()).then(|| view! { <ul class="numlist" aria-label="Found">{found}</ul> });
    let chosen: Vec<AnyView> = plan
        .members
        .iter()
        .take(50)
        .map(|(id, name)| {
            let label = format!("Leave out {name}");
            view! { <span class="pill is-set"><a class="pill__x" href=without(&id.to_string()) aria-label=label><Icon name=IconName::X/></a><span class="pill__m">{name.clone()}</span></span> }.into_any()
        })
        .collect();
    let chosen = (!chosen.is_empty()).then(|| view! { <div class="numbers__chosen">{chosen}</div> });
    let n = plan.change.len() as u64;
    let button = match (revoke, n) {
        (_, 0) => "Nothing to do".to_owned(),
        (false, n) => format!("Make {}", counted(n, "grant", "grants")),
        (true, n) => format!("Take back {}", counted(n, "grant", "grants")),
    };
    let idle =
        (n == 0).then(|| if plan.members.is_empty() { "Choose members first.".to_owned() } else { "Nothing would change.".to_owned() });
    let hidden: Vec<AnyView> = plan
        .numbers
        .iter()
        .map(|(id, _)| view! { <input type="hidden" name="numbers[]" value=id.to_string()/> }.into_any())
        .chain(plan.members.iter().map(|(id, _)| view! { <input type="hidden" name="members[]" value=id.to_string()/> }.into_any()))
        .collect();
    let foot = |busy: Signal<bool>| {
        view! {
            <DialogFoot>
                <Button press=Press::Link("/numbers".into())>"Cancel"</Button>
                <Button kind=if revoke { ButtonKind::DangerSolid } else { ButtonKind::Primary } press=Press::Submit busy disabled_reason=idle.clone()>{button.clone()}</Button>
            </DialogFoot>
        }
        .into_any()
    };
    let preview = (!plan.members.is_empty()).then(|| preview(&plan, revoke));
    let form = if revoke {
        let foot = foot(take.pending().into());
        view! { <ActionForm action=take attr:class="numbers__apply">{hidden}{foot}</ActionForm> }.into_any()
    } else {
        let foot = foot(grant.pending().into());
        view! { <ActionForm action=grant attr:class="numbers__apply">{hidden}{foot}</ActionForm> }.into_any()
    };
    let said = if revoke { problem(take.value()) } else { problem(grant.value()) };
    view! {
        <Dialog id="numbers-drawer" title about open=Signal::stored(true) close_href="/numbers".to_owned()>
            <DialogBody>
                {said}
                <Finder path label="Find a member" kept=query.clone()/>
                {all}
                {found}
                {chosen}
                {preview}
            </DialogBody>
            {form}
        </Dialog>
    }
    .into_any()
}

/// Rows of a plan that are listed; the counts above tell all.
const LISTED: usize = 100;

/// Who gets it, who has it already, which are refused and why (K3).
fn preview(plan: &UsePlan, revoke: bool) -> AnyView {
    let (has, gets) = if revoke { ("doesn’t have it", "Taken back") } else { ("has it already", "Calls, messages") };
    let sum = format!("{} will change", counted(plan.change.len() as u64, "grant", "grants"));
    let rest = format!("; {} {has}; {} refused.", plan.already.len(), plan.refused.len());
    let mut rows: Vec<AnyView> = Vec::new();
    for (name, number) in plan.change.iter().take(LISTED) {
        rows.push(view! { <li class="pv pv--change"><span><span class="pv__n">{name.clone()}</span></span><span class="pv__c"><span class="muted tel">{number.clone()}</span><Icon name=IconName::Arrow/><b>{gets}</b></span></li> }.into_any());
    }
    for (name, number) in plan.already.iter().take(LISTED) {
        rows.push(view! { <li class="pv pv--same"><span><span class="pv__n">{name.clone()}</span><small>{if revoke { "Doesn’t have it." } else { "Has it already." }}</small></span><span class="pv__c muted tel">{number.clone()}</span></li> }.into_any());
    }
    for (name, number, why) in plan.refused.iter().take(LISTED) {
        rows.push(view! { <li class="pv pv--no"><span><span class="pv__n">{name.clone()}</span><small>{why.clone()}</small></span><span class="pv__c muted tel"><Icon name=IconName::Lock/>{number.clone()}</span></li> }.into_any());
    }
    view! {
        <section aria-label="Preview">
            <p class="pv__sum" role="status"><b>{sum}</b>{rest}</p>
            <ul class="pvlist">{rows}</ul>
        </section>
    }
    .into_any()
}
