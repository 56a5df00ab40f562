//! One's own profile at /profile (M21): what every member sets for themselves. Its parts also serve the team's drawers.

pub mod forwarding;
mod greetings;
pub mod photo;
pub mod pin;

use crate::api::flash::typed::typed;
use crate::api::members::forwarding::SaveForwarding;
use crate::api::members::profile::{SetScreening, own_profile};
use crate::pages::bulk::show_flash;
use crate::pages::use_me;
use crate::ui::form_errors::form_error;
use crate::ui::page_data::reading;
use crate::ui::{Activation, Button, Loaded, Mark, OptRow, use_toasts};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use model::error::AppError;
use model::forwarding::ForwardingForm;
use model::members::profile::OwnProfile;
use model::team::card::CardTab;
use model::{MemberId, Ticked};
use std::collections::BTreeMap;

/// The profile, and what a refused browser without script had typed.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
struct Shown {
    profile: OwnProfile,
    greetings: BTreeMap<String, String>,
    forwarding: Option<ForwardingForm>,
}

async fn load(refused: bool) -> Result<Shown, AppError> {
    let profile = own_profile().await?;
    let (mut greetings, mut forwarding) = (BTreeMap::new(), None);
    if refused {
        greetings = typed("greetings".to_owned()).await?;
        forwarding = typed_forwarding(profile.forwarding.id).await?;
    }
    Ok(Shown { profile, greetings, forwarding })
}

/// The forwarding form as it was typed before a refusal or a step.
pub async fn typed_forwarding(id: MemberId) -> Result<Option<ForwardingForm>, AppError> {
    let mut before = typed(format!("forwarding-{id}")).await?;
    Ok(before.remove("form").and_then(|text| serde_json::from_str(&text).ok()))
}

/// Whether the page was loaded because a form without script was sent back.
pub fn sent_back() -> bool {
    use_query_map().with_untracked(|q| q.get("__err").is_some() || q.get("typed").is_some())
}

/// The page at /profile.
#[component]
pub fn ProfilePage() -> impl IntoView {
    let refused = sent_back();
    let shown = reading(|| (), move |()| load(refused));
    let undone = Callback::new(move |()| shown.refetch());
    view! {
        <Title text="Your profile" />
        <main class="panel you" id="main" tabindex="-1">
            <header class="page-head">
                <h1>"Your profile"</h1>
            </header>
            <div class="panel__scroll you__parts">
                <Loaded resource=shown retry="/profile" children=move |page| parts(page, undone) />
            </div>
        </main>
    }
}

fn parts(shown: Shown, undone: Callback<()>) -> AnyView {
    let me = use_me();
    let name = me.with_untracked(|me| me.actor.name.clone());
    let Shown { profile, greetings, forwarding: typed } = shown;
    let id = profile.forwarding.id;
    let on_photo = Callback::new(move |hash: Option<String>| me.update(|me| me.photo = hash));
    let availability = move || me.with(|me| me.availability.label());
    view! {
        <p class="you__who">
            <b>{name.full()}</b>
            <span class="muted">{format!("{}, {}", profile.role_name, profile.sign_in)}</span>
        </p>
        {facts(&profile)}
        <section class="you__part" aria-labelledby="own-photo">
            <h2 id="own-photo">"Photo"</h2>
            <photo::PhotoForm id name photo=profile.photo.clone() back="/profile" on_saved=on_photo />
        </section>
        <section class="you__part" aria-labelledby="own-calls">
            <h2 id="own-calls">"Your calls"</h2>
            <div class="you__row">
                <span>
                    <b>"Availability"</b>
                    <small>"Change it below the navigation, on every page"</small>
                </span>
                <span>{availability}</span>
            </div>
            <Screening on=profile.screening />
            <p>
                <a href=CardTab::CallFlow.path(id)>"See what happens when someone calls you"</a>
            </p>
        </section>
        <section class="you__part" aria-labelledby="own-forwarding">
            <h2 id="own-forwarding">"Call forwarding"</h2>
            <OwnForwarding settings=profile.forwarding.clone() typed undone />
        </section>
        <section class="you__part" aria-labelledby="own-greetings">
            <h2 id="own-greetings">"Greetings"</h2>
            <p class="muted">"Your text is read aloud to callers."</p>
            <greetings::Greetings profile=profile.clone() typed=greetings undone />
        </section>
        <section class="you__part" aria-labelledby="own-pin">
            <h2 id="own-pin">"Voicemail PIN"</h2>
            <div class="you__fields">
                <pin::PinForm id has_pin=profile.has_pin back="/profile" />
            </div>
        </section>
    }
    .into_any()
}

/// What others set for them.
fn facts(profile: &OwnProfile) -> AnyView {
    let base = use_me().with_untracked(|me| me.account.meeting_base.clone());
    let none = || "None".to_owned();
    let extension = profile.extension.map_or_else(none, |e| e.to_string());
    let direct = profile.direct.as_ref().map_or_else(none, |n| n.shown().to_owned());
    let meeting = profile.bridge.as_ref().map(|bridge| {
        let href = format!("{base}/{bridge}");
        let shown = href.split_once("://").map_or(href.clone(), |(_, rest)| rest.to_owned());
        view! {
            <dt>"Meeting bridge"</dt>
            <dd>
                <a href=href target="_blank" rel="noopener noreferrer external">
                    {shown}
                </a>
            </dd>
        }
    });
    view! {
        <dl class="facts you__facts">
            <dt>"Extension"</dt>
            <dd class="num">{extension}</dd>
            <dt>"Direct number"</dt>
            <dd class="tel">{direct}</dd>
            {meeting}
        </dl>
    }
    .into_any()
}

/// Saved as soon as it is switched.
#[component]
fn Screening(on: bool) -> impl IntoView {
    let action = ServerAction::<SetScreening>::new();
    let answer = Signal::from(action.value());
    // What the switch shows: what was chosen, until the server refuses it.
    let shown = RwSignal::new(on);
    let saved = StoredValue::new(on);
    let switch = Callback::new(move |on: bool| {
        shown.set(on);
        action.dispatch(SetScreening { on: on.then_some(Ticked) });
    });
    Effect::new(move |_| match answer.get() {
        Some(Ok(())) => saved.set_value(shown.get_untracked()),
        Some(Err(_)) => shown.set(saved.get_value()),
        None => {}
    });
    view! {
        <ActionForm action>
            {form_error(answer)}
            <OptRow
                mark=Mark::Switch
                name="on"
                id="screening"
                title="Screen incoming calls"
                about="Callers say their name; you press 1 to answer.".to_owned()
                checked=on
                state=shown
                on_change=switch
            /> <noscript>
                <button class="btn btn--sm">"Save"</button>
            </noscript>
        </ActionForm>
    }
    .into_any()
}

#[component]
fn OwnForwarding(
    settings: model::forwarding::ForwardingSettings,
    typed: Option<ForwardingForm>,
    undone: Callback<()>,
) -> impl IntoView {
    let action = ServerAction::<SaveForwarding>::new();
    let toasts = use_toasts();
    Effect::new(move |_| {
        if let Some(Ok(flash)) = action.value().get() {
            show_flash(toasts, flash, move || {
                let _page_is_open = undone.try_run(());
            });
        }
    });
    view! {
        <forwarding::ForwardingFields action settings typed form_id="own-forwarding-form" back="/profile">
            <div>
                <Button activation=Activation::Submit busy=action.pending()>
                    "Save forwarding"
                </Button>
            </div>
        </forwarding::ForwardingFields>
    }
    .into_any()
}
