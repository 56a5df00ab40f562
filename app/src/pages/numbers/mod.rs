//! The Numbers page: every business number in one table, its card beside it, drawers at addresses of their own (N1 to
//! N3). The drawers of a member's numbers at /team/ID/direct, /numbers and /new-number are here, too (M13).

mod card;
mod columns;
mod filters;
mod finder;
mod get;
mod listed;
mod member_direct;
mod member_uses;
mod release;
mod route;
mod selection;
mod table;
mod use_preview;
mod users;

pub use get::GetForMember;
pub use member_direct::DirectDrawer;
pub use member_uses::{MemberUsesDrawer, NumbersSection};

use crate::api::numbers::read::number_card;
use crate::pages::use_me;
use crate::ui::data_table::ListLoaded;
use crate::ui::live::use_changes;
use crate::ui::page_data::{Reading, reading};
use crate::ui::words::{grouped, isolated};
use crate::ui::{Activation, Button, ButtonKind, IconName, Notice, NoticeKind, Tab, Tabs};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use listed::NumberList;
use model::error::AppError;
use model::numbers::query::NumbersQuery;
use model::numbers::{DestinationKind, NumberCard, NumbersPage as Page};
use model::{NumberId, NumberScope, Permission};
use policy::{Action, Target, check};

/// What the parts of this page share.
#[derive(Clone, Copy)]
pub(crate) struct Numbers {
    /// The query of the address.
    asked: Memo<NumbersQuery>,
    /// Whose card is open.
    open: Memo<Option<NumberId>>,
    /// The address has an id that is none: its card says so, like for a number that is not there.
    unknown: Memo<bool>,
    list: NumberList,
    card: Reading<Result<Option<NumberCard>, AppError>>,
}

impl Numbers {
    fn query(&self) -> NumbersQuery {
        self.asked.get_untracked()
    }

    fn live_query(&self) -> NumbersQuery {
        self.asked.get()
    }

    fn list_href(&self) -> String {
        self.query().href("/numbers")
    }

    /// The address of a number's card or, with an action, of a drawer over it.
    fn href(&self, id: impl std::fmt::Display, action: &str) -> String {
        let slash = if action.is_empty() { "" } else { "/" };
        self.query().href(&format!("/numbers/{id}{slash}{action}"))
    }

    /// After a change: list and card are read again.
    fn changed(&self) {
        self.list.refetch();
        self.card.refetch();
    }
}

/// The page at /numbers, /numbers/ID, /numbers/ID/ACTION, and /numbers/new, /grant, /revoke, /done.
#[component]
pub fn NumbersPage() -> impl IntoView {
    let location = use_location();
    let (search, path) = (location.search, location.pathname);
    let asked = Memo::new(move |_| search.with(|s| NumbersQuery::from_query(s).0));
    let part = move |n: usize| path.with(|p| p.split('/').nth(n).map(str::to_owned)).filter(|part| !part.is_empty());
    let wanted = move || part(2).filter(|id| !["new", "grant", "revoke", "done"].contains(&id.as_str()));
    let open = Memo::new(move |_| wanted().and_then(|id| id.parse::<NumberId>().ok()));
    let unknown = Memo::new(move |_| wanted().is_some_and(|id| id.parse::<NumberId>().is_err()));
    let drawer = Memo::new(move |_| (part(2).unwrap_or_default(), part(3).unwrap_or_default()));
    let card = reading(
        move || (open.get(), unknown.get(), asked.get()),
        |(id, unknown, query)| async move {
            match id {
                Some(id) => number_card(id, query).await.map(Some),
                // A hand-made address that is none answers like a missing one.
                None if unknown => Err(NumberId::missing()),
                None => Ok(None),
            }
        },
    );
    let numbers = Numbers { asked, open, unknown, list: NumberList::new(asked, listed::read), card };
    provide_context(numbers);
    provide_context(selection::Selection::of(numbers.list));
    columns::provide(numbers);
    use_changes(move |_| numbers.list.look());
    let retry = Signal::derive(move || numbers.list_href());
    let fallback = Memo::new(move |_| search.with(|s| NumbersQuery::from_query(s).1));
    view! {
        <Title text="Numbers" />
        <main class="panel team numbers" id="main">
            <div class="pane">
                <ListLoaded list=numbers.list children=move || view! { <Head /> }.into_any() />
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
                <filters::FilterBar />
                <selection::BulkBar />
                <ListLoaded list=numbers.list retry=retry children=move || view! { <table::List /> }.into_any() />
            </div>
            <card::Card />
            {move || {
                let (id, action) = drawer.get();
                match (id.as_str(), action.as_str(), id.parse().ok()) {
                    ("new", ..) => view! { <get::GetNumber /> }.into_any(),
                    ("grant", ..) => view! { <use_preview::UsePreviewDialog revoke=false /> }.into_any(),
                    ("revoke", ..) => view! { <use_preview::UsePreviewDialog revoke=true /> }.into_any(),
                    ("done", ..) => view! { <crate::pages::bulk::DoneDialog back="/numbers" to="numbers" /> }.into_any(),
                    (_, "route", Some(id)) => view! { <route::RouteDrawer id /> }.into_any(),
                    (_, "users", Some(id)) => view! { <users::UsersDrawer id /> }.into_any(),
                    (_, "release", Some(id)) => view! { <release::ReleaseDialog id /> }.into_any(),
                    _ => ().into_any(),
                }
            }}
        </main>
    }
}

/// How many there are, and getting new ones; then two views everyone has.
#[component]
fn Head() -> impl IntoView {
    let numbers = expect_context::<Numbers>();
    let me = use_me();
    let buy_refused =
        me.with_untracked(|me| check(&me.actor, Action::BuyNumber, Target::Account).err().map(|d| d.to_string()));
    let has = |permission| me.with_untracked(|me| me.actor.role.has(permission));
    // Hidden from those who have nothing to do with it, explained to those who assign numbers (R10).
    let get = (buy_refused.is_none() || has(Permission::AssignNumbers)).then(|| {
        view! {
            <Button
                kind=ButtonKind::Primary
                icon=IconName::Plus
                id="get-number"
                activation=Activation::Link("/numbers/new".into())
                disabled_reason=buy_refused
            >
                "Get new number"
            </Button>
        }
    });
    let head = move || numbers.list.page().map(|it| views(&it.query, &it.page));
    let all = numbers.list.part(|it| it.page.counts.all);
    view! {
        <header class="page-head">
            <h1>"Numbers "<span class="count">{move || grouped(all.get().unwrap_or_default())}</span></h1>
            <div class="page-head__actions">{get}</div>
        </header>
        {head}
    }
}

/// Two views everyone has, and which numbers one doesn't see.
fn views(query: &NumbersQuery, page: &Page) -> AnyView {
    let unassigned = NumbersQuery::default().changed(|f| f.destinations = vec![DestinationKind::Nobody]);
    let here = NumbersQuery { cursor: None, per_page: 50, ..query.clone() }.to_query();
    let (all, free) = (page.counts.all, page.counts.unassigned);
    let (all_here, free_here) = (here.is_empty(), here == unassigned.to_query());
    let limited = match page.scope {
        NumberScope::All => None,
        NumberScope::OwnGroups => {
            Some("Your role shows the numbers you may use and those of your groups. An Administrator sees all of them.")
        }
        NumberScope::Held => Some("Your role shows the numbers you may use. An Administrator sees all of them."),
    };
    view! {
        <Tabs label="Views">
            <Tab href="/numbers" text="All" count=Some(all) current=all_here />
            <Tab href=unassigned.href("/numbers") text="Unassigned" count=Some(free) current=free_here />
        </Tabs>
        {limited
            .map(|words| {
                view! {
                    <div class="team__notices">
                        <Notice kind=NoticeKind::Info>{isolated(words)}</Notice>
                    </div>
                }
            })}
    }
    .into_any()
}
