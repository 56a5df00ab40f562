//! The Forwards to cell: the first number, and the others one press away (T1, M12).

use crate::pages::team::columns::Cells;
use crate::ui::words::counted;
use crate::ui::{Nothing, SharedPopover};
use leptos::prelude::*;
use model::{Forwarding, MemberRow};

/// The Forwards to column.
pub fn cell(row: &MemberRow, cells: Cells) -> AnyView {
    let Some((first, rest)) = row.forwarding.split_first() else {
        return view! { <Nothing label="None" /> }.into_any();
    };
    let more = (!rest.is_empty()).then(|| more(row, rest, cells));
    view! {
        {first.number.shown().to_owned()}
        {more}
    }
    .into_any()
}

/// "+2". Without script it leads to the card, which has them all; printed, its title is written out.
fn more(row: &MemberRow, rest: &[Forwarding], cells: Cells) -> AnyView {
    let (id, n) = (row.id, rest.len());
    let label = format!(
        "Show {} for {}",
        counted(n as u64, "more forwarding number", "more forwarding numbers"),
        row.name.full()
    );
    let title = rest.iter().map(|it| it.number.shown().to_owned()).collect::<Vec<_>>().join(", ");
    let open = move |ev| {
        if cells.forwards.clicked(&ev, id) {
            cells.forwards.show();
        }
    };
    view! {
        " "
        <a
            class="more-chip"
            class:is-at=move || cells.forwards.is_at(id)
            rel="external"
            href=format!("/team/{id}")
            aria-label=label
            title=title
            on:click=open
        >
            {format!("+{n}")}
        </a>
    }
    .into_any()
}

/// All numbers of the row whose "+2" was pressed.
#[component]
pub fn MoreForwarding() -> impl IntoView {
    let cells = expect_context::<Cells>();
    let content = move || {
        let row = cells.team.rows().get(cells.forwards.at()?)?;
        let items = row.forwarding.into_iter().zip(1..).map(|(it, place)| item(it, place)).collect::<Vec<_>>();
        Some(view! {
            <div role="group" aria-label=format!("{} forwards to", row.name.full())>
                <p class="menu__head">"Forwards to, in order"</p>
                <ol class="fwdlist">{items}</ol>
            </div>
        })
    };
    view! {
        <SharedPopover shared=cells.forwards id="more-forwarding" class="menu">
            {content}
        </SharedPopover>
    }
}

fn item(it: Forwarding, place: usize) -> AnyView {
    view! {
        <li>
            <span class="ord">{place}</span>
            <span class="tel">{it.number.shown().to_owned()}</span>
            <span class="muted">{it.label}</span>
        </li>
    }
    .into_any()
}
