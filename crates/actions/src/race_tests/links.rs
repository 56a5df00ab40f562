//! Links of mails, used by two at once, or while what they are for is changed (invariant 8).

use super::{ROUNDS, Won, raced};
use crate::bulk::tests::{ADA, House, house};
use crate::invitations::accept::accept;
use crate::invitations::{invite, resend};
use crate::secrets;
use crate::sessions::forgot_password::reset;
use crate::testing::Browser;
use model::instant::HOUR;
use model::invitations::InviteForm;
use model::{MemberId, Plan};
use store::sql::one;
use store::testing::{NOW, on_both};
use store::tokens::{self, Purpose};

/// A reset link as a mail carries it.
async fn reset_link(house: &House, member: MemberId) -> String {
    let (token, hash) = secrets::new_token();
    let mut tx = house.db.write().await.expect("write");
    tokens::issue(&mut tx, &hash, Purpose::Reset, Some((house.team.account, member)), NOW, HOUR).await.expect("a link");
    tx.commit().await.expect("commit");
    token
}

/// Invites somebody; whom, and the link of the newest mail.
async fn invited(house: &House, round: usize) -> (MemberId, String) {
    let form = InviteForm {
        first_name: "Noor".into(),
        email: format!("noor.{round}@example.com"),
        role: Some(house.team.roles.agent),
        plan: Some(Plan::Basic),
        ..InviteForm::default()
    };
    let made = Box::pin(invite(&house.amara.request(), form)).await.expect("invited");
    let mut tx = house.db.read().await.expect("read");
    let text = "SELECT body_text FROM outbox WHERE account_id = $1 AND member_id = $2 AND state = 'queued'";
    let body = one!(&mut tx, (String,), text, house.team.account, made.id).expect("a mail").0;
    let token = body.split("token=").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("a link").to_owned();
    (made.id, token)
}

async fn hash_of(house: &House, member: MemberId) -> String {
    let mut tx = house.db.read().await.expect("read");
    let text = "SELECT coalesce(password_hash, '') FROM members WHERE account_id = $1 AND id = $2";
    one!(&mut tx, (String,), text, house.team.account, member).expect("a hash").0
}

const PASSWORDS: [&str; 2] = ["quiet harbor lantern 42", "amber window seven 17"];

on_both! {
    async fn invariant_8_a_reset_link_used_twice_at_once_sets_one_password(db) {
        let house = house(db).await;
        let mut won = Won::default();
        let somebody = Browser::of(&house.db, &house.team, house.ids[ADA]).await.request();
        for round in 0..ROUNDS / 2 {
            let (name, ada) = (format!("round {round}"), house.ids[ADA]);
            let token = reset_link(&house, ada).await;
            let [one, other] = PASSWORDS.map(|password| reset(&somebody, token.clone(), password.to_owned()));
            let outcome = raced(round * 2, &name, one, other).await;
            won.by_one(outcome, &name);
            let password = PASSWORDS[usize::from(outcome[1])].to_owned();
            let is_set = secrets::verify_password(password, Some(hash_of(&house, ada).await)).await;
            assert_eq!(is_set, Ok(true), "{name}: the winner's password");
        }
        won.happened_both_ways();
        house.whole().await;
    }

    async fn invariant_8_an_invitation_is_accepted_by_its_link_or_sent_again_and_never_both(db) {
        let house = house(db).await;
        let mut won = Won::default();
        let ada = Browser::of(&house.db, &house.team, house.ids[ADA]).await;
        let (stranger, ada) = (house.amara.request(), ada.request());
        for round in 0..ROUNDS {
            let (noor, token) = invited(&house, round).await;
            let name = format!("round {round}");
            // Accepting hashes a password first, so sending again is given a start as long.
            let accepting = async {
                let browser = Browser::of(&house.db, &house.team, house.ids[ADA]).await;
                Box::pin(accept(&browser.request(), token.clone(), PASSWORDS[0].to_owned())).await
            };
            let sending = async {
                tokio::time::sleep(std::time::Duration::from_millis(u64::try_from(round).unwrap() * 40)).await;
                Box::pin(resend(&ada, noor, None)).await
            };
            let outcome = raced(0, &name, accepting, sending).await;
            won.by_one(outcome, &name);
            assert!(Box::pin(accept(&stranger, token, PASSWORDS[1].to_owned())).await.is_err(), "{name}: the old link is dead");
        }
        won.happened_both_ways();
        house.whole().await;
    }
}
