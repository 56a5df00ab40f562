//! The Team page: everyone in one table, searched, filtered, sorted and paged by its address (T1 to T8, T10, T13, T14).

mod card;
mod columns;
mod drawers;
mod edit;
mod edit_conflict;
mod edit_fields;
mod empty;
mod filters;
mod forwarding;
mod head;
mod keys;
mod row;
mod selection;
mod status;
mod table;
mod tabs;
mod ticker;

use crate::api::team::{member_card, team_page};
use crate::error::AppError;
use crate::model::team::TeamQuery;
use crate::ui::{Loaded, Notice, NoticeKind};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::{use_location, use_params_map};

/// The page's data, read again by `page.refetch()` after a change.
type Page = Resource<Result<crate::model::team::TeamPage, AppError>>;

/// What the parts of this page share: the query of the address, the open card, the page's data.
#[derive(Clone, Copy)]
pub struct Team {
    /// The canonical query text, without "?".
    pub text: Memo<String>,
    /// The open card's id, as the address has it.
    pub open: Memo<Option<String>>,
    /// What is open over the table.
    pub drawer: Memo<Option<drawers::Drawer>>,
    pub page: Page,
}

impl Team {
    /// The query of the address.
    pub fn query(&self) -> TeamQuery {
        self.text.with(|text| TeamQuery::from_query(text).0)
    }

    /// The address of this list with another query; an open card stays open.
    pub fn href(&self, query: &TeamQuery) -> String {
        query.href(&self.path())
    }

    /// The path as it is now: /team, or /team/ID while a card is open.
    pub fn path(&self) -> String {
        self.open.get().map_or_else(|| "/team".to_owned(), |id| format!("/team/{id}"))
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
    let params = use_params_map();
    let part = move |name: &'static str| params.with(|p| p.get(name)).filter(|part| !part.is_empty());
    let open = Memo::new(move |_| part("id").filter(|id| id != "invite"));
    let drawer = Memo::new(move |_| drawers::Drawer::read(part("id").as_deref(), part("action").as_deref()));
    let page = Resource::new_blocking(move || text.get(), team_page);
    let team = Team { text, open, drawer, page };
    provide_context(team);
    provide_context(ticker::Ticker::start());
    provide_context(selection::Selection::new());
    let retry = Signal::derive(move || team.list_href());
    let fallback = Memo::new(move |_| search.with(|s| TeamQuery::from_query(s).1));
    let card = Resource::new_blocking(
        move || (open.get(), text.get()),
        |(id, query)| async move {
            match id {
                Some(id) => member_card(id, query).await.map(Some),
                None => Ok(None),
            }
        },
    );
    // Drawers read it again after a change.
    provide_context(card);
    keys::install(team);

    view! {
        <Title text="Team"/>
        <main class="panel team" id="main">
            <div class="pane">
                <Loaded resource=page retry=retry children=move |page| {
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
                <filters::FilterBar/>
                <selection::BulkBar/>
                <Loaded resource=page retry=retry children=move |page| view! { <table::List page/> }.into_any()/>
            </div>
            <card::Card card/>
            <drawers::Drawers/>
        </main>
    }
}
