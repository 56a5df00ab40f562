//! The head of the page: how many, how many seats, import and export, invite (S1).

use super::Team;
use crate::pages::frame::explain;
use crate::pages::use_me;
use crate::ui::words::grouped;
use crate::ui::{
    Activation, Button, ButtonKind, HiddenEntry, IconName, Menu, MenuItem, MenuPlace, MenuSep, Notice, NoticeKind,
    Popover, SeatsMeter,
};
use leptos::prelude::*;
use model::Permission;
use model::sessions::Me;
use model::team::TeamQuery;
use policy::{Action, Denial, NewMember, RoleRef, Target, check};

/// Made once; what others change is put into it.
#[component]
pub fn Head() -> impl IntoView {
    let (me, list) = (use_me(), expect_context::<Team>().list);
    let (imports, exports, buys, invites) = me.with_untracked(|me| {
        let may = |action| check(&me.actor, action, Target::Account).is_ok();
        (may(Action::Import), may(Action::Export), may(Action::BuySeats), invite_refused(me))
    });
    let all = list.part(|it| it.page.counts.all);
    let suspended = list.part(|it| it.page.counts.suspended);
    let seats = list.part(|it| it.page.seats.clone());
    let full = Memo::new(move |_| seats.get().flatten().filter(|seats| seats.available() == 0));
    let may_invite = invites.is_none();
    let invite = move || invite_button(invites.clone(), full.with(Option::is_some));
    let no_seats = move || {
        let seats = full.get().filter(|_| may_invite)?;
        Some(view! { <NoSeats seats suspended=suspended.get().unwrap_or_default() buys /> })
    };
    view! {
        <header class="page-head">
            <h1>"Team "<span class="count">{move || grouped(all.get().unwrap_or_default())}</span></h1>
            <div class="page-head__actions">
                {move || seats.get().flatten().map(|seats| view! { <Seats seats /> })}
                {(imports || exports).then(|| view! { <Files imports exports /> })} {invite}
            </div>
        </header>
        {no_seats}
    }
}

/// Import and export in one menu, as the role allows.
#[component]
fn Files(imports: bool, exports: bool) -> impl IntoView {
    let list = expect_context::<Team>().list;
    let shown =
        list.part(|it| (it.page.total, TeamQuery { cursor: None, ..it.query.clone() }.href("/team/export.csv")));
    let export_shown = move || {
        let (total, href) = shown.get()?;
        let text = format!("Export {} shown as CSV", grouped(total));
        Some(view! { <MenuItem text icon=IconName::Download activation=Activation::Download(href) /> })
    };
    let hidden = use_me().with_untracked(hidden_files);
    view! {
        <Button activation=Activation::Menu("files".into()) icon_end=IconName::Down>
            "Import/Export"
        </Button>
        <Menu id="files" label="Import and export" place=MenuPlace::End hidden>
            {imports
                .then(|| {
                    view! {
                        <MenuItem
                            text="Import from CSV…"
                            icon=IconName::Upload
                            activation=Activation::Link("/team/import".into())
                        />
                    }
                })}
            {exports
                .then(|| {
                    view! {
                        {export_shown}
                        <MenuItem
                            text="Export everyone as CSV"
                            icon=IconName::Download
                            activation=Activation::Download("/team/export.csv".into())
                        />
                    }
                })}
            {imports
                .then(|| {
                    view! {
                        <MenuSep />
                        <MenuItem
                            text="Download the CSV template"
                            icon=IconName::File
                            activation=Activation::Download("/team/template.csv".into())
                        />
                    }
                })}
        </Menu>
    }
}

/// What the menu leaves out, and why (R10).
fn hidden_files(me: &Me) -> Vec<HiddenEntry> {
    let entries = [("Import from CSV", Action::Import), ("Export as CSV", Action::Export)];
    let refused =
        entries.into_iter().filter_map(|(text, action)| Some((text, check(&me.actor, action, Target::Account).err()?)));
    refused.map(|(text, why)| HiddenEntry { text: text.to_owned(), reason: explain(me, &why) }).collect()
}

/// Why one may invite nobody: asked with one's own role and with one that anybody may give, as only the form knows all
/// roles.
fn invite_refused(me: &Me) -> Option<String> {
    let own = RoleRef::from(&me.actor.role);
    match check(&me.actor, Action::Invite(NewMember::with_role(own)), Target::Account) {
        Ok(_) | Err(Denial::NewMemberNeedsYourGroup | Denial::RoleAboveYou { .. }) => None,
        Err(denial) => Some(denial.to_string()),
    }
}

/// One primary button; hidden from those who have nothing to do with inviting (R10), explained to those held back
/// (R13).
fn invite_button(refused: Option<String>, full: bool) -> Option<AnyView> {
    let me = use_me();
    if !me.with_untracked(|me| me.actor.role.has(Permission::InviteMembers)) {
        return None;
    }
    let kind = if full { ButtonKind::Default } else { ButtonKind::Primary };
    let activation = Activation::Link("/team/invite".into());
    Some(
        view! {
            <Button kind icon=IconName::Plus activation disabled_reason=refused>
                "Invite member"
            </Button>
        }
        .into_any(),
    )
}

/// The meter, and per plan what is free (S1, T12).
#[component]
fn Seats(seats: model::Seats) -> impl IntoView {
    let rows: Vec<AnyView> = seats
        .plans
        .iter()
        .map(|p| {
            let (free, of) = (grouped(p.free().into()), grouped(p.bought.into()));
            view! {
                <tr>
                    <th scope="row">{p.plan.label()}</th>
                    <td class="num">{free}</td>
                    <td class="num">{grouped(p.used.into())}</td>
                    <td class="num">{of}</td>
                </tr>
            }
            .into_any()
        })
        .collect();
    view! {
        <SeatsMeter used=u64::from(seats.used()) total=u64::from(seats.bought())>
            <Button kind=ButtonKind::Link small=true activation=Activation::Popover("seats-by-plan".into())>
                "By plan"
            </Button>
        </SeatsMeter>
        <Popover id="seats-by-plan" label="Seats by plan" place=MenuPlace::End>
            <table class="seats-table">
                <caption class="sr-only">"Seats by plan"</caption>
                <thead>
                    <tr>
                        <th scope="col">"Plan"</th>
                        <th scope="col">"Unused"</th>
                        <th scope="col">"Used"</th>
                        <th scope="col">"Bought"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </Popover>
    }
}

/// T14, S2: nobody more can be invited, and what can be done.
#[component]
fn NoSeats(seats: model::Seats, suspended: u64, buys: bool) -> impl IntoView {
    let title = format!("All {} seats are used", grouped(seats.bought().into()));
    let cheapest = model::Plan::default();
    let price = use_me().with_untracked(|me| me.account.prices.show(me.account.prices.monthly(cheapest)));
    let words = match (buys, suspended) {
        (true, 0) => format!("Add seats to invite more people. A {cheapest} seat costs {price} a month."),
        (true, n) => {
            format!("Add seats to invite more people, or free one: {} suspended still hold a seat.", grouped(n))
        }
        (false, 0) => "Ask an Administrator to add seats.".to_owned(),
        (false, n) => {
            format!("Ask an Administrator to add seats, or free one: {} suspended still hold a seat.", grouped(n))
        }
    };
    let end = view! {
        {(suspended > 0)
            .then(|| {
                view! {
                    <Button activation=Activation::Link(
                        "/team?status=suspended".into(),
                    )>{format!("Review {} suspended", grouped(suspended))}</Button>
                }
            })}
        {buys
            .then(|| {
                view! {
                    <Button kind=ButtonKind::Primary activation=Activation::Link("/team/invite".into())>
                        "Add seats"
                    </Button>
                }
            })}
    }
    .into_any();
    view! {
        <div class="team__notices">
            <Notice kind=NoticeKind::Busy title end>
                {words}
            </Notice>
        </div>
    }
}
