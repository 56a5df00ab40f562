//! The Team page: everyone in one table, searched, filtered, sorted and paged by its address (T1 to T8, T10, T13, T14).

mod card;
mod card_changes;
mod card_history;
mod card_numbers;
mod card_tabs;
mod columns;
mod drawers;
mod edit;
mod edit_conflict;
mod edit_fields;
mod empty;
mod filters;
mod forwarding;
mod head;
mod invite;
mod invite_many;
mod invite_parts;
mod invite_photo;
mod keys;
mod listed;
mod live;
mod number_links;
mod plan;
mod plan_dialog;
mod resend;
mod row;
mod row_menu;
mod search;
pub mod selection;
mod status;
mod table;
mod tabs;

#[cfg(feature = "hydrate")]
pub use drawers::preload;

use crate::api::team::member_card;
use crate::pages::frame::keys::offer_keys;
use crate::ui::wire::{Reading, reading};
use crate::ui::{Loaded, Notice, NoticeKind};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use listed::Listed;
use model::MemberId;
use model::error::AppError;
use model::team::TeamQuery;

/// The page's data, read again by `page.refetch()` after a change.
type Page = Reading<Result<Listed, AppError>>;

/// What the parts of this page share: the query of the address, the open card, the page's data.
#[derive(Clone, Copy)]
pub struct Team {
    /// The canonical query text, without "?".
    pub text: Memo<String>,
    /// The open card's id, as the address has it.
    pub open: Memo<Option<String>>,
    /// The open card's tab.
    pub tab: Memo<card_tabs::CardTab>,
    /// What is open over the table.
    pub drawer: Memo<Option<drawers::Drawer>>,
    pub page: Page,
    /// The page's rows as data.
    pub rows: listed::Rows,
    /// Counts changes made here, so that the open card is read again.
    changes: RwSignal<u32>,
}

impl Team {
    /// The query of the address, for what is drawn anew with the page's data anyway.
    pub fn query(&self) -> TeamQuery {
        self.text.with_untracked(|text| TeamQuery::from_query(text).0)
    }

    /// The query of the address, for what stays while the address changes.
    pub fn live_query(&self) -> TeamQuery {
        self.text.with(|text| TeamQuery::from_query(text).0)
    }

    /// The address of this list with another query; an open card stays open.
    pub fn href(&self, query: &TeamQuery) -> String {
        query.href(&self.path())
    }

    /// The path as it is now: /team, or /team/ID and its tab while a card is open.
    pub fn path(&self) -> String {
        self.open.get_untracked().map_or_else(|| "/team".to_owned(), |id| self.tab.get_untracked().path(id))
    }

    /// After a change: list and card are read again.
    pub fn changed(&self) {
        self.page.refetch();
        self.changes.update(|n| *n += 1);
    }

    /// The list's own address, without a card.
    pub fn list_href(&self) -> String {
        self.query().href("/team")
    }
}

/// The page at /team and, with a card open, at /team/ID.
#[component]
pub fn TeamPage() -> impl IntoView {
    let location = use_location();
    let search = location.search;
    let text = Memo::new(move |_| search.with(|s| TeamQuery::from_query(s).0.to_query()));
    // The page stays while the routes below it change, so it reads the path itself: /team/ID/ACTION.
    let path = location.pathname;
    let part = move |n: usize| path.with(|p| p.split('/').nth(n).map(str::to_owned)).filter(|part| !part.is_empty());
    // Somebody to restore has no card yet; while a link leads away from here, the address is another page's already.
    let no_card = ["invite", "bulk", "import", "deleted"];
    let open = Memo::new(move |_| {
        part(2).filter(|id| !no_card.contains(&id.as_str()) && part(3).as_deref() != Some("restore"))
    });
    let drawer = Memo::new(move |_| drawers::Drawer::read(part(2).as_deref(), part(3).as_deref()));
    let asked = search::Asked::new();
    provide_context(asked);
    let tab = Memo::new(move |_| card_tabs::CardTab::read(part(3).as_deref()));
    let page = reading(
        move || text.get(),
        move |query| {
            let asking = asked.one();
            async move {
                let page = Listed::read(query).await;
                drop(asking);
                page
            }
        },
    );
    let changes = RwSignal::new(0);
    let rows = listed::rows_of(page, text);
    let team = Team { text, open, tab, drawer, page, rows, changes };
    provide_context(team);
    let selection = selection::Selection::new();
    provide_context(selection);
    selection::follow(selection);
    row::follow_open(team);
    row_menu::follow_rows(team);
    crate::ui::presence::run_timers();
    let retry = Signal::derive(move || team.list_href());
    let fallback = Memo::new(move |_| search.with(|s| TeamQuery::from_query(s).1));
    let card = reading(
        move || (open.get(), tab.get(), text.get(), changes.get()),
        |(id, tab, query, _)| async move {
            match id {
                Some(id) => {
                    let id = id.parse().map_err(|_| MemberId::missing())?;
                    member_card(id, TeamQuery::from_query(&query).0, tab).await.map(Some)
                }
                None => Ok(None),
            }
        },
    );
    // Drawers read it again after a change.
    provide_context(card);
    provide_context(plan::Chosen::start(team));
    keys::install(team);
    live::follow(team);
    offer_keys(
        "In the team table",
        vec![
            ("Next or previous row", &["J", "K"]),
            ("Select row", &["X"]),
            ("Select a range", &["Shift", "X"]),
            ("Open profile", &["↵"]),
            ("Close, then clear the selection", &["Esc"]),
        ],
    );

    view! {
        <Title text="Team"/>
        <main class="panel team" id="main">
            <div class="pane">
                <Loaded resource=page retry=retry children=move |Listed { page, .. }| {
                    let alone = empty::is_first(&page);
                    view! {
                        <head::Head page=page.clone()/>
                        {(!alone).then(|| view! { <tabs::ViewTabs page/> })}
                    }.into_any()
                }/>
                {move || {
                    let said = fallback.get();
                    (!said.is_empty()).then(|| view! { <div class="team__said"><Notice kind=NoticeKind::Info>{said.join(" ")}</Notice></div> })
                }}
                <Welcome/>
                <filters::FilterBar/>
                <crate::pages::bulk::BulkBar/>
                <Loaded resource=page retry=retry children=move |listed| view! { <table::List listed/> }.into_any()/>
            </div>
            <card::Card card/>
            <row_menu::SharedMenu/>
            <plan::SharedPlanMenu/>
            <drawers::Drawers/>
        </main>
    }
}

/// Greets who has just accepted an invitation, by name (M3).
#[component]
fn Welcome() -> impl IntoView {
    let search = use_location().search;
    let me = crate::pages::use_me();
    let new = Memo::new(move |_| search.with(|s| model::query_string::pairs(s).any(|(key, _)| key == "welcome")));
    move || {
        new.get().then(|| {
            let (name, company) = me.with(|me| (me.actor.name.clone(), me.account.name.clone()));
            let called = if name.first.is_empty() { name.last } else { name.first };
            let title = format!("Welcome to {company}, {called}");
            view! { <div class="team__said"><Notice kind=NoticeKind::Info title>"You are on the team. Your own settings are behind your name."</Notice></div> }
        })
    }
}
