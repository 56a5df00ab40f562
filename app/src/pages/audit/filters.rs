//! Search and filters (G1): each is a GET form that changes one thing of the address; what is set is a chip with a ×.

use super::PATH;
use crate::error::AppError;
use crate::model::audit::AuditPage;
use crate::model::audit_url::{AuditQuery, SERVER, When};
use crate::model::audit_words::AuditKind;
use crate::model::query_string::pairs;
use crate::ui::wire::Reading;
use crate::ui::{Button, ButtonKind, FilterPill, Icon, IconName, Loaded, MenuCheck, MenuHead, Popover, Press};
use leptos::prelude::*;
use leptos_router::components::Form;

#[component]
pub fn FilterBar(text: Memo<String>, page: Reading<Result<AuditPage, AppError>>) -> impl IntoView {
    let query = move || text.with(|t| AuditQuery::from_query(t));
    let retry = Signal::derive(move || query().href(PATH));
    view! {
        <search class="filterbar audit-filters" aria-label="Filter the audit log">
            <Form method="GET" action=PATH attr:class="filterbar__search" attr:role="presentation">
                {move || parts(&query().with(|q| q.q.clear()))}
                <div class="affix">
                    <Icon name=IconName::Search/>
                    <input
                        class="input" type="search" name="q" id="audit-search" value=query().q prop:value=move || query().q
                        placeholder="Person, number or change" aria-label="Search the audit log" autocomplete="off" maxlength="100"
                    />
                </div>
                <noscript><button class="btn btn--sm" type="submit">"Search"</button></noscript>
            </Form>
            <Loaded resource=page retry=retry children=move |page| pills(&text.with_untracked(|t| AuditQuery::from_query(t)), &page)/>
        </search>
    }
}

/// The other parts of the address, so that a form changes one thing only.
fn parts(query: &AuditQuery) -> Vec<AnyView> {
    pairs(&query.to_query()).map(|(name, value)| view! { <input type="hidden" name=name value=value/> }.into_any()).collect()
}

fn pills(query: &AuditQuery, page: &AuditPage) -> AnyView {
    let named = |who: &Option<crate::model::MemberId>| {
        page.people.iter().find(|p| p.0 == *who).map_or_else(|| "Somebody else".to_owned(), |p| p.1.clone())
    };
    let who: Vec<String> = query.who.iter().map(named).collect();
    let kinds: Vec<String> = query.kinds.iter().map(|k| k.label().to_owned()).collect();
    let people = page.people.iter().map(|(id, name)| {
        let value = id.map_or_else(|| SERVER.to_owned(), |id| id.to_string());
        (value, name.clone(), query.who.contains(id))
    });
    let all_kinds = AuditKind::ALL.iter().map(|k| (k.slug().to_owned(), k.label().to_owned(), query.kinds.contains(k)));
    let undo = query.with(|q| q.undoable = !q.undoable).href(PATH);
    let undoable = if query.undoable {
        view! {
            <span class="pill is-set">
                <a class="pill__x" href=undo.clone() aria-label="Remove filter: Can be undone"><Icon name=IconName::X/></a>
                <a class="pill__m" href=undo>"Can be undone"</a>
            </span>
        }
        .into_any()
    } else {
        view! { <span class="pill"><a class="pill__m" href=undo><Icon name=IconName::Plus/>"Can be undone"</a></span> }.into_any()
    };
    let clear =
        query.is_filtered().then(|| view! { <Button kind=ButtonKind::Link small=true press=Press::Link(PATH.into())>"Clear"</Button> });
    view! {
        <div class="filterbar__pills">
            {list("who", "Who", listed(&who), people.collect(), &query.with(|q| q.who.clear()))}
            {list("change", "Change", listed(&kinds), all_kinds.collect(), &query.with(|q| q.kinds.clear()))}
            {when(query)}
            {undoable}
            {clear}
        </div>
    }
    .into_any()
}

/// "Team, Roles +2"; none: not set.
fn listed(words: &[String]) -> Option<String> {
    let more = words.len().saturating_sub(2);
    let shown = words.iter().take(2).cloned().collect::<Vec<_>>().join(", ");
    (!words.is_empty()).then(|| if more > 0 { format!("{shown} +{more}") } else { shown })
}

/// A filter of several choices: a form of checkboxes. `without`: the address without this filter.
fn list(
    key: &'static str,
    label: &'static str,
    value: Option<String>,
    choices: Vec<(String, String, bool)>,
    without: &AuditQuery,
) -> AnyView {
    let id = format!("filter-{key}");
    let rows: Vec<AnyView> =
        choices.into_iter().map(|(value, text, checked)| view! { <MenuCheck name=key value text checked/> }.into_any()).collect();
    let clear = without.href(PATH);
    let hidden = parts(without);
    view! {
        <FilterPill label value popover=id.clone() clear_href=clear.clone()/>
        <Popover id label sheet=true>
            <Form method="GET" action=PATH>
                {hidden}
                <MenuHead text=format!("{label} is any of")/>
                <fieldset class="menu__choices"><legend class="sr-only">{label}</legend>{rows}</fieldset>
                <div class="menu__foot">
                    <Button kind=ButtonKind::Ghost small=true press=Press::Link(clear)>"Clear"</Button>
                    <Button kind=ButtonKind::Primary small=true press=Press::Submit>"Show entries"</Button>
                </div>
            </Form>
        </Popover>
    }
    .into_any()
}

/// How far back: links, one of them current.
fn when(query: &AuditQuery) -> AnyView {
    let links: Vec<AnyView> = When::ALL
        .iter()
        .map(|w| {
            let current = (query.when == Some(*w)).then_some("true");
            let tick = current.map(|_| view! { <Icon name=IconName::Check/> });
            view! { <a class="menu__item" href=query.with(|q| q.when = Some(*w)).href(PATH) aria-current=current>{w.label()}{tick}</a> }
                .into_any()
        })
        .collect();
    let clear_href = query.with(|q| q.when = None).href(PATH);
    view! {
        <FilterPill label="When" value=query.when.map(|w| w.label().to_owned()) popover="filter-when" clear_href/>
        <Popover id="filter-when" label="When" sheet=true><MenuHead text="When"/>{links}</Popover>
    }
    .into_any()
}
