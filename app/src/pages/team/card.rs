//! The profile card beside the table, at its own address (T8). Its code comes when it is first opened.

use super::Team;
use crate::pages::lazy::lazy_view;
use crate::pages::team::card_numbers::{forwarding, outgoing};
use crate::pages::team::card_tabs::{CardTab, is_offered};
use crate::pages::team::person::avatar_state;
use crate::pages::team::plan::PlanOf;
use crate::pages::team::status::{lines, mark};
use crate::pages::{styles, use_me};
use crate::ui::data_table::StepLink;
use crate::ui::page_data::Reading;
use crate::ui::words::{grouped, hue};
use crate::ui::{Activation, Avatar, AvatarSize, Button, Icon, IconName, Loaded, Notice, NoticeKind, Tab, Tabs, Tag};
use leptos::prelude::*;
use model::error::AppError;
use model::team::card::CardPage;
use model::zone::Offsets;
use model::{MemberCard, MemberRow, MemberState};
use policy::{Action, MemberTarget, RowAction, check};

pub(super) type CardResource = Reading<Result<Option<CardPage>, AppError>>;

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
        CardTab::Numbers => super::card_numbers::numbers(&card),
        CardTab::CallFlow => super::card_call_flow::call_flow(&row, page.flow),
        CardTab::History => super::card_history::history(page.history, now, &zone),
        CardTab::Changes => view! { <super::card_changes::Changes id=row.id /> }.into_any(),
    };
    view! {
        <div class="profile__bar">
            <span class="num">{place}</span>
            <StepLink href=beside(page.previous) icon=IconName::Up label="Previous member" />
            <StepLink href=beside(page.next) icon=IconName::Down label="Next member" />
            {super::row_menu::of_card(&row, &untrack(|| team.suffix()))}
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

fn facts(card: &MemberCard, now: model::instant::Instant, zone: &Offsets) -> AnyView {
    let row = &card.row;
    let base = use_me().with_untracked(|me| me.account.meeting_base.clone());
    let none = || view! { <span class="muted">"None"</span> }.into_any();
    let mut facts: Vec<(&'static str, AnyView)> = vec![("Role", row.role_name.clone().into_any())];
    match &row.sign_in {
        Some(name) if name.contains('@') => {
            facts.push(("Email", view! { <a href=format!("mailto:{name}")>{name.clone()}</a> }.into_any()));
        }
        Some(name) => facts.push(("Username", name.clone().into_any())),
        None => {}
    }
    let tel = |n: &model::PhoneNumber| view! { <span class="tel">{n.shown().to_owned()}</span> }.into_any();
    facts.push((
        "Extension",
        row.extension.map_or_else(none, |e| view! { <span class="num">{e.to_string()}</span> }.into_any()),
    ));
    let direct = row.direct.as_ref().map_or_else(none, tel);
    facts.push((
        "Direct number",
        view! {
            {direct}
            " "
            {super::number_links::direct_button(row)}
        }
        .into_any(),
    ));
    if let Some(mobile) = &card.mobile {
        facts.push(("Mobile number", tel(mobile)));
    }
    let groups: Vec<AnyView> = card.groups.iter().map(|g| view! { <Tag text=g.name.clone() /> }.into_any()).collect();
    facts.push((
        "Groups",
        if groups.is_empty() { none() } else { view! { <span class="tags">{groups}</span> }.into_any() },
    ));
    let price = use_me().with_untracked(|me| me.account.prices.show(me.account.prices.monthly(row.plan)));
    facts.push((
        "Plan",
        view! {
            <PlanOf id=row.id name=row.name.full() plan=row.plan />
            <span class="muted">{format!(", {price} a month")}</span>
        }
        .into_any(),
    ));
    if card.private_bridge {
        facts.push(("Private bridge", "On: HIPAA, needs Plus or Pro".into_any()));
    }
    if let Some(access) = row.supervises.label() {
        facts.push(("Supervises", access.into_any()));
    }
    if let Some(bridge) = &row.bridge {
        let href = format!("{base}/{bridge}");
        let shown = href.split_once("://").map_or(href.clone(), |(_, rest)| rest.to_owned());
        facts.push((
            "Meeting bridge",
            view! {
                <a href=href target="_blank" rel="noopener noreferrer external">
                    {shown}
                </a>
            }
            .into_any(),
        ));
        // M15: the meeting service says which numbers to dial; the bridge is what is typed there.
        let dial_in = format!("{base}/dial-in/{bridge}");
        facts.push((
            "Audio dial-in",
            view! {
                <a href=dial_in target="_blank" rel="noopener noreferrer external">
                    "Numbers to dial"
                </a>
                ", then "
                <span class="num">{bridge.clone()}"#"</span>
            }
            .into_any(),
        ));
        facts.push((
            "Meetings",
            view! {
                <a href=base.clone() target="_blank" rel="noopener noreferrer external">
                    "Meetings dashboard"
                </a>
            }
            .into_any(),
        ));
    }
    facts.push((
        "Time zone",
        if card.time_zone.is_empty() { "The company’s".into_any() } else { card.time_zone.clone().into_any() },
    ));
    let agent = card.last_sign_in_agent.as_ref().map(|a| format!(", {a}")).unwrap_or_default();
    let signed_in = row.last_sign_in.map_or_else(|| "Never".to_owned(), |t| format!("{}{agent}", t.moment(now, zone)));
    facts.push(("Last sign-in", signed_in.into_any()));
    let (since, at) = match row.state {
        MemberState::Invited => ("Invited", row.state_since),
        _ => ("Member since", card.member_since),
    };
    facts.push((since, at.date(zone).into_any()));
    let lines: Vec<AnyView> = facts
        .into_iter()
        .map(|(term, value)| {
            view! {
                <dt>{term}</dt>
                <dd>{value}</dd>
            }
            .into_any()
        })
        .collect();
    view! { <dl class="facts">{lines}</dl> }.into_any()
}
