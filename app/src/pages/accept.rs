//! The page an invitation's link opens: a greeting, a password, and in (M3).

use crate::api::invitations::accept::{Accept, accept_state};
use crate::pages::new_password::NewPasswordFields;
use crate::pages::sign_in::Alone;
use crate::ui::page_data::reading;
use crate::ui::{Activation, Button, LoadFailed, render_once};
use leptos::form::ActionForm;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use model::invitations::AcceptState;

/// The page at /accept: the invitation of the link's token, or why it opens nothing (M3).
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
    view! {
        <Alone title lede>
            <ActionForm action=action>
                <NewPasswordFields
                    answer=action.value()
                    token
                    sign_in
                    label="Password"
                    busy=action.pending()
                    words=("Set password and join", "Joining…")
                />
            </ActionForm>
        </Alone>
    }
}
