//! The plan advisor (S6): who would cost less on another plan, and why.

use super::book;
use crate::api::billing::plan_advice;
use crate::ui::page_data::reading;
use crate::ui::words::counted;
use crate::ui::{Loaded, TableScroll};
use leptos::prelude::*;
use model::billing::advice::{AdvicePage, AdviceRow};

/// Suggestions of larger or smaller plans (S6).
#[component]
pub fn AdvicePart() -> impl IntoView {
    let advice = reading(|| (), |()| plan_advice());
    view! {
        <h2 id="advice">"Plan advisor"</h2>
        <p class="muted">
            "From the outgoing minutes of the last 30 days. Nobody is advised to lose what they use: messages need Plus, supervising needs Pro."
        </p>
        <Loaded resource=advice retry="/billing" children=list />
    }
}

fn list(page: AdvicePage) -> AnyView {
    if page.rows.is_empty() {
        return view! {
            <p class="muted">
                "Nothing to suggest: everybody is on the plan that costs least for what they use, or nobody has called yet."
            </p>
        }.into_any();
    }
    let shown = page.rows.len() as u64;
    let words = format!(
        "{} would save {} a month{}.",
        counted(page.total, "change", "changes"),
        book().show(page.saving),
        if shown < page.total { format!("; the {shown} that save most") } else { String::new() }
    );
    let rows: Vec<AnyView> = page.rows.iter().map(row).collect();
    view! {
        <p>{words}</p>
        <TableScroll label="Suggested plans">
            <table class="bill bill--lines">
                <caption class="sr-only">"Suggested plans"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Who"</th>
                        <th scope="col">"Change"</th>
                        <th scope="col">"Why"</th>
                        <th scope="col" class="num">
                            "Saves a month"
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </TableScroll>
    }
    .into_any()
}

fn row(row: &AdviceRow) -> AnyView {
    let change = format!("{} to {}", row.advice.from, row.advice.to);
    let href = format!("/team/{}/plan?to={}", row.id, row.advice.to.slug());
    let label = format!("{change} for {}", row.name.full());
    view! {
        <tr>
            <th scope="row">
                <a href=format!("/team/{}", row.id)>{row.name.full()}</a>
            </th>
            <td>
                <a href=href aria-label=label>
                    {change.clone()}
                </a>
            </td>
            <td class="muted">{row.why.clone()}</td>
            <td class="num">{book().show(row.advice.saving)}</td>
        </tr>
    }
    .into_any()
}
