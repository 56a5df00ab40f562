//! The sums of the next statement: per plan, numbers, minutes, seats, and what is pending (S5).

use super::book;
use crate::ui::words::{counted, grouped};
use leptos::prelude::*;
use model::billing::Section;
use model::billing::statement::{Pending, PlanCharge, Statement};

/// One row of the sums: what, how it comes about, how much, and where its lines are.
fn row(what: String, why: String, amount: i64, section: Option<Section>) -> AnyView {
    let name = match section {
        Some(section) => view! { <a href=format!("/billing?lines={}#lines", section.slug())>{what}</a> }.into_any(),
        None => what.into_any(),
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="muted">{why}</td>
            <td class="num">{book().show(amount)}</td>
        </tr>
    }
    .into_any()
}

fn of_plan(charge: &PlanCharge) -> Vec<AnyView> {
    let (plan, price) = (charge.plan, book().show(book().monthly(charge.plan)));
    if charge.whole == 0 && charge.parts == 0 && charge.free == 0 {
        return vec![];
    }
    let whole = counted(charge.whole.into(), "member", "members");
    let parts =
        if charge.parts == 0 { String::new() } else { format!(", {} for some days", grouped(charge.parts.into())) };
    let why = format!("{price} a month each: {whole} the whole month{parts}");
    let mut rows = vec![row(plan.label().to_owned(), why, charge.members, Some(Section::of(plan)))];
    if charge.credit != 0 {
        let included = counted(charge.included.into(), "seat is", "seats are");
        rows.push(row(
            format!("{plan}, included"),
            format!("{included} included since signing up, for the days they were in use"),
            charge.credit,
            None,
        ));
    }
    if charge.free != 0 {
        let why = format!(
            "{} a month each: {} of seats that nobody was on",
            book().show(book().extra_seat),
            counted(charge.free_days, "day", "days")
        );
        rows.push(row(format!("{plan}, free seats"), why, charge.free, None));
    }
    rows
}

fn of_pending(pending: &Pending) -> AnyView {
    let what = format!("{}, {}", pending.plan, counted(pending.invitations.into(), "invitation", "invitations"));
    let numbers = if pending.numbers == 0 {
        String::new()
    } else {
        format!(", {} of it for numbers", book().show(pending.numbers))
    };
    let why = format!("More a month once accepted{numbers}");
    row(what, why, pending.monthly + pending.numbers, Some(Section::Pending))
}

/// The table of sums. Also on paper.
pub fn sums(statement: &Statement) -> AnyView {
    let plans: Vec<AnyView> = statement.plans.iter().flat_map(of_plan).collect();
    let numbers = (statement.numbers > 0).then(|| {
        let why = format!("{} a month each: a second number, or any on Basic", book().show(book().extra_number));
        row(
            counted(statement.numbers, "charged number", "charged numbers"),
            why,
            statement.numbers_amount,
            Some(Section::Numbers),
        )
    });
    let minutes = (statement.talkers > 0).then(|| {
        let why = format!("{} a minute beyond what the plan includes, so far", book().show(book().minute));
        row(
            format!("Minutes of {}", counted(statement.talkers, "member", "members")),
            why,
            statement.minutes_amount,
            Some(Section::Minutes),
        )
    });
    let pending: Vec<AnyView> = statement.pending.iter().map(of_pending).collect();
    let pending = (!pending.is_empty()).then(|| {
        view! {
            <table class="bill">
                <caption>"What is pending would add"</caption>
                <thead class="sr-only">
                    <tr>
                        <th scope="col">"Item"</th>
                        <th scope="col">"How"</th>
                        <th scope="col">"Amount"</th>
                    </tr>
                </thead>
                <tbody>{pending}</tbody>
            </table>
        }
    });
    let total = book().show(statement.total());
    view! {
        <div class="billing__head">
            <h2 id="statement">"Next statement"</h2>
            <p class="billing__total">
                <b id="statement-total">{total.clone()}</b>
                " "
                <span class="muted">{format!("for {}, if nothing more changes", statement.period.name())}</span>
            </p>
            <p class="muted">
                "Each day is charged as it ends, at the month’s price spread over its days. Who joins today counts from today; who leaves today no longer does."
            </p>
        </div>
        <table class="bill">
            <caption class="sr-only">{format!("Statement for {}", statement.period.name())}</caption>
            <thead class="sr-only">
                <tr>
                    <th scope="col">"Item"</th>
                    <th scope="col">"How"</th>
                    <th scope="col">"Amount"</th>
                </tr>
            </thead>
            <tbody>{plans}{numbers}{minutes}</tbody>
            <tfoot>
                <tr>
                    <th scope="row">"Total"</th>
                    <td class="muted">{book().currency.code()}</td>
                    <td class="num">{total}</td>
                </tr>
            </tfoot>
        </table>
        {pending}
    }
    .into_any()
}
