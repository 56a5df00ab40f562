//! One entry: who, the sentence, what changed, and whether it can be undone (G1, G2, M9).

use crate::pages::use_me;
use crate::ui::words::{hue, initials, isolated};
use crate::ui::{Activation, Avatar, Button, Icon, IconName, Tag};
use leptos::prelude::*;
use model::Instant;
use model::audit::words::{Part, after, before, field, of_item, plain, sentence, summary};
use model::audit::{About, AuditAction, AuditItem, AuditRow, Change, UndoState};
use model::query_string::encode;
use model::zone::Offsets;
use policy::{Action, Target, check};

/// One entry as a list item. `undo`: whether whoever looks may take entries back (G2).
pub fn entry(row: &AuditRow, zone: &Offsets, now: Instant, undo: bool) -> AnyView {
    let class = if matches!(row.undo, UndoState::Undone { .. }) { "event is-undone" } else { "event" };
    let parts: Vec<AnyView> = sentence(row).into_iter().map(|part| piece(row, part)).collect();
    let behalf = row.on_behalf_of.clone().map(|name| {
        view! {
            " on behalf of "
            <b>
                <bdi>{name}</bdi>
            </b>
        }
    });
    let from = (!row.address.is_empty()).then(|| view! { <span>{format!("from {}", row.address)}</span> });
    let end = undo.then(|| view! { <div class="event__end">{undoing(row, zone, now)}</div> });
    view! {
        <li class=class id=format!("entry-{}", row.number)>
            {face(row)}
            <div>
                <p class="event__t">
                    <b>
                        <bdi>{row.actor_name.clone()}</bdi>
                    </b>
                    " "
                    {parts}
                    {behalf}
                </p>
                <div class="event__m">
                    <span>
                        <time datetime=row.at.iso()>{row.at.clock(zone)}</time>
                    </span>
                    <span>{row.action.kind().label()}</span>
                    {from}
                </div>
                {details(row)}
            </div>
            {end}
        </li>
    }
    .into_any()
}

fn face(row: &AuditRow) -> AnyView {
    if row.actor.is_none() {
        return view! {
            <span class="glyph">
                <Icon name=IconName::Mark />
            </span>
        }
        .into_any();
    }
    let name = &row.actor_name;
    let (first, last) = name.rsplit_once(' ').unwrap_or((name, ""));
    let photo = row.photo.as_ref().map(|hash| format!("/photos/{hash}"));
    view! { <Avatar initials=initials(first, last) hue=hue(name) photo /> }.into_any()
}

fn piece(row: &AuditRow, part: Part) -> AnyView {
    let member = |id: String, name: String| {
        view! {
            <a href=format!("/team/{id}")>
                <bdi>{name}</bdi>
            </a>
        }
        .into_any()
    };
    match part {
        Part::Text(text) => isolated(text).into_any(),
        Part::Member(at, name) => match row.some.get(at) {
            Some(item) => member(item.member.to_string(), name),
            None => view! { <bdi>{name}</bdi> }.into_any(),
        },
        Part::Subject(name) => match row.subject.about {
            // What was erased or deleted for good leads nowhere.
            About::Member(id) if row.action != AuditAction::Erase && !name.starts_with("Former member") => {
                member(id.to_string(), name)
            }
            About::Role(id) if row.action != AuditAction::RoleDelete => view! {
                <a href=format!("/roles/{id}")>
                    <bdi>{name}</bdi>
                </a>
            }
            .into_any(),
            _ => view! {
                <b>
                    <bdi>{name}</bdi>
                </b>
            }
            .into_any(),
        },
    }
}

/// Before → after, folded.
fn details(row: &AuditRow) -> AnyView {
    let line = |name: String, before: String, after: String| {
        let before = (!before.is_empty()).then(|| view! { <del>{isolated(before)}</del> });
        let after = (!after.is_empty()).then(|| view! { <ins>{isolated(after)}</ins> });
        view! {
            <tr>
                <th scope="row">{isolated(name)}</th>
                <td>{before}</td>
                <td>{after}</td>
            </tr>
        }
        .into_any()
    };
    let table = |head: &str, lines: Vec<AnyView>| {
        view! {
            <table class="diff">
                <thead>
                    <tr>
                        <th scope="col">{head.to_owned()}</th>
                        <th scope="col">"Before"</th>
                        <th scope="col">"After"</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        }
        .into_any()
    };
    let item = |i: &AuditItem| {
        let (before, after) = of_item(i);
        line(i.name.clone(), before, after)
    };
    let members: Vec<AnyView> = row.some.iter().map(item).collect();
    // Of a change of many the first change sums up its members; what else was taken away, as with a role, comes after
    // them.
    let many = row.items > 0;
    let own = row.some.iter().flat_map(|i| &i.changes);
    let rest = row.changes.iter().skip(usize::from(many)).filter(|c| !many || !c.before.is_nothing()).chain(own);
    let change = |c: &Change| line(field(&c.field), before(c), after(c));
    let changes: Vec<AnyView> = rest.filter(|c| c.field.is_shown()).map(change).collect();
    if members.is_empty() && changes.is_empty() {
        return ().into_any();
    }
    let members = (!members.is_empty()).then(|| table("Member", members));
    let changes = (!changes.is_empty()).then(|| table("What", changes));
    let shown = row.some.len() as u64;
    let rest = (row.items > shown && shown > 1).then(
        || view! { <p class="event__rest">{format!("and {} more", crate::ui::words::grouped(row.items - shown))}</p> },
    );
    view! {
        <details>
            <summary>
                <Icon name=IconName::Right />
                {summary(row)}
                <span class="sr-only">{format!(": {}", plain(row))}</span>
            </summary>
            {members}
            {rest}
            {changes}
        </details>
    }
    .into_any()
}

fn undoing(row: &AuditRow, zone: &Offsets, now: Instant) -> AnyView {
    match &row.undo {
        UndoState::Undone { by, at } => {
            let when = if at.day(now, zone) == row.at.day(now, zone) { at.clock(zone) } else { at.moment(now, zone) };
            view! { <Tag text=format!("Undone by {by}, {when}") /> }.into_any()
        }
        UndoState::Never => view! { <span>"Can’t be undone"</span> }.into_any(),
        UndoState::Over { until } => {
            view! { <span>{format!("Could be undone until {}", until.short_date(zone))}</span> }.into_any()
        }
        UndoState::Possible { until } => {
            let until = until.map(|t| view! { <span>{format!("Until {}", t.short_date(zone))}</span> });
            let refused = use_me()
                .with_untracked(|me| check(&me.actor, Action::Undo, Target::Audit(row.id)).err())
                .map(|why| why.to_string());
            let activation = Activation::Link(format!("/audit/{}/undo", encode(&row.id.to_string())));
            let label = format!("Undo: {}", plain(row));
            view! {
                {until}
                <Button small=true icon=IconName::Undo activation label disabled_reason=refused>
                    "Undo"
                </Button>
            }
            .into_any()
        }
    }
}
