//! The head of the page: how many, how many seats, import and export, invite (S1).

use super::Team;
use crate::model::team::{TeamPage, TeamQuery};
use crate::pages::use_me;
use crate::policy::{Action, Target, check};
use crate::ui::words::grouped;
use crate::ui::{Button, IconName, Menu, MenuItem, MenuPlace, MenuSep, Press, SeatsMeter};
use leptos::prelude::*;

#[component]
pub fn Head(page: TeamPage) -> impl IntoView {
    let me = use_me();
    let (imports, exports) = me.with_untracked(|me| {
        let may = |action| check(&me.actor, action, Target::Account).is_ok();
        (may(Action::Import), may(Action::Export))
    });
    let seats = page.seats.as_ref().map(|s| (u64::from(s.used()), u64::from(s.bought())));
    view! {
        <header class="page-head">
            <h1>"Team "<span class="count">{grouped(page.counts.all)}</span></h1>
            <div class="page-head__actions">
                {seats.map(|(used, total)| view! { <SeatsMeter used total/> })}
                {(imports || exports).then(|| view! { <Files total=page.total imports exports/> })}
            </div>
        </header>
    }
}

/// Import and export in one menu, as the role allows.
#[component]
fn Files(total: u64, imports: bool, exports: bool) -> impl IntoView {
    let team = expect_context::<Team>();
    let shown = TeamQuery { cursor: None, ..team.query() }.to_query();
    let shown = if shown.is_empty() { "/team/export.csv".to_owned() } else { format!("/team/export.csv?{shown}") };
    view! {
        <Button press=Press::Menu("files".into()) icon_end=IconName::Down>"Import/Export"</Button>
        <Menu id="files" label="Import and export" place=MenuPlace::End>
            {imports.then(|| view! { <MenuItem text="Import from CSV…" icon=IconName::Upload press=Press::Link("/team/import".into())/> })}
            {exports.then(|| view! {
                <MenuItem text=format!("Export {} shown as CSV", grouped(total)) icon=IconName::Download press=Press::Download(shown)/>
                <MenuItem text="Export everyone as CSV" icon=IconName::Download press=Press::Download("/team/export.csv".into())/>
            })}
            {imports.then(|| view! {
                <MenuSep/>
                <MenuItem text="Download the CSV template" icon=IconName::File press=Press::Download("/team/template.csv".into())/>
            })}
        </Menu>
    }
}
