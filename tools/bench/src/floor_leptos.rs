//! Floor L: a bare Leptos page. The same versions and flags as ours, the same rows and columns from one bare query,
//! rendered by `leptos_axum`; no router, no frame, nothing to press (P1, P5). It says what Leptos itself costs.

use crate::floor_page::{hyphenated, shown};
use crate::floor_sql::Member;
use leptos::prelude::*;
use std::sync::Arc;

/// What the page shows, given by its handler.
#[derive(Clone)]
pub struct Rows {
    pub members: Arc<Vec<Member>>,
    pub first: usize,
}

#[component]
pub fn Page() -> impl IntoView {
    let Rows { members, first } = expect_context::<Rows>();
    let rows = (0..members.len()).map(|i| {
        let member = members[i].clone();
        view! { <Row member ordinal=first + i/> }
    });
    let heads = ["Name", "Status", "Role", "Ext.", "Direct", "Forwards to", "Plan", "Email"];
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <title>"Team"</title>
            </head>
            <body>
                <table class="team-table">
                    <caption>"Team"</caption>
                    <thead>
                        <tr>
                            <td><input type="checkbox" aria-label="Select all"/></td>
                            {heads.map(|head| view! { <th scope="col">{head}</th> }).collect_view()}
                            <td></td>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </body>
        </html>
    }
}

#[component]
fn Row(member: Member, ordinal: usize) -> impl IntoView {
    let (id, name) = (hyphenated(&member.id), format!("{} {}", member.first, member.last));
    let href = format!("/team/{id}");
    let initials: String = [&member.first, &member.last].iter().filter_map(|part| part.chars().next()).collect();
    let status = match member.last_seen {
        Some(_) => "Offline",
        None => "Available",
    };
    let mail = format!("mailto:{}", member.sign_in);
    view! {
        <tr aria-rowindex=ordinal tabindex="-1">
            <td class="c-check">
                <input class="check row-check" type="checkbox" name="id" value=id aria-label=format!("Select {name}")/>
            </td>
            <th scope="row" class="c-name">
                <span class="avatar" aria-hidden="true">{initials}</span>
                <a class="person__n" href=href>{name.clone()}</a>
            </th>
            <td class="c-status" data-label="Status"><span class="status">{status}</span></td>
            <td class="c-role" data-label="Role">{member.role}</td>
            <td class="c-ext" data-label="Ext.">{member.extension}</td>
            <td class="c-direct" data-label="Direct">{shown(member.direct.as_deref())}</td>
            <td class="c-fwd" data-label="Forwards to">{shown(member.forwards_to.as_deref())}</td>
            <td class="c-plan" data-label="Plan">{member.plan}</td>
            <td class="c-email" data-label="Email"><a class="quiet" href=mail>{member.sign_in}</a></td>
            <td class="c-menu"><button type="button" aria-label=format!("More for {name}")>"…"</button></td>
        </tr>
    }
}
