//! Signing in (A2). Before there is an account it says where the setup link is (A1).

use crate::api::accounts::setup::setup_needed;
use crate::api::flash::typed::typed;
use crate::api::sessions::{SignIn as SignInCall, me};
use crate::ui::browser;
use crate::ui::page_data::reading;
use crate::ui::{
    Activation, Button, ButtonKind, Icon, IconName, LoadFailed, Notice, NoticeKind, OptRow, PasswordField, TextField,
    field_error, form_error, render_once,
};
use leptos::form::ActionForm;
use leptos::html::Input;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::components::Redirect;
use leptos_router::hooks::use_query_map;
use model::NextPage;
use model::error::AppError;

/// What the page shows.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
enum Shows {
    /// There is no account to sign in to.
    NotSetUp,
    /// Somebody is signed in already.
    GoOn,
    /// The form, with the name as typed before a refusal.
    Form { name: String },
}

async fn load(refused: bool) -> Result<Shows, AppError> {
    if setup_needed().await? {
        return Ok(Shows::NotSetUp);
    }
    if me().await?.is_some() {
        return Ok(Shows::GoOn);
    }
    let mut before = if refused { typed("sign-in".to_owned()).await? } else { Default::default() };
    Ok(Shows::Form { name: before.remove("name").unwrap_or_default() })
}

/// A page of its own, in the middle of the screen: mark, heading, lead, and what comes under it.
#[component]
pub fn Alone(#[prop(into)] title: String, #[prop(into)] lede: String, children: Children) -> impl IntoView {
    view! {
        <div class="signin">
            <main class="signin__main" id="main">
                <div class="signin__card">
                    <span class="signin__mark">
                        <Icon name=IconName::Mark />
                    </span>
                    <div>
                        <h1>{title}</h1>
                        <p class="lede">{lede}</p>
                    </div>
                    {children()}
                </div>
            </main>
        </div>
    }
}

/// The page at /sign-in. It leads on to the page that was asked for (A2).
#[component]
pub fn SignIn() -> impl IntoView {
    let query = use_query_map();
    let next = NextPage::read(&query.with_untracked(|query| query.get("next")).unwrap_or_default());
    let next = next.or("/team").to_owned();
    let refused = query.with_untracked(|query| query.get("__err").is_some());
    let shows = reading(|| (), move |()| load(refused));
    let action = ServerAction::<SignInCall>::new();
    view! {
        <Title text="Sign in" />
        <Suspense>
            {render_once(move || {
                let next = next.clone();
                Suspend::new(async move {
                    match shows.await {
                        Ok(Shows::Form { name }) => view! { <SignInForm action name next /> }.into_any(),
                        Ok(Shows::GoOn) => view! { <Redirect path=next /> }.into_any(),
                        Ok(Shows::NotSetUp) => {
                            view! {
                                <Alone
                                    title="Teamline isn’t set up yet"
                                    lede="Open the setup link that the server printed when it started."
                                >
                                    <Button activation=Activation::Link("/sign-in".to_owned())>"Try again"</Button>
                                </Alone>
                            }
                                .into_any()
                        }
                        Err(error) => {
                            view! {
                                <main class="lost" id="main">
                                    <LoadFailed error retry="/sign-in" />
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

#[component]
fn SignInForm(action: ServerAction<SignInCall>, name: String, next: String) -> impl IntoView {
    let value = action.value();
    let failed = move |field: &'static str| field_error(value, field);
    let password = NodeRef::<Input>::new();
    // After a refusal the password is what to type again.
    Effect::new(move |_| {
        if value.with(|value| matches!(value, Some(Err(_)))) {
            browser::focus_field(password);
        }
    });
    let pending = action.pending();
    let done = use_query_map().with_untracked(|query| query.get("done")).unwrap_or_default();
    view! {
        <Alone title="Sign in to Teamline" lede="Use your work email or your username.">
            <ActionForm action=action>
                {(done == "reset")
                    .then(|| {
                        view! {
                            <Notice kind=NoticeKind::Info title="Your new password is set".to_owned()>
                                "Sign in with it."
                            </Notice>
                        }
                    })} {form_error(value)} <input type="hidden" name="next" value=next />
                <TextField
                    id="name"
                    name="name"
                    label="Email or username"
                    value=name
                    autocomplete="username"
                    maxlength=254
                    required=true
                    autofocus=true
                    error=failed("name")
                />
                <PasswordField
                    id="password"
                    name="password"
                    label="Password"
                    node_ref=password
                    error=failed("password")
                    label_link=("/forgot".to_owned(), "Forgot password?".to_owned())
                /> <OptRow name="keep" title="Keep me signed in on this device" />
                <Button kind=ButtonKind::Primary block=true activation=Activation::Submit busy=pending>
                    {move || if pending.get() { "Signing in…" } else { "Sign in" }}
                </Button>
            </ActionForm>
        </Alone>
    }
}
