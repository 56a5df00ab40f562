//! A forgotten password: asking for the mail at /forgot, and the page its link opens at /reset (A2, M10).

use crate::api::sessions::forgot_password::{Forgot, Reset, reset_state};
use crate::pages::new_password::NewPasswordFields;
use crate::pages::sign_in::Alone;
use crate::ui::page_data::reading;
use crate::ui::{Activation, Button, ButtonKind, LoadFailed, TextField, field_error, form_error, render_once};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use model::invitations::ResetState;

/// The page at /forgot. Its answer is the same whether the name exists or not (invariant 16).
#[component]
pub fn ForgotPage() -> impl IntoView {
    let query = use_query_map();
    let sent = Memo::new(move |_| query.with(|query| query.get("sent").is_some()));
    let action = ServerAction::<Forgot>::new();
    let value = action.value();
    let error = field_error(value, "name");
    let pending = action.pending();
    view! {
        <Title text="Forgot password" />
        {move || {
            if sent.get() {
                view! {
                    <Alone
                        title="Look into your mail"
                        lede="If that sign-in has an email, a link for a new password is on its way to it. It works for 1 hour."
                    >
                        <p class="lede">
                            "You sign in with a username? Ask an Administrator for a new temporary password."
                        </p>
                        <Button activation=Activation::Link("/sign-in".to_owned())>"Back to sign in"</Button>
                    </Alone>
                }
                    .into_any()
            } else {
                view! {
                    <Alone title="Forgot your password?" lede="You get a mail with a link to set a new one.">
                        <ActionForm action=action>
                            {form_error(value)}
                            <TextField
                                id="name"
                                name="name"
                                label="Email or username"
                                autocomplete="username"
                                maxlength=254
                                required=true
                                autofocus=true
                                error=error
                            /> <Button kind=ButtonKind::Primary block=true activation=Activation::Submit busy=pending>
                                {move || if pending.get() { "Sending…" } else { "Send link" }}
                            </Button> <Button kind=ButtonKind::Link activation=Activation::Link("/sign-in".to_owned())>
                                "Back to sign in"
                            </Button>
                        </ActionForm>
                    </Alone>
                }
                    .into_any()
            }
        }}
    }
}

/// The page at /reset: the password of the link's token, or why it opens nothing.
#[component]
pub fn ResetPage() -> impl IntoView {
    let token = use_query_map().with_untracked(|query| query.get("token")).unwrap_or_default();
    let asked = token.clone();
    let found = reading(|| (), move |()| reset_state(asked.clone()));
    let action = ServerAction::<Reset>::new();
    view! {
        <Title text="New password" />
        <Suspense>
            {render_once(move || {
                let token = token.clone();
                Suspend::new(async move {
                    match found.await {
                        Ok(ResetState::Open { name, sign_in }) => {
                            let called = if name.first.is_empty() { name.last } else { name.first };
                            view! { <ResetForm action token title=format!("A new password, {called}") sign_in /> }
                                .into_any()
                        }
                        Ok(dead) => closed(dead),
                        Err(error) => {
                            view! {
                                <main class="lost" id="main">
                                    <LoadFailed error retry=format!("/reset?token={token}") />
                                </main>
                            }
                                .into_any()
                        }
                    }
                })
            })}
        </Suspense>
    }
}

fn closed(state: ResetState) -> AnyView {
    let (title, lede) = match state {
        ResetState::Used => {
            ("This link was used already", "A password was set with it. Sign in with that one, or ask for a new link.")
        }
        ResetState::Replaced => (
            "There is a newer link",
            "Another mail was sent, so this link has stopped working. Open the link of the latest mail.",
        ),
        ResetState::Expired => ("This link has expired", "It works for 1 hour. Ask for a new one."),
        ResetState::Unknown | ResetState::Open { .. } => (
            "This isn’t a password link",
            "It is incomplete or very old. Copy the whole link from the mail, or ask for a new one.",
        ),
    };
    view! {
        <Alone title lede>
            <Button kind=ButtonKind::Primary activation=Activation::Link("/forgot".to_owned())>
                "Get a new link"
            </Button>
            <Button activation=Activation::Link("/sign-in".to_owned())>"Go to sign in"</Button>
        </Alone>
    }
    .into_any()
}

#[component]
fn ResetForm(action: ServerAction<Reset>, token: String, title: String, sign_in: String) -> impl IntoView {
    view! {
        <Alone title lede="Your old password and every session end when you set the new one.">
            <ActionForm action=action>
                <NewPasswordFields
                    answer=action.value()
                    token
                    sign_in
                    label="New password"
                    busy=action.pending()
                    words=("Set new password", "Setting…")
                />
            </ActionForm>
        </Alone>
    }
}
