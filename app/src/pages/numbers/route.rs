//! The drawer at /numbers/ID/route: where a number's calls ring (N1, N3). It started from a version, so of two people
//! at once one wins and the other reads who was quicker.

use super::Numbers;
use crate::api::numbers::route::{RouteNumber, destinations};
use crate::pages::bulk::show_flash;
use crate::pages::numbers::card::{close_href, go};
use crate::pages::numbers::finder::{Finder, problem, radios, refusal, use_find};
use crate::ui::page_data::reading;
use crate::ui::{Dialog, DialogBody, DialogKind, SubmitFoot, render_once, use_toasts};
use leptos::form::ActionForm;
use leptos::prelude::*;
use model::NumberId;
use model::numbers::{NumberChoice, RouteTo};
use model::query_string::pairs;

const FORM: &str = "route-form";

/// The drawer at /numbers/ID/route.
#[component]
pub fn RouteDrawer(id: NumberId) -> impl IntoView {
    let find = use_find();
    let shown = reading(move || find.get(), move |find| destinations(id, find));
    let action = ServerAction::<RouteNumber>::new();
    let numbers = expect_context::<Numbers>();
    let (toasts, go) = (use_toasts(), go());
    Effect::new(move |_| match action.value().get() {
        Some(Ok(flash)) => {
            show_flash(toasts, flash, move || numbers.changed());
            numbers.changed();
            go.run(numbers.href(id, ""));
        }
        // Somebody was quicker: the card behind shows what is true now, and so does the next try.
        Some(Err(_)) => {
            numbers.changed();
            shown.refetch();
        }
        None => {}
    });
    let close = close_href(id);
    view! {
        <Transition>
            {render_once(move || {
                let close = close.clone();
                Suspend::new(async move {
                    match shown.await {
                        Ok((choices, version)) => drawer(id, choices, version, action, close),
                        Err(error) => refusal("Where it rings", &error, close),
                    }
                })
            })}
        </Transition>
    }
}

fn drawer(
    id: NumberId,
    choices: Vec<NumberChoice<RouteTo>>,
    version: i64,
    action: ServerAction<RouteNumber>,
    close: String,
) -> AnyView {
    let numbers = expect_context::<Numbers>();
    let pending = action.pending();
    let others = pairs(&numbers.query().to_query()).collect();
    let path = format!("/numbers/{id}/route");
    let (back, cancel) = (close.clone(), close.clone());
    view! {
        <Dialog
            id="numbers-drawer"
            title="Where this number rings"
            about="Incoming calls ring at one place.".to_owned()
            kind=DialogKind::Drawer
            open=Signal::stored(true)
            close_href=close
        >
            <DialogBody>
                {problem(action.value())} <Finder path label="Find a member or group" others />
                <ActionForm action attr:id=FORM attr:class="numbers__form">
                    <input type="hidden" name="id" value=id.to_string() />
                    <input type="hidden" name="version" value=version />
                    <input type="hidden" name="back" value=back />
                    {radios("to", "Rings at", choices)}
                </ActionForm>
            </DialogBody>
            <SubmitFoot cancel=cancel busy=pending form=FORM>
                "Send calls there"
            </SubmitFoot>
        </Dialog>
    }
    .into_any()
}
