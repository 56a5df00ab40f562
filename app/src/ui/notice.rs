//! Notices in the flow of a page, and the summary of a form's errors.

use crate::ui::icon::{Icon, IconName};
use crate::ui::words::isolated;
use leptos::prelude::*;

/// What a notice is about; decides colour and icon.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NoticeKind {
    #[default]
    Neutral,
    Info,
    /// A limit is near or reached.
    Busy,
    /// Something failed.
    Bad,
}

impl NoticeKind {
    fn parts(self) -> (&'static str, IconName) {
        match self {
            NoticeKind::Neutral => ("notice", IconName::Info),
            NoticeKind::Info => ("notice notice--info", IconName::Info),
            NoticeKind::Busy => ("notice notice--busy", IconName::Warn),
            NoticeKind::Bad => ("notice notice--bad", IconName::Error),
        }
    }
}

/// "All 50 seats are used." and, quieter, what to do about it; `end` holds buttons.
#[component]
pub fn Notice(
    #[prop(optional)] kind: NoticeKind,
    #[prop(optional_no_strip, into)] title: Option<String>,
    #[prop(optional)] end: Option<AnyView>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let (class, icon) = kind.parts();
    view! {
        <div class=class>
            <Icon name=icon />
            <div>
                {title.map(|title| view! { <b>{isolated(title)}</b> })}
                {children.map(|children| view! { <p>{children()}</p> })}
            </div>
            {end.map(|end| view! { <div class="notice__end">{end}</div> })}
        </div>
    }
    .into_any()
}

/// What a failed submit says above the form: a title and a link to each field. Focus goes here, with or without script.
#[component]
pub fn ErrorSummary(
    /// "Fix 1 field to send the invite."
    #[prop(into)]
    title: String,
    /// The field's id and what is wrong with it; without an id, a problem of the whole form.
    problems: Vec<(Option<String>, String)>,
) -> impl IntoView {
    let node = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        if let Some(summary) = node.get() {
            let _ = summary.focus();
        }
    });
    let lines: Vec<AnyView> = problems
        .into_iter()
        .map(|(id, words)| match id {
            Some(id) => view! {
                <li>
                    <a href=format!("#{id}")>{isolated(words)}</a>
                </li>
            }
            .into_any(),
            None => view! { <li>{isolated(words)}</li> }.into_any(),
        })
        .collect();
    view! {
        <div class="notice notice--bad error-summary" role="alert" tabindex="-1" autofocus=true node_ref=node>
            <Icon name=IconName::Error />
            <div>
                <b>{isolated(title)}</b>
                <ul>{lines}</ul>
            </div>
        </div>
    }
    .into_any()
}
