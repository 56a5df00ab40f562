//! Whoever joins a group may hand on its numbers, so whoever puts somebody there has to reach them (R6): on every path, through the
//! calls themselves, on both engines. A Manager, who reaches what they hold, could else have a member of theirs give them any number.

use crate::bulk::apply_bulk;
use crate::invitations::invite;
use crate::members::edit::{member_edit, update_member};
use crate::members::status::reset_password;
use crate::numbers::outgoing;
use crate::testing::Browser;
use model::bulk::{BulkAction, BulkState};
use model::error::AppError;
use model::invitations::{InviteBy, InviteForm};
use model::members::edit::EditField;
use model::numbers::{UseForm, UsePair};
use model::selection::Selection;
use model::{BulkKey, GroupId, MemberId, NextPage, NumberId, Plan, RoleKind};
use store::Db;
use store::sql::{one, run};
use store::testing::{NOW, TestTeam, on_both};

struct House {
    db: Db,
    team: TestTeam,
    /// A Manager as the product ships them: their number scope is what they hold.
    ines: Browser,
    ines_id: MemberId,
    /// An Agent with a username, whose password Ines may reset.
    oskar: MemberId,
    sales: GroupId,
    /// Rings at the group Sales; nobody may use it yet.
    number: NumberId,
}

async fn house(db: Db) -> House {
    let mut tx = db.write().await.expect("write");
    let team = TestTeam::new(&mut tx).await.expect("a team");
    team.member("Amara", "Okonkwo").role(RoleKind::Administrator).insert(&mut tx).await.expect("Amara");
    let ines_id = team.member("Ines", "Duarte").role(RoleKind::Manager).insert(&mut tx).await.expect("Ines");
    let oskar = team.member("Oskar", "Lind").sign_in("oskar.lind").insert(&mut tx).await.expect("Oskar");
    let sales = team.group(&mut tx, "Sales").await.expect("a group");
    let number = NumberId::new();
    let text = "INSERT INTO numbers (account_id, id, e164, destination, group_id, created_at) VALUES ($1, $2, '+15035550160', 'group', $3, $4)";
    run!(&mut tx, text, team.account, number, sales, NOW.0).expect("a number");
    tx.commit().await.expect("commit");
    let ines = Browser::of(&db, &team, ines_id).await;
    House { db, team, ines, ines_id, oskar, sales, number }
}

impl House {
    async fn edit(&self) -> Result<(), AppError> {
        let mut form = member_edit(&self.ines.request(), self.oskar).await.expect("the form").form;
        form.has.insert(EditField::Groups);
        form.groups = [self.sales].into_iter().collect();
        update_member(&self.ines.request(), self.oskar, form, NextPage::default()).await.map(drop)
    }

    async fn bulk(&self) -> Result<(), AppError> {
        let selection = Selection::Ids([self.oskar].into());
        let action = BulkAction::AddToGroup(self.sales);
        match apply_bulk(&self.ines.request(), action, selection, BulkKey::new(), false).await? {
            BulkState::Done(outcome) => {
                assert_eq!(outcome.changed, 1);
                Ok(())
            }
            state => panic!("{state:?}"),
        }
    }

    async fn invite(&self, username: &str) -> Result<(), AppError> {
        let form = InviteForm {
            first_name: "Puppet".into(),
            how: InviteBy::Username,
            username: username.into(),
            role: Some(self.team.roles.agent),
            plan: Some(Plan::Basic),
            groups: vec![self.sales],
            ..InviteForm::default()
        };
        invite(&self.ines.request(), form).await.map(drop)
    }

    /// How many are in the group.
    async fn in_sales(&self) -> i64 {
        let mut tx = self.db.read().await.expect("read");
        one!(&mut tx, (i64,), "SELECT count(*) FROM group_members WHERE group_id = $1", self.sales).expect("a number").0
    }

    async fn users(&self) -> i64 {
        let mut tx = self.db.read().await.expect("read");
        one!(&mut tx, (i64,), "SELECT count(*) FROM number_users WHERE number_id = $1", self.number)
            .expect("a number")
            .0
    }

    /// The number is Ines's to use from now on, and so within her reach.
    async fn give_ines_the_number(&self) {
        let mut tx = self.db.write().await.expect("write");
        let text = "INSERT INTO number_users (account_id, number_id, member_id, is_default) VALUES ($1, $2, $3, TRUE)";
        run!(&mut tx, text, self.team.account, self.number, self.ines_id).expect("a use");
        tx.commit().await.expect("commit");
    }
}

fn out_of_reach(path: &str, outcome: Result<(), AppError>) {
    let error = outcome.expect_err(path);
    assert!(matches!(error, AppError::Denied(_) | AppError::Refused(_) | AppError::Fields(_)), "{path}: {error:?}");
    let words = format!("{error:?}");
    assert!(
        words.contains("555-0160") || words.contains("5550160") || words.contains("Group is missing"),
        "{path}: {words}"
    );
}

on_both! {
    async fn r6_a_manager_puts_nobody_into_a_group_whose_numbers_are_out_of_their_reach_on_any_path(db) {
        let house = house(db).await;
        // Ines may sign in as Oskar, who has no email: that is why it matters.
        let reset = reset_password(&house.ines.request(), house.oskar, false).await.expect("his password");
        assert!(reset.temporary.is_some());
        out_of_reach("editing", house.edit().await);
        out_of_reach("in bulk", house.bulk().await);
        out_of_reach("inviting", house.invite("puppet.one").await);
        assert_eq!(house.in_sales().await, 0, "nobody joined");
        // Nor does she, or he, get the number itself.
        for (who, whom) in [(house.ines.clone(), house.ines_id), (Browser::of(&house.db, &house.team, house.oskar).await, house.ines_id)] {
            let pair = UsePair { member: whom, number: house.number };
            let form = UseForm { seen: vec![pair], calls: vec![pair], ..UseForm::default() };
            assert!(outgoing::set_use(&who.request(), form, NextPage::default()).await.is_err());
        }
        assert_eq!(house.users().await, 0);
    }

    async fn r6_a_manager_who_holds_a_groups_numbers_puts_people_into_it_on_every_path(db) {
        let house = house(db).await;
        house.give_ines_the_number().await;
        house.edit().await.expect("edited");
        assert_eq!(house.in_sales().await, 1);
        house.invite("noor.rahman").await.expect("invited");
        assert_eq!(house.in_sales().await, 2);
        let mut tx = house.db.write().await.expect("write");
        run!(&mut tx, "DELETE FROM group_members WHERE account_id = $1", house.team.account).expect("an empty group");
        tx.commit().await.expect("commit");
        house.bulk().await.expect("added");
        assert_eq!(house.in_sales().await, 1);
    }
}
