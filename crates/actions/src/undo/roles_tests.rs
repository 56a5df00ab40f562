//! Taking back edits of roles and safeguards on both engines (G2, R2, R9, R13).

use crate::roles::set_safeguards;
use crate::testing::Browser;
use crate::undo::tests::house;
use model::bulk::RowOutcome;
use model::error::AppError;
use model::roles::MayAssign;
use model::{NumberScope, Permission, RoleId};
use store::sql::one;
use store::testing::on_both;

on_both! {
    async fn r2_a_role_gets_back_what_was_not_changed_since(db) {
        let house = house(db).await;
        let desk = house.custom("Desk", &[Permission::SeeTeam, Permission::InviteMembers]).await;
        house.save(&desk, |f| (f.name, f.permissions, f.numbers) = ("Front desk".into(), vec![Permission::SeeTeam, Permission::SeeAudit], NumberScope::Held)).await;
        let entry = house.entry().await;
        house.undo(&house.amara, entry).await.unwrap();
        assert_eq!(house.role("Desk").await.role, desk.role);
        house.undone_once(entry).await;
        let desk = house.role("Desk").await;
        house.save(&desk, |f| (f.name, f.permissions) = ("Front desk".into(), vec![Permission::SeeTeam])).await;
        let (entry, front) = (house.entry().await, house.role("Front desk").await);
        house.save(&front, |f| f.name = "Reception".into()).await;
        let plan = house.plan(&house.amara, entry).await.unwrap();
        let rows: Vec<_> = plan.rows.iter().map(|r| (r.before.as_str(), r.after.as_str(), r.outcome)).collect();
        assert_eq!(rows, [("Name: Reception", "Desk", RowOutcome::Refused), ("Invite members: Not allowed", "Allowed", RowOutcome::Changes)]);
        house.undo(&house.amara, entry).await.unwrap();
        assert_eq!(house.role("Reception").await.role.permissions, desk.role.permissions);
        house.whole().await;
    }

    async fn r2_a_role_that_was_changed_back_and_on_stays(db) {
        let house = house(db).await;
        let desk = house.custom("Desk", &[Permission::SeeTeam]).await;
        house.save(&desk, |f| f.description = "At the door".into()).await;
        let entry = house.entry().await;
        house.save(&house.role("Desk").await, |f| f.description = "At the gate".into()).await;
        house.conflicts(entry, "Changed again since").await;
        assert_eq!(house.role("Desk").await.role.description, "At the gate");
        house.custom("Hall", &[]).await;
        house.save(&house.role("Desk").await, |f| f.name = "Gate".into()).await;
        let entry = house.entry().await;
        house.save(&house.role("Hall").await, |f| f.name = "Desk".into()).await;
        let taken = house.undo(&house.amara, entry).await.unwrap_err().to_string();
        assert!(taken.contains("There is a role named Desk already"), "{taken}");
    }

    async fn r9_whoever_lacks_a_permission_gives_it_back_to_no_role(db) {
        let house = house(db).await;
        let keeper = house.custom("Keeper", &[Permission::SeeTeam, Permission::SeeAudit, Permission::ManageRoles]).await;
        let desk = house.custom("Desk", &[Permission::SeeTeam, Permission::SeeBilling]).await;
        house.save(&desk, |f| f.permissions = vec![Permission::SeeTeam]).await;
        let entry = house.entry().await;
        let keepers: RoleId = keeper.role.id;
        house.save(&keeper, |f| f.may_assign = vec![MayAssign::Role(desk.role.id)]).await;
        let mut tx = house.db.write().await.unwrap();
        store::testing::give_role(&mut tx, house.team.account, house.kofi, keepers).await.unwrap();
        tx.commit().await.unwrap();
        let kofis = Browser::of(&house.db, &house.team, house.kofi).await;
        for by in [&kofis, &house.amara] {
            house.denied(by, entry, "The role Keeper may assign Desk, and would give more than it has").await;
        }
        house.save(&house.role("Keeper").await, |f| f.may_assign.clear()).await;
        assert!(matches!(house.undo(&kofis, entry).await, Err(AppError::Denied(_))), "nobody changes a role they may not give");
        assert!(!house.role("Desk").await.role.has(Permission::SeeBilling));
        house.undo(&house.amara, entry).await.unwrap();
        assert!(house.role("Desk").await.role.has(Permission::SeeBilling));
    }

    async fn r13_safeguards_are_set_back_one_by_one(db) {
        let house = house(db).await;
        let set = async |adding: bool, sign_in: bool| set_safeguards(&house.amara.request(), adding, sign_in).await;
        let stand = async || {
            let mut tx = house.db.read().await.unwrap();
            let held = one!(&mut tx, (bool,), "SELECT only_administrators_add FROM accounts WHERE id = $1", house.team.account).unwrap().0;
            (held, house.role("Manager").await.role.has(Permission::ChangeSignIn))
        };
        let before = stand().await;
        set(true, true).await.unwrap();
        assert_eq!(stand().await, (true, true));
        let entry = house.entry().await;
        house.denied(&house.ines, entry, "").await;
        house.undo(&house.amara, entry).await.unwrap();
        assert_eq!(stand().await, before);
        house.undone_once(entry).await;
        set(true, true).await.unwrap();
        let entry = house.entry().await;
        set(true, false).await.unwrap();
        let plan = house.plan(&house.amara, entry).await.unwrap();
        assert_eq!(plan.rows.iter().map(|r| (r.before.as_str(), r.outcome)).collect::<Vec<_>>(), [("Only Administrators add members: On", RowOutcome::Changes), ("Managers change sign-in emails: Off", RowOutcome::Stays)]);
        house.undo(&house.amara, entry).await.unwrap();
        assert_eq!(stand().await, (false, false));
    }
}
