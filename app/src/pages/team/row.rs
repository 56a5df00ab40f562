//! Rows of the table. A row is drawn once from its data; only running times, the box and the cursor change by themselves.

use super::selection::RowBox;
use super::status::{mark, status};
use super::table::class;
use super::{Team, plan, row_menu};
use crate::model::instant::Instant;
use crate::model::team::Column;
use crate::model::{Country, MemberRow, MemberState, RoleKind};
use crate::pages::use_me;
use crate::ui::words::hue;
use crate::ui::{Avatar, AvatarState, Icon, IconName, MenuHead, MoreChip, Popover, Tag, TagKind};
use leptos::prelude::*;
use std::sync::Arc;

/// What every cell needs beside its row.
pub struct Cells {
    pub now: Instant,
    pub offset: i32,
    pub country: Country,
    pub meeting_base: String,
    pub me: crate::model::MemberId,
    /// The query part of row links, with "?" where there is one.
    pub suffix: String,
    pub columns: Vec<Column>,
}

#[component]
pub fn Rows(rows: Vec<MemberRow>, columns: Vec<Column>, now: Instant, first: u64) -> impl IntoView {
    let team = expect_context::<Team>();
    let query = team.text.get_untracked();
    let suffix = if query.is_empty() { String::new() } else { format!("?{query}") };
    let cells = Arc::new(use_me().with_untracked(|me| Cells {
        now,
        offset: me.utc_offset,
        country: me.account.country,
        meeting_base: me.account.meeting_base.clone(),
        me: me.actor.member,
        suffix,
        columns,
    }));
    rows.into_iter().enumerate().map(|(i, row)| table_row(row, &cells, first + i as u64)).collect::<Vec<_>>()
}

fn table_row(row: MemberRow, cells: &Cells, ordinal: u64) -> AnyView {
    let team = expect_context::<Team>();
    let id = row.id.to_string();
    let open_id = id.clone();
    let current = move || team.open.with(|open| open.as_deref() == Some(open_id.as_str())).then_some("true");
    let name = row.name.full();
    let href = format!("/team/{id}{}", cells.suffix);
    let (named, last) = (person(&row, cells, href.clone(), name.clone()), row_menu::opener(&row, &href));
    let rest: Vec<AnyView> = cells.columns.iter().map(|c| cell(*c, &row, cells)).collect();
    view! {
        <tr role="row" aria-rowindex=ordinal aria-current=current data-href=href tabindex="-1">
            <td role="cell" class="c-check"><RowBox id=row.id name=name.clone()/></td>
            <th role="rowheader" scope="row" class="c-name">{named}</th>
            {rest}
            <td role="cell" class="c-menu">
                {last}
            </td>
        </tr>
    }
    .into_any()
}

/// How the avatar is drawn in each state.
pub fn avatar_state(state: MemberState) -> AvatarState {
    match state {
        MemberState::Invited => AvatarState::Pending,
        MemberState::Active => AvatarState::Active,
        MemberState::Suspended | MemberState::Deleted => AvatarState::Off,
    }
}

/// "You", "Admin", "Invited", "Invitation expired", "Suspended" (T1).
pub fn tags(row: &MemberRow, me: crate::model::MemberId, now: Instant) -> Vec<AnyView> {
    let mut tags: Vec<(&'static str, TagKind)> = Vec::new();
    if row.id == me {
        tags.push(("You", TagKind::You));
    }
    if row.role_kind == RoleKind::Administrator {
        tags.push(("Admin", TagKind::Plain));
    }
    match row.state {
        MemberState::Invited if row.bounce.is_some() => tags.push(("Not delivered", TagKind::Bad)),
        MemberState::Invited if row.invitation_expired(now) => tags.push(("Invitation expired", TagKind::Busy)),
        MemberState::Invited => tags.push(("Invited", TagKind::Line)),
        MemberState::Suspended => tags.push(("Suspended", TagKind::Bad)),
        _ => {}
    }
    tags.into_iter().map(|(text, kind)| view! { <Tag text kind/> }.into_any()).collect()
}

fn person(row: &MemberRow, cells: &Cells, href: String, name: String) -> AnyView {
    let tags = tags(row, cells.me, cells.now);
    let photo = row.photo.as_ref().map(|hash| format!("/photos/{hash}"));
    view! {
        <span class="person">
            <Avatar initials=row.name.initials() hue=hue(&name) photo presence=mark(row, cells.now) state=avatar_state(row.state)/>
            <span class="person__t">
                <a class="person__n" href=href>{name}</a>
                {(!tags.is_empty()).then(|| view! { <span class="tags">{tags}</span> })}
            </span>
        </span>
    }
    .into_any()
}

fn dash(label: &'static str) -> AnyView {
    view! { <span class="muted"><span aria-hidden="true">"—"</span><span class="sr-only">{label}</span></span> }.into_any()
}

fn cell(column: Column, row: &MemberRow, cells: &Cells) -> AnyView {
    let country = cells.country;
    let (label, content) = match column {
        Column::Status => (None, status(row, cells.now, cells.offset)),
        Column::Role => (Some("Role"), row.role_name.clone().into_any()),
        Column::Supervises => (Some("Supervises"), row.supervises.label().map_or_else(|| dash("Nobody"), IntoAny::into_any)),
        Column::Extension => (Some("Ext."), row.extension.map_or_else(|| dash("None"), |e| e.to_string().into_any())),
        Column::Direct => (Some("Direct"), super::number_links::direct_cell(row, country, &cells.suffix, || dash("None"))),
        Column::Forwarding => (Some("Forwards to"), forwarding(row, country)),
        Column::Plan => (Some("Plan"), plan::cell(row)),
        Column::Email => (Some("Email"), view! { {sign_in(row)}{row_menu::quick(row.id)} }.into_any()),
        Column::Meeting => (None, meeting(row, cells)),
        Column::LastSignIn => {
            (Some("Last sign-in"), row.last_sign_in.map_or_else(|| dash("Never"), |t| t.ago(cells.now, cells.offset).into_any()))
        }
    };
    view! { <td role="cell" class=class(column) data-label=label>{content}</td> }.into_any()
}

fn sign_in(row: &MemberRow) -> AnyView {
    match &row.sign_in {
        Some(address) if address.contains('@') => {
            view! { <a class="quiet" href=format!("mailto:{address}")>{address.clone()}</a> }.into_any()
        }
        Some(name) => view! { <span class="quiet">{name.clone()}</span> }.into_any(),
        None => dash("Hidden"),
    }
}

fn meeting(row: &MemberRow, cells: &Cells) -> AnyView {
    let Some(bridge) = &row.bridge else { return ().into_any() };
    let label = format!("Open {}’s meeting in a new tab", row.name.full());
    view! {
        <a class="cell-icon" href=format!("{}/{bridge}", cells.meeting_base) target="_blank" rel="noopener noreferrer external" aria-label=label.clone() title=label>
            <Icon name=IconName::Video/>
        </a>
    }
    .into_any()
}

/// The primary number, and the others one press away.
fn forwarding(row: &MemberRow, country: Country) -> AnyView {
    let Some(primary) = row.forwarding.first() else { return dash("None") };
    let more = row.forwarding.len() - 1;
    let id = format!("fwd-{}", row.id);
    let rest = (more > 0).then(|| {
        let name = row.name.full();
        let label = format!("Show {more} more forwarding {} for {name}", if more == 1 { "number" } else { "numbers" });
        let lines: Vec<AnyView> = row
            .forwarding
            .iter()
            .enumerate()
            .map(|(i, f)| {
                view! {
                    <li><span class="ord">{i + 1}</span><span class="tel">{f.number.shown(country)}</span><span class="muted">{f.label.clone()}</span></li>
                }
                .into_any()
            })
            .collect();
        view! {
            " "<MoreChip more popover=id.clone() label/>
            <Popover id=id label=format!("{name} forwards to")>
                <MenuHead text="Forwards to, in order"/>
                <ol class="fwdlist">{lines}</ol>
            </Popover>
        }
    });
    view! { <span class="tel">{primary.number.shown(country)}</span>{rest} }.into_any()
}
