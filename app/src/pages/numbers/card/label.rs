//! A number's label, and a small form to change it (N1).

use crate::api::numbers::route::LabelNumber;
use crate::pages::bulk::show_flash;
use crate::pages::numbers::Numbers;
use crate::ui::{Activation, Button, ButtonKind, ErrorLine, MenuPlace, Popover, SubmitWith, TextField, use_toasts};
use leptos::form::ActionForm;
use leptos::prelude::*;
use model::numbers::NumberCard;

/// The label, and a small form to change it.
#[component]
pub(super) fn LabelForm(card: NumberCard) -> impl IntoView {
    let numbers = expect_context::<Numbers>();
    let action = ServerAction::<LabelNumber>::new();
    let toasts = use_toasts();
    Effect::new(move |_| {
        if let Some(Ok(flash)) = action.value().get() {
            show_flash(toasts, flash, move || numbers.changed());
            numbers.changed();
        }
    });
    let error = Signal::derive(move || {
        action.value().with(|v| v.as_ref().and_then(|r| r.as_ref().err()).map(ToString::to_string))
    });
    let now = if card.row.label.is_empty() {
        view! { <span class="muted">"None"</span> }.into_any()
    } else {
        card.row.label.clone().into_any()
    };
    let (id, version, value) = (card.row.id.to_string(), card.row.version, card.row.label.clone());
    let back = numbers.href(card.row.id, "");
    view! {
        {now}
        " "
        <Button
            kind=ButtonKind::Link
            small=true
            id="edit-label"
            activation=Activation::Popover("label-form".into())
            disabled_reason=card.refused.label
        >
            "Edit label"
        </Button>
        <Popover id="label-form" label="Label of this number" place=MenuPlace::End>
            <ActionForm action attr:class="menu__form">
                <input type="hidden" name="id" value=id />
                <input type="hidden" name="version" value=version />
                <input type="hidden" name="back" value=back />
                <TextField id="number-label" name="label" label="Label" value maxlength=40 />
                <Button kind=ButtonKind::Primary small=true activation=Activation::Submit send=SubmitWith::default()>
                    "Save label"
                </Button>
            </ActionForm>
        </Popover>
        // Beside the button: a browser without script has the form out of sight.
        <ErrorLine error=error alert=true />
    }
}
