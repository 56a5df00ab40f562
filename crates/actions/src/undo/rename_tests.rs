//! What is renamed, or deleted, between a change and its undo, on both engines (G2): ids bring the right thing back, whatever it is
//! called by then, and an entry that lost something says which.

use crate::bulk::apply_bulk;
use crate::members::edit::{member_edit, update_member};
use crate::numbers::route::label_number;
use crate::roles::delete_role;
use crate::undo::tests::{House, house};
use model::bulk::{BulkAction, BulkState, RowOutcome};
use model::members::edit::EditField;
use model::numbers::RouteTo;
use model::selection::Selection;
use model::{BulkKey, GroupId, MemberId, NextPage, Permission, RoleId};
use store::sql::{all, one, run};
use store::testing::{give_role, on_both};

impl House {
    async fn edit(&self, member: MemberId, fields: &[(EditField, String)]) {
        let mut form = member_edit(&self.amara.request(), member).await.unwrap().form;
        for (field, text) in fields {
            form.set(*field, text).expect("a value of its kind");
        }
        update_member(&self.amara.request(), member, form, NextPage::default()).await.unwrap();
    }

    async fn role_of(&self, member: MemberId) -> RoleId {
        let mut tx = self.db.read().await.unwrap();
        one!(&mut tx, (RoleId,), "SELECT role_id FROM members WHERE id = $1", member).unwrap().0
    }

    async fn groups_of(&self, member: MemberId) -> Vec<GroupId> {
        let mut tx = self.db.read().await.unwrap();
        let rows =
            all!(&mut tx, (GroupId,), "SELECT group_id FROM group_members WHERE member_id = $1", member).unwrap();
        rows.into_iter().map(|r| r.0).collect()
    }

    /// Kofi's role by this name from now on, which is not in the log.
    async fn give_kofi(&self, name: &str) -> RoleId {
        let role = self.custom(name, &[Permission::SeeTeam]).await.role.id;
        let mut tx = self.db.write().await.unwrap();
        give_role(&mut tx, self.team.account, self.kofi, role).await.unwrap();
        tx.commit().await.unwrap();
        role
    }

    /// Another role takes the name of this one, which is called otherwise.
    async fn swap_names(&self, name: &str) {
        self.save(&self.role(name).await, |f| f.name = format!("Former {name}")).await;
        self.custom(name, &[]).await;
    }
}

on_both! {
    async fn g2_a_role_whose_name_another_has_by_now_comes_back_by_its_id(db) {
        let house = house(db).await;
        let desk = house.give_kofi("Desk").await;
        let manager = house.role("Manager").await.role.id;
        house.edit(house.kofi, &[(EditField::Role, manager.to_string())]).await;
        let edited = house.entry().await;
        house.swap_names("Desk").await;
        let plan = house.plan(&house.amara, edited).await.unwrap();
        assert_eq!((plan.rows[0].before.as_str(), plan.rows[0].after.as_str()), ("Role: Manager", "Former Desk"));
        let back = house.undo(&house.amara, edited).await.unwrap();
        assert_eq!(house.role_of(house.kofi).await, desk);
        house.undo(&house.amara, back.entry).await.unwrap();
        assert_eq!(house.role_of(house.kofi).await, manager, "and so does an undone undo");
        house.whole().await;
    }

    async fn g2_a_change_of_many_gives_each_the_role_of_then_whatever_it_is_called(db) {
        let house = house(db).await;
        let desk = house.give_kofi("Desk").await;
        let manager = house.role("Manager").await.role.id;
        let action = BulkAction::ChangeRole(manager);
        let chosen = Selection::Ids([house.kofi].into());
        let done = apply_bulk(&house.amara.request(), action, chosen, BulkKey::new(), false).await.unwrap();
        let BulkState::Done(done) = done else { panic!("{done:?}") };
        house.swap_names("Desk").await;
        let mut tx = house.db.write().await.unwrap();
        run!(&mut tx, "UPDATE roles SET name = 'Lead', name_fold = 'lead' WHERE id = $1", manager).unwrap();
        tx.commit().await.unwrap();
        house.undo(&house.amara, done.entry).await.unwrap();
        assert_eq!(house.role_of(house.kofi).await, desk);
    }

    async fn g2_a_group_that_was_renamed_since_gets_its_member_back(db) {
        let house = house(db).await;
        let kofi = house.kofi;
        house.edit(kofi, &[(EditField::Groups, house.support.to_string())]).await;
        house.edit(kofi, &[(EditField::Groups, String::new())]).await;
        let entry = house.entry().await;
        let mut tx = house.db.write().await.unwrap();
        run!(&mut tx, "UPDATE groups SET name = 'Care', name_fold = 'care' WHERE id = $1", house.support).unwrap();
        house.team.group(&mut tx, "Support").await.unwrap();
        tx.commit().await.unwrap();
        let plan = house.plan(&house.amara, entry).await.unwrap();
        assert_eq!((plan.rows[0].before.as_str(), plan.rows[0].after.as_str()), ("Group: none", "Care"));
        house.undo(&house.amara, entry).await.unwrap();
        assert_eq!(house.groups_of(kofi).await, [house.support]);
    }

    async fn g2_a_number_whose_label_changed_since_rings_again_where_it_did(db) {
        let house = house(db).await;
        let number = house.dana_s_number().await;
        house.route(number, RouteTo::Group(house.support)).await;
        let entry = house.entry().await;
        let version = house.number(number).await.2;
        label_number(&house.amara.request(), number, version, "Front desk", NextPage::default()).await.unwrap();
        house.undo(&house.amara, entry).await.unwrap();
        let (destination, label, _) = house.number(number).await;
        assert_eq!((destination.as_str(), label.as_str()), ("member", "Front desk"), "the label stays as it is now");
        assert_eq!(house.direct(house.dana).await.as_deref(), Some("+15035550142"));
    }

    async fn g2_a_member_who_was_renamed_since_gets_the_number_back(db) {
        let house = house(db).await;
        let number = house.dana_s_number().await;
        house.route(number, RouteTo::Nobody).await;
        let entry = house.entry().await;
        house.edit(house.dana, &[(EditField::Last, "Osei".into())]).await;
        house.edit(house.kofi, &[(EditField::First, "Dana".into()), (EditField::Last, "Whitfield".into())]).await;
        house.undo(&house.amara, entry).await.unwrap();
        assert_eq!(house.direct(house.dana).await.as_deref(), Some("+15035550142"));
        assert_eq!(house.direct(house.kofi).await, None, "whoever is called so by now gets nothing");
    }

    async fn g2_an_entry_whose_role_is_deleted_says_which_and_the_rest_is_changed(db) {
        let house = house(db).await;
        let desk = house.give_kofi("Desk").await;
        let manager = house.role("Manager").await.role.id;
        house.edit(house.kofi, &[(EditField::Role, manager.to_string()), (EditField::Last, "Osei".into())]).await;
        let entry = house.entry().await;
        delete_role(&house.amara.request(), desk, manager).await.unwrap();
        let plan = house.plan(&house.amara, entry).await.unwrap();
        let rows: Vec<_> = plan.rows.iter().map(|r| (r.before.as_str(), r.outcome, r.why.as_deref())).collect();
        let gone = Some("The role Desk is gone meanwhile.");
        assert_eq!(rows, [("Last name: Osei", RowOutcome::Changes, None), ("Role: Manager", RowOutcome::Refused, gone)]);
        assert_eq!(plan.refused[0].short, "what is gone or taken meanwhile");
        let back = house.undo(&house.amara, entry).await.unwrap();
        assert_eq!((back.refused, house.role_of(house.kofi).await), (1, manager));
        let mut tx = house.db.read().await.unwrap();
        assert_eq!(one!(&mut tx, (String,), "SELECT last_name FROM members WHERE id = $1", house.kofi).unwrap().0, "Mensah");
    }
}
