//! The Numbers page: every business number in one table, its card beside it, drawers at addresses of their own (N1 to N3).
//! The drawers of a member's numbers at /team/ID/direct, /numbers and /new-number are here, too (M13).

mod card;
mod filters;
mod finder;
mod get;
mod keys;
mod member_direct;
mod member_uses;
mod plan;
mod release;
mod route;
mod selection;
mod table;
mod users;

pub use get::GetForMember;
pub use member_direct::DirectDrawer;
pub use member_uses::{MemberUsesDrawer, NumbersSection};

use crate::api::numbers::read::{number_card, numbers_page};
use crate::pages::use_me;
use crate::ui::wire::{Reading, reading};
use crate::ui::words::grouped;
use crate::ui::{Button, ButtonKind, IconName, Loaded, Notice, NoticeKind, Press, Tab, Tabs};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_location;
use model::error::AppError;
use model::numbers::query::NumbersQuery;
use model::numbers::{NumberCard, NumbersPage as Page};
use model::{NumberId, NumberScope, Permission};
use policy::{Action, Target, check};

/// What the parts of this page share.
#[derive(Clone, Copy)]
pub(crate) struct Numbers {
    /// The canonical query text, without "?".
    text: Memo<String>,
    /// The open card's id, as the address has it.
    open: Memo<Option<String>>,
    page: Reading<Result<Page, AppError>>,
    card: Reading<Result<Option<NumberCard>, AppError>>,
}

impl Numbers {
    fn query(&self) -> NumbersQuery {
        self.text.with_untracked(|text| NumbersQuery::from_query(text).0)
    }

    fn live_query(&self) -> NumbersQuery {
        self.text.with(|text| NumbersQuery::from_query(text).0)
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
        self.page.refetch();
        self.card.refetch();
    }
}

/// The page at /numbers, /numbers/ID, /numbers/ID/ACTION, and /numbers/new, /grant, /revoke, /done.
#[component]
pub fn NumbersPage() -> impl IntoView {
    let location = use_location();
    let (search, path) = (location.search, location.pathname);
    let text = Memo::new(move |_| search.with(|s| NumbersQuery::from_query(s).0.to_query()));
    let part = move |n: usize| path.with(|p| p.split('/').nth(n).map(str::to_owned)).filter(|part| !part.is_empty());
    let open = Memo::new(move |_| part(2).filter(|id| !["new", "grant", "revoke", "done"].contains(&id.as_str())));
    let drawer = Memo::new(move |_| (part(2).unwrap_or_default(), part(3).unwrap_or_default()));
    let page = reading(move || text.get(), |text| numbers_page(NumbersQuery::from_query(&text).0));
    let card = reading(
        move || (open.get(), text.get()),
        |(id, query)| async move {
            match id {
                Some(id) => {
                    let id = id.parse().map_err(|_| NumberId::missing())?;
                    number_card(id, NumbersQuery::from_query(&query).0).await.map(Some)
                }
                None => Ok(None),
            }
        },
    );
    let numbers = Numbers { text, open, page, card };
    provide_context(numbers);
    selection::install();
    keys::install(numbers);
    let retry = Signal::derive(move || numbers.list_href());
    let fallback = Memo::new(move |_| search.with(|s| NumbersQuery::from_query(s).1));
    view! {
        <Title text="Numbers"/>
        <main class="panel team numbers" id="main">
            <div class="pane">
                <Loaded resource=page retry=retry children=move |page| view! { <Head page/> }.into_any()/>
                {move || {
                    let said = fallback.get();
                    (!said.is_empty()).then(|| view! { <div class="team__said"><Notice kind=NoticeKind::Info>{said.join(" ")}</Notice></div> })
                }}
                <filters::FilterBar/>
                <selection::BulkBar/>
                <Loaded resource=page retry=retry children=move |page| view! { <table::List page/> }.into_any()/>
            </div>
            <card::Card/>
            {move || {
                let (id, action) = drawer.get();
                match (id.as_str(), action.as_str(), id.parse().ok()) {
                    ("new", ..) => view! { <get::GetNumber/> }.into_any(),
                    ("grant", ..) => view! { <plan::PlanDialog revoke=false/> }.into_any(),
                    ("revoke", ..) => view! { <plan::PlanDialog revoke=true/> }.into_any(),
                    ("done", ..) => view! { <crate::pages::bulk::DoneDialog back="/numbers" to="numbers"/> }.into_any(),
                    (_, "route", Some(id)) => view! { <route::RouteDrawer id/> }.into_any(),
                    (_, "users", Some(id)) => view! { <users::UsersDrawer id/> }.into_any(),
                    (_, "release", Some(id)) => view! { <release::ReleaseDialog id/> }.into_any(),
                    _ => ().into_any(),
                }
            }}
        </main>
    }
}

/// How many there are, and getting new ones; then two views everyone has.
#[component]
fn Head(page: Page) -> impl IntoView {
    let numbers = expect_context::<Numbers>();
    let me = use_me();
    let buy_refused =
        me.with_untracked(|me| check(&me.actor, Action::BuyNumber, Target::Account).err().map(|d| d.to_string()));
    let has = |permission| me.with_untracked(|me| me.actor.role.has(permission));
    // Hidden from those who have nothing to do with it, explained to those who assign numbers (R10).
    let get = (buy_refused.is_none() || has(Permission::AssignNumbers)).then(|| {
        view! { <Button kind=ButtonKind::Primary icon=IconName::Plus id="get-number" press=Press::Link("/numbers/new".into()) disabled_reason=buy_refused>"Get new number"</Button> }
    });
    let query = numbers.query();
    let unassigned =
        NumbersQuery::default().changed(|f| f.destinations = vec![model::numbers::DestinationKind::Nobody]);
    let here = NumbersQuery { cursor: None, per_page: 50, ..query }.to_query();
    let all_here = here.is_empty();
    let free_here = here == unassigned.to_query();
    let limited = match page.scope {
        NumberScope::All => None,
        NumberScope::OwnGroups => {
            Some("Your role shows the numbers you may use and those of your groups. An Administrator sees all of them.")
        }
        NumberScope::Held => Some("Your role shows the numbers you may use. An Administrator sees all of them."),
    };
    view! {
        <header class="page-head">
            <h1>"Numbers "<span class="count">{grouped(page.counts.all)}</span></h1>
            <div class="page-head__actions">{get}</div>
        </header>
        <Tabs label="Views">
            <Tab href="/numbers" text="All" count=Some(page.counts.all) current=all_here/>
            <Tab href=unassigned.href("/numbers") text="Unassigned" count=Some(page.counts.unassigned) current=free_here/>
        </Tabs>
        {limited.map(|words| view! { <div class="team__said"><Notice kind=NoticeKind::Info>{words}</Notice></div> })}
    }
}
