//! Tags beside a name, and the filter pills above a table (T1, T5).

use crate::ui::markup::inert;
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

/// "+2": opens the popover with the rest of a list.
pub fn more_chip(more: usize, popover: &str, label: &str) -> Markup {
    html! { button class="more-chip" type="button" popovertarget=(popover) aria-label=(label) { "+" (more) } }
}
