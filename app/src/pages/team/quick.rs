//! The Email cell, and over its end the quick actions of the row under the pointer or with focus (T9). Menu and keys do
//! the same.

use crate::pages::team::columns::Cells;
use crate::pages::team::row_menu::{href, icon_of, menu_of};
use crate::ui::{Icon, Nothing};
use leptos::prelude::*;
use model::{MemberId, MemberRow};
use policy::RowAction;

const ACTIONS: [(RowAction, &str); 3] =
    [(RowAction::Edit, "Edit (E)"), (RowAction::Duplicate, "Duplicate (D)"), (RowAction::Supervise, "Supervise")];

/// The Email column.
pub fn cell(row: &MemberRow, cells: Cells) -> AnyView {
    let sign_in = match row.sign_in.clone() {
        Some(address) if address.contains('@') => view! {
            <a class="quiet" href=format!("mailto:{address}")>
                {address.clone()}
            </a>
        }
        .into_any(),
        Some(name) => view! { <span class="quiet">{name}</span> }.into_any(),
        None => view! { <Nothing label="Hidden" /> }.into_any(),
    };
    let id = row.id;
    let quick = move || cells.cursor.is_near(id).then(|| view! { <Quick id cells /> });
    view! {
        {sign_in}
        {quick}
    }
    .into_any()
}

#[component]
fn Quick(id: MemberId, cells: Cells) -> impl IntoView {
    let row = cells.team.rows().get(id)?;
    let (name, suffix, offered) = (row.name.full(), cells.suffix(), menu_of(cells.me, &row).entries);
    let links: Vec<AnyView> = ACTIONS
        .into_iter()
        .filter(|(action, _)| offered.contains(action))
        .map(|(action, title)| {
            let (href, label) = (href(id, action, &suffix), format!("{} {name}", action.label()));
            view! {
                <a class="iconbtn" tabindex="-1" href=href aria-label=label title=title>
                    <Icon name=icon_of(action) />
                </a>
            }
            .into_any()
        })
        .collect();
    Some(view! { <span class="quick">{links}</span> })
}
