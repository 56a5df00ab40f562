//! The columns of the Team table (T1, T7). A new one is an entry in [`COLUMNS`] and its word in `model::team::Column`,
//! beside its SQL.

use super::Team;
use super::{forwards, number_links, person, plan, quick, row_menu, status};
use crate::pages::team::selection::{FORM, Selection};
use crate::pages::use_me;
use crate::ui::data_table::{Column, Cursor, Heading, PageBox, RowBox, Sorted, Sorting, Table};
use crate::ui::{Nothing, Shared};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use model::sessions::Me;
use model::team::{Column as Of, SortBy};
use model::{MemberId, MemberRow};
use policy::sorts;

/// What cells need beside their row.
#[derive(Clone, Copy)]
pub struct Cells {
    pub team: Team,
    pub me: RwSignal<Me>,
    pub selection: Selection,
    pub cursor: Cursor<MemberId>,
    /// What only one row at a time shows is there once: its menu, its plans, the rest of its forwarding numbers.
    pub menu: Shared<MemberId>,
    pub plans: Shared<MemberId>,
    pub forwards: Shared<MemberId>,
    /// Goes to an address and keeps the place in the list.
    pub go: Callback<String>,
    /// The query part of a row's links, with "?" where there is one: that of the list they are in.
    suffix: Memo<String>,
}

impl Cells {
    /// Of the page, inside of the router.
    pub fn new(team: Team) -> Cells {
        let navigate = use_navigate();
        let go =
            Callback::new(move |href: String| navigate(&href, NavigateOptions { scroll: false, ..Default::default() }));
        let (cursor, menu, plans, forwards) =
            (Cursor::default(), Shared::default(), Shared::default(), Shared::default());
        let query = team.list.part(|listed| listed.query.to_query());
        let suffix = Memo::new(move |_| {
            query.get().filter(|query| !query.is_empty()).map(|query| format!("?{query}")).unwrap_or_default()
        });
        Cells { team, me: use_me(), selection: expect_context(), cursor, menu, plans, forwards, go, suffix }
    }

    /// See the field; followed.
    pub fn suffix(self) -> String {
        self.suffix.get()
    }
}

impl Table for Cells {
    type Row = MemberRow;
    type Sort = SortBy;

    fn sorting(self, by: SortBy) -> Option<Sorting> {
        let allowed = self.me.with_untracked(|me| sorts(&me.actor.role).contains(&by));
        let listed = self.team.list.page().filter(|_| allowed)?;
        let query = &listed.query;
        Some(Sorting { now: Sorted::new(query.sort == by, query.descending), href: query.with_sort(by).href("/team") })
    }

    fn cursor(self) -> Option<Cursor<MemberId>> {
        Some(self.cursor)
    }

    fn is_open(self, id: MemberId) -> bool {
        self.team.open.get() == Some(id)
    }

    /// The rows may still be those before a search whose answer is on its way: it is left alone.
    fn open(self, id: MemberId) {
        self.go.run(format!("/team/{id}{}", untrack(|| self.team.suffix())));
    }
}

/// A column that can be chosen.
pub struct TeamColumn {
    pub of: Of,
    column: Column<Cells>,
}

const fn entry(
    of: Of,
    class: &'static str,
    heading: Heading<Cells>,
    cell: fn(&MemberRow, Cells) -> AnyView,
) -> TeamColumn {
    let caption = match of {
        Of::Status | Of::Meeting => None,
        Of::Direct => Some("Direct"),
        _ => Some(of.label()),
    };
    TeamColumn { of, column: Column { label: of.label(), class, heading, caption, cell } }
}

/// In the table's order.
pub static COLUMNS: [TeamColumn; 10] = [
    entry(Of::Status, "c-status", Heading::Sorts(SortBy::Status), status::cell),
    entry(Of::Role, "c-role", Heading::Sorts(SortBy::Role), |row, _| row.role_name.clone().into_any()),
    entry(Of::Supervises, "c-sup", Heading::Plain, |row, _| text_or(row.supervises.label(), "Nobody")),
    entry(Of::Extension, "c-ext num", Heading::Sorts(SortBy::Extension), |row, _| {
        text_or(row.extension.map(|e| e.to_string()), "None")
    }),
    entry(Of::Direct, "c-direct", Heading::Plain, number_links::cell),
    entry(Of::Forwarding, "c-fwd", Heading::Plain, forwards::cell),
    entry(Of::Plan, "c-plan", Heading::Sorts(SortBy::Plan), plan::cell),
    entry(Of::Email, "c-email", Heading::Plain, quick::cell),
    entry(Of::Meeting, "c-link", Heading::Unseen, person::meeting),
    entry(Of::LastSignIn, "c-last", Heading::Sorts(SortBy::LastSignIn), |row, cells| {
        let now = cells.team.clock.by_minute();
        let ago = row.last_sign_in.map(|t| cells.me.with_untracked(|me| t.ago(now, &me.zone)));
        text_or(ago, "Never")
    }),
];

/// The box that selects the row.
static SELECT: Column<Cells> = Column {
    label: "Select",
    class: "c-check",
    heading: Heading::Other(|cells| view! { <PageBox selection=cells.selection /> }.into_any()),
    caption: None,
    cell: |row, cells| {
        view! { <RowBox selection=cells.selection id=row.id name=row.name.full() form=FORM /> }.into_any()
    },
};

/// Always there, and what a row is called.
static NAME: Column<Cells> =
    Column { label: "Name", class: "c-name", heading: Heading::Sorts(SortBy::Name), caption: None, cell: person::cell };

/// The three dots at a row's end.
static MENU: Column<Cells> =
    Column { label: "Actions", class: "c-menu", heading: Heading::Unseen, caption: None, cell: row_menu::cell };

/// What is shown when nothing was chosen: all but the last sign-in.
fn is_default(of: Of) -> bool {
    of != Of::LastSignIn
}

/// Of those that a role may see: the wanted ones, always in the table's order.
fn shown<'a>(allowed: &'a [Of], wanted: Option<&'a [Of]>) -> impl Iterator<Item = &'static TeamColumn> + use<'a> {
    let is_wanted = move |of: Of| wanted.map_or(is_default(of), |wanted| wanted.contains(&of));
    COLUMNS.iter().filter(move |it| allowed.contains(&it.of) && is_wanted(it.of))
}

/// The columns to show, in the table's order.
pub fn columns(me: RwSignal<Me>) -> Memo<Vec<Of>> {
    let chosen = |me: &Me| {
        let allowed = policy::columns(&me.actor.role);
        shown(allowed, me.preferences.columns.as_deref()).map(|it| it.of).collect()
    };
    Memo::new(move |_| me.with(chosen))
}

/// With box, name and menu around them.
pub fn with_fixed(chosen: &[Of]) -> Vec<&'static Column<Cells>> {
    let between = COLUMNS.iter().filter(|it| chosen.contains(&it.of)).map(|it| &it.column);
    [&SELECT, &NAME].into_iter().chain(between).chain([&MENU]).collect()
}

fn text_or(text: Option<String>, nothing: &'static str) -> AnyView {
    text.map_or_else(|| view! { <Nothing label=nothing /> }.into_any(), IntoAny::into_any)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t7_columns_stand_in_the_tables_order_however_they_were_chosen() {
        let of = |wanted: Option<&[Of]>| shown(Of::ALL, wanted).map(|it| it.of).collect::<Vec<_>>();
        assert_eq!(of(Some(&[Of::Email, Of::Status, Of::Role])), [Of::Status, Of::Role, Of::Email]);
        assert_eq!(of(None).len(), Of::ALL.len() - 1);
        let labels: Vec<_> = with_fixed(&of(Some(&[Of::Plan]))).iter().map(|column| column.label).collect();
        assert_eq!(labels, ["Select", "Name", "Plan", "Actions"]);
    }

    #[test]
    fn r12_a_column_that_a_role_may_not_see_is_not_there_even_when_chosen() {
        let of: Vec<_> = shown(&[Of::Status], Some(&[Of::Status, Of::Email])).map(|it| it.of).collect();
        assert_eq!(of, [Of::Status]);
    }

    #[test]
    fn t1_every_column_of_the_model_has_an_entry() {
        assert!(Of::ALL.iter().all(|of| COLUMNS.iter().any(|it| it.of == *of)));
    }
}
