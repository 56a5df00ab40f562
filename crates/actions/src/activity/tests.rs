//! Who sees whose calls and messages on a card (H1), on both engines.

use crate::team::member_card;
use crate::testing::Browser;
use model::error::AppError;
use model::history::CardHistory;
use model::history::HistoryKind;
use model::team::TeamQuery;
use model::team::card::CardTab;
use model::{MemberId, RoleKind};
use store::activity::{NewEntry, record};
use store::sql::run;
use store::testing::{NOW, TestTeam, on_both};

/// The history on a card, as this browser gets it.
async fn card(browser: &Browser, of: MemberId) -> Result<Option<CardHistory>, AppError> {
    member_card(&browser.request(), of, TeamQuery::default(), CardTab::History).await.map(|page| page.history)
}

on_both! {
    async fn h1_everybody_sees_their_own_history_and_others_only_with_the_permission(db) {
        let mut tx = db.write().await.unwrap();
        let team = TestTeam::new(&mut tx).await.unwrap();
        let marisol = team.member("Marisol", "Vega").role(RoleKind::Manager).insert(&mut tx).await.unwrap();
        let dana = team.member("Dana", "Whitfield").extension(118).insert(&mut tx).await.unwrap();
        let kofi = team.member("Kofi", "Mensah").insert(&mut tx).await.unwrap();
        let new = |member| NewEntry { member, at: NOW, kind: HistoryKind::Call, incoming: true, peer: "104", seconds: 61, body: "" };
        record(&mut tx, team.account, &new(dana)).await.unwrap();
        tx.commit().await.unwrap();
        let (danas, kofis, marisols) =
            (Browser::of(&db, &team, dana).await, Browser::of(&db, &team, kofi).await, Browser::of(&db, &team, marisol).await);
        let peers = |found: Option<CardHistory>| match found {
            Some(CardHistory::Shown(entries)) => entries.into_iter().map(|e| e.peer.to_string()).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        assert_eq!(peers(card(&danas, dana).await.unwrap()), ["ext. 104"], "her own");
        assert_eq!(peers(card(&marisols, dana).await.unwrap()), ["ext. 104"], "a Manager sees everybody's");
        assert!(peers(card(&marisols, kofi).await.unwrap()).is_empty(), "and nobody else's calls on Kofi's card");
        assert!(matches!(card(&kofis, dana).await, Err(AppError::Denied(_))), "an Agent opens no colleague's card");

        // A Manager's role without the permission keeps the card and is told why its history is closed.
        let mut tx = db.write().await.unwrap();
        let gone = "DELETE FROM role_permissions WHERE account_id = $1 AND role_id = $2 AND permission = 'see-all-history'";
        run!(&mut tx, gone, team.account, team.roles.manager).unwrap();
        tx.commit().await.unwrap();
        let Some(CardHistory::Refused(why)) = card(&marisols, dana).await.unwrap() else { panic!("it is closed") };
        assert!(why.contains("See everyone’s calls, voicemail and messages"), "{why}");
    }

    async fn h1_a_foreign_members_history_answers_like_a_missing_one(db) {
        let mut tx = db.write().await.unwrap();
        let (ours, theirs) = (TestTeam::new(&mut tx).await.unwrap(), TestTeam::new(&mut tx).await.unwrap());
        let amara = ours.member("Amara", "Okonkwo").role(RoleKind::Administrator).insert(&mut tx).await.unwrap();
        let dana = theirs.member("Dana", "Whitfield").insert(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let browser = Browser::of(&db, &ours, amara).await;
        assert!(matches!(card(&browser, dana).await, Err(AppError::NotFound(_))));
        assert!(matches!(card(&browser, MemberId::new()).await, Err(AppError::NotFound(_))));
    }
}
