//! Who gets the statement and what pays it (S7). Cards are the provider's; here are only what people know them by.

use super::Billing;
use crate::ui::words::isolated;
use crate::ui::{Activation, Button, Mark, Notice, NoticeKind, OptList, OptRow, TextField, field_error, form_error};
use leptos::form::ActionForm;
use leptos::prelude::*;
use model::billing::{BillingPage, PaymentMethod};

pub(super) fn part(shown: &BillingPage, it: Billing) -> AnyView {
    let forms = match &shown.no_change_because {
        Some(why) => view! { <p class="muted">{why.clone()}</p> }.into_any(),
        None => view! { <div class="billing__pair">{contact(shown, it)}{method(shown, it)}</div> }.into_any(),
    };
    view! {
        <h2 id="details">"Contact and payment"</h2>
        {forms}
    }
    .into_any()
}

fn contact(shown: &BillingPage, it: Billing) -> AnyView {
    let (name, email) = (shown.contact.name.clone(), shown.contact.email.clone());
    let saved = move || it.contact.value().with(|v| matches!(v, Some(Ok(())))).then_some("Saved");
    view! {
        <ActionForm action=it.contact attr:class="billing__form">
            <h3 class="group-title">"Who gets the statement"</h3>
            {form_error(it.contact.value())}
            <TextField
                id="contact-name"
                name="name"
                label="Name"
                value=name
                maxlength=120
                error=field_error(it.contact.value(), "name")
            />
            <TextField
                id="contact-email"
                name="email"
                label="Email"
                kind="email"
                value=email
                maxlength=254
                error=field_error(it.contact.value(), "email")
            />
            <span class="billing__send">
                <Button activation=Activation::Submit busy=Signal::derive(move || it.contact.pending().get())>
                    "Save contact"
                </Button>
                <span role="status" class="muted">
                    {saved}
                </span>
            </span>
        </ActionForm>
    }
    .into_any()
}

fn words(method: &PaymentMethod) -> String {
    format!("{} ending in {}, good until {}", method.brand, method.last_four, method.expires)
}

fn method(shown: &BillingPage, it: Billing) -> AnyView {
    let now = shown.method.as_ref().map_or_else(|| "No payment method yet".to_owned(), words);
    let cards: Vec<AnyView> = shown
        .test_cards
        .iter()
        .enumerate()
        .map(|(i, (token, words))| {
            view! {
                <OptRow
                    mark=Mark::Radio
                    name="card"
                    value=token.clone()
                    id=format!("card-{token}")
                    title=words.clone()
                    checked=i == 0
                />
            }
            .into_any()
        })
        .collect();
    let field = field_error(it.method.value(), "card");
    view! {
        <ActionForm action=it.method attr:class="billing__form">
            <h3 class="group-title">"What pays it"</h3>
            <p id="method-now">
                <b>{now}</b>
            </p>
            {form_error(it.method.value())}
            <fieldset class="form-section">
                <legend>"Another test card of the sample provider"</legend>
                <OptList>{cards}</OptList>
                <div role="alert">
                    {move || field.get().map(|words| view! { <Notice kind=NoticeKind::Bad>{isolated(words)}</Notice> })}
                </div>
            </fieldset>
            <p class="hint">"Cards are entered at the payment provider. Teamline never sees a card number."</p>
            <span class="billing__send">
                <Button activation=Activation::Submit busy=Signal::derive(move || it.method.pending().get())>
                    "Use this card"
                </Button>
            </span>
        </ActionForm>
    }
    .into_any()
}
