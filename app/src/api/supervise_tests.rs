//! Whatever a server function would change is refused while somebody only looks through another's eyes (M9), on both engines.

use crate::api::testing::Browser;
use crate::api::{farewell, session, standing, supervise, team as team_api};
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
        assert!(matches!(browser.call(supervise::begin_supervising(hina.clone(), " ".into())).await, Err(AppError::Fields(_))));
        browser.call(supervise::begin_supervising(hina.clone(), "Looks at her roles".into())).await.unwrap();

        // Hina is an Administrator: as herself she may all of this.
        let denied = |result: Result<(), AppError>, what: &str| assert!(matches!(result, Err(AppError::Denied(_))), "{what}: {result:?}");
        denied(browser.call(standing::suspend(kofi.clone())).await.map(drop), "suspend");
        denied(browser.call(standing::reset_password(kofi.clone(), None)).await.map(drop), "reset a password");
        denied(browser.call(farewell::delete_member(kofi.clone(), None, None, None, None)).await.map(drop), "delete");
        denied(browser.call(supervise::begin_supervising(kofi.clone(), "Nested".into())).await, "nest");
        denied(browser.call(session::set_availability("dnd".into())).await, "availability");
        denied(browser.call(session::set_preferences(Some("dark".into()), None, None, vec![], None, None)).await, "preferences");
        denied(browser.call(team_api::save_view("Hers".into(), "q=a".into())).await, "save a view");
        assert!(browser.call(team_api::team_page(String::new())).await.is_ok(), "and sees");

        browser.call(supervise::act_supervising()).await.unwrap();
        browser.call(standing::suspend(kofi.clone())).await.unwrap();
        denied(browser.call(standing::reset_password(kofi.clone(), None)).await.map(drop), "credentials even when acting");
        browser.call(supervise::stop_supervising()).await.unwrap();
        browser.call(standing::reactivate(kofi)).await.unwrap();
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
