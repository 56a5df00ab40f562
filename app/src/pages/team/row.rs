//! Rows of the table, written as markup from their data: a page of them costs no more than its formatting (P1, P8). What changes
//! by itself is put into it afterwards, by one listener or effect for all rows: boxes, the open card, times, plans, quick actions.

use super::{Team, number_links, plan, row_menu, selection};
use crate::pages::frame::browser;
use crate::pages::team::status::{mark, status};
use crate::pages::team::table::class;
use crate::pages::use_me;
use crate::ui::avatar::avatar;
use crate::ui::icon::icon;
use crate::ui::tag::{more_chip, tag};
use crate::ui::words::hue;
use crate::ui::{AvatarState, Face, IconName, TagKind};
use leptos::prelude::*;
use maud::{Markup, html};
use model::instant::Instant;
use model::team::Column;
use model::zone::Offsets;
use model::{Country, MemberId, MemberRow, MemberState, RoleKind};

/// What every cell needs beside its row.
struct Cells {
    now: Instant,
    zone: Offsets,
    country: Country,
    meeting_base: String,
    me: MemberId,
    /// The query part of row links, with "?" where there is one.
    suffix: String,
    columns: Vec<Column>,
}

/// The rows of a page, the first of which is the list's `first`.
pub fn rows(team: Team, rows: &[MemberRow], columns: Vec<Column>, now: Instant, first: u64) -> String {
    let query = team.text.get_untracked();
    let suffix = if query.is_empty() { String::new() } else { format!("?{query}") };
    let cells = use_me().with_untracked(|me| Cells {
        now,
        zone: me.zone.clone(),
        country: me.account.country,
        meeting_base: me.account.meeting_base.clone(),
        me: me.actor.member,
        suffix,
        columns,
    });
    let (selected, open) = (selection::ticked(), team.open.get_untracked());
    let markup = html! {
        @for (row, ordinal) in rows.iter().zip(first..) {
            (table_row(row, &cells, ordinal, selected(row.id), open.as_deref()))
        }
    };
    markup.into_string()
}

fn table_row(row: &MemberRow, cells: &Cells, ordinal: u64, selected: bool, open: Option<&str>) -> Markup {
    let id = row.id.to_string();
    let name = row.name.full();
    let href = format!("/team/{id}{}", cells.suffix);
    let current = (open == Some(id.as_str())).then_some("true");
    html! {
        tr role="row" aria-rowindex=(ordinal) aria-current=[current] data-href=(href) tabindex="-1" {
            td role="cell" class="c-check" {
                input class="check row-check" type="checkbox" name="id" value=(id) form=(selection::FORM) aria-label={ "Select " (name) } checked[selected];
            }
            th role="rowheader" scope="row" class="c-name" { (person(row, cells, &href, &name)) }
            @for column in &cells.columns { (cell(*column, row, cells)) }
            td role="cell" class="c-menu" { (row_menu::opener(row, &href)) }
        }
    }
}

/// Marks the row whose card is open, in the browser.
pub fn follow_open(team: Team) {
    Effect::new(move |before: Option<()>| {
        let open = team.open.get();
        if before.is_none() {
            return;
        }
        for row in browser::all(".team-table tbody tr") {
            let id = row.query_selector(".row-check").ok().flatten().and_then(|it| it.get_attribute("value"));
            let _ = if id == open && id.is_some() {
                row.set_attribute("aria-current", "true")
            } else {
                row.remove_attribute("aria-current")
            };
        }
    });
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
fn tags(row: &MemberRow, me: MemberId, now: Instant) -> Vec<(&'static str, TagKind)> {
    let mut tags = Vec::new();
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
    tags
}

fn person(row: &MemberRow, cells: &Cells, href: &str, name: &str) -> Markup {
    let tags = tags(row, cells.me, cells.now);
    let photo = row.photo.as_ref().map(|hash| format!("/photos/{hash}"));
    let initials = row.name.initials();
    let face = Face {
        initials: &initials,
        hue: hue(name),
        photo: photo.as_deref(),
        presence: mark(row, cells.now),
        state: avatar_state(row.state),
        ..Face::default()
    };
    html! {
        span class="person" {
            (avatar(&face))
            span class="person__t" {
                a class="person__n" href=(href) { (name) }
                @if !tags.is_empty() {
                    span class="tags" { @for (text, kind) in tags { (tag(text, kind)) } }
                }
            }
        }
    }
}

/// Nothing, in words for screen readers.
pub fn dash(label: &str) -> Markup {
    html! { span class="muted" { span aria-hidden="true" { "—" } span class="sr-only" { (label) } } }
}

fn cell(column: Column, row: &MemberRow, cells: &Cells) -> Markup {
    let country = cells.country;
    let (label, content) = match column {
        Column::Status => (None, status(row, cells.now, &cells.zone)),
        Column::Role => (Some("Role"), html! { (row.role_name) }),
        Column::Supervises => {
            (Some("Supervises"), row.supervises.label().map_or_else(|| dash("Nobody"), |label| html! { (label) }))
        }
        Column::Extension => {
            (Some("Ext."), row.extension.map_or_else(|| dash("None"), |extension| html! { (extension) }))
        }
        Column::Direct => (Some("Direct"), number_links::direct_cell(row, country, &cells.suffix)),
        Column::Forwarding => (Some("Forwards to"), forwarding(row, country)),
        Column::Plan => (Some("Plan"), plan::cell(row)),
        Column::Email => (Some("Email"), sign_in(row)),
        Column::Meeting => (None, meeting(row, cells)),
        Column::LastSignIn => (
            Some("Last sign-in"),
            row.last_sign_in.map_or_else(|| dash("Never"), |t| html! { (t.ago(cells.now, &cells.zone)) }),
        ),
    };
    html! { td role="cell" class=(class(column)) data-label=[label] { (content) } }
}

fn sign_in(row: &MemberRow) -> Markup {
    match &row.sign_in {
        Some(address) if address.contains('@') => html! { a class="quiet" href={ "mailto:" (address) } { (address) } },
        Some(name) => html! { span class="quiet" { (name) } },
        None => dash("Hidden"),
    }
}

fn meeting(row: &MemberRow, cells: &Cells) -> Markup {
    let Some(bridge) = &row.bridge else { return html! {} };
    let label = format!("Open {}’s meeting in a new tab", row.name.full());
    html! {
        a class="cell-icon" href={ (cells.meeting_base) "/" (bridge) } target="_blank" rel="noopener noreferrer external" aria-label=(label) title=(label) {
            (icon(IconName::Video, "icon"))
        }
    }
}

/// The primary number, and the others one press away.
fn forwarding(row: &MemberRow, country: Country) -> Markup {
    let Some(primary) = row.forwarding.first() else { return dash("None") };
    let more = row.forwarding.len() - 1;
    let (id, name) = (format!("fwd-{}", row.id), row.name.full());
    let label = format!("Show {more} more forwarding {} for {name}", if more == 1 { "number" } else { "numbers" });
    html! {
        span class="tel" { (primary.number.shown(country)) }
        @if more > 0 {
            " " (more_chip(more, &id, &label))
            div class="menu" id=(id) popover="auto" role="group" aria-label={ (name) " forwards to" } {
                p class="menu__head" { "Forwards to, in order" }
                ol class="fwdlist" {
                    @for (forwarding, place) in row.forwarding.iter().zip(1..) {
                        li {
                            span class="ord" { (place) }
                            span class="tel" { (forwarding.number.shown(country)) }
                            span class="muted" { (forwarding.label) }
                        }
                    }
                }
            }
        }
    }
}
