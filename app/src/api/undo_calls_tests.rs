//! Taking back greetings and forwarding on both engines (G2, M12, M21).

use super::forwarding::{read_forwarding, save_forwarding};
use super::profile::{own_profile, save_greetings};
use super::testing::Browser;
use super::undo::{plan_undo, undo};
use crate::error::AppError;
use crate::model::bulk::{BulkState, Fate};
use crate::model::forwarding::{ForwardingForm, ForwardingLine};
use crate::model::{AuditId, MemberId, RoleKind};
use crate::store::testing::{TestTeam, on_both};
use crate::store::{Db, audit_proof, sql};

/// Amara (Administrator), Dana and Kofi (Agents).
struct House {
    db: Db,
    team: TestTeam,
    amara: Browser,
    dana: Browser,
    kofi: Browser,
    dana_id: MemberId,
}

async fn house(db: Db) -> House {
    let mut tx = db.write().await.expect("write");
    let team = TestTeam::new(&mut tx).await.expect("team");
    let amara = team.member("Amara", "Okonkwo").role(RoleKind::Administrator).insert(&mut tx).await.expect("Amara");
    let dana_id = team.member("Dana", "Whitfield").insert(&mut tx).await.expect("Dana");
    let kofi = team.member("Kofi", "Mensah").insert(&mut tx).await.expect("Kofi");
    tx.commit().await.expect("commit");
    let [amara, dana, kofi] =
        [Browser::of(&db, &team, amara).await, Browser::of(&db, &team, dana_id).await, Browser::of(&db, &team, kofi).await];
    House { db, team, amara, dana, kofi, dana_id }
}

impl House {
    async fn greet(&self, text: &str) {
        let kind = if text.is_empty() { "standard" } else { "own" };
        self.dana.call(save_greetings(kind.into(), text.into(), "standard".into(), String::new())).await.expect("saved");
    }

    async fn forward(&self, on: bool, lines: &[(&str, &str)]) {
        let seen = self.dana.call(read_forwarding(self.dana_id.to_string())).await.expect("read").seal();
        let line =
            |(number, label): &(&str, &str)| ForwardingLine { number: (*number).into(), label: (*label).into(), seconds: "25".into() };
        let form = ForwardingForm { on: if on { "on".into() } else { String::new() }, seen, lines: lines.iter().map(line).collect() };
        self.dana.call(save_forwarding(self.dana_id.to_string(), form, None, None)).await.expect("saved");
    }

    async fn forwarding(&self) -> String {
        self.dana.call(read_forwarding(self.dana_id.to_string())).await.expect("read").seal()
    }

    async fn last(&self) -> AuditId {
        let mut tx = self.db.read().await.expect("read");
        let sql = "SELECT id FROM audit WHERE account_id = $1 ORDER BY number DESC LIMIT 1";
        sql::one!(&mut tx, (AuditId,), sql, self.team.account).expect("an entry").0
    }

    async fn undo(&self, by: &Browser, entry: AuditId) -> Result<BulkState, AppError> {
        by.call(undo(entry.to_string(), uuid::Uuid::now_v7().to_string(), None)).await
    }

    async fn chain_holds(&self) {
        let mut tx = self.db.read().await.expect("read");
        assert_eq!(audit_proof::first_broken(&mut tx, self.team.account).await.expect("proof"), None);
    }
}

fn undone(state: &Result<BulkState, AppError>) -> bool {
    matches!(state, Ok(BulkState::Done(outcome)) if outcome.undo && outcome.changed == 1)
}

on_both! {
    async fn g2_greetings_come_back_once_and_the_undo_itself_can_be_undone(db) {
        let house = house(db).await;
        house.greet("You have reached Dana.").await;
        house.greet("Dana is away.").await;
        let entry = house.last().await;
        let plan = house.amara.call(plan_undo(entry.to_string())).await.unwrap();
        assert_eq!((plan.change, plan.rows[0].before.as_str(), plan.rows[0].after.as_str()), (1, "greeting: Dana is away.", "You have reached Dana."));
        assert!(undone(&house.undo(&house.amara, entry).await));
        assert_eq!(house.dana.call(own_profile()).await.unwrap().greeting, "You have reached Dana.");
        let again = house.undo(&house.amara, entry).await;
        assert!(matches!(&again, Err(AppError::Conflict(words)) if words.starts_with("Amara Okonkwo undid that already")), "{again:?}");
        assert!(undone(&house.undo(&house.amara, house.last().await).await));
        assert_eq!(house.dana.call(own_profile()).await.unwrap().greeting, "Dana is away.");
        house.chain_holds().await;
    }

    async fn g2_the_standard_greeting_comes_back_and_one_changed_since_stays(db) {
        let house = house(db).await;
        house.greet("First.").await;
        let first = house.last().await;
        house.greet("Second.").await;
        let plan = house.amara.call(plan_undo(first.to_string())).await.unwrap();
        assert_eq!((plan.change, plan.rows[0].fate, plan.rows[0].why.as_deref()), (0, Fate::Refused, Some("Changed again since. It stays as it is.")));
        let refused = house.undo(&house.amara, first).await;
        assert!(matches!(&refused, Err(AppError::Refused(words)) if words.contains("Changed again since")), "{refused:?}");
        assert_eq!(house.dana.call(own_profile()).await.unwrap().greeting, "Second.");
        assert!(undone(&house.undo(&house.amara, house.last().await).await));
        assert!(undone(&house.undo(&house.amara, first).await), "it is as that change left it again");
        assert_eq!(house.dana.call(own_profile()).await.unwrap().greeting, "");
    }

    async fn g2_forwarding_comes_back_with_its_order_labels_and_seconds(db) {
        let house = house(db).await;
        house.forward(true, &[("(503) 555-0190", "Mobile"), ("+49 30 1234567", "Home, upstairs")]).await;
        let before = house.forwarding().await;
        house.forward(false, &[("(503) 555-0191", "")]).await;
        let entry = house.last().await;
        assert!(undone(&house.undo(&house.amara, entry).await));
        assert_eq!(house.forwarding().await, before);
        house.chain_holds().await;
    }

    async fn g2_forwarding_to_what_is_the_company_s_own_number_by_now_stays_off(db) {
        let house = house(db).await;
        house.forward(true, &[("(503) 555-0190", "Mobile")]).await;
        house.forward(true, &[]).await;
        let entry = house.last().await;
        let mut tx = house.db.write().await.unwrap();
        house.team.member("Eve", "Adams").direct("+15035550190").insert(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let refused = house.undo(&house.amara, entry).await;
        assert!(matches!(&refused, Err(AppError::Refused(words)) if words.contains("would come back in a loop")), "{refused:?}");
        assert_eq!(house.forwarding().await, "on");
    }

    async fn g2_an_agent_undoes_nothing(db) {
        let house = house(db).await;
        house.greet("Dana is away.").await;
        let refused = house.undo(&house.kofi, house.last().await).await;
        assert!(matches!(refused, Err(AppError::Denied(_))), "{refused:?}");
        assert_eq!(house.dana.call(own_profile()).await.unwrap().greeting, "Dana is away.");
    }
}
