//! The table and its pager; or why there is none (T1, T3, T6, T14).

use super::Team;
use crate::api::sessions::SetPreferences;
use crate::pages::team::columns::{Cells, columns, with_fixed};
use crate::pages::team::empty::{Nobody, is_first};
use crate::pages::team::listed::Listed;
use crate::pages::use_me;
use crate::ui::data_table::{DataTable, ListPage, PageSizes, Pager};
use crate::ui::words::grouped;
use crate::ui::{IconName, Segment, Segmented};
use leptos::form::ActionForm;
use leptos::prelude::*;
use model::sessions::Density;
use model::team::url::PAGE_SIZES;

/// Table and pager of the page.
#[component]
pub fn List() -> impl IntoView {
    let team = expect_context::<Team>();
    if let Some(listed) = untrack(|| team.list.page()) {
        team.clock.set(listed.page.now);
    }
    // The table stays while answers come and go.
    let some = Memo::new(move |_| !team.rows().is_empty() && team.list.page().is_some_and(|it| !is_first(&it)));
    let nobody = move || team.list.page().map(|listed| view! { <Nobody listed /> });
    move || if some.get() { view! { <Members /> }.into_any() } else { nobody.into_any() }
}

#[component]
fn Members() -> impl IntoView {
    let (team, cells, me) = (expect_context::<Team>(), expect_context::<Cells>(), use_me());
    let caption = team.list.part(caption);
    let chosen = columns(me);
    let columns = Signal::derive(move || chosen.with(|chosen| with_fixed(chosen)));
    let class = Signal::derive(move || {
        let (chosen, dense) = me.with(|me| (me.preferences.columns.is_some(), me.preferences.compact));
        format!(
            "table team-table{}{}",
            if chosen { " is-chosen" } else { "" },
            if dense { " density-compact" } else { "" }
        )
    });
    let pager = move || team.list.page().map(|listed| pager(&listed, team));
    view! {
        <DataTable
            table=cells
            list=team.list
            columns
            label="Team members"
            class
            caption=Signal::derive(move || caption.get().unwrap_or_default())
        />
        {pager}
    }
}

/// "Team members, sorted by name, ascending. 1–50 of 1,204."
fn caption(Listed { query, page }: &Listed) -> String {
    let order =
        format!("{}, {}", query.sort.label().to_lowercase(), if query.descending { "descending" } else { "ascending" });
    let (first, total) = (grouped(page.first), grouped(page.total));
    format!("Team members, sorted by {order}. {first}–{} of {total}.", grouped(last(page.first, page.rows.len())))
}

fn last(first: u64, rows: usize) -> u64 {
    (first + rows as u64).saturating_sub(1)
}

fn pager(listed: &Listed, team: Team) -> AnyView {
    let Listed { query, page } = listed;
    let at = |cursor: &Option<_>| cursor.clone().map(|cursor| team.href(&query.with_page(Some(cursor))));
    let (previous, next, query) = (at(&page.previous), at(&page.next), query.clone());
    let last = last(page.first, listed.rows().len());
    view! {
        <Pager first=page.first last total=page.total previous next>
            <PageSizes sizes=&PAGE_SIZES current=query.per_page href=move |n| query.with_per_page(n).href("/team") />
            <DensityChoice />
        </Pager>
    }
    .into_any()
}

/// How close rows stand (T7).
#[component]
fn DensityChoice() -> impl IntoView {
    let me = use_me();
    let action = ServerAction::<SetPreferences>::new();
    let choose = Callback::new(move |value: String| {
        let density = Density::from_slug(&value);
        me.update(|me| me.preferences.compact = density == Some(Density::Compact));
        action.dispatch(SetPreferences {
            theme: None,
            density,
            columns: None,
            column: vec![],
            per_page: None,
            single_keys: None,
        });
    });
    let density = me.with_untracked(|me| if me.preferences.compact { "compact" } else { "comfortable" });
    let segments = vec![
        Segment::new("comfortable", "Comfortable rows").icon(IconName::Rows).only(),
        Segment::new("compact", "Compact rows").icon(IconName::RowsTight).only(),
    ];
    view! {
        <ActionForm action attr:class="pager__density">
            <Segmented legend="Row density" name="density" segments value=density small=true on_change=choose />
            <noscript>
                <button class="btn btn--sm" type="submit">
                    "Set"
                </button>
            </noscript>
        </ActionForm>
    }
}
