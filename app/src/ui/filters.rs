//! Filters of a list (T5, N1, G1): a pill for each, with its choices in a popover beside it. They are GET forms, written as markup,
//! so they work without script and cost no more than their formatting (P1, P8). With script, one listener serves all of them; what
//! is open stays as it is while answers come, and is written anew when it closes.

use crate::model::query_string::pairs;
use crate::ui::icon::{IconName, icon};
use crate::ui::words::grouped;
use leptos::prelude::*;
use leptos::tachys::html::InertElement;
use maud::{Markup, html};

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
        Filters { list, latest, shown, go, again: Callback::new(move |()| again()) }
    }

    /// Shows them; for each answer. `clear`: the address without any filter, when something is set.
    pub fn view(self, filters: Vec<Filter>, clear: Option<String>) -> AnyView {
        let markup = pills(self.list, &filters, clear.as_deref()).into_string();
        self.latest.set_value(filters);
        if !self.wait_for_closing() {
            self.shown.set_value(markup);
        }
        // Unchanged markup is left alone.
        let content = InertElement::new(self.shown.get_value());
        let submitted = move |ev| self.submitted(ev);
        view! { <div class="filterbar__filters" on:submit=submitted on:input=find>{content}</div> }.into_any()
    }
}

#[cfg(not(feature = "hydrate"))]
impl Filters {
    fn wait_for_closing(self) -> bool {
        let _ = self.again;
        false
    }

    fn submitted(self, _: leptos::ev::SubmitEvent) {
        let _ = self.go;
    }
}

#[cfg(not(feature = "hydrate"))]
fn find(_: leptos::ev::Event) {}

#[cfg(feature = "hydrate")]
use browser::find;

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
        Some(value) => html! { span class="pill is-set" { (remove(filter, value)) a class="pill__m" href=(href) { (filter.label) } } },
        None => html! { span class="pill" { a class="pill__m" href=(href) { (icon(IconName::Plus, "icon")) (filter.label) } } },
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

#[cfg(feature = "hydrate")]
mod browser {
    use super::Filters;
    use crate::model::query_string::encode;
    use crate::model::search::fold;
    use leptos::ev::SubmitEvent;
    use leptos::prelude::*;
    use leptos::web_sys::{Element, Event, HtmlElement};
    use wasm_bindgen::{JsCast, closure::Closure};
    use web_sys::HtmlInputElement;

    const OPEN: &str = ".filterbar__pills :popover-open";

    fn all(within: &Element, selector: &str) -> Vec<Element> {
        let Ok(found) = within.query_selector_all(selector) else { return Vec::new() };
        (0..found.length()).filter_map(|i| found.item(i)?.dyn_into().ok()).collect()
    }

    fn value(input: &Element) -> Option<String> {
        input.dyn_ref::<HtmlInputElement>().map(HtmlInputElement::value)
    }

    impl Filters {
        /// Somebody may be choosing: what is open is left alone, and the list read again when it closes.
        pub(super) fn wait_for_closing(self) -> bool {
            let Some(open) = document().query_selector(OPEN).ok().flatten() else {
                keep_focus();
                return false;
            };
            let closed = Closure::once_into_js(move || {
                if document().query_selector(OPEN).ok().flatten().is_none() {
                    let _ = self.again.try_run(());
                }
            });
            let _ = open.add_event_listener_with_callback("toggle", closed.unchecked_ref());
            true
        }

        /// "Show members": the newest address with what is ticked.
        pub(super) fn submitted(self, ev: SubmitEvent) {
            let Some(form) = ev.target().and_then(|it| it.dyn_into::<Element>().ok()) else { return };
            let Some(name) = form.get_attribute("data-filter") else { return };
            let without = |filters: &Vec<super::Filter>| filters.iter().find(|f| f.name == name).map(|f| f.without.clone());
            let Some(mut href) = self.latest.try_with_value(without).flatten() else { return };
            ev.prevent_default();
            for chosen in all(&form, "input[type=checkbox]:checked").iter().filter_map(value) {
                href.push(if href.contains('?') { '&' } else { '?' });
                href.push_str(&format!("{}={}", encode(&name), encode(&chosen)));
            }
            let popover = form.closest("[popover]").ok().flatten();
            if let Some(popover) = popover.and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
                let _ = popover.hide_popover();
            }
            self.go.run(href);
        }
    }

    /// The focused pill may be another element after a change.
    fn keep_focus() {
        let opens = |it: Element| it.get_attribute("popovertarget").filter(|opens| opens.starts_with("filter-"));
        let Some(opens) = document().active_element().and_then(opens) else { return };
        request_animation_frame(move || {
            let lost = document().active_element().is_none_or(|it| it.tag_name() == "BODY");
            let pill = document().query_selector(&format!("[popovertarget=\"{opens}\"]")).ok().flatten();
            if let Some(pill) = pill.filter(|_| lost).and_then(|it| it.dyn_into::<HtmlElement>().ok()) {
                let _ = pill.focus();
            }
        });
    }

    /// The box above a long list: leaves the choices whose words hold what was typed.
    pub(super) fn find(ev: Event) {
        let Some(input) = ev.target().and_then(|it| it.dyn_into::<Element>().ok()) else { return };
        let Some(form) = input.closest(".menu__search").ok().flatten().and_then(|_| input.closest("form").ok().flatten()) else { return };
        let wanted = fold(&value(&input).unwrap_or_default());
        for choice in all(&form, ".menu__item") {
            let words = choice.query_selector(".menu__t").ok().flatten().and_then(|it| it.text_content()).unwrap_or_default();
            let _ = choice.toggle_attribute_with_force("hidden", !fold(&words).contains(&wanted));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEAM: FilteredList = FilteredList { path: "/team", show: "Show members" };

    fn plan(value: Option<&str>) -> Filter {
        let choice = |value: &str, checked| FilterChoice { value: value.into(), text: value.to_uppercase(), count: Some(1_200), checked };
        Filter {
            name: "plan",
            label: "Plan",
            value: value.map(Into::into),
            choices: Choices::AnyOf { find: "Find a plan".into(), choices: vec![choice("plus", false), choice("pro", value.is_some())] },
            without: "/team?q=a%26b".into(),
        }
    }

    #[test]
    fn t5_a_set_filter_says_what_it_is_and_links_to_the_list_without_it() {
        let shown = pills(TEAM, &[plan(Some("PRO"))], Some("/team")).into_string();
        assert!(shown.contains(r#"<a class="pill__x" href="/team?q=a%26b" aria-label="Remove filter: Plan is PRO">"#), "{shown}");
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
        let many = (0..=LONG).map(|i| FilterChoice { value: i.to_string(), text: i.to_string(), count: None, checked: false });
        filter.choices = Choices::AnyOf { find: "Find a plan".into(), choices: many.collect() };
        assert!(pills(TEAM, &[filter], None).into_string().contains("Find a plan"));
        assert!(!pills(TEAM, &[plan(None)], None).into_string().contains("Find a plan"));
    }
}
