//! Whom and which numbers a role reaches (R2, R6).

use crate::pages::roles::editing::Editing;
use crate::ui::words::{counted, grouped};
use crate::ui::{Mark, OptList, OptRow};
use leptos::prelude::*;
use model::roles::RolesPage;
use model::{NumberScope, PeopleScope};

pub(super) fn people(editing: &Editing) -> AnyView {
    let (form, start) = (editing.form, editing.base.start.people);
    let row = |scope: PeopleScope, about: &'static str| {
        let refused = editing.why(|sheet| sheet.people(scope)).filter(|_| start != scope);
        let on_change = Callback::new(move |_| form.update(|form| form.people = scope));
        view! {
            <OptRow
                mark=Mark::Radio
                name="form[people]"
                id=format!("people-{}", scope.slug())
                value=scope.slug()
                title=scope.label()
                about=about.to_owned()
                checked=start == scope
                disabled_reason=refused
                on_change
            />
        }
        .into_any()
    };
    let rows = [
        row(PeopleScope::Everyone, "The whole team"),
        row(PeopleScope::OwnGroups, "Those who share a group with them"),
    ];
    view! {
        <fieldset class="field role-list">
            <legend class="label">"People they reach"</legend>
            <OptList>{rows}</OptList>
        </fieldset>
    }
    .into_any()
}

pub(super) fn numbers(page: &RolesPage, editing: &Editing) -> AnyView {
    let (form, start) = (editing.form, editing.base.start.numbers);
    let row = |scope: NumberScope, title: String, about: Option<String>| {
        let refused = editing.why(|sheet| sheet.numbers(scope)).filter(|_| start != scope);
        let on_change = Callback::new(move |_| form.update(|form| form.numbers = scope));
        view! {
            <OptRow
                mark=Mark::Radio
                name="form[numbers]"
                id=format!("numbers-{}", scope.slug())
                value=scope.slug()
                title
                about
                checked=start == scope
                disabled_reason=refused
                on_change
            />
        }
        .into_any()
    };
    let groups = match page.groups.as_slice() {
        [] => "None today".to_owned(),
        [a] => a.clone(),
        [a, b] => format!("{a}, {b}"),
        [a, b, rest @ ..] => format!("{a}, {b} and {} more", rest.len()),
    };
    let groups = if page.groups.is_empty() {
        groups
    } else {
        format!("{groups}: {} today", counted(page.group_numbers, "number", "numbers"))
    };
    let all =
        if page.numbers == 1 { "All numbers: 1".to_owned() } else { format!("All {} numbers", grouped(page.numbers)) };
    let rows = [
        row(NumberScope::All, all, None),
        row(NumberScope::OwnGroups, NumberScope::OwnGroups.label().to_owned(), Some(groups)),
        row(
            NumberScope::Held,
            NumberScope::Held.label().to_owned(),
            Some("Their direct numbers and those shared with them".to_owned()),
        ),
    ];
    view! {
        <fieldset class="field role-list">
            <legend class="label">"Numbers they can use and assign"</legend>
            <OptList>{rows}</OptList>
        </fieldset>
    }
    .into_any()
}
