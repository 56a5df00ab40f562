//! The page an invitation's link opens: a greeting, a password, and in (M3).

use crate::api::invitations::accept::{Accept, accept_state};
use crate::pages::sign_in::Alone;
use crate::ui::page_data::reading;
use crate::ui::{Activation, Button, ButtonKind, LoadFailed, Notice, NoticeKind, PasswordField, render_once};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use model::error::AppError;
use model::invitations::AcceptState;

#[component]
pub fn AcceptPage() -> impl IntoView {
    let token = use_query_map().with_untracked(|query| query.get("token")).unwrap_or_default();
    let asked = token.clone();
    let found = reading(|| (), move |()| accept_state(asked.clone()));
    let action = ServerAction::<Accept>::new();
    view! {
        <Title text="Invitation" />
        <Suspense>
            {render_once(move || {
                let token = token.clone();
                Suspend::new(async move {
                    match found.await {
                        Ok(AcceptState::Open { name, company, sign_in, inviter }) => {
                            let called = if name.first.is_empty() { name.last } else { name.first };
                            let lede = format!(
                                "{inviter} invited you to {company} on Teamline. Choose a password, and you are in.",
                            );
                            view! { <AcceptForm action token title=format!("Welcome, {called}") lede sign_in /> }
                                .into_any()
                        }
                        Ok(dead) => closed(dead),
                        Err(error) => {
                            view! {
                                <main class="lost" id="main">
                                    <LoadFailed error retry=format!("/accept?token={token}") />
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

/// A link that opens nothing says why and who can help.
fn closed(state: AcceptState) -> AnyView {
    let (title, lede) = match state {
        AcceptState::Used => {
            ("This invitation was used already", "An invitation works once. Sign in with the password that was chosen then.".to_owned())
        }
        AcceptState::Replaced => (
            "There is a newer invitation",
            "A new link was sent, so this one has stopped working. Open the link of the latest mail.".to_owned(),
        ),
        AcceptState::Expired { inviter } => {
            ("This invitation has expired", format!("An invitation works for 7 days. Ask {inviter} to send a new one."))
        }
        AcceptState::Withdrawn { inviter } => ("This invitation was withdrawn", format!("If you think that is a mistake, ask {inviter}.")),
        AcceptState::Unknown | AcceptState::Open { .. } => (
            "This isn’t an invitation’s link",
            "It is incomplete or very old. Copy the whole link from the mail, or ask whoever invited you for a new one.".to_owned(),
        ),
    };
    view! {
        <Alone title lede>
            <Button activation=Activation::Link("/sign-in".to_owned())>"Go to sign in"</Button>
        </Alone>
    }
    .into_any()
}

#[component]
fn AcceptForm(
    action: ServerAction<Accept>,
    token: String,
    title: String,
    lede: String,
    sign_in: String,
) -> impl IntoView {
    let value = action.value();
    let error = Signal::derive(move || {
        value.with(|v| v.as_ref().and_then(|r| r.as_ref().err()).and_then(|e| e.for_field("password")))
    });
    let problem = move || value.with(|v| v.as_ref().and_then(|r| r.as_ref().err()).and_then(AppError::for_form));
    let pending = action.pending();
    view! {
        <Alone title lede>
            <ActionForm action=action>
                {move || {
                    problem()
                        .map(|words| {
                            view! {
                                <div role="alert">
                                    <Notice kind=NoticeKind::Bad title=words />
                                </div>
                            }
                        })
                }} <input type="hidden" name="token" value=token />
                // Password managers keep the password under this name.
                <div class="field">
                    <span class="label">
                        <label for="username">"You sign in as"</label>
                    </span>
                    <input
                        class="input"
                        id="username"
                        type="text"
                        autocomplete="username"
                        readonly=true
                        value=sign_in
                    />
                </div>
                <PasswordField
                    id="password"
                    name="password"
                    label="Password"
                    autocomplete="new-password"
                    autofocus=true
                    hint="At least 8 characters; 15 or more are better."
                    error=error
                /> <Button kind=ButtonKind::Primary block=true activation=Activation::Submit busy=pending>
                    {move || if pending.get() { "Joining…" } else { "Set password and join" }}
                </Button>
            </ActionForm>
        </Alone>
    }
}
