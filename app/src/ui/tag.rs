//! Tags beside a name (T1).

use leptos::prelude::*;

/// What a tag is about; decides its colour.
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

/// A word in a small frame.
#[component]
pub fn Tag(#[prop(into)] text: String, #[prop(optional)] kind: TagKind) -> impl IntoView {
    let class = match kind {
        TagKind::Plain => "tag",
        TagKind::You => "tag tag--you",
        TagKind::Ok => "tag tag--ok",
        TagKind::Busy => "tag tag--busy",
        TagKind::Bad => "tag tag--bad",
        TagKind::Line => "tag tag--line",
    };
    view! { <span class=class>{text}</span> }
}
