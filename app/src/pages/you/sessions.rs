//! Where one is signed in (A2).

use crate::api::sessions::list::{EndOtherSessions, EndSession, open_sessions};
use crate::pages::use_zone;
use crate::ui::page_data::reading;
use crate::ui::words::counted;
use crate::ui::{Activation, Button, Loaded, Tag, error_notice, use_toasts};
use leptos::form::ActionForm;
use leptos::prelude::*;
use model::error::{AppError, AppResult};
use model::instant::Instant;
use model::sessions::{SessionLine, SessionList};

fn words<T>(value: &Option<AppResult<T>>) -> Option<String> {
    value.as_ref().and_then(|it| it.as_ref().err()).map(AppError::to_string)
}

#[component]
pub(super) fn Sessions() -> impl IntoView {
    let (end, others) = (ServerAction::<EndSession>::new(), ServerAction::<EndOtherSessions>::new());
    let list = reading(move || (end.version().get(), others.version().get()), |_| open_sessions());
    let problem = move || end.value().with(words).or_else(|| others.value().with(words));
    let toasts = use_toasts();
    Effect::new(move |_| {
        if let Some(Ok(ended)) = others.value().get() {
            toasts.push(format!("{} ended", counted(ended, "session", "sessions")));
        }
    });
    view! {
        <section class="you__part" aria-labelledby="sessions">
            <h2 id="sessions">"Where you are signed in"</h2>
            {error_notice(problem)}
            <Loaded
                resource=list
                retry="/you"
                children=move |found: SessionList| view! { <Lines found end others /> }.into_any()
            />
        </section>
    }
}

#[component]
fn Lines(found: SessionList, end: ServerAction<EndSession>, others: ServerAction<EndOtherSessions>) -> impl IntoView {
    let SessionList { sessions, now } = found;
    let more = sessions.len() > 1;
    let lines: Vec<AnyView> = sessions.into_iter().map(|it| session_line(it, now, end).into_any()).collect();
    view! {
        <ul class="you__sessions">{lines}</ul>
        {more
            .then(|| {
                view! {
                    <ActionForm action=others>
                        <Button activation=Activation::Submit busy=others.pending()>
                            "Sign out everywhere else"
                        </Button>
                    </ActionForm>
                }
            })}
    }
}

fn session_line(it: SessionLine, now: Instant, end: ServerAction<EndSession>) -> impl IntoView {
    let zone = use_zone();
    let used =
        if it.this_device { "In use now".to_owned() } else { format!("Last used {}", it.last_used.ago(now, &zone)) };
    let from = if it.address.is_empty() { String::new() } else { format!(", from {}", it.address) };
    let about = format!("{used}{from}. Signed in {}.", it.since.ago(now, &zone));
    let action = if it.this_device {
        view! { <Tag text="This device" /> }.into_any()
    } else {
        let label = format!("End the session of {}", it.browser);
        view! {
            <ActionForm action=end>
                <input type="hidden" name="id" value=it.id.to_string() />
                <Button small=true label=label activation=Activation::Submit>
                    "End session"
                </Button>
            </ActionForm>
        }
        .into_any()
    };
    view! {
        <li>
            <span>
                <b>{it.browser}</b>
                <small>{about}</small>
            </span>
            {action}
        </li>
    }
}
