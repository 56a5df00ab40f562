//! What happens to calls: drawn on the cards of members and numbers (N8), and asked for at /call-flow/who-rings (N9).

mod ask;
pub mod diagram;

use crate::api::callflow::who_rings;
use crate::pages::callflow::diagram::diagram;
use crate::pages::frame::PageRefused;
use crate::pages::use_me;
use crate::ui::page_data::reading;
use crate::ui::{Empty, IconName, Loaded};
use leptos::html::H2;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_location, use_query_map};
use model::callflow::question::{Question, WhoRings, WhoRingsPage as Data};
use policy::Page;

/// The page's own path.
pub const WHO_RINGS: &str = "/call-flow/who-rings";

/// The id of the answer's headline.
const ANSWER: &str = "answer";

/// The page at /call-flow/who-rings, or why this role doesn't open it (N9, R12).
#[component]
pub fn WhoRingsPage() -> impl IntoView {
    let closed = use_me().with_untracked(|me| Page::CallFlow.opens(&me.actor).err());
    view! {
        <Title text="Who rings?" />
        {match closed {
            Some(why) => view! { <PageRefused title="Who rings?" why /> }.into_any(),
            None => view! { <Asking /> }.into_any(),
        }}
    }
}

#[component]
fn Asking() -> impl IntoView {
    let (query, search) = (use_query_map(), use_location().search);
    let asked = Memo::new(move |_| query.with(|q| Question::read(|word| q.get(word))));
    let page = reading(move || asked.get(), who_rings);
    let retry = Signal::derive(move || format!("{WHO_RINGS}?{}", search.get()));
    let headline = NodeRef::<H2>::new();
    // Whoever asks again goes on at the answer; whoever comes to the page begins at its top.
    let first = StoredValue::new(true);
    Effect::new(move |_| {
        if page.with(|answer| answer.is_some()) && !first.get_value() {
            request_animation_frame(move || {
                if let Some(headline) = headline.get_untracked() {
                    let _ = headline.focus();
                }
            });
        }
        first.set_value(false);
    });
    view! {
        <main class="panel" id="main" tabindex="-1">
            <header class="page-head">
                <h1>"Who rings?"</h1>
            </header>
            <Loaded resource=page retry=retry children=move |page| answered(asked.get_untracked(), page, headline) />
        </main>
    }
}

fn answered(asked: Question, page: Data, headline: NodeRef<H2>) -> AnyView {
    let body = match &page.answer {
        Some(answer) => path(answer, headline),
        None if !page.problems.is_empty() => ().into_any(),
        None => view! {
            <Empty
                icon=IconName::Phone
                title="Ask about a call"
                text="Choose a number or type an extension. You see step by step what happens, by the same rules that route calls."
            />
        }
        .into_any(),
    };
    view! {
        {ask::form(asked, page)}
        <div class="panel__scroll" tabindex="0" role="region" aria-label="Answer">
            <div class="who">{body}</div>
        </div>
    }
    .into_any()
}

fn path(answer: &WhoRings, node: NodeRef<H2>) -> AnyView {
    let headline = &answer.headline;
    view! {
        <section class="side" aria-labelledby=ANSWER>
            <header class="side__head">
                <p class="side__k">"As it is"</p>
                <h2 id=ANSWER node_ref=node tabindex="-1" class:is-bad=headline.nobody>
                    {headline.title.clone()}
                </h2>
                <p class="side__d">{headline.about.clone()}</p>
            </header>
            {diagram(&answer.steps, "What happens to the call")}
        </section>
    }
    .into_any()
}
