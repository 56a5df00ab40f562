//! Filters of a list (T5, N1, G1): a pill for each, with its choices in a popover beside it. Each is a GET form or a
//! link, so it works without script. A pill and its popover stay while answers come: what somebody has ticked or is
//! looking for is not lost.

mod pill;

use leptos::prelude::*;
use pill::Pill;

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

impl Choices {
    /// What the box is called that finds one of them.
    fn find(&self) -> &str {
        match self {
            Choices::AnyOf { find, .. } => find,
            _ => "",
        }
    }
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

/// The pills of a list's filters.
#[component]
pub fn Filters(
    list: FilteredList,
    /// As the list that is shown has them, in this order.
    #[prop(into)]
    filters: Signal<Vec<Filter>>,
    /// The query of the address without its page, which may be newer than the list: a form changes one thing of it.
    #[prop(into)]
    query: Signal<String>,
    /// The address without any filter, when something is set.
    #[prop(into)]
    clear: Signal<Option<String>>,
) -> impl IntoView {
    let pill = move |first: Filter| view! { <Pill list first filters query /> };
    let clear = move || {
        clear.get().map(|href| {
            view! {
                <a class="btn btn--link btn--sm" href=href>
                    "Clear"
                </a>
            }
        })
    };
    view! {
        <div class="filterbar__pills">
            <For each=move || filters.get() key=|filter| filter.name children=pill />
            {clear}
        </div>
    }
}

#[cfg(all(test, feature = "ssr"))]
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

    fn shown(filter: Filter) -> String {
        Owner::new().with(|| {
            let query = Signal::stored("q=a%26b&plan=pro".to_owned());
            let (filters, clear) = (Signal::stored(vec![filter]), Signal::stored(None::<String>));
            view! { <Filters list=TEAM filters query clear /> }.to_html()
        })
    }

    #[test]
    fn t5_a_set_filter_says_what_it_is_and_links_to_the_list_without_it() {
        let set = shown(plan(Some("PRO")));
        assert!(
            set.contains("href=\"/team?q=a%26b\"") && set.contains("aria-label=\"Remove filter: Plan is PRO\""),
            "{set}"
        );
        assert_eq!(set.matches(" checked").count(), 1, "{set}");
        assert!(set.contains("1,200"), "{set}");
        assert!(!shown(plan(None)).contains("Remove filter"));
    }

    #[test]
    fn t13_a_form_without_script_carries_the_other_parts_of_the_address() {
        let shown = shown(plan(None));
        assert!(shown.contains("name=\"q\"") && shown.contains("value=\"a&amp;b\""), "{shown}");
        assert!(!shown.contains("type=\"hidden\" name=\"plan\""), "{shown}");
    }

    #[test]
    fn t5_long_lists_have_a_box_to_find_a_choice_in() {
        let mut filter = plan(None);
        let many = (0..=pill::LONG).map(|i| FilterChoice {
            value: i.to_string(),
            text: i.to_string(),
            count: None,
            checked: false,
        });
        filter.choices = Choices::AnyOf { find: "Find a plan".into(), choices: many.collect() };
        assert!(shown(filter).contains("Find a plan"));
        assert!(!shown(plan(None)).contains("Find a plan"));
    }
}
