//! A call flow drawn from top to bottom: an ordered list, each step with its reason and a link to where it is changed
//! (N8).

use crate::pages::frame::is_built;
use crate::pages::use_me;
use crate::ui::words::{counted, hue};
use crate::ui::{Avatar, AvatarSize, Icon, IconName, PresenceMark};
use leptos::prelude::*;
use model::callflow::Skip;
use model::callflow::diagram::{ChangeAt, DiagramLeg, DiagramLine, DiagramStep, StepIcon};
use model::{MemberId, Permission, Presence};
use policy::Page;

/// How many of those passed over are listed before the rest is folded.
const LISTED: usize = 6;

/// The drawing; `label` says what it is of.
pub fn diagram(steps: &[DiagramStep], label: &str) -> AnyView {
    let lines: Vec<AnyView> = steps.iter().map(step).collect();
    view! {
        <ol class="flow" aria-label=label.to_owned()>
            {lines}
        </ol>
    }
    .into_any()
}

fn step(step: &DiagramStep) -> AnyView {
    let why = (!step.why.is_empty()).then(|| view! { <p class="flow__d">{step.why.clone()}</p> });
    let via = (!step.via.is_empty()).then(|| view! { <p class="flow__via">{step.via.clone()}</p> });
    let change = step.change.and_then(place).map(|(href, label)| {
        view! {
            <a class="iconbtn" href=href aria-label=label title=label>
                <Icon name=IconName::Edit />
            </a>
        }
    });
    view! {
        <li class:is-bad=step.bad>
            <span class="flow__stop">
                <Icon name=icon(step.icon) />
            </span>
            <div class="flow__head">
                <div>
                    <p class="flow__t">{step.title.clone()}</p>
                    {why}
                </div>
                {change}
            </div>
            {step.screens.then(screening)}
            {lines(&step.lines)}
            {people(step)}
            {via}
        </li>
    }
    .into_any()
}

fn icon(of: StepIcon) -> IconName {
    match of {
        StepIcon::Incoming => IconName::Incoming,
        StepIcon::Clock => IconName::Clock,
        StepIcon::Closed => IconName::Moon,
        StepIcon::Menu => IconName::Dialpad,
        StepIcon::Group => IconName::Groups,
        StepIcon::Screen => IconName::Screen,
        StepIcon::Phone => IconName::Phone,
        StepIcon::Forward => IconName::Forward,
        StepIcon::Outside => IconName::Arrow,
        StepIcon::Voicemail => IconName::Voicemail,
        StepIcon::Loop => IconName::Repeat,
        StepIcon::End => IconName::X,
    }
}

/// Where a step is changed, for those who may; the page there decides again.
fn place(change: ChangeAt) -> Option<(String, &'static str)> {
    let me = use_me();
    let has = |permission| me.with_untracked(|me| me.actor.role.has(permission));
    let own = |member: MemberId| me.with_untracked(|me| me.actor.member == member);
    let (edits, opens) = (has(Permission::EditMembers), |page: Page| {
        is_built(page) && me.with_untracked(|me| page.opens(&me.actor).is_ok())
    });
    match change {
        ChangeAt::Number(id) => {
            opens(Page::Numbers).then(|| (format!("/numbers/{id}"), "Change where the number rings"))
        }
        ChangeAt::Group(id) => opens(Page::Groups).then(|| (format!("/groups/{id}"), "Change the group")),
        ChangeAt::Forwarding(id) if own(id) => Some(("/profile".to_owned(), "Change your forwarding")),
        ChangeAt::Forwarding(id) => edits.then(|| (format!("/team/{id}/forwarding"), "Change their forwarding")),
        ChangeAt::Member(id) if own(id) => Some(("/profile".to_owned(), "Change your profile")),
        ChangeAt::Member(id) => edits.then(|| (format!("/team/{id}/edit"), "Edit the member")),
        ChangeAt::Menu(_) | ChangeAt::MenuHours(_) => None,
    }
}

fn screening() -> AnyView {
    view! {
        <div class="flow__box flow__box--split">
            <div>
                <kbd>"1"</kbd>
                <span>"Take the call"<small>"Continues below"</small></span>
            </div>
            <div>
                <kbd>"2"</kbd>
                <span>"Voicemail"<small>"Skips ahead"</small></span>
            </div>
        </div>
    }
    .into_any()
}

fn lines(all: &[DiagramLine]) -> Option<AnyView> {
    let line = |line: &DiagramLine| {
        let number = line.number.clone().map(|number| view! { <span class="muted tel">{number}</span> });
        view! {
            <li>
                <span class="ord">{line.mark.clone()}</span>
                <span>{line.text.clone()} " " {number}</span>
                <span class="end">{line.end.clone()}</span>
            </li>
        }
        .into_any()
    };
    (!all.is_empty())
        .then(|| view! { <ol class="flow__box">{all.iter().map(line).collect::<Vec<_>>()}</ol> }.into_any())
}

/// Who rings, and who is passed over with the reason; many of those are folded.
fn people(step: &DiagramStep) -> Option<AnyView> {
    if step.rings.is_empty() && step.skipped.is_empty() && step.unread == 0 {
        return None;
    }
    let (shown, folded) = step.skipped.split_at(step.skipped.len().min(LISTED));
    let head = (!step.skipped.is_empty()).then(|| {
        view! { <li class="leg__head">"Skipped " <span class="num">{step.skipped.len().to_string()}</span></li> }
    });
    let more = (!folded.is_empty()).then(|| {
        let names: Vec<String> = folded.iter().map(|leg| format!("{}: {}", leg.name, leg.why)).collect();
        view! {
            <li class="leg__more">
                <details>
                    <summary>
                        <Icon name=IconName::Right />
                        {format!("{} more", folded.len())}
                    </summary>
                    <p class="hint">{names.join(". ")}</p>
                </details>
            </li>
        }
    });
    let unread = (step.unread > 0).then(|| {
        let words = counted(step.unread, "member further down was", "members further down were");
        view! { <li class="leg__more">{format!("{words} not looked at")}</li> }
    });
    Some(
        view! {
            <ul class="flow__box legs">
                {step.rings.iter().map(leg).collect::<Vec<_>>()} {head} {shown.iter().map(leg).collect::<Vec<_>>()}
                {more} {unread}
            </ul>
        }
        .into_any(),
    )
}

fn leg(leg: &DiagramLeg) -> AnyView {
    let photo = leg.photo.as_ref().map(|hash| format!("/photos/{hash}"));
    let mark = match leg.skip {
        None => view! { <Icon name=IconName::Phone /> }.into_any(),
        Some(skip) => presence(skip).map_or_else(
            || view! { <Icon name=IconName::Minus /> }.into_any(),
            |of| view! { <PresenceMark of /> }.into_any(),
        ),
    };
    let (row, state) = match leg.skip {
        None => ("leg leg--rings", "leg__st leg__st--rings"),
        Some(_) => ("leg leg--skip", "leg__st"),
    };
    view! {
        <li class=row>
            <Avatar initials=leg.initials.clone() hue=hue(&leg.name) photo size=AvatarSize::S24 />
            <span class="leg__n">
                {leg.name.clone()} " "
                {leg.extension.map(|extension| view! { <span class="muted num">{extension.to_string()}</span> })}
            </span>
            <span class=state>{mark} {leg.why.clone()}</span>
        </li>
    }
    .into_any()
}

/// The shape a reason has everywhere else.
fn presence(skip: Skip) -> Option<Presence> {
    match skip {
        Skip::OnCall { .. } => Some(Presence::OnCall),
        Skip::WrappingUp { .. } => Some(Presence::WrappingUp),
        Skip::DoNotDisturb => Some(Presence::DoNotDisturb),
        Skip::Offline => Some(Presence::Offline),
        _ => None,
    }
}
