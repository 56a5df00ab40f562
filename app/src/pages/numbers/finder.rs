//! What the drawers share: a search that is part of the address, a list to choose from, and what follows an answer.

use crate::ui::{
    Activation, Button, Dialog, DialogBody, DialogKind, Icon, IconName, Mark, Notice, NoticeKind, OptList, OptRow,
};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Form;
use leptos_router::hooks::{use_location, use_navigate};
use model::error::AppError;
use model::numbers::NumberChoice;
use model::query_string::pairs;
use std::fmt::Display;

/// What is looked for, by the address.
pub fn use_find() -> Memo<String> {
    of_query("find")
}

/// The last value of a key of the address; empty when it isn't there.
pub fn of_query(key: &'static str) -> Memo<String> {
    let search = use_location().search;
    Memo::new(move |_| search.with(|s| pairs(s).filter(|(k, _)| k == key).last().map(|(_, v)| v).unwrap_or_default()))
}

/// A GET form that asks the same page again with another `find`; `others` are the other parts of its query.
#[component]
pub fn Finder(#[prop(into)] path: String, #[prop(into)] label: String, others: Vec<(String, String)>) -> impl IntoView {
    let find = use_find();
    let hidden: Vec<AnyView> = others
        .into_iter()
        .filter(|(k, _)| k != "find")
        .map(|(name, value)| view! { <input type="hidden" name=name value=value /> }.into_any())
        .collect();
    view! {
        <Form method="GET" action=path attr:class="finder" attr:role="search">
            {hidden}
            <div class="affix">
                <Icon name=IconName::Search />
                <input
                    class="input"
                    type="search"
                    name="find"
                    id="find"
                    value=find.get_untracked()
                    placeholder=label.clone()
                    aria-label=label
                    autocomplete="off"
                    maxlength="80"
                />
            </div>
            <Button activation=Activation::Submit>"Find"</Button>
        </Form>
    }
    .into_any()
}

/// Choices of which one is taken; a refused one stays and says why (R10).
pub fn radios<T: Display>(name: &'static str, label: &'static str, choices: Vec<NumberChoice<T>>) -> AnyView {
    let rows: Vec<AnyView> = choices
        .into_iter()
        .map(|c| {
            let value = c.value.to_string();
            let id = format!("{name}-{}", value.replace(':', "-"));
            view! {
                <OptRow
                    mark=Mark::Radio
                    name=name
                    value=value
                    id=id
                    title=c.title
                    about=Some(c.about)
                    disabled_reason=c.refused
                />
            }
            .into_any()
        })
        .collect();
    view! { <OptList label=label>{rows}</OptList> }.into_any()
}

/// The sentence above a form whose last answer refused it.
pub fn problem<T: Clone + Send + Sync + 'static>(value: impl Into<Signal<Option<Result<T, AppError>>>>) -> AnyView {
    let value = value.into();
    let words = move || value.with(|v| v.as_ref().and_then(|r| r.as_ref().err()).map(ToString::to_string));
    view! { <div role="alert">{move || words().map(|words| view! { <Notice kind=NoticeKind::Bad title=words /> })}</div> }.into_any()
}

/// A drawer that can only say why it isn't one.
pub fn refusal(title: &'static str, error: &AppError, close: String) -> AnyView {
    let words = error.to_string();
    view! {
        <Dialog id="numbers-drawer" title kind=DialogKind::Drawer open=Signal::stored(true) close_href=close>
            <DialogBody>
                <div role="alert">
                    <Notice kind=NoticeKind::Bad title=words />
                </div>
            </DialogBody>
        </Dialog>
    }
    .into_any()
}

/// Goes to an address of the application and keeps the place in the list.
pub fn go() -> Callback<String> {
    let navigate = use_navigate();
    Callback::new(move |href: String| navigate(&href, NavigateOptions { scroll: false, ..Default::default() }))
}
