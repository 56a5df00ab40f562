//! Tags beside a name, and the filter pills above a table (T1, T5).

use super::markup::inert;
use crate::ui::icon::{Icon, IconName};
use crate::ui::press::{Press, Pressable, pressable};
use leptos::prelude::*;
use maud::{Markup, html};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TagKind {
    #[default]
    Plain,
    You,
    Ok,
    Busy,
    Bad,
    Line,
}

#[component]
pub fn Tag(#[prop(into)] text: String, #[prop(optional)] kind: TagKind) -> impl IntoView {
    inert(tag(&text, kind))
}

/// The same as markup.
pub fn tag(text: &str, kind: TagKind) -> Markup {
    let class = match kind {
        TagKind::Plain => "tag",
        TagKind::You => "tag tag--you",
        TagKind::Ok => "tag tag--ok",
        TagKind::Busy => "tag tag--busy",
        TagKind::Bad => "tag tag--bad",
        TagKind::Line => "tag tag--line",
    };
    html! { span class=(class) { (text) } }
}

/// A filter: dashed "+ Role" while unset; "Role Agent, Manager" with a × once set. The × is a link to the list without it.
#[component]
pub fn FilterPill(
    #[prop(into)] label: String,
    /// What it is set to, in words; `None`: unset.
    #[prop(optional_no_strip, into)]
    value: Option<String>,
    /// The id of the popover with its choices.
    #[prop(into)]
    popover: String,
    /// The list without this filter.
    #[prop(into)]
    clear_href: String,
) -> impl IntoView {
    let open = |class: &str| Pressable { class: class.to_owned(), press: Press::Popover(popover.clone()), ..Pressable::default() };
    match value {
        None => {
            let content = view! { <Icon name=IconName::Plus/>{label} }.into_any();
            view! { <span class="pill">{pressable(open("pill__m"), content)}</span> }.into_any()
        }
        Some(value) => {
            let remove = format!("Remove filter: {label} is {value}");
            let content = view! { {label}" "<span class="pill__v">{value}</span><Icon name=IconName::Down/> }.into_any();
            view! {
                <span class="pill is-set">
                    <a class="pill__x" href=clear_href aria-label=remove><Icon name=IconName::X/></a>
                    {pressable(open("pill__m"), content)}
                </span>
            }
            .into_any()
        }
    }
}

/// "+2": opens the popover with the rest of a list.
pub fn more_chip(more: usize, popover: &str, label: &str) -> Markup {
    html! { button class="more-chip" type="button" popovertarget=(popover) aria-label=(label) { "+" (more) } }
}
