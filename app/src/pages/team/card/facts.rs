//! What is known of a member, as a list (T8).

use crate::pages::team::plan::PlanOf;
use crate::pages::use_me;
use crate::ui::Tag;
use leptos::prelude::*;
use model::zone::Offsets;
use model::{MemberCard, MemberState};

pub(super) fn facts(card: &MemberCard, now: model::instant::Instant, zone: &Offsets) -> AnyView {
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
            {crate::pages::team::number_links::direct_button(row)}
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
