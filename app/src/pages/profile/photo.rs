//! Choosing, replacing and removing a photo (M18): a plain multipart form; with script it is sent without leaving the
//! page.

#[cfg(feature = "hydrate")]
use crate::ui::browser;
use crate::ui::words::hue;
use crate::ui::{Activation, Avatar, AvatarSize, Button, ButtonKind, ErrorLine, IconName, SubmitWith};
use leptos::ev::SubmitEvent;
use leptos::html::Input;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::photo::PhotoProblem;
use model::{MemberId, PersonName};

/// `back`: where a browser without script goes afterwards; a refusal is added to it as `photo=WORD`.
#[component]
pub fn PhotoForm(
    id: MemberId,
    name: PersonName,
    photo: Option<String>,
    /// Why it can't be changed.
    #[prop(optional_no_strip)]
    refused: Option<String>,
    #[prop(into)] back: String,
    /// After a change: the hash of the new photo, none once removed.
    on_saved: Callback<Option<String>>,
) -> impl IntoView {
    let said = use_query_map().with_untracked(|q| q.get("photo")).and_then(|slug| PhotoProblem::from_slug(&slug));
    let problem = RwSignal::new(said.map(|p| p.to_string()));
    let now = RwSignal::new(photo);
    let sending = RwSignal::new(false);
    let saved = Callback::new(move |hash: Option<String>| {
        now.set(hash.clone());
        on_saved.run(hash);
    });
    let submit = move |ev: SubmitEvent| send(ev, problem, sending, saved);
    let colour = hue(&name.full());
    let initials = name.initials();
    let face = move || {
        let photo = now.get().map(|hash| format!("/photos/{hash}"));
        view! { <Avatar initials=initials.clone() hue=colour photo size=AvatarSize::S72 /> }
    };
    let controls = match refused {
        Some(why) => view! {
            <div>
                <p class="hint">{why}</p>
            </div>
        }
        .into_any(),
        None => view! {
            <div class="photo-field__choose">
                <label class="label" for="photo">
                    "Photo"
                </label>
                <input
                    class="photo-field__file"
                    id="photo"
                    type="file"
                    name="photo"
                    accept="image/png,image/jpeg,image/webp"
                    aria-describedby="photo-hint photo-message"
                />
                <div class="photo-field__buttons">
                    <Button small=true icon=IconName::Upload activation=Activation::Submit busy=sending>
                        {move || if sending.get() { "Uploading…" } else { "Upload photo" }}
                    </Button>
                    {move || {
                        now.get()
                            .is_some()
                            .then(|| {
                                view! {
                                    <Button
                                        small=true
                                        kind=ButtonKind::Ghost
                                        activation=Activation::Submit
                                        send=SubmitWith {
                                            name: Some("remove".into()),
                                            value: Some("yes".into()),
                                            ..Default::default()
                                        }
                                    >
                                        "Remove photo"
                                    </Button>
                                }
                            })
                    }}
                </div>
                <p id="photo-hint">"PNG, JPEG or WebP, up to 5 MB. It is cut to a square."</p>
                <div id="photo-message" role="status">
                    <ErrorLine error=problem />
                </div>
            </div>
        }
        .into_any(),
    };
    view! {
        <form
            class="photo-field"
            method="post"
            enctype="multipart/form-data"
            action=format!("/members/{id}/photo")
            on:submit=submit
        >
            <input type="hidden" name="back" value=back />
            {face}
            {controls}
        </form>
    }
    .into_any()
}

/// Sends the form in the background; what was typed elsewhere on the page stays.
#[cfg(feature = "hydrate")]
fn send(ev: SubmitEvent, problem: RwSignal<Option<String>>, sending: RwSignal<bool>, saved: Callback<Option<String>>) {
    use wasm_bindgen::JsCast;
    let Some(form) = ev.target().and_then(|t| t.dyn_into::<web_sys::HtmlFormElement>().ok()) else { return };
    let Ok(data) = web_sys::FormData::new_with_form(&form) else { return };
    // The pressed button is part of what a form sends.
    if let Some(button) = ev.submitter()
        && let (Some(name), Some(value)) = (button.get_attribute("name"), button.get_attribute("value"))
    {
        let _ = data.append_with_str(&name, &value);
    }
    ev.prevent_default();
    if sending.get_untracked() {
        return;
    }
    sending.set(true);
    leptos::task::spawn_local(async move {
        let outcome = post(&form.action(), data).await;
        sending.try_set(false);
        match outcome {
            Ok(hash) => {
                problem.try_set(None);
                form.reset();
                saved.try_run(hash);
            }
            Err(words) => {
                problem.try_set(Some(words));
            }
        }
    });
}

#[cfg(feature = "hydrate")]
async fn post(url: &str, data: web_sys::FormData) -> Result<Option<String>, String> {
    let lost = |_| model::error::AppError::Unreachable.to_string();
    let request = gloo_net::http::Request::post(url).header("accept", "application/json").body(data).map_err(lost)?;
    let answer = request.send().await.map_err(lost)?;
    if answer.ok() { answer.json().await.map_err(lost) } else { Err(answer.text().await.map_err(lost)?) }
}

/// What is wrong with the file chosen in this field, as far as the browser can see; the server decides.
pub fn problem_of(field: NodeRef<Input>) -> Option<PhotoProblem> {
    #[cfg(feature = "hydrate")]
    {
        let file = browser::chosen_file(field)?;
        match file.type_().as_str() {
            _ if file.size() > model::photo::LARGEST_FILE as f64 => Some(PhotoProblem::TooLarge),
            "image/png" | "image/jpeg" | "image/webp" => None,
            "image/svg+xml" => Some(PhotoProblem::Svg),
            _ => Some(PhotoProblem::OtherKind),
        }
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = field;
        None
    }
}

/// Gives a member the file chosen in this field, if one was: beside any form. `done` gets the refusal's words, if any.
pub fn send_chosen(id: MemberId, field: NodeRef<Input>, done: impl FnOnce(Option<String>) + 'static) {
    #[cfg(feature = "hydrate")]
    if let (Some(file), Ok(data)) = (browser::chosen_file(field), web_sys::FormData::new()) {
        let _ = data.append_with_blob("photo", &file);
        leptos::task::spawn_local(async move { done(post(&format!("/members/{id}/photo"), data).await.err()) });
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (id, field, done);
}

#[cfg(not(feature = "hydrate"))]
fn send(_: SubmitEvent, _: RwSignal<Option<String>>, _: RwSignal<bool>, _: Callback<Option<String>>) {}
