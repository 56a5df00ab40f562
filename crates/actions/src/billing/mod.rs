//! Seats, the next statement, who gets it and what pays it (S2, S5 to S7).

#[cfg(test)]
mod charges_tests;
pub mod files;
pub mod plans;
#[cfg(test)]
mod tests;

use crate::call::Call;
use crate::request::Request;
use model::audit::{AuditAction, Change, Field, Subject, Value};
use model::billing::advice::AdvicePage;
use model::billing::plan::SeatsSeen;
use model::billing::{BillingPage, Contact, Lines, PER_PAGE, PaymentMethod, Section};
use model::error::AppError;
use model::error::AppResult;
use model::{NextPage, Plan};
use policy::{Action, Permit, Target, check};
use providers::payments;
use store::billing::period::period_of;
use store::billing::statement::Month;
use store::billing::{advice, statement};
use store::{accounts, billing};

/// Most seats in one order.
const MOST: u32 = 100_000;

/// How many seats somebody wrote: a whole number from 1 to [`MOST`], else a sentence at the field.
fn count_of(more: &str) -> AppResult<u32> {
    let typed = more.trim().replace(',', "");
    let refuse = |words: String| Err(AppError::field("more", words));
    match typed.parse::<i128>() {
        Ok(n) if n < 1 => refuse(
            "An order is for at least 1 seat. Seats are given back by asking us, not by ordering fewer.".to_owned(),
        ),
        Ok(n) if n > i128::from(MOST) => {
            refuse("One order is for at most 100,000 seats. Order the rest in a second one.".to_owned())
        }
        Ok(n) => Ok(u32::try_from(n).unwrap_or(MOST)),
        Err(_) => refuse("Write how many seats as a whole number, such as 5.".to_owned()),
    }
}

/// Buys `more` seats of a plan. `seen` is how many the page showed as bought: a form sent twice buys once, and the
/// second is told so. Leads to the page `back`, or else to the team.
///
/// # Errors
/// A sentence at the field `more` for a count that is none; a conflict when seats were bought since; denied to those
/// who may not buy.
pub async fn add_seats(request: &Request, plan: Plan, more: &str, seen: SeatsSeen, back: NextPage) -> AppResult<()> {
    let more = count_of(more)?;
    let mut call = Call::begin(request).await?;
    let permit = check(call.actor(), Action::BuySeats, Target::Account)?;
    let account = call.account();
    let seen = seen.of(plan);
    if !billing::add_seats(&mut call.tx, account, &permit, plan, seen, more).await? {
        return Err(AppError::Conflict(format!(
            "{plan} seats were ordered since this page was loaded, perhaps by this very form, so nothing was added now. Load the page again \
             before you order more."
        )));
    }
    // From its first order on an account pays, so those it deletes can be restored for 28 days (M17).
    accounts::set_paid(&mut call.tx, account, true).await?;
    let book = call.settings().prices;
    let price = book.show(book.monthly(plan) * i64::from(more));
    let changes = [
        Change::new(Field::Seats(plan), Value::Count(seen.into()), Value::Count((seen + more).into())),
        Change::to(Field::MonthlyCost, Value::Text(format!("{price} more once all are in use"))),
    ];
    let name = call.settings().name.clone();
    call.audit(AuditAction::BuySeats, Subject::account(account, &name), &changes).await?;
    call.commit().await?;
    request.redirect(back.or("/team"));
    Ok(())
}

/// Runs something with the account's month.
macro_rules! month_of {
    ($call:ident, $settings:ident, $period:ident, $month:ident) => {
        let $settings = $call.settings().clone();
        let $period = period_of(&$settings.time_zone, $call.now)?;
        let $month =
            Month { account: $settings.id, book: &$settings.prices, period: &$period, country: $settings.country };
    };
}

pub(crate) use month_of;

/// Seats, statement, contact and payment method, all in one.
pub async fn billing_page(request: &Request) -> AppResult<BillingPage> {
    let mut call = Call::read(request).await?;
    let _permit = check(call.actor(), Action::SeeBilling, Target::Account)?;
    month_of!(call, settings, period, month);
    let statement = statement::statement(&mut call.tx, month).await?;
    let seats = billing::seats(&mut call.tx, month.account).await?;
    let details = billing::details(&mut call.tx, month.account).await?;
    let refused = |action| check(call.actor(), action, Target::Account).err().map(|d| d.to_string());
    Ok(BillingPage {
        statement,
        seats,
        contact: details.contact,
        method: details.method,
        test_cards: payments::provider().test_cards(),
        no_seats_because: refused(Action::BuySeats),
        no_change_because: refused(Action::ChangeBilling),
    })
}

/// One page of the statement's lines (S5). `page` counts from 1; 0 is the first, too.
///
/// # Errors
/// Denied to those who may not see billing.
pub async fn billing_lines(request: &Request, section: Section, page: u32) -> AppResult<Lines> {
    let mut call = Call::read(request).await?;
    let _permit = check(call.actor(), Action::SeeBilling, Target::Account)?;
    month_of!(call, settings, period, month);
    let page = page.max(1);
    let skip = u64::from(page - 1) * u64::from(PER_PAGE);
    let (rows, total) =
        statement::lines::lines(&mut call.tx, month, section, skip, PER_PAGE as usize, &mut Default::default()).await?;
    Ok(Lines { section, rows, total, page })
}

/// How many suggestions the page shows.
const SUGGESTIONS: usize = 20;

/// Which plans would cost less (S6).
pub async fn plan_advice(request: &Request) -> AppResult<AdvicePage> {
    let mut call = Call::read(request).await?;
    let _permit = check(call.actor(), Action::SeeBilling, Target::Account)?;
    let (account, now, book) = (call.account(), call.now, call.settings().prices);
    let seats = billing::seats(&mut call.tx, account).await?;
    Ok(advice::advice(&mut call.tx, account, &book, &seats, now, SUGGESTIONS).await?)
}

/// Begins a change of billing: the call, the permit and what there is.
async fn changing(request: &Request) -> AppResult<(Call, Permit, billing::Details)> {
    let mut call = Call::begin(request).await?;
    let permit = check(call.actor(), Action::ChangeBilling, Target::Account)?;
    let account = call.account();
    let before = billing::details(&mut call.tx, account).await?;
    Ok((call, permit, before))
}

/// Notes the changes that are any, commits, and leads back to the page when there is no script.
async fn changed<const N: usize>(mut call: Call, action: AuditAction, changes: [Change; N]) -> AppResult<()> {
    let changes = Change::that_differ(changes);
    if !changes.is_empty() {
        let subject = Subject::account(call.account(), &call.settings().name.clone());
        call.audit(action, subject, &changes).await?;
    }
    let request = call.request.clone();
    call.commit().await?;
    if request.is_plain_form() {
        request.redirect("/billing");
    }
    Ok(())
}

fn between(field: Field, before: &str, after: &str) -> Change {
    Change::new(field, Value::text(before), Value::text(after))
}

/// Who gets the statement (S7).
pub async fn set_billing_contact(request: &Request, name: String, email: String) -> AppResult<()> {
    let contact = Contact::parse(&name, &email).map_err(|(field, words)| AppError::field(field, words))?;
    let (mut call, permit, before) = changing(request).await?;
    let account = call.account();
    billing::set_contact(&mut call.tx, account, &permit, &contact).await?;
    let changes = [
        between(Field::BillingContact, &before.contact.name, &contact.name),
        between(Field::BillingEmail, &before.contact.email, &contact.email),
    ];
    changed(call, AuditAction::BillingContact, changes).await
}

/// What pays (S7). `card` is the provider's token for a card, never a number; it is not kept and not written to any log.
pub async fn set_payment_method(request: &Request, card: String) -> AppResult<()> {
    let (mut call, permit, before) = changing(request).await?;
    let method = payments::provider().keep(&card).await.map_err(|e| AppError::field("card", e))?;
    let account = call.account();
    billing::set_method(&mut call.tx, account, &permit, &method).await?;
    let words = |m: &PaymentMethod| format!("{} ending in {}, {}", m.brand, m.last_four, m.expires);
    let old = before.method.as_ref().map(words).unwrap_or_default();
    changed(call, AuditAction::BillingMethod, [between(Field::PaymentMethod, &old, &words(&method))]).await
}
