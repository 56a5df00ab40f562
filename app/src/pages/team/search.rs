//! The search box (T4): searches with each letter, one question at a time, so that fast typing doesn't flood the server
//! (P8).

use super::Team;
use crate::ui::data_table::use_search_field;
use crate::ui::{Icon, IconName, QueryFields};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Form;
use leptos_router::hooks::use_navigate;
use model::team::TeamQuery;

/// The box: a GET form without script.
#[component]
pub fn SearchBox() -> impl IntoView {
    let team = expect_context::<Team>();
    let text = Memo::new(move |_| team.live_query().filter.q);
    let field = use_search_field();
    // Texts that were typed here and are not yet in the address.
    let sent = StoredValue::new(Vec::<String>::new());
    let navigate = use_navigate();
    let search = Callback::new(move |typed: String| {
        let query = team.query();
        let wanted = query.with_search(&typed);
        if query.filter.q != wanted.filter.q {
            sent.update_value(|sent| sent.push(wanted.filter.q.clone()));
            let options = NavigateOptions { replace: !query.filter.q.is_empty(), scroll: false, ..Default::default() };
            navigate(&wanted.href("/team"), options);
        }
    });
    // The newest text, while an answer is waited for.
    let waiting = StoredValue::new(None::<String>);
    Effect::new(move |_| {
        if !team.list.is_busy()
            && let Some(typed) = waiting.try_update_value(Option::take).flatten()
        {
            search.run(typed);
        }
    });
    let typed = move |ev| {
        let typed = event_target_value(&ev);
        if untrack(|| team.list.is_busy()) { waiting.set_value(Some(typed)) } else { search.run(typed) }
    };
    // The field follows the address when something else changed it: Back, "Clear", a tab.
    Effect::new(move |before: Option<()>| {
        let text = text.get();
        let own = sent
            .try_update_value(|sent| sent.iter().position(|s| *s == text).map(|i| drop(sent.drain(..=i))).is_some());
        if before.is_some()
            && own == Some(false)
            && let Some(field) = field.get_untracked()
        {
            sent.set_value(Vec::new());
            waiting.set_value(None);
            field.set_value(&text);
        }
    });
    let placeholder = crate::pages::use_me().with_untracked(|me| {
        if policy::sees_whole_team(&me.actor.role) { "Name, email or forwarding number" } else { "Name or extension" }
    });
    let parts = Signal::derive(move || TeamQuery { cursor: None, ..team.live_query() }.to_query());
    view! {
        <Form method="GET" action="/team" attr:class="filterbar__search" attr:role="presentation">
            <QueryFields query=parts except="q" />
            <div class="affix">
                <Icon name=IconName::Search />
                <input
                    class="input"
                    type="search"
                    id="team-search"
                    name="q"
                    value=text.get_untracked()
                    node_ref=field
                    placeholder=placeholder
                    aria-label=format!("Search by {}", placeholder.to_lowercase())
                    aria-keyshortcuts="/"
                    autocomplete="off"
                    spellcheck="false"
                    maxlength="100"
                    on:input=typed
                />
                <span class="affix__end">
                    <kbd aria-hidden="true">"/"</kbd>
                </span>
            </div>
            <noscript>
                <button class="btn btn--sm" type="submit">
                    "Search"
                </button>
            </noscript>
        </Form>
    }
}
