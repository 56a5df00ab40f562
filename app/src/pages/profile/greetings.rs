//! What callers hear: the greeting, and the one before voicemail (M21). The text is read aloud; nothing is recorded
//! here.

use crate::api::members::profile::SaveGreetings;
use crate::pages::bulk::show_flash;
use crate::ui::form_errors::{Answer, field_error, form_error};
use crate::ui::{Activation, Button, Mark, OptList, OptRow, TextArea, use_toasts};
use leptos::form::ActionForm;
use leptos::prelude::*;
use model::members::profile::{LONGEST_GREETING, OwnProfile};

/// `undone`: what is run after a save was taken back, so that the page shows what holds.
#[component]
pub fn Greetings(
    profile: OwnProfile,
    typed: std::collections::BTreeMap<String, String>,
    undone: Callback<()>,
) -> impl IntoView {
    let action = ServerAction::<SaveGreetings>::new();
    let answer: Answer = Signal::derive(move || action.value().get().map(|result| result.map(drop)));
    let toasts = use_toasts();
    Effect::new(move |_| {
        if let Some(Ok(flash)) = action.value().get() {
            show_flash(toasts, flash, move || {
                let _page_is_open = undone.try_run(());
            });
        }
    });
    let text = |name: &str, saved: String| typed.get(name).cloned().unwrap_or(saved);
    let own = |name: &str, saved: &str| typed.get(name).map_or(!saved.is_empty(), |kind| kind == "own");
    let (calls, voicemail) =
        (own("greeting_kind", &profile.greeting), own("voicemail_kind", &profile.voicemail_greeting));
    let both = [
        (
            "greeting",
            "greeting_kind",
            "When a call comes in",
            "“Thanks for calling. One moment.”",
            text("greeting", profile.greeting),
            calls,
        ),
        (
            "voicemail",
            "voicemail_kind",
            "Before voicemail",
            "“Leave a message after the tone.”",
            text("voicemail", profile.voicemail_greeting),
            voicemail,
        ),
    ];
    let parts: Vec<AnyView> = both
        .into_iter()
        .map(|(name, kind, legend, standard, text, own)| {
            view! {
                <fieldset class="field greeting">
                    <legend class="label">{legend}</legend>
                    <OptList>
                        <OptRow
                            mark=Mark::Radio
                            name=kind
                            value="standard"
                            id=format!("{name}-standard")
                            title="Standard"
                            about=standard.to_owned()
                            checked=!own
                        />
                        <OptRow
                            mark=Mark::Radio
                            name=kind
                            value="own"
                            id=format!("{name}-own")
                            title="Own text, read aloud"
                            checked=own
                        />
                    </OptList>
                    <div class="greeting__text">
                        <TextArea
                            id=name
                            name=name
                            label="Text"
                            value=text
                            rows=3
                            hint=format!("Up to {LONGEST_GREETING} characters")
                            error=field_error(answer, name)
                        />
                    </div>
                </fieldset>
            }
            .into_any()
        })
        .collect();
    view! {
        <ActionForm action attr:class="greetings">
            {form_error(answer)}
            {parts}
            <div>
                <Button activation=Activation::Submit busy=action.pending()>
                    "Save greetings"
                </Button>
            </div>
        </ActionForm>
    }
    .into_any()
}
