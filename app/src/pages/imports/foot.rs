//! The bar at the bottom: seats, cost, findings as CSV, and the one button that says what it will do (S1, S2, K3).

use crate::pages::imports::check::Import;
use crate::pages::use_me;
use crate::ui::words::{counted, grouped};
use crate::ui::{Activation, Button, ButtonKind, Icon, IconName, SubmitWith};
use leptos::form::ActionForm;
use leptos::prelude::*;
use model::PriceBook;
use model::imports::{ImportPage, ImportPhase, SeatNeed};

const FORM: &str = "apply";

/// "28 ready rows need 28 seats; 8 are available."
fn seats_words(page: &ImportPage) -> (String, String) {
    let ready = page.summary.plan.change;
    if page.progress.phase == ImportPhase::Checking && page.summary == Default::default() {
        return ("Seats are counted once the rows are checked.".to_owned(), String::new());
    }
    let rows = format!("{} {}", counted(ready, "ready row", "ready rows"), if ready == 1 { "needs" } else { "need" });
    let needs: Vec<&SeatNeed> = page.summary.needs.iter().filter(|n| n.more > 0).collect();
    let free = |need: &SeatNeed| {
        let of = page.seats.of(need.plan);
        u64::from(of.bought.saturating_sub(of.used))
    };
    let count = |need: &SeatNeed| need.more.unsigned_abs();
    match needs.as_slice() {
        [] => (format!("{rows} no more seats."), String::new()),
        [one] => {
            let free = free(one);
            let are = if free == 1 { "1 is available".to_owned() } else { format!("{} are available", grouped(free)) };
            (format!("{rows} {} {};", grouped(count(one)), seat(one)), format!("{are}."))
        }
        many => {
            let needed: Vec<String> = many.iter().map(|n| format!("{} {}", grouped(count(n)), n.plan)).collect();
            let free: Vec<String> = many.iter().map(|n| format!("{} {}", grouped(free(n)), n.plan)).collect();
            (format!("{rows} {} seats;", needed.join(", ")), format!("{} are available.", free.join(", ")))
        }
    }
}

fn seat(need: &SeatNeed) -> String {
    format!("{} {}", need.plan, if need.more == 1 { "seat" } else { "seats" })
}

/// What the month costs more.
fn cost(page: &ImportPage, book: &PriceBook) -> String {
    match page.summary.plan.monthly {
        0 => String::new(),
        more if more > 0 => format!(" Adds {} a month.", book.show(more)),
        less => format!(" Saves {} a month.", book.show(-less)),
    }
}

/// Who gets mail when the button is pressed, said before it is.
fn mails(page: &ImportPage) -> Option<String> {
    let summary = &page.summary;
    let suspended = match summary.suspended {
        0 => String::new(),
        n => format!(" {} suspended, without mail.", counted(n, "person arrives", "people arrive")),
    };
    match summary.mails {
        0 if suspended.is_empty() => None,
        0 => Some(format!("No invitation is mailed.{suspended}")),
        n => Some(format!("Importing mails {} right away.{suspended}", counted(n, "invitation", "invitations"))),
    }
}

/// What the button says, and why it can't be pressed.
fn button(page: &ImportPage, missing: &[SeatNeed]) -> (String, Option<String>) {
    let plan = &page.summary.plan;
    let reason = match (page.progress.phase, missing) {
        (ImportPhase::Checking, _) => Some("The rows are still being checked".to_owned()),
        (ImportPhase::Stopped, _) => Some("The check stopped. Check again first.".to_owned()),
        _ if plan.change == 0 && !plan.refused.is_empty() => Some("No row is ready. Fix the errors first.".to_owned()),
        _ if plan.change == 0 => Some("Everybody in the file is on the team already, exactly so".to_owned()),
        (_, [first, ..]) => Some(format!(
            "{} {} {} missing",
            grouped(first.more.unsigned_abs()),
            seat(first),
            if first.more == 1 { "is" } else { "are" }
        )),
        _ => None,
    };
    (plan.button(), reason)
}

#[component]
pub(super) fn Foot(page: ImportPage) -> impl IntoView {
    let it = expect_context::<Import>();
    let book = use_me().with_untracked(|me| me.account.prices);
    if matches!(page.progress.phase, ImportPhase::Applied) {
        return applied(&page);
    }
    if page.progress.phase == ImportPhase::Applying {
        return ().into_any();
    }
    let missing = page.summary.missing(&page.seats);
    let (need, free) = seats_words(&page);
    let (label, reason) = button(&page, &missing);
    let buys: Vec<AnyView> = missing.iter().map(|need| buy(&page, *need, &book, it)).collect();
    let refused = !page.summary.plan.refused.is_empty();
    let troubled = refused || page.summary.warning > 0;
    let (id, whole) = (page.id.to_string(), page.whole);
    let send = SubmitWith { form: Some(FORM.to_owned()), ..SubmitWith::default() };
    view! {
        <footer class="savebar savebar--import">
            <span>
                <Icon name=IconName::Team />
                <span>
                    <span id="seat-need">{need}" "<b>{free}</b>{cost(&page, &book)}</span>
                    {mails(&page).map(|words| view! { <span id="mails">" "{words}</span> })}
                </span>
                {buys}
            </span>
            {refused
                .then(|| {
                    view! {
                        <label class="import__whole">
                            <input class="check" type="checkbox" name="whole" form=FORM checked=whole />
                            "Only import when every row is fine"
                        </label>
                    }
                })}
            {troubled
                .then(|| {
                    view! {
                        <Button
                            icon=IconName::Download
                            activation=Activation::Download(format!("/team/import/{id}/problems.csv"))
                        >
                            "Errors as CSV"
                        </Button>
                    }
                })}
            <ActionForm action=it.apply attr:id=FORM>
                <input type="hidden" name="id" value=id.clone() />
                <Button
                    kind=ButtonKind::Primary
                    id="import-now"
                    activation=Activation::Submit
                    send
                    busy=it.apply.pending()
                    disabled_reason=reason
                >
                    {label}
                </Button>
            </ActionForm>
        </footer>
    }
    .into_any()
}

/// The missing seats of one plan in one press, with their price; or who may buy them.
fn buy(page: &ImportPage, need: SeatNeed, book: &PriceBook, it: Import) -> AnyView {
    if let Some(why) = &page.no_seats_because {
        return view! { <small class="muted">{why.clone()}</small> }.into_any();
    }
    let more = need.more.unsigned_abs();
    let words = format!("Add {} {}", grouped(more), if more == 1 { "seat" } else { "seats" });
    let price = format!(" {} a month", book.show(book.monthly(need.plan) * need.more));
    let (seen, back) = (page.seats.of(need.plan).bought, format!("/team/import/{}", page.id));
    view! {
        <ActionForm action=it.seats attr:class="import__buy">
            <input type="hidden" name="plan" value=need.plan.slug() />
            <input type="hidden" name="more" value=more />
            <input type="hidden" name="seen" value=seen />
            <input type="hidden" name="back" value=back />
            <Button kind=ButtonKind::Link activation=Activation::Submit busy=it.seats.pending()>
                {words}
            </Button>
            <small class="muted">{price}</small>
        </ActionForm>
    }
    .into_any()
}

fn applied(page: &ImportPage) -> AnyView {
    let refused = !page.summary.plan.refused.is_empty();
    view! {
        <footer class="savebar savebar--import">
            <span></span>
            {refused
                .then(|| {
                    view! {
                        <Button
                            icon=IconName::Download
                            activation=Activation::Download(format!("/team/import/{}/problems.csv", page.id))
                        >
                            "Errors as CSV"
                        </Button>
                    }
                })}
            <Button activation=Activation::Link("/team/import".to_owned())>"Import another file"</Button>
            <Button kind=ButtonKind::Primary activation=Activation::Link("/team?invitation=pending".to_owned())>
                "Show who was invited"
            </Button>
        </footer>
    }
    .into_any()
}

#[cfg(test)]
#[path = "foot_tests.rs"]
mod tests;
