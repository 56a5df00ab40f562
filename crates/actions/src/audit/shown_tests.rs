//! Numbers in the log, and in what a change answers, are written as people of the account's country read them, wherever they stand
//! (G1, M12): their E.164 form is for addresses and forms.

use crate::audit::read::{audit_page, member_changes};
use crate::bulk::race_tests::new_number;
use crate::bulk::tests::{House, KOFI, PRIYA, house};
use crate::members::direct_number::set_direct;
use crate::members::edit::{member_edit, update_member};
use crate::members::forwarding::{read_forwarding, save_forwarding};
use crate::numbers::outgoing::set_use;
use crate::numbers::read::number_card;
use crate::numbers::route::{label_number, release_number, route_number};
use crate::offboarding::delete_member;
use model::audit::words as values;
use model::audit::{AuditRow, Change};
use model::bulk::BulkAction;
use model::forwarding::{ForwardingForm, ForwardingLine, RingSeconds};
use model::numbers::{RouteTo, UseForm, UsePair};
use model::offboarding::Heir;
use model::{NextPage, NumberId, Ticked};
use store::testing::on_both;

/// All that a page makes words of.
fn words_of(row: &AuditRow) -> Vec<String> {
    let change = |c: &Change| [values::field(&c.field), values::before(c), values::after(c)];
    let mut words = vec![row.subject.name.clone()];
    words.extend(row.changes.iter().flat_map(change));
    for item in &row.some {
        let (before, after) = values::of_item(item);
        words.extend([item.name.clone(), before, after]);
        words.extend(item.changes.iter().flat_map(change));
    }
    words
}

async fn version(house: &House, number: NumberId) -> model::Version {
    let card = number_card(&house.amara.request(), number, Default::default()).await.expect("its card");
    card.row.version
}

/// Changes one of each kind that names a number; what each answered.
async fn changed(house: &House) -> Vec<String> {
    let (kofi, priya) = (house.ids[KOFI], house.ids[PRIYA]);
    let number = new_number(house, "+15035550150").await;
    let other = new_number(house, "+15035550170").await;
    let request = || house.amara.request();
    let mut said = Vec::new();
    let mut form = member_edit(&request(), kofi).await.expect("the form").form;
    form.mobile = "+15035550199".into();
    said.push(update_member(&request(), kofi, form, NextPage::default()).await.expect("saved").said);
    let line = ForwardingLine { number: "+15035550118".into(), label: "Home".into(), seconds: RingSeconds::new(20) };
    let open = read_forwarding(&request(), kofi).await.expect("the form").form();
    let forwards = ForwardingForm { on: Some(Ticked), lines: vec![line], ..open };
    said.push(save_forwarding(&request(), kofi, forwards, None, NextPage::default()).await.expect("saved").said);
    said.push(set_direct(&request(), kofi, Some(number), None, NextPage::default()).await.expect("direct").said);
    let pair = UsePair { member: priya, number };
    let uses = UseForm { seen: vec![pair], calls: vec![pair], ..UseForm::default() };
    said.push(set_use(&request(), uses, NextPage::default()).await.expect("used").said);
    let at = version(house, other).await;
    said.push(label_number(&request(), other, at, "Spare", NextPage::default()).await.expect("labelled").said);
    let at = version(house, other).await;
    let to = Some(RouteTo::Member(priya));
    said.push(route_number(&request(), other, at, to, NextPage::default()).await.expect("routed").said);
    let given =
        house.apply(&house.amara, BulkAction::AssignNumber(other), &house.of(&[KOFI, PRIYA])).await.expect("given");
    said.push(given.said());
    let taken =
        house.apply(&house.amara, BulkAction::RemoveNumber(number), &house.of(&[KOFI, PRIYA])).await.expect("taken");
    said.push(taken.said());
    said.push(house.undo(&house.amara, taken.entry).await.expect("undone").said());
    let at = version(house, other).await;
    said.push(release_number(&request(), other, at, NextPage::default()).await.expect("released"));
    delete_member(&request(), kofi, Heir::typed("priya@example.com"), [true, true, false]).await.expect("deleted");
    said
}

on_both! {
    async fn g1_every_number_in_the_log_and_in_an_answer_is_written_as_it_is_read(db) {
        let house = house(db).await;
        let said = changed(&house).await;
        let page = audit_page(&house.amara.request(), Default::default()).await.expect("the log");
        let card = member_changes(&house.amara.request(), house.ids[PRIYA], None).await.expect("her changes");
        let rows: Vec<&AuditRow> = page.rows.iter().chain(&card.rows).collect();
        for row in &rows {
            let words = words_of(row);
            assert!(!words.iter().any(|text| text.contains("+1503")), "{:?}: {words:?}", row.action);
        }
        for text in &said {
            assert!(!text.contains("+1503"), "{text}");
        }
        let all = rows.iter().flat_map(|row| words_of(row)).collect::<Vec<_>>().join("\n");
        for shown in ["(503) 555-0199", "(503) 555-0118", "(503) 555-0150", "(503) 555-0170"] {
            assert!(all.contains(shown), "{shown} is in none of {all}");
        }
    }
}
