//! The Team page: everyone in one table, searched, filtered, sorted and paged by its address (T1 to T8, T10, T13, T14).

mod card;
mod column_chooser;
mod columns;
mod drawers;
mod edit;
mod empty;
mod filters;
mod forwarding;
mod forwards;
mod head;
mod invite;
mod keys;
mod listed;
mod number_links;
mod person;
mod plan;
mod plan_dialog;
mod quick;
mod resend;
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
use crate::ui::data_table::{ListLoaded, Rows, table_keys};
use crate::ui::live::use_changes;
use crate::ui::page_data::reading;
use crate::ui::words::isolated;
use crate::ui::{Clock, Notice, NoticeKind};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use listed::TeamList;
use model::team::TeamQuery;
use model::{MemberId, MemberRow};

/// What the parts of this page share: the query of the address, the open card, the list.
#[derive(Clone, Copy)]
pub struct Team {
    /// The query of the address.
    pub asked: Memo<TeamQuery>,
    /// Whose card is open.
    pub open: Memo<Option<MemberId>>,
    /// The address has an id that is none: its card says so, like for somebody who is not there.
    pub nobody: Memo<bool>,
    /// The open card's tab.
    pub tab: Memo<card::tabs::CardTab>,
    /// What is open over the table.
    pub drawer: Memo<Option<drawers::Drawer>>,
    pub list: TeamList,
    /// The server's clock, for times that run.
    pub clock: Clock,
    /// Counts changes made here, so that the open card is read again.
    changes: RwSignal<u32>,
}

impl Team {
    /// The query of the address, for what is drawn anew with the list anyway.
    pub fn query(&self) -> TeamQuery {
        self.asked.get_untracked()
    }

    /// The query of the address, for what stays while the address changes.
    pub fn live_query(&self) -> TeamQuery {
        self.asked.get()
    }

    /// The rows of the list.
    pub fn rows(&self) -> Rows<MemberRow> {
        self.list.rows
    }

    /// The query part of addresses that keep the list as it is, with "?" where there is one; followed.
    pub fn suffix(&self) -> String {
        match self.asked.with(TeamQuery::to_query) {
            text if text.is_empty() => String::new(),
            text => format!("?{text}"),
        }
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
        self.list.refetch();
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
    let team = provide_team();
    let retry = Signal::derive(move || team.list_href());
    let search = use_location().search;
    let fallback = Memo::new(move |_| search.with(|s| TeamQuery::from_query(s).1));
    view! {
        <Title text="Team" />
        <main class="panel team" id="main">
            <div class="pane">
                <ListLoaded
                    list=team.list
                    children=move || {
                        view! {
                            <head::Head />
                            <tabs::ViewTabs />
                        }
                            .into_any()
                    }
                />
                {move || {
                    let said = fallback.get();
                    (!said.is_empty())
                        .then(|| {
                            view! {
                                <div class="team__notices">
                                    <Notice kind=NoticeKind::Info>{isolated(said.join(" "))}</Notice>
                                </div>
                            }
                        })
                }}
                <Welcome />
                <filters::FilterBar />
                <crate::pages::bulk::BulkBar />
                <ListLoaded list=team.list retry=retry children=move || view! { <table::List /> }.into_any() />
            </div>
            <card::Card />
            <row_menu::SharedMenu />
            <plan::SharedPlanMenu />
            <forwards::MoreForwarding />
            <drawers::Drawers />
        </main>
    }
}

/// What the page shares with its parts, by context.
fn provide_team() -> Team {
    let location = use_location();
    let (search, path) = (location.search, location.pathname);
    let asked = Memo::new(move |_| search.with(|s| TeamQuery::from_query(s).0));
    // The page stays while the routes below it change, so it reads the path itself: /team/ID/ACTION.
    let part = move |n: usize| path.with(|p| p.split('/').nth(n).map(str::to_owned)).filter(|part| !part.is_empty());
    // Somebody to restore has no card yet; while a link leads away from here, the address is another page's already.
    let no_card = ["invite", "bulk", "import", "deleted"];
    let wanted = move || part(2).filter(|id| !no_card.contains(&id.as_str()) && part(3).as_deref() != Some("restore"));
    let open = Memo::new(move |_| wanted().and_then(|id| id.parse::<MemberId>().ok()));
    let nobody = Memo::new(move |_| wanted().is_some_and(|id| id.parse::<MemberId>().is_err()));
    let drawer = Memo::new(move |_| drawers::Drawer::read(part(2).as_deref(), part(3).as_deref()));
    let tab = Memo::new(move |_| card::tabs::CardTab::read(part(3).as_deref()));
    let changes = RwSignal::new(0);
    let team = Team {
        asked,
        open,
        nobody,
        tab,
        drawer,
        list: TeamList::new(asked, listed::read),
        clock: Clock::start(),
        changes,
    };
    provide_context(team);
    provide_context(selection::Selection::of(team.list));
    let card = reading(
        move || (open.get(), nobody.get(), tab.get(), asked.get(), changes.get()),
        |(id, nobody, tab, query, _)| async move {
            match id {
                Some(id) => member_card(id, query, tab).await.map(Some),
                // A hand-made address that is none answers like a missing one.
                None if nobody => Err(MemberId::missing()),
                None => Ok(None),
            }
        },
    );
    // Drawers read it again after a change.
    provide_context(card);
    let cells = columns::Cells::new(team);
    provide_context(cells);
    provide_context(plan::Offers::new());
    keys::install(cells);
    let live_card = card::live::LiveCard::new(team, card);
    use_changes(move |touched| {
        live_card.look(&touched);
        listed::look(team.list, touched);
    });
    offer_keys("In the team table", table_keys("Open profile"));
    team
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
            view! {
                <div class="team__notices">
                    <Notice kind=NoticeKind::Info title>
                        "You are on the team. Your own settings are behind your name."
                    </Notice>
                </div>
            }
        })
    }
}
