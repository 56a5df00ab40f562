//! Filters of a list (T5, N1, G1): a pill for each, with its choices in a popover beside it. They are GET forms, written as markup,
//! so they work without script and cost no more than their formatting (P1, P8). With script, one listener serves all of them; what
//! is open stays as it is while answers come, and is written anew when it closes.

#[cfg(feature = "hydrate")]
mod browser;

use crate::ui::icon::{IconName, icon};
use crate::ui::words::grouped;
use browser::{find, is_open, keep_focus};
use leptos::prelude::*;
use leptos::tachys::html::InertElement;
use maud::{Markup, html};
use model::query_string::pairs;

/// One filter as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// Its name in the address: "role".
    pub name: &'static str,
    pub label: &'static str,
    /// What it is set to, in words; None: unset.
    pub value: Option<String>,
    pub choices: Choices,
    /// The address of the list without this filter.
    pub without: String,
}

/// What a filter offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choices {
    /// Any of these; `find` names the box that finds one in a long list: "Find a group".
    AnyOf { find: String, choices: Vec<FilterChoice> },
    /// One of these.
    OneOf(Vec<LinkChoice>),
    /// On or off, by the address with it changed.
    Switch(String),
}

/// A box to tick.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilterChoice {
    /// In the address.
    pub value: String,
    pub text: String,
    /// How many it would show.
    pub count: Option<u64>,
    pub checked: bool,
}

/// An address to follow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkChoice {
    pub href: String,
    pub text: &'static str,
    pub current: bool,
}

/// Which list is filtered.
#[derive(Clone, Copy, Debug)]
pub struct FilteredList {
    /// Its path: "/team".
    pub path: &'static str,
    /// The button that applies what was ticked: "Show members".
    pub show: &'static str,
}

/// Longer lists of choices get a box to find one in.
const LONG: usize = 10;

/// The filters of a page, kept while their content changes with each answer.
#[derive(Clone, Copy)]
pub struct Filters {
    list: FilteredList,
    /// The newest of them.
    latest: StoredValue<Vec<Filter>>,
    /// What the page shows.
    shown: StoredValue<String>,
    /// Something is to be shown once what is open closes.
    waiting: StoredValue<bool>,
    go: Callback<String>,
    /// Reads the list again.
    again: Callback<()>,
}

impl Filters {
    /// To be called where the bar is made, inside of the router. `again` reads the list again.
    pub fn new(list: FilteredList, again: impl Fn() + Send + Sync + 'static) -> Filters {
        let navigate = leptos_router::hooks::use_navigate();
        let go = Callback::new(move |href: String| navigate(&href, Default::default()));
        let (latest, shown) = (StoredValue::new(Vec::new()), StoredValue::new(String::new()));
        Filters { list, latest, shown, waiting: StoredValue::new(false), go, again: Callback::new(move |()| again()) }
    }

    /// Shows them; for each answer. `clear`: the address without any filter, when something is set.
    pub fn view(self, filters: Vec<Filter>, clear: Option<String>) -> AnyView {
        let markup = pills(self.list, &filters, clear.as_deref()).into_string();
        self.latest.set_value(filters);
        // Somebody may be choosing: what is open is left alone, and the list read again when it closes.
        let open = is_open();
        self.waiting.set_value(open);
        if !open {
            keep_focus();
            self.shown.set_value(markup);
        }
        // Unchanged markup is left alone.
        let content = InertElement::new(self.shown.get_value());
        let submitted = move |ev| self.submitted(ev);
        // `toggle` doesn't bubble.
        let toggled = move |_| {
            if !is_open() && self.waiting.try_update_value(std::mem::take) == Some(true) {
                self.again.run(());
            }
        };
        view! { <div class="filterbar__filters" on:submit=submitted on:input=find on:toggle:capture=toggled>{content}</div> }.into_any()
    }
}

#[cfg(not(feature = "hydrate"))]
mod browser {
    //! On the server nothing is open, pressed or typed.
    impl super::Filters {
        pub(super) fn submitted(self, _: leptos::ev::SubmitEvent) {
            let _ = (self.latest, self.go);
        }
    }
    pub(super) fn find(_: leptos::ev::Event) {}
    pub(super) fn is_open() -> bool {
        false
    }
    pub(super) fn keep_focus() {}
}

fn pills(list: FilteredList, filters: &[Filter], clear: Option<&str>) -> Markup {
    html! {
        div class="filterbar__pills" {
            @for filter in filters {
                @match &filter.choices {
                    Choices::Switch(href) => (switch(filter, href)),
                    Choices::AnyOf { find, choices } => {
                        (pill(filter))
                        (popover(filter, any_of(list, filter, find, choices)))
                    }
                    Choices::OneOf(choices) => {
                        (pill(filter))
                        (popover(filter, one_of(filter, choices)))
                    }
                }
            }
            @if let Some(clear) = clear { a class="btn btn--link btn--sm" href=(clear) { "Clear" } }
        }
    }
}

/// Dashed "+ Role" while unset; "Role Agent, Manager" with a × once set. The × is a link to the list without it.
fn pill(filter: &Filter) -> Markup {
    let opens = format!("filter-{}", filter.name);
    match &filter.value {
        None => html! {
            span class="pill" {
                button type="button" popovertarget=(opens) class="pill__m" { (icon(IconName::Plus, "icon")) (filter.label) }
            }
        },
        Some(value) => html! {
            span class="pill is-set" {
                (remove(filter, value))
                button type="button" popovertarget=(opens) class="pill__m" {
                    (filter.label) " " span class="pill__v" { (value) } (icon(IconName::Down, "icon"))
                }
            }
        },
    }
}

fn remove(filter: &Filter, value: &str) -> Markup {
    let words = if value == filter.label { value.to_owned() } else { format!("{} is {value}", filter.label) };
    html! { a class="pill__x" href=(filter.without) aria-label={ "Remove filter: " (words) } { (icon(IconName::X, "icon")) } }
}

fn switch(filter: &Filter, href: &str) -> Markup {
    match &filter.value {
        Some(value) => {
            html! { span class="pill is-set" { (remove(filter, value)) a class="pill__m" href=(href) { (filter.label) } } }
        }
        None => {
            html! { span class="pill" { a class="pill__m" href=(href) { (icon(IconName::Plus, "icon")) (filter.label) } } }
        }
    }
}

fn popover(filter: &Filter, content: Markup) -> Markup {
    html! {
        div id={ "filter-" (filter.name) } popover="auto" role="group" aria-label=(filter.label) class="menu menu--sheet" { (content) }
    }
}

fn any_of(list: FilteredList, filter: &Filter, find: &str, choices: &[FilterChoice]) -> Markup {
    let long = choices.len() > LONG;
    html! {
        form method="GET" action=(list.path) data-filter=(filter.name) {
            (rest(&filter.without))
            @if long {
                div class="menu__search affix" {
                    (icon(IconName::Search, "icon"))
                    input class="input" type="search" placeholder=(find) aria-label=(find) autocomplete="off";
                }
            } @else {
                p class="menu__head" { (filter.label) " is any of" }
            }
            fieldset class="menu__choices" {
                legend class="sr-only" { (filter.label) }
                @for choice in choices {
                    label class="menu__item" {
                        input type="checkbox" name=(filter.name) value=(choice.value) class="check" checked[choice.checked];
                        span class="menu__t" { (choice.text) }
                        @if let Some(count) = choice.count { span class="menu__n" { (grouped(count)) } }
                    }
                }
            }
            div class="menu__foot" {
                @if filter.value.is_some() {
                    a class="btn btn--ghost btn--sm" href=(filter.without) { "Clear" }
                } @else {
                    button type="reset" class="btn btn--ghost btn--sm" { "Clear" }
                }
                button type="submit" class="btn btn--primary btn--sm" { (list.show) }
            }
        }
    }
}

/// The other parts of the address, so that the form changes one thing only. With script the newest address is taken instead, and
/// the form stays as it is while a search goes on.
fn rest(without: &str) -> Markup {
    let query = without.split_once('?').filter(|_| cfg!(feature = "ssr")).map(|(_, query)| query).unwrap_or_default();
    html! { @for (name, value) in pairs(query) { input type="hidden" name=(name) value=(value); } }
}

fn one_of(filter: &Filter, choices: &[LinkChoice]) -> Markup {
    html! {
        p class="menu__head" { (filter.label) }
        @for choice in choices {
            a class="menu__item" href=(choice.href) aria-current=[choice.current.then_some("true")] {
                (choice.text)
                @if choice.current { (icon(IconName::Check, "icon")) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEAM: FilteredList = FilteredList { path: "/team", show: "Show members" };

    fn plan(value: Option<&str>) -> Filter {
        let choice = |value: &str, checked| FilterChoice {
            value: value.into(),
            text: value.to_uppercase(),
            count: Some(1_200),
            checked,
        };
        Filter {
            name: "plan",
            label: "Plan",
            value: value.map(Into::into),
            choices: Choices::AnyOf {
                find: "Find a plan".into(),
                choices: vec![choice("plus", false), choice("pro", value.is_some())],
            },
            without: "/team?q=a%26b".into(),
        }
    }

    #[test]
    fn t5_a_set_filter_says_what_it_is_and_links_to_the_list_without_it() {
        let shown = pills(TEAM, &[plan(Some("PRO"))], Some("/team")).into_string();
        assert!(
            shown.contains(r#"<a class="pill__x" href="/team?q=a%26b" aria-label="Remove filter: Plan is PRO">"#),
            "{shown}"
        );
        assert!(shown.contains(r#"value="pro" class="check" checked"#), "{shown}");
        assert!(shown.contains(">1,200<"), "{shown}");
        assert!(!pills(TEAM, &[plan(None)], None).into_string().contains("Remove filter"));
    }

    #[test]
    #[cfg(feature = "ssr")]
    fn t13_a_form_without_script_carries_the_other_parts_of_the_address() {
        let shown = pills(TEAM, &[plan(None)], None).into_string();
        assert!(shown.contains(r#"<input type="hidden" name="q" value="a&amp;b">"#), "{shown}");
    }

    #[test]
    fn t5_long_lists_have_a_box_to_find_a_choice_in() {
        let mut filter = plan(None);
        let many =
            (0..=LONG).map(|i| FilterChoice { value: i.to_string(), text: i.to_string(), count: None, checked: false });
        filter.choices = Choices::AnyOf { find: "Find a plan".into(), choices: many.collect() };
        assert!(pills(TEAM, &[filter], None).into_string().contains("Find a plan"));
        assert!(!pills(TEAM, &[plan(None)], None).into_string().contains("Find a plan"));
    }
}
