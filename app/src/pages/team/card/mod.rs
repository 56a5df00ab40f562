//! The profile card beside the table, at its own address (T8). Its code comes when it is first opened.

mod call_flow;
mod changes;
mod facts;
mod history;
pub(super) mod live;
mod numbers;
pub(super) mod tabs;

use self::facts::facts;
use self::numbers::{forwarding, outgoing};
use self::tabs::{CardTab, is_offered};
use crate::pages::lazy::lazy_view;
use crate::pages::team::Team;
use crate::pages::team::person::avatar_state;
use crate::pages::team::status::{lines, mark};
use crate::pages::{styles, use_me};
use crate::ui::data_table::StepLink;
use crate::ui::page_data::Reading;
use crate::ui::words::{grouped, hue};
use crate::ui::{Activation, Avatar, AvatarSize, Button, Icon, IconName, Loaded, Notice, NoticeKind, Tab, Tabs};
use leptos::prelude::*;
use model::MemberRow;
use model::error::AppError;
use model::team::card::CardPage;
use policy::{Action, MemberTarget, RowAction, check};

pub(super) type CardResource = Reading<Result<Option<CardPage>, AppError>>;

/// The card of the member in the address; nothing while there is none.
#[component]
pub fn Card() -> impl IntoView {
    let (team, card) = (expect_context::<Team>(), expect_context::<CardResource>());
    let retry = Signal::derive(move || team.path());
    view! {
        <Show when=move || team.open.get().is_some() || team.nobody.get()>
            <aside class="profile" aria-label="Profile" id="profile">
                <Loaded
                    resource=card
                    retry=retry
                    close=Signal::derive(move || team.list_href())
                    children=move |page| page.map(|page| Suspend::new(with_styles(page))).into_any()
                />
            </aside>
        </Show>
    }
}

async fn with_styles(page: CardPage) -> AnyView {
    styles::more().await;
    profile(page).await
}

/// Loads the card's code, for pages that come with it open.
#[cfg(feature = "hydrate")]
pub async fn preload() {
    load().await;
}

lazy_view! {
    card, load,
    fn profile(page: CardPage) -> AnyView {
        view! { <Profile page/> }.into_any()
    }
}

#[component]
fn Profile(page: CardPage) -> impl IntoView {
    let team = expect_context::<Team>();
    let me = use_me();
    let zone = me.with_untracked(|me| me.zone.clone());
    let (now, card) = (page.now, page.card);
    let row = card.row.clone();
    let name = row.name.full();
    let query = team.query();
    let open = team.tab.get_untracked();
    let beside = |id: Option<model::MemberId>| id.map(|id| query.href(&open.path(id)));
    let place = page.position.map(|n| format!("{} of {}", grouped(n), grouped(page.total)));
    let groups = card.groups.iter().map(|g| g.name.as_str()).take(2).collect::<Vec<_>>().join(", ");
    let sub = if groups.is_empty() { row.role_name.clone() } else { format!("{}, {groups}", row.role_name) };
    let photo = row.photo.as_ref().map(|hash| format!("/photos/{hash}"));
    let offered = [
        (RowAction::Edit, IconName::Edit, Action::EditDetails),
        (RowAction::Supervise, IconName::Eye, Action::Supervise),
    ];
    let actions: Vec<AnyView> = offered
        .into_iter()
        .filter(|(.., action)| may(&row, action.clone()))
        .map(|(entry, icon, _)| {
            let href = query.href(&format!("/team/{}/{}", row.id, entry.slug()));
            let label = format!("{} {name}", entry.label());
            view! {
                <Button small=true icon label activation=Activation::Link(href)>
                    {entry.label()}
                </Button>
            }
            .into_any()
        })
        .collect();
    let tabs: Vec<AnyView> = CardTab::ALL
        .into_iter()
        .filter(|tab| is_offered(*tab, &row))
        .map(|tab| view! { <Tab href=query.href(&tab.path(row.id)) text=tab.label() current=tab == open /> }.into_any())
        .collect();
    let body = match open {
        CardTab::Profile => view! {
            {card
                .delivery_problem
                .clone()
                .map(|why| {
                    view! {
                        <Notice kind=NoticeKind::Bad title="The last mail was not delivered".to_owned()>
                            {why}
                        </Notice>
                    }
                })}
            {facts(&card, now, &zone)}
            {forwarding(&card)}
            {outgoing(&card)}
        }
        .into_any(),
        CardTab::Numbers => numbers::numbers(&card),
        CardTab::CallFlow => call_flow::call_flow(&row, page.flow),
        CardTab::History => history::history(page.history, now, &zone),
        CardTab::Changes => view! { <changes::Changes id=row.id /> }.into_any(),
    };
    view! {
        <div class="profile__bar">
            <span class="num">{place}</span>
            <StepLink href=beside(page.previous) icon=IconName::Up label="Previous member" />
            <StepLink href=beside(page.next) icon=IconName::Down label="Next member" />
            {crate::pages::team::row_menu::of_card(&row, &untrack(|| team.suffix()))}
            <a class="iconbtn" href=team.list_href() aria-label="Close profile" title="Close (Esc)">
                <Icon name=IconName::X />
            </a>
        </div>
        <div class="profile__head">
            <Avatar
                initials=row.name.initials()
                hue=hue(&name)
                photo
                size=AvatarSize::S72
                presence=mark(&row, now)
                state=avatar_state(row.state)
            />
            <div>
                <h2>{name.clone()}</h2>
                <span class="sub">{sub}</span>
                <span class="status">{lines(&row, team.clock, now, &zone)}</span>
            </div>
        </div>
        {(!actions.is_empty()).then(|| view! { <div class="profile__actions">{actions}</div> })}
        <Tabs label="Profile">{tabs}</Tabs>
        <div class="profile__body">{body}</div>
    }
}

/// Whether the card offers it; the server decides again (R3).
pub(super) fn may(row: &MemberRow, action: Action) -> bool {
    let target = MemberTarget::from(row);
    use_me().with_untracked(|me| check(&me.actor, action, &target).is_ok())
}
