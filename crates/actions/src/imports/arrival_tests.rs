//! How people of a file arrive: suspended, with extensions that begin with 0, in an account whose extensions get longer.

use crate::imports::tests::Desk;
use model::RoleKind;
use model::imports::Choices;
use store::testing::on_both;

on_both! {
    async fn m16_who_is_suspended_in_the_file_arrives_suspended_and_gets_no_invitation(db) {
        let desk = Desk::new(db, RoleKind::Manager).await;
        let csv = "First name,Email,Status\nAda,ada@larkspur.test,Suspended\nKofi,kofi@larkspur.test,Active\n";
        let id = desk.upload(csv).await;
        assert!(desk.start_with(id, &Choices::default()).await);
        assert_eq!(desk.apply(id).await.expect("applied").done.new, 2);
        let suspended = "SELECT count(*) FROM members WHERE account_id = $1 AND state = 'suspended' AND invitation_expires IS NULL";
        assert_eq!(desk.count(suspended).await, 1);
        assert_eq!(desk.count("SELECT suspended FROM team_totals WHERE account_id = $1").await, 1);
        assert_eq!(desk.count("SELECT count(*) FROM invitations WHERE account_id = $1").await, 1);
    }

    async fn m11_an_extension_keeps_its_zeros_and_is_another_one_than_without_them(db) {
        let desk = Desk::new(db, RoleKind::Manager).await;
        let csv = "First name,Email,Ext\nAda,ada@larkspur.test,000107\nKofi,kofi@larkspur.test,100107\nEve,eve@larkspur.test,\n";
        let id = desk.upload(csv).await;
        assert!(desk.start_with(id, &Choices::default()).await);
        assert_eq!(desk.apply(id).await.expect("applied").done.new, 3);
        let text = String::from_utf8(desk.export().await).expect("text");
        assert!(text.contains("Ada,,ada@larkspur.test,,Agent,000107,"), "{text}");
        assert!(text.contains("Eve,,eve@larkspur.test,,Agent,100001,"), "the lowest free one is as before: {text}");
        // Found as it is written (T4), and taken for the next file.
        let found = "SELECT count(*) FROM members WHERE account_id = $1 AND search_text LIKE '%000107%'";
        assert_eq!(desk.count(found).await, 1);
        let id = desk.upload("First name,Email,Ext\nIna,ina@larkspur.test,000107\n").await;
        assert!(desk.start_with(id, &Choices::default()).await);
        assert_eq!(desk.apply(id).await.expect("applied").done.refused, 1);
    }

    async fn m11_the_account_gets_longer_extensions_with_the_file_when_its_administrator_chose_so(db) {
        let csv = "First name,Email,Ext\nAda,ada@larkspur.test,0107\nKofi,kofi@larkspur.test,1042\n";
        let desk = Desk::new(db, RoleKind::Administrator).await;
        let id = desk.upload(csv).await;
        assert!(desk.start_with(id, &Choices { digits: Some(4), ..Choices::default() }).await);
        let done = desk.apply(id).await.expect("applied").done;
        assert_eq!((done.new, done.refused), (2, 0));
        assert_eq!(desk.count("SELECT extension_digits FROM accounts WHERE id = $1").await, 4);
        let entry = "SELECT count(*) FROM audit WHERE account_id = $1 AND action = 'account.extensions'";
        assert_eq!(desk.count(entry).await, 1);
    }

    async fn m11_a_manager_changes_no_length_and_the_rows_stay_out(db) {
        let desk = Desk::new(db, RoleKind::Manager).await;
        let id = desk.upload("First name,Email,Ext\nAda,ada@larkspur.test,0107\nKofi,kofi@larkspur.test,\n").await;
        assert!(desk.start_with(id, &Choices { digits: Some(4), ..Choices::default() }).await);
        let done = desk.apply(id).await.expect("applied").done;
        assert_eq!((done.new, done.refused), (1, 1));
        assert_eq!(desk.count("SELECT extension_digits FROM accounts WHERE id = $1").await, 6);
    }
}
