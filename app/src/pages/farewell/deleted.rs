//! /team/deleted: those who were deleted and can still be restored (M17).

use crate::api::offboarding::deleted_members;
use crate::pages::use_zone;
use crate::ui::wire::reading;
use crate::ui::{Button, Empty, IconName, Loaded, Press};
use leptos::prelude::*;
use leptos_meta::Title;
use model::offboarding::DeletedMember;
use policy::RowAction;

#[component]
pub fn DeletedPage() -> impl IntoView {
    let list = reading(|| (), |()| deleted_members());
    view! {
        <Title text="Deleted members"/>
        <main class="panel" id="main" tabindex="-1">
            <header class="page-head">
                <nav class="crumb" aria-label="Path"><a href="/team">"Team"</a></nav>
                <h1>"Deleted members"</h1>
                <p class="page-head__sub">"They can be restored for 28 days. Then their personal data is erased; the history stays."</p>
            </header>
            <div class="panel__scroll">
                <Loaded resource=list retry=Signal::derive(|| "/team/deleted".to_owned()) children=move |rows| table(rows)/>
            </div>
        </main>
    }
}

fn table(rows: Vec<DeletedMember>) -> AnyView {
    if rows.is_empty() {
        return view! { <Empty icon=IconName::Trash title="Nobody was deleted" text="Members you delete stay here for 28 days."/> }
            .into_any();
    }
    let zone = use_zone();
    let lines: Vec<AnyView> = rows
        .into_iter()
        .map(|row| {
            let href = format!("/team/{}/{}", row.id, RowAction::Restore.slug());
            view! {
                <tr>
                    <th scope="row">{row.name.clone()}</th>
                    <td>{row.role}</td>
                    <td>{row.deleted_at.date(&zone)}</td>
                    <td>{row.erase_at.date(&zone)}</td>
                    <td class="c-menu"><Button small=true press=Press::Link(href) label=format!("Restore {}", row.name) disabled_reason=row.refused>"Restore"</Button></td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <table class="table">
            <caption class="sr-only">"Deleted members, the last deleted first"</caption>
            <thead><tr>
                <th scope="col">"Name"</th><th scope="col">"Role"</th><th scope="col">"Deleted"</th><th scope="col">"Erased on"</th>
                <th scope="col"><span class="sr-only">"Actions"</span></th>
            </tr></thead>
            <tbody>{lines}</tbody>
        </table>
    }
    .into_any()
}
