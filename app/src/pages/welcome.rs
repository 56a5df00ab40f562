//! The first page of a new account (A1): three ways on.

use crate::api::accounts::setup::LoadSample;
use crate::pages::first_steps::{ImportWay, TeamIllustration, Way};
use crate::pages::use_me;
use crate::ui::{Icon, IconName, Notice, NoticeKind};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use model::error::AppError;
use policy::{Action, Target, check};

/// The page that setting up leads to.
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
                <TeamIllustration />
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
                            view! { <ImportWay /> }
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
                        })}
                    <Way href="/team" icon=IconName::Team title="Go to the team" about="Start with an empty table." />
                </ul>
            </section>
        </main>
    }
}
