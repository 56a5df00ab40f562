//! The first page of a new account (A1): three ways on.

use crate::api::accounts::setup::LoadSample;
use crate::pages::use_me;
use crate::ui::{Icon, IconName, Notice, NoticeKind};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use model::error::AppError;
use policy::{Action, Target, check};

#[component]
pub fn Welcome() -> impl IntoView {
    let me = use_me();
    let action = ServerAction::<LoadSample>::new();
    let (pending, value) = (action.pending(), action.value());
    let problem = move || value.with(|value| value.as_ref().and_then(|it| it.as_ref().err()).map(AppError::to_string));
    let company = me.with_untracked(|me| me.account.name.clone());
    let imports = me.with_untracked(|me| check(&me.actor, Action::Import, Target::Account).is_ok());
    view! {
        <Title text="Welcome" />
        <main class="panel welcome" id="main" tabindex="-1">
            <section class="empty first panel__scroll">
                <Picture />
                <h1>"Your account is ready"</h1>
                <p>
                    "It’s just you at "{company}
                    " so far. Bring your team in from a spreadsheet, or look around with a made-up one first."
                </p>
                {move || {
                    problem()
                        .map(|words| {
                            view! {
                                <div role="alert">
                                    <Notice kind=NoticeKind::Bad title="The sample team was not loaded".to_owned()>
                                        {words}
                                    </Notice>
                                </div>
                            }
                        })
                }}
                <ul class="first__ways">
                    {imports
                        .then(|| {
                            view! {
                                <li>
                                    <a class="way" href="/team/import">
                                        <Icon name=IconName::File class="icon icon--20" />
                                        <span>
                                            <b>"Import a CSV file"</b>
                                            <small>"Check every row before anything is saved."</small>
                                        </span>
                                        <Icon name=IconName::Right />
                                    </a>
                                </li>
                            }
                        })}
                    {imports
                        .then(|| {
                            view! {
                                <li>
                                    <ActionForm action=action>
                                        <button
                                            class="way"
                                            aria-busy=move || pending.get().then_some("true")
                                            on:click=move |ev| {
                                                if pending.get_untracked() {
                                                    ev.prevent_default()
                                                }
                                            }
                                        >
                                            <Icon name=IconName::Play class="icon icon--20" />
                                            <span>
                                                <b>"Load a sample team"</b>
                                                <small role="status">
                                                    {move || {
                                                        if pending.get() {
                                                            "Loading about 1,300 people…"
                                                        } else {
                                                            "About 1,300 made-up people, to try everything."
                                                        }
                                                    }}
                                                </small>
                                            </span>
                                            <Icon name=IconName::Right />
                                        </button>
                                    </ActionForm>
                                </li>
                            }
                        })} <li>
                        <a class="way" href="/team">
                            <Icon name=IconName::Team class="icon icon--20" />
                            <span>
                                <b>"Go to the team"</b>
                                <small>"Start with an empty table."</small>
                            </span>
                            <Icon name=IconName::Right />
                        </a>
                    </li>
                </ul>
            </section>
        </main>
    }
}

/// You in the middle, room for others beside you.
#[component]
fn Picture() -> impl IntoView {
    view! {
        <svg
            class="empty__art"
            width="220"
            height="112"
            viewBox="0 0 220 112"
            fill="none"
            stroke="currentColor"
            stroke-width="1.5"
            stroke-linecap="round"
            aria-hidden="true"
        >
            <path
                d="M34 78c38 0 38-46 76-46s38 46 76 46"
                stroke="var(--line-strong)"
                stroke-width="2"
                stroke-dasharray="1 6"
            />
            <circle cx="34" cy="78" r="17" fill="var(--surface)" stroke-dasharray="3 4" />
            <circle cx="186" cy="78" r="17" fill="var(--surface)" stroke-dasharray="3 4" />
            <circle cx="110" cy="32" r="23" fill="var(--ink)" stroke="none" />
            <circle cx="110" cy="27" r="6.5" stroke="var(--on-ink)" stroke-width="2" />
            <path d="M98.5 43.5c2-6.5 6-9 11.5-9s9.5 2.5 11.5 9" stroke="var(--on-ink)" stroke-width="2" />
            <path d="M34 72v12M28 78h12M186 72v12M180 78h12" />
        </svg>
    }
}
