//! The statement for paper at /billing/print (S5): sums, and the lines of what changed and what is charged beside
//! plans.

use super::{book, lines, statement};
use crate::api::billing::{billing_lines, billing_page};
use crate::pages::use_me;
use crate::ui::page_data::reading;
use crate::ui::words::grouped;
use crate::ui::{Activation, Button, IconName, Loaded};
use leptos::prelude::*;
use leptos_meta::Title;
use model::billing::{BillingPage, Lines, Section};
use model::error::AppError;

async fn load() -> Result<(BillingPage, Vec<Lines>), AppError> {
    let page = billing_page().await?;
    let mut all = Vec::new();
    for section in [Section::Changes, Section::Numbers, Section::Minutes, Section::Pending] {
        all.push(billing_lines(section, 1).await?);
    }
    Ok((page, all))
}

/// The statement alone, for paper.
#[component]
pub fn PrintPage() -> impl IntoView {
    let shown = reading(|| (), |()| load());
    view! {
        <Title text="Statement" />
        <main class="panel billing billing--print" id="main" tabindex="-1">
            <header class="page-head">
                <h1>"Statement"</h1>
                <div class="page-head__actions">
                    <Button icon=IconName::Left activation=Activation::Link("/billing".into())>
                        "Back to Billing"
                    </Button>
                    <Button icon=IconName::Download activation=Activation::Download("/billing/statement.csv".into())>
                        "All lines as CSV"
                    </Button>
                </div>
            </header>
            <div class="panel__scroll billing__parts">
                <Loaded resource=shown retry="/billing/print" children=|(page, all)| sheet(&page, &all) />
            </div>
        </main>
    }
}

fn sheet(page: &BillingPage, all: &[Lines]) -> AnyView {
    let company = use_me().with_untracked(|me| me.account.name.clone());
    let to = if page.contact.name.is_empty() { company.clone() } else { format!("{company}, {}", page.contact.name) };
    let parts: Vec<AnyView> = all.iter().filter(|l| l.total > 0).map(part).collect();
    view! {
        <p class="billing__to">{format!("For {to}. Amounts in {}.", book().currency.code())}</p>
        <section aria-labelledby="statement">{statement::sums(&page.statement)}</section>
        {parts}
    }
    .into_any()
}

fn part(list: &Lines) -> AnyView {
    let more = list.total.saturating_sub(list.rows.len() as u64);
    let rest = (more > 0).then(|| view! { <p class="muted">{format!("{} more are in the CSV.", grouped(more))}</p> });
    view! {
        <section>
            <h2>{list.section.label()}</h2>
            {lines::table(&list.rows, list.section.label())}
            {rest}
        </section>
    }
    .into_any()
}
