//! Whatever a server function would change is refused while somebody only looks through another's eyes (M9), on both engines.

use crate::testing::Browser;
use crate::{members, offboarding as farewell, sessions as session, supervision as supervise, team as team_api};
use model::RoleKind;
use model::error::AppError;
use store::sql::one;
use store::testing::{TestTeam, on_both};

on_both! {
    async fn m9_looking_through_somebodys_eyes_changes_nothing_until_acting_and_never_credentials(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        let amara = team.member("Amara", "Okonkwo").role(RoleKind::Administrator).insert(&mut tx).await.unwrap();
        let hina = team.member("Hina", "Matsumoto").role(RoleKind::Administrator).insert(&mut tx).await.unwrap();
        let kofi = team.member("Kofi", "Mensah").insert(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let browser = Browser::of(&db, &team, amara).await;
        let (hina, kofi) = (hina.to_string(), kofi.to_string());
        assert!(matches!(supervise::begin_supervising(&browser.request(), hina.clone(), " ".into()).await, Err(AppError::Fields(_))));
        supervise::begin_supervising(&browser.request(), hina.clone(), "Looks at her roles".into()).await.unwrap();

        // Hina is an Administrator: as herself she may all of this.
        let denied = |result: Result<(), AppError>, what: &str| assert!(matches!(result, Err(AppError::Denied(_))), "{what}: {result:?}");
        denied(members::status::suspend(&browser.request(), kofi.clone()).await.map(drop), "suspend");
        denied(members::status::reset_password(&browser.request(), kofi.clone(), None).await.map(drop), "reset a password");
        denied(farewell::delete_member(&browser.request(), kofi.clone(), None, None, None, None).await.map(drop), "delete");
        denied(supervise::begin_supervising(&browser.request(), kofi.clone(), "Nested".into()).await, "nest");
        denied(session::set_availability(&browser.request(), "dnd".into()).await, "availability");
        denied(session::set_preferences(&browser.request(), Some("dark".into()), None, None, vec![], None, None).await, "preferences");
        denied(team_api::save_view(&browser.request(), "Hers".into(), "q=a".into()).await, "save a view");
        assert!(team_api::team_page(&browser.request(), String::new()).await.is_ok(), "and sees");

        supervise::act_supervising(&browser.request()).await.unwrap();
        members::status::suspend(&browser.request(), kofi.clone()).await.unwrap();
        denied(members::status::reset_password(&browser.request(), kofi.clone(), None).await.map(drop), "credentials even when acting");
        supervise::stop_supervising(&browser.request()).await.unwrap();
        members::status::reactivate(&browser.request(), kofi).await.unwrap();
        let mut tx = db.read().await.unwrap();
        let both = one!(
            &mut tx,
            (i64,),
            "SELECT count(*) FROM audit WHERE account_id = $1 AND action = 'members.suspend' AND actor_name = 'Amara Okonkwo' AND behalf_name = 'Hina Matsumoto'",
            team.account
        );
        assert_eq!(both.unwrap().0, 1, "the log names both");
    }
}
