//! One extension, wanted by two at once (invariant 3, M11).

use super::{ROUNDS, Won, raced, set};
use crate::bulk::tests::{ADA, House, KOFI, PRIYA, house};
use crate::invitations::invite;
use crate::members::edit::{member_edit, update_member};
use crate::offboarding::{delete_member, restore_member};
use crate::testing::Browser;
use model::error::AppError;
use model::invitations::InviteForm;
use model::members::edit::EditField;
use model::{MemberId, NextPage, Plan};
use store::sql::one;
use store::testing::on_both;

async fn edit(by: &Browser, member: MemberId, extension: &str) -> Result<(), AppError> {
    let mut form = Box::pin(member_edit(&by.request(), member)).await?.form;
    form.has.insert(EditField::Extension);
    form.extension = extension.to_owned();
    Box::pin(update_member(&by.request(), member, form, NextPage::default())).await.map(drop)
}

async fn invited(house: &House, by: &Browser, email: String, extension: &str) -> Result<(), AppError> {
    let form = InviteForm {
        first_name: "Noor".into(),
        email,
        role: Some(house.team.roles.agent),
        plan: Some(Plan::Basic),
        extension: extension.to_owned(),
        ..InviteForm::default()
    };
    Box::pin(invite(&by.request(), form)).await.map(drop)
}

/// How many have it, by their row and by the table that keeps it unique.
async fn holders(house: &House, extension: i64) -> (i64, i64) {
    let mut tx = house.db.read().await.expect("read");
    let text = "SELECT (SELECT count(*) FROM members WHERE account_id = $1 AND extension = $2 AND state <> 'deleted'),
                  (SELECT count(*) FROM extensions WHERE account_id = $1 AND number = $2)";
    one!(&mut tx, (i64, i64), text, house.team.account, extension).expect("two numbers")
}

on_both! {
    async fn invariant_3_an_extension_wanted_by_an_invitation_and_an_edit_goes_to_one(db) {
        let house = house(db).await;
        let ada = Browser::of(&house.db, &house.team, house.ids[ADA]).await;
        let mut won = Won::default();
        for round in 0..ROUNDS {
            let extension = 100_500 + i64::try_from(round).unwrap();
            let (name, text) = (format!("round {round}"), extension.to_string());
            let inviting = invited(&house, &house.amara, format!("noor.{round}@example.com"), &text);
            won.by_one(raced(round, &name, inviting, edit(&ada, house.ids[KOFI], &text)).await, &name);
            assert_eq!(holders(&house, extension).await, (1, 1), "{name}");
            house.whole().await;
        }
        won.happened_both_ways();
    }

    async fn invariant_3_two_edits_to_one_extension_leave_it_one_holder(db) {
        let house = house(db).await;
        let ada = Browser::of(&house.db, &house.team, house.ids[ADA]).await;
        let mut won = Won::default();
        for round in 0..ROUNDS {
            let extension = 100_700 + i64::try_from(round).unwrap();
            let (name, text) = (format!("round {round}"), extension.to_string());
            let (one, other) = (edit(&house.amara, house.ids[PRIYA], &text), edit(&ada, house.ids[KOFI], &text));
            won.by_one(raced(round, &name, one, other).await, &name);
            assert_eq!(holders(&house, extension).await, (1, 1), "{name}");
        }
        won.happened_both_ways();
    }

    async fn invariant_3_whoever_is_restored_gets_no_extension_that_somebody_has_by_now(db) {
        let house = house(db).await;
        let ada = Browser::of(&house.db, &house.team, house.ids[ADA]).await;
        let (mut back_with_it, mut taken) = (0, 0);
        for round in 0..ROUNDS {
            let extension = 100_900 + i64::try_from(round).unwrap();
            let (name, text) = (format!("round {round}"), extension.to_string());
            edit(&house.amara, house.ids[KOFI], &text).await.expect("Kofi's");
            Box::pin(delete_member(&house.amara.request(), house.ids[KOFI], Default::default(), [false; 3])).await.expect("deleted");
            let amara = house.amara.request();
            let (editing, restoring) = (edit(&ada, house.ids[PRIYA], &text), restore_member(&amara, house.ids[KOFI]));
            let [edited, restored] = raced(round, &name, editing, restoring).await;
            assert!(restored, "{name}");
            assert_eq!(holders(&house, extension).await, (1, 1), "{name}");
            if edited { taken += 1 } else { back_with_it += 1 }
            set(&house, "UPDATE members SET last_sign_in = 0 WHERE account_id = $1 AND id = $2", house.ids[PRIYA]).await;
        }
        assert!(back_with_it > 0 && taken > 0, "only one of both orders happened: {back_with_it} and {taken}");
    }
}
