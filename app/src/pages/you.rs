//! One's own settings: how things look, where one is signed in, one's password (A2, T7).

use crate::api::sessions::SetPreferences;
use crate::api::sessions::list::{ChangePassword, EndOtherSessions, EndSession, open_sessions};
use crate::pages::frame::{save_density, save_single_keys, save_theme};
use crate::pages::{use_me, use_zone};
use crate::ui::page_data::reading;
use crate::ui::words::counted;
use crate::ui::{
    Activation, Button, ButtonKind, Loaded, Notice, NoticeKind, PasswordField, Segment, Segmented, Tag, error_notice,
    field_error, form_error, use_toasts,
};
use leptos::form::ActionForm;
use leptos::html;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use model::error::{AppError, AppResult};
use model::instant::Instant;
use model::sessions::{Preferences, SessionLine, SessionList, Theme};

#[component]
pub fn You() -> impl IntoView {
    let me = use_me();
    let name = move || me.with(|me| me.actor.name.full());
    let sign_in = move || me.with(|me| format!("{}, {}", me.actor.role.name, me.sign_in));
    let first = move || me.with(|me| me.must_change_password);
    view! {
        <Title text="Your settings" />
        <main class="panel you" id="main" tabindex="-1">
            <header class="page-head">
                <h1>"Your settings"</h1>
            </header>
            <div class="panel__scroll you__parts">
                {move || {
                    first()
                        .then(|| {
                            view! {
                                <Notice kind=NoticeKind::Busy title="Choose a password of your own to go on".to_owned()>
                                    "Somebody else set the one you signed in with. As current password, type that one."
                                </Notice>
                            }
                        })
                }} <p class="you__who">
                    <b>{name}</b>
                    <span class="muted">{sign_in}</span>
                // Until there is a password of one's own nothing else answers (M2).
                </p>
                {move || {
                    (!first())
                        .then(|| {
                            view! {
                                <Looks />
                                <Sessions />
                            }
                        })
                }} <Password />
            </div>
        </main>
    }
}

fn density_slug(it: &Preferences) -> &'static str {
    if it.compact { "compact" } else { "comfortable" }
}

fn single_keys_slug(it: &Preferences) -> &'static str {
    if it.no_single_keys { "off" } else { "on" }
}

/// Theme, density, single keys; each is saved as soon as it is chosen.
#[component]
fn Looks() -> impl IntoView {
    let me = use_me();
    let now = me.with_untracked(|me| me.preferences.clone());
    // The menu and the palette change the theme too, and a refused change is taken back.
    let state = move |slug: fn(&Preferences) -> &'static str| {
        Signal::derive(move || me.with(|me| slug(&me.preferences).to_owned()))
    };
    let (theme, density, keys) = (save_theme(), save_density(), save_single_keys());
    let themes =
        [("system", "System"), ("light", "Light"), ("dark", "Dark")].map(|(slug, words)| Segment::new(slug, words));
    let rows = [("comfortable", "Comfortable"), ("compact", "Compact")].map(|(slug, words)| Segment::new(slug, words));
    let single = [("on", "On"), ("off", "Off")].map(|(slug, words)| Segment::new(slug, words));
    view! {
        <section class="you__part" aria-labelledby="looks">
            <h2 id="looks">"Display and keyboard"</h2>
            <form method="post" action=SetPreferences::url()>
                <div class="you__row">
                    <span>
                        <b>"Theme"</b>
                    </span>
                    <Segmented
                        legend="Theme"
                        name="theme"
                        segments=themes.to_vec()
                        value=now.theme.slug()
                        state=state(|it| it.theme.slug())
                        on_change=move |slug: String| theme(Theme::from_slug(&slug).unwrap_or_default())
                    />
                </div>
                <div class="you__row">
                    <span>
                        <b>"Rows"</b>
                        <small>"Compact shows more people at once."</small>
                    </span>
                    <Segmented
                        legend="Rows"
                        name="density"
                        segments=rows.to_vec()
                        value=density_slug(&now)
                        state=state(density_slug)
                        on_change=move |slug: String| density(slug == "compact")
                    />
                </div>
                <div class="you__row">
                    <span>
                        <b>"Single-key shortcuts"</b>
                        <small>"Keys such as / and ? without Ctrl. They never act while you type."</small>
                    </span>
                    <Segmented
                        legend="Single-key shortcuts"
                        name="single_keys"
                        segments=single.to_vec()
                        value=single_keys_slug(&now)
                        state=state(single_keys_slug)
                        on_change=move |slug: String| keys(slug == "on")
                    />
                </div>
                <noscript>
                    <div class="you__row">
                        <button class="btn">"Save display and keyboard"</button>
                    </div>
                </noscript>
            </form>
        </section>
    }
}

fn words<T>(value: &Option<AppResult<T>>) -> Option<String> {
    value.as_ref().and_then(|it| it.as_ref().err()).map(AppError::to_string)
}

#[component]
fn Sessions() -> impl IntoView {
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

#[component]
fn Password() -> impl IntoView {
    let me = use_me();
    let action = ServerAction::<ChangePassword>::new();
    let (value, pending) = (action.value(), action.pending());
    let failed = move |field: &'static str| field_error(value, field);
    let before = use_query_map().with_untracked(|query| query.get("done").as_deref() == Some("password"));
    let done = move || match value.get() {
        Some(Ok(0)) => Some("Your password was changed".to_owned()),
        Some(Ok(n)) => Some(format!(
            "Your password was changed, and {} ended",
            counted(n, "other session was", "other sessions were")
        )),
        None if before => Some("Your password was changed, and all other sessions were ended".to_owned()),
        _ => None,
    };
    let form = NodeRef::<html::Form>::new();
    Effect::new(move |_| {
        if value.with(|value| matches!(value, Some(Ok(_)))) {
            me.update(|me| me.must_change_password = false);
            if let Some(form) = form.get_untracked() {
                form.reset();
            }
        }
    });
    view! {
        <section class="you__part" id="password" aria-labelledby="password-title" tabindex="-1">
            <h2 id="password-title">"Password"</h2>
            <p class="muted">"Changing it signs you out everywhere else."</p>
            <div role="status">
                {move || done().map(|words| view! { <Notice kind=NoticeKind::Info title=words /> })}
            </div>
            {form_error(value)}
            <ActionForm action=action node_ref=form>
                <div class="stack you__fields">
                    <PasswordField
                        id="current-password"
                        name="current"
                        label="Current password"
                        error=failed("current")
                    />
                    <PasswordField
                        id="new-password"
                        name="new"
                        label="New password"
                        autocomplete="new-password"
                        hint="At least 8 characters; 15 or more are better."
                        error=failed("new")
                    />
                    <div>
                        <Button kind=ButtonKind::Primary activation=Activation::Submit busy=pending>
                            {move || if pending.get() { "Changing…" } else { "Change password" }}
                        </Button>
                    </div>
                </div>
            </ActionForm>
        </section>
    }
}
