//! Seats per plan, and ordering more with the price before it is confirmed (S1, S2).

use super::{Billing, book};
use crate::ui::words::grouped;
use crate::ui::{Activation, Button, Choice, SelectField, TextField, field_error, form_error};
use leptos::form::ActionForm;
use leptos::prelude::*;
use model::Plan;
use model::billing::BillingPage;

pub(super) fn part(shown: &BillingPage, it: Billing) -> AnyView {
    let rows: Vec<AnyView> = shown
        .seats
        .plans
        .iter()
        .map(|p| {
            let n = |n: u32| grouped(n.into());
            view! {
                <tr>
                    <th scope="row">{p.plan.label()}</th>
                    <td class="num">{n(p.bought)}</td>
                    <td class="num">{n(p.used)}</td>
                    <td class="num">{n(p.free())}</td>
                    <td class="num">{n(p.included)}</td>
                    <td class="num">{book().show(book().monthly(p.plan))}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    let order = match &shown.no_seats_because {
        Some(why) => view! { <p class="muted">{why.clone()}</p> }.into_any(),
        None => view! { <Order shown=shown.clone() it /> }.into_any(),
    };
    view! {
        <h2 id="seats">"Seats"</h2>
        <p class="muted">{free_words()}</p>
        <div class="billing__wide" tabindex="0" role="region" aria-label="Seats by plan">
            <table class="bill">
                <caption class="sr-only">"Seats by plan"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Plan"</th>
                        <th scope="col" class="num">
                            "Bought"
                        </th>
                        <th scope="col" class="num">
                            "Used"
                        </th>
                        <th scope="col" class="num">
                            "Free"
                        </th>
                        <th scope="col" class="num">
                            "Included"
                        </th>
                        <th scope="col" class="num">
                            "A month"
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
        {order}
    }
    .into_any()
}

fn free_words() -> String {
    let free = match book().extra_seat {
        0 => "A free seat costs nothing until somebody is on it.".to_owned(),
        price => format!("A free seat that isn’t included costs {} a month.", book().show(price)),
    };
    format!("Members and pending invitations use seats. {free}")
}

/// What an order says before it is confirmed: "5 Plus seats: $95.00 a month once all are in use, nothing until then".
fn price_words(plan: Plan, more: &str) -> String {
    let Some(more) = more.trim().replace(',', "").parse::<i64>().ok().filter(|n| (1..=100_000).contains(n)) else {
        return "Write between 1 and 100,000 seats to see what they cost.".to_owned();
    };
    let (used, free) = (book().show(book().monthly(plan) * more), book().extra_seat * more);
    let seats = format!("{} {plan} {}", grouped(more.unsigned_abs()), if more == 1 { "seat" } else { "seats" });
    match free {
        0 => format!("{seats}: {used} a month once all are in use, nothing until then."),
        free => format!("{seats}: {used} a month once all are in use, {} until then.", book().show(free)),
    }
}

#[component]
fn Order(shown: BillingPage, it: Billing) -> impl IntoView {
    // Of every plan, so that it holds for the one that is chosen without script, too.
    let seen = shown.seats.seen().to_string();
    let (plan, more) = (it.plan, it.more);
    let options = Plan::ALL
        .into_iter()
        .map(|p| Choice::new(p.slug(), format!("{p}, {} a month", book().show(book().monthly(p)))))
        .collect();
    let pick = Callback::new(move |slug: String| plan.set(slug.parse().unwrap_or_default()));
    let count = Callback::new(move |text: String| more.set(text));
    view! {
        <ActionForm action=it.buy attr:class="billing__order">
            <input type="hidden" name="seen" value=seen />
            <input type="hidden" name="back" value="/billing" />
            {form_error(it.buy.value())}
            <div class="row2">
                <SelectField
                    id="order-plan"
                    name="plan"
                    label="Plan"
                    options
                    value=plan.get_untracked().slug()
                    on_change=pick
                />
                <TextField
                    id="order-more"
                    name="more"
                    label="More seats"
                    inputmode="numeric"
                    value=more.get_untracked()
                    maxlength=12
                    error=field_error(it.buy.value(), "more")
                    on_input=count
                />
            </div>
            <p role="status" id="order-price">
                {move || price_words(plan.get(), &more.get())}
            </p>
            <Button activation=Activation::Submit busy=Signal::derive(move || it.buy.pending().get())>
                "Order seats"
            </Button>
        </ActionForm>
    }
}
