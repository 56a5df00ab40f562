//! Whatever a server function would change is refused while somebody only looks through another's eyes (M9), on both engines.

use crate::testing::Browser;
use crate::{members, offboarding, sessions as session, supervision as supervise, team as team_api};
use model::error::AppError;
use model::sessions::{PreferenceChange, Theme};
use model::team::TeamQuery;
use model::{Availability, RoleKind};
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
        assert!(matches!(supervise::begin_supervising(&browser.request(), hina, " ".into()).await, Err(AppError::Fields(_))));
        supervise::begin_supervising(&browser.request(), hina, "Looks at her roles".into()).await.unwrap();

        let dark = PreferenceChange { theme: Some(Theme::Dark), ..Default::default() };
        // Hina is an Administrator: as herself she may all of this.
        let denied = |result: Result<(), AppError>, what: &str| assert!(matches!(result, Err(AppError::Denied(_))), "{what}: {result:?}");
        denied(members::status::suspend(&browser.request(), kofi).await.map(drop), "suspend");
        denied(members::status::reset_password(&browser.request(), kofi, false).await.map(drop), "reset a password");
        denied(offboarding::delete_member(&browser.request(), kofi, Default::default(), [false; 3]).await.map(drop), "delete");
        denied(supervise::begin_supervising(&browser.request(), kofi, "Nested".into()).await, "nest");
        denied(session::set_availability(&browser.request(), Availability::DoNotDisturb).await, "availability");
        denied(session::set_preferences(&browser.request(), dark, vec![]).await, "preferences");
        denied(team_api::save_view(&browser.request(), "Hers", TeamQuery::default().with_search("a")).await, "save a view");
        assert!(team_api::team_page(&browser.request(), TeamQuery::default()).await.is_ok(), "and sees");

        supervise::act_supervising(&browser.request()).await.unwrap();
        members::status::suspend(&browser.request(), kofi).await.unwrap();
        denied(members::status::reset_password(&browser.request(), kofi, false).await.map(drop), "credentials even when acting");
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
