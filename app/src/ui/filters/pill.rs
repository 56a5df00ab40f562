//! One filter: the pill that says what it is set to, and the popover with what it offers.

use super::{Choices, Filter, FilterChoice, FilteredList, LinkChoice};
use crate::ui::fold::fold;
use crate::ui::words::grouped;
use crate::ui::{Icon, IconName, QueryFields, browser};
use leptos::html;
use leptos::prelude::*;
use leptos_router::components::Form;

/// Longer lists of choices get a box to find one in.
pub(super) const LONG: usize = 10;

/// Follows its filter, which is found by its name.
#[component]
pub(super) fn Pill(
    list: FilteredList,
    first: Filter,
    filters: Signal<Vec<Filter>>,
    query: Signal<String>,
) -> impl IntoView {
    let (name, label) = (first.name, first.label);
    let is_switch = matches!(first.choices, Choices::Switch(_));
    let filter =
        Memo::new(move |_| filters.with(|all| all.iter().find(|it| it.name == name).unwrap_or(&first).clone()));
    let is_set = Memo::new(move |_| filter.with(|it| it.value.is_some()));
    let opens = format!("filter-{name}");
    let main = match is_switch {
        true => view! {
            <a class="pill__m" href=move || filter.with(switch_href)>
                <PillWords filter is_switch />
            </a>
        }
        .into_any(),
        false => view! {
            <button class="pill__m" type="button" popovertarget=opens.clone()>
                <PillWords filter is_switch />
            </button>
        }
        .into_any(),
    };
    view! {
        <span class="pill" class:is-set=move || is_set.get()>
            {move || is_set.get().then(|| view! { <Remove filter /> })}
            {main}
        </span>
        {(!is_switch).then(|| view! { <FilterPopover list id=opens label filter query name /> })}
    }
}

fn switch_href(filter: &Filter) -> String {
    match &filter.choices {
        Choices::Switch(href) => href.clone(),
        _ => filter.without.clone(),
    }
}

/// "+ Role" while unset; "Role Agent, Manager" once set.
#[component]
fn PillWords(filter: Memo<Filter>, is_switch: bool) -> impl IntoView {
    move || match filter.with(|it| (it.label, it.value.clone())) {
        (label, None) => view! {
            <Icon name=IconName::Plus />
            {label}
        }
        .into_any(),
        (label, Some(_)) if is_switch => label.into_any(),
        (label, Some(value)) => view! {
            {label}
            " "
            <span class="pill__v">{value}</span>
            <Icon name=IconName::Down />
        }
        .into_any(),
    }
}

/// The × is a link to the list without it.
#[component]
fn Remove(filter: Memo<Filter>) -> impl IntoView {
    let words = move || {
        filter.with(|it| match &it.value {
            Some(value) if value != it.label => format!("Remove filter: {} is {value}", it.label),
            _ => format!("Remove filter: {}", it.label),
        })
    };
    view! {
        <a class="pill__x" href=move || filter.with(|it| it.without.clone()) aria-label=words>
            <Icon name=IconName::X />
        </a>
    }
}

#[component]
fn FilterPopover(
    list: FilteredList,
    id: String,
    label: &'static str,
    name: &'static str,
    filter: Memo<Filter>,
    query: Signal<String>,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let links = Memo::new(move |_| {
        filter.with(|it| match &it.choices {
            Choices::OneOf(links) => links.clone(),
            _ => Vec::new(),
        })
    });
    let any_of = filter.with_untracked(|it| matches!(it.choices, Choices::AnyOf { .. }));
    let content = match any_of {
        true => view! { <AnyOf list label filter name query node /> }.into_any(),
        false => view! {
            <p class="menu__head">{label}</p>
            {move || links.get().into_iter().map(link).collect::<Vec<_>>()}
        }
        .into_any(),
    };
    view! {
        <div class="menu menu--sheet" id=id popover="auto" role="group" aria-label=label node_ref=node>
            {content}
        </div>
    }
}

fn link(choice: LinkChoice) -> AnyView {
    let check = choice.current.then(|| view! { <Icon name=IconName::Check /> });
    view! {
        <a class="menu__item" href=choice.href aria-current=choice.current.then_some("true")>
            {choice.text}
            {check}
        </a>
    }
    .into_any()
}

/// Boxes to tick, and a box to find them when there are many.
#[component]
fn AnyOf(
    list: FilteredList,
    label: &'static str,
    name: &'static str,
    filter: Memo<Filter>,
    query: Signal<String>,
    node: NodeRef<html::Div>,
) -> impl IntoView {
    let all = Memo::new(move |_| {
        filter.with(|it| match &it.choices {
            Choices::AnyOf { choices, .. } => choices.clone(),
            _ => Vec::new(),
        })
    });
    let find = RwSignal::new(String::new());
    let long = Memo::new(move |_| all.with(|all| all.len() > LONG));
    let head = move || match (long.get(), filter.with(|it| it.choices.find().to_owned())) {
        (true, words) => view! { <FindBox words find /> }.into_any(),
        (false, _) => view! { <p class="menu__head">{label}" is any of"</p> }.into_any(),
    };
    let is_set = Memo::new(move |_| filter.with(|it| it.value.is_some()));
    let clear = move || match is_set.get() {
        true => view! {
            <a class="btn btn--ghost btn--sm" href=move || filter.with(|it| it.without.clone())>
                "Clear"
            </a>
        }
        .into_any(),
        false => view! {
            <button class="btn btn--ghost btn--sm" type="reset">
                "Clear"
            </button>
        }
        .into_any(),
    };
    let applied = move |_| browser::hide_popover(node);
    view! {
        <Form method="GET" action=list.path on:submit=applied on:reset=move |_| find.set(String::new())>
            <QueryFields query except=name />
            {head}
            <fieldset class="menu__choices">
                <legend class="sr-only">{label}</legend>
                // A choice that is applied or taken away gets another box; one whose count changes stays as it was
                // ticked.
                <For each=move || all.get() key=|choice| (choice.value.clone(), choice.checked) let(choice)>
                    <ChoiceBox choice name all find />
                </For>
            </fieldset>
            <div class="menu__foot">
                {clear}<button class="btn btn--primary btn--sm" type="submit">
                    {list.show}
                </button>
            </div>
        </Form>
    }
}

#[component]
fn FindBox(words: String, find: RwSignal<String>) -> impl IntoView {
    view! {
        <div class="menu__search affix">
            <Icon name=IconName::Search />
            <input
                class="input"
                type="search"
                placeholder=words.clone()
                aria-label=words
                autocomplete="off"
                on:input=move |ev| find.set(event_target_value(&ev))
            />
        </div>
    }
}

/// A box, hidden while something else is looked for.
#[component]
fn ChoiceBox(
    choice: FilterChoice,
    name: &'static str,
    all: Memo<Vec<FilterChoice>>,
    find: RwSignal<String>,
) -> impl IntoView {
    let FilterChoice { value, text, count, checked } = choice;
    let folded = fold(&text);
    let hidden = move || find.with(|find| !find.is_empty() && !folded.contains(&fold(find)));
    let count = count.map(|first| {
        let value = value.clone();
        let now =
            move || all.with(|all| all.iter().find(|it| it.value == value).and_then(|it| it.count)).unwrap_or(first);
        view! { <span class="menu__n">{move || grouped(now())}</span> }
    });
    view! {
        <label class="menu__item" hidden=hidden>
            <input class="check" type="checkbox" name=name value=value checked=checked />
            <span class="menu__t">{text}</span>
            {count}
        </label>
    }
}
