//! The first start (A1): the printed link makes the account and its first Administrator.

use crate::api::accounts::setup::{CreateAccount, setup_state};
use crate::api::flash::typed::typed;
use crate::pages::sign_in::Alone;
use crate::ui::browser;
use crate::ui::field::suggestions;
use crate::ui::page_data::reading;
use crate::ui::{
    Activation, Button, ButtonKind, Choice, ErrorSummary, LoadFailed, PasswordField, SelectField, TextField,
    field_error, render_once,
};
use leptos::form::ActionForm;
use leptos::html::Input;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;
use model::Country;
use model::error::AppError;
use model::setup::SetupState;
use std::collections::BTreeMap;

/// What was typed, by field.
type Typed = BTreeMap<String, String>;

async fn load(token: String, refused: bool) -> Result<(SetupState, Typed), AppError> {
    let state = setup_state(token).await?;
    let before = if refused { typed("setup".to_owned()).await? } else { Typed::new() };
    Ok((state, before))
}

/// The page at /setup: the form, or why the link opens nothing (A1).
#[component]
pub fn Setup() -> impl IntoView {
    let query = use_query_map();
    let token = query.with_untracked(|query| query.get("token")).unwrap_or_default();
    let refused = query.with_untracked(|query| query.get("__err").is_some());
    let asked = token.clone();
    let found = reading(|| (), move |()| load(asked.clone(), refused));
    let action = ServerAction::<CreateAccount>::new();
    view! {
        <Title text="Set up" />
        <Suspense>
            {render_once(move || {
                let token = token.clone();
                Suspend::new(async move {
                    match found.await {
                        Ok((SetupState::Open { time_zones }, before)) => {
                            view! { <SetupForm action token before time_zones /> }.into_any()
                        }
                        Ok((SetupState::Done, _)) => {
                            view! {
                                <Alone
                                    title="Teamline is set up already"
                                    lede="There is an account, so this link has done its work."
                                >
                                    <Button kind=ButtonKind::Primary activation=Activation::Link("/sign-in".to_owned())>
                                        "Go to sign in"
                                    </Button>
                                </Alone>
                            }
                                .into_any()
                        }
                        Ok((SetupState::WrongLink, _)) => {
                            view! {
                                <Alone
                                    title="This isn’t the setup link"
                                    lede="It is incomplete or older than 7 days. Copy the whole link that the server printed when it last started, or restart the server to get a new one."
                                >
                                    <span></span>
                                </Alone>
                            }
                                .into_any()
                        }
                        Err(error) => {
                            view! {
                                <main class="lost" id="main">
                                    <LoadFailed error retry=format!("/setup?token={token}") />
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

/// Field names with the ids of their controls, in the order of the form.
const FIELDS: [&str; 7] = ["company", "country", "time_zone", "first_name", "last_name", "email", "password"];

/// The lines above the form; none without an error.
fn problems(error: &AppError) -> Vec<(Option<String>, String)> {
    match error.for_form() {
        Some(words) => vec![(None, words)],
        None => FIELDS.iter().filter_map(|id| Some((Some((*id).to_owned()), error.for_field(id)?))).collect(),
    }
}

#[component]
fn SetupForm(
    action: ServerAction<CreateAccount>,
    token: String,
    before: Typed,
    time_zones: Vec<String>,
) -> impl IntoView {
    let value = action.value();
    let failed = move |field: &'static str| field_error(value, field);
    let summary = move || {
        let lines = value.with(|value| value.as_ref().and_then(|it| it.as_ref().err()).map(problems))?;
        let title = match lines.iter().filter(|(field, _)| field.is_some()).count() {
            0 => "The account was not made".to_owned(),
            1 => "Fix 1 field to create the account".to_owned(),
            n => format!("Fix {n} fields to create the account"),
        };
        Some(view! { <ErrorSummary title problems=lines /> })
    };
    let zone_field = NodeRef::<Input>::new();
    Effect::new(move |_| {
        // A proposal: what was typed already stays.
        if let (Some(zone), Some(field)) = (browser::time_zone(), zone_field.get())
            && field.value().is_empty()
        {
            field.set_value(&zone);
        }
    });
    let was = move |field: &str| before.get(field).cloned().unwrap_or_default();
    let country =
        Some(was("country")).filter(|code| !code.is_empty()).unwrap_or_else(|| Country::default().code().to_owned());
    let countries: Vec<Choice> = Country::ALL.iter().map(|it| Choice::new(it.code(), it.label())).collect();
    let pending = action.pending();
    view! {
        <Alone title="Set up Teamline" lede="This makes your company’s account. You become its first Administrator.">
            <ActionForm action=action>
                {summary} <input type="hidden" name="form[token]" value=token />
                <TextField
                    id="company"
                    name="form[company]"
                    label="Company name"
                    value=was("company")
                    autocomplete="organization"
                    maxlength=120
                    required=true
                    autofocus=true
                    error=failed("company")
                />
                <SelectField
                    id="country"
                    name="form[country]"
                    label="Country"
                    options=countries
                    value=country
                    hint="Decides how phone numbers are read."
                    error=failed("country")
                />
                <TextField
                    id="time_zone"
                    name="form[time_zone]"
                    label="Time zone"
                    value=was("time_zone")
                    list="time-zones"
                    node_ref=zone_field
                    maxlength=64
                    hint="Where your days begin, such as Europe/Berlin. Empty: UTC."
                    error=failed("time_zone")
                /> {suggestions("time-zones", &time_zones)} <div class="signin__pair">
                    <TextField
                        id="first_name"
                        name="form[first_name]"
                        label="First name"
                        value=was("first_name")
                        autocomplete="given-name"
                        maxlength=80
                        required=true
                        error=failed("first_name")
                    />
                    <TextField
                        id="last_name"
                        name="form[last_name]"
                        label="Last name"
                        value=was("last_name")
                        autocomplete="family-name"
                        maxlength=80
                        error=failed("last_name")
                    />
                </div>
                <TextField
                    id="email"
                    name="form[email]"
                    label="Email"
                    kind="email"
                    value=was("email")
                    autocomplete="username"
                    maxlength=254
                    required=true
                    error=failed("email")
                />
                <PasswordField
                    id="password"
                    name="form[password]"
                    label="Password"
                    autocomplete="new-password"
                    hint="At least 8 characters; 15 or more are better."
                    error=failed("password")
                /> <Button kind=ButtonKind::Primary block=true activation=Activation::Submit busy=pending>
                    {move || if pending.get() { "Creating account…" } else { "Create account" }}
                </Button>
            </ActionForm>
        </Alone>
    }
}
