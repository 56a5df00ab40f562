//! The dialog at /numbers/ID/release: giving a number back, with what that means (N1).

use super::Numbers;
use crate::api::numbers::route::ReleaseNumber;
use crate::pages::numbers::card::{close_href, go};
use crate::pages::numbers::finder::problem;
use crate::ui::words::counted;
use crate::ui::{ButtonKind, Dialog, DialogBody, SubmitFoot, render_once, use_toasts};
use leptos::form::ActionForm;
use leptos::prelude::*;
use model::NumberId;
use model::numbers::{Destination, NumberCard};

/// The dialog at /numbers/ID/release.
#[component]
pub fn ReleaseDialog(id: NumberId) -> impl IntoView {
    let numbers = expect_context::<Numbers>();
    let action = ServerAction::<ReleaseNumber>::new();
    let (toasts, go) = (use_toasts(), go());
    Effect::new(move |_| {
        if let Some(Ok(said)) = action.value().get() {
            toasts.push(said);
            numbers.list.refetch();
            go.run(numbers.list_href());
        }
    });
    let close = close_href(id);
    view! {
        <Transition>
            {render_once(move || {
                let close = close.clone();
                Suspend::new(async move {
                    match numbers.card.await {
                        Ok(Some(card)) => dialog(card, action, close),
                        _ => ().into_any(),
                    }
                })
            })}
        </Transition>
    }
}

fn dialog(card: NumberCard, action: ServerAction<ReleaseNumber>, close: String) -> AnyView {
    let shown = card.row.number.shown().to_owned();
    let pending = action.pending();
    let rings = match &card.row.destination {
        Destination::Nobody => "It rings at nobody now.".to_owned(),
        other => format!("Calls no longer ring at {}.", other.name()),
    };
    let uses = match card.row.users {
        0 => "Nobody uses it for outgoing calls.".to_owned(),
        n => format!("{} can no longer call or write with it.", counted(n, "member", "members")),
    };
    let refused = card.refused.release.clone();
    let (id, version) = (card.row.id.to_string(), card.row.version);
    view! {
        <Dialog
            id="numbers-drawer"
            title=format!("Release {shown}?")
            about="The number goes back to the supplier and may be sold to somebody else.".to_owned()
            open=Signal::stored(true)
            close_href=close.clone()
        >
            <ActionForm action attr:class="dialog__form">
                <input type="hidden" name="id" value=id />
                <input type="hidden" name="version" value=version />
                <DialogBody>
                    <ul class="effects">
                        <li>{rings}</li>
                        <li>{uses}</li>
                        <li>"The charge for it ends with the next statement. This can’t be undone."</li>
                    </ul>
                    {problem(action.value())}
                </DialogBody>
                <SubmitFoot cancel=close kind=ButtonKind::DangerSolid busy=pending disabled_reason=refused>
                    {format!("Release {shown}")}
                </SubmitFoot>
            </ActionForm>
        </Dialog>
    }
    .into_any()
}
