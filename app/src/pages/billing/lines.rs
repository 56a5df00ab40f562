//! The lines of the statement, one section and one page at a time (S5).

use super::{Billing, book};
use crate::api::billing::billing_lines;
use crate::ui::data_table::Pager;
use crate::ui::page_data::reading;
use crate::ui::{Loaded, Tab, TableScroll, Tabs};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use model::billing::{Line, Lines, PER_PAGE, Section};

fn href(section: Section, page: u32) -> String {
    let page = if page > 1 { format!("&page={page}") } else { String::new() };
    format!("/billing?lines={}{page}#lines", section.slug())
}

/// The tabs of the sections, and the page of the one that is chosen.
#[component]
pub fn LinesPart() -> impl IntoView {
    let it = expect_context::<Billing>();
    let query = use_query_map();
    let chosen = Memo::new(move |_| {
        query.with(|q| q.get("lines").and_then(|s| Section::from_slug(&s)).unwrap_or(Section::Changes))
    });
    let page =
        Memo::new(move |_| query.with(|q| q.get("page").and_then(|p| p.parse::<u32>().ok()).unwrap_or(1).max(1)));
    let lines = reading(
        move || (chosen.get(), page.get(), it.buy.version().get()),
        |(section, page, _)| billing_lines(section, page),
    );
    let tabs = move || {
        Section::ALL
            .iter()
            .map(|s| view! { <Tab href=href(*s, 1) text=s.label() current=*s == chosen.get() /> }.into_any())
            .collect::<Vec<_>>()
    };
    view! {
        <div class="billing__lines" id="lines">
            <h3 class="group-title">"Line by line"</h3>
            <Tabs label="Lines of the statement">{tabs}</Tabs>
            <Loaded resource=lines retry="/billing" children=list />
        </div>
    }
}

fn list(lines: Lines) -> AnyView {
    if lines.total == 0 {
        let words = match lines.section {
            Section::Changes => "Nobody joined, left or changed plan this month.",
            Section::Numbers => "No number is charged this month.",
            Section::Minutes => "Nobody called beyond their plan this month.",
            Section::Pending => "No invitation is pending.",
            _ => "Nobody was on this plan this month.",
        };
        return view! { <p class="muted billing__none">{words}</p> }.into_any();
    }
    let first = u64::from(lines.page - 1) * u64::from(PER_PAGE) + 1;
    let last = first + lines.rows.len() as u64 - 1;
    let previous = (lines.page > 1).then(|| href(lines.section, lines.page - 1));
    let next = (last < lines.total).then(|| href(lines.section, lines.page + 1));
    let total = lines.total;
    view! {
        {table(&lines.rows, lines.section.label())}
        <Pager first last total previous next />
    }
    .into_any()
}

/// The lines as a table. Also on paper.
pub fn table(lines: &[Line], caption: &'static str) -> AnyView {
    let rows: Vec<AnyView> = lines.iter().map(row).collect();
    view! {
        <TableScroll label=caption>
            <table class="bill bill--lines">
                <caption class="sr-only">{caption}</caption>
                <thead>
                    <tr>
                        <th scope="col">"Who"</th>
                        <th scope="col">"What"</th>
                        <th scope="col">"Why"</th>
                        <th scope="col" class="num">
                            "Amount"
                        </th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </TableScroll>
    }
    .into_any()
}

fn row(line: &Line) -> AnyView {
    let who = match line.member {
        Some(id) => view! { <a href=format!("/team/{id}")>{line.name.clone()}</a> }.into_any(),
        None => line.name.clone().into_any(),
    };
    view! {
        <tr>
            <th scope="row">{who}</th>
            <td>{line.item.clone()}</td>
            <td class="muted">{line.why.clone()}</td>
            <td class="num">{book().show(line.amount)}</td>
        </tr>
    }
    .into_any()
}
