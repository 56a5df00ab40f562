//! Every path that changes many at once, walked by the clock: what is recorded as charged equals a recount of the team (S3, S5).

use crate::billing::plans::change_plan;
use crate::bulk::tests::{AMARA, House, KOFI, MARISOL, PRIYA, house};
use crate::call::Call;
use crate::imports::job::{By, apply, check_rows, planned};
use crate::testing::Browser;
use files::imports::read;
use model::bulk::{BulkAction, BulkOutcome};
use model::error::AppError;
use model::imports::{Choices, ImportOutcome};
use model::instant::HOUR;
use model::{Instant, MemberId, Plan};
use store::audit::Author;
use store::sql::{all, one, run};
use store::testing::{NOW, on_both, sql_number};
use store::{imports, invitations};

/// What must be nought: charges without a member on that plan, members who aren't charged, and the like.
const WRONG: &[(&str, &str)] = &[
    (
        "somebody active or suspended is not charged for the plan they are on, or twice",
        "SELECT count(*) FROM members m WHERE m.state IN ('active', 'suspended') AND 1 <> (SELECT count(*) FROM billing_members b
           WHERE b.account_id = m.account_id AND b.member_id = m.id AND b.until_at IS NULL AND b.plan = m.plan)",
    ),
    (
        "somebody is charged who is invited, deleted or on another plan",
        "SELECT count(*) FROM billing_members b WHERE b.until_at IS NULL AND NOT EXISTS (SELECT 1 FROM members m
           WHERE m.account_id = b.account_id AND m.id = b.member_id AND m.plan = b.plan AND m.state IN ('active', 'suspended'))",
    ),
    (
        "somebody is charged twice for the same time, or for less than none",
        "SELECT count(*) FROM billing_members a LEFT JOIN billing_members b ON b.account_id = a.account_id AND b.member_id = a.member_id
           AND b.from_at > a.from_at AND (a.until_at IS NULL OR a.until_at > b.from_at)
           WHERE b.member_id IS NOT NULL OR a.until_at <= a.from_at",
    ),
    (
        "a number is charged to nobody or to somebody else than it rings at",
        "SELECT count(*) FROM numbers n WHERE n.member_id IS NOT NULL AND 1 <> (SELECT count(*) FROM billing_numbers b
           WHERE b.account_id = n.account_id AND b.number_id = n.id AND b.until_at IS NULL AND b.member_id = n.member_id)",
    ),
    (
        "a number that rings at nobody is charged",
        "SELECT count(*) FROM billing_numbers b WHERE b.until_at IS NULL AND NOT EXISTS (SELECT 1 FROM numbers n
           WHERE n.account_id = b.account_id AND n.id = b.number_id AND n.member_id = b.member_id)",
    ),
    (
        "how many numbers somebody holds who is charged, and since when, is not what a recount says",
        "SELECT count(*) FROM billing_members b WHERE b.until_at IS NULL AND (b.held, b.held_since) <>
           ((SELECT count(*) FROM numbers n WHERE n.account_id = b.account_id AND n.member_id = b.member_id),
            (SELECT coalesce(max(CASE WHEN n.until_at > n.from_at THEN n.until_at ELSE n.from_at END), 0) FROM billing_numbers n
             WHERE n.account_id = b.account_id AND n.member_id = b.member_id))",
    ),
    (
        "the seats of a plan",
        "SELECT count(*) FROM plan_seats s WHERE s.used <> (SELECT count(*) FROM members m
             WHERE m.account_id = s.account_id AND m.plan = s.plan AND m.state <> 'deleted')
           OR 1 <> (SELECT count(*) FROM billing_seats b
             WHERE b.account_id = s.account_id AND b.plan = s.plan AND b.until_at IS NULL AND b.bought = s.bought)",
    ),
];

/// A walk through hours: each step is later than the one before.
struct Walk {
    house: House,
    now: Instant,
}

impl Walk {
    /// The hour goes on; Amara, at that hour.
    fn next(&mut self) -> Browser {
        self.now = self.now.plus(HOUR);
        self.house.amara.clone().later(self.now)
    }

    async fn bulk(&mut self, action: BulkAction, who: &[usize]) -> Result<BulkOutcome, AppError> {
        let amara = self.next();
        self.house.apply(&amara, action, &self.house.of(who)).await
    }

    async fn undo(&mut self, done: &BulkOutcome) {
        let amara = self.next();
        self.house.undo(&amara, done.entry).await.expect("undone");
    }

    async fn import(&mut self, csv: &str) -> ImportOutcome {
        let amara = self.next();
        let (db, account) = (&self.house.db, self.house.team.account);
        let call = Call::read(&amara.request()).await.expect("a call");
        let (settings, actor) = (call.settings().clone(), call.actor().clone());
        drop(call);
        let file = read(csv.as_bytes()).expect("a file");
        let mut tx = db.write().await.expect("write");
        let id = imports::insert(&mut tx, account, actor.member, "team.csv", &file, self.now).await.expect("noted");
        amara.state().uploads.keep(id, &file).await.expect("kept");
        tx.commit().await.expect("commit");
        let mut tx = db.read().await.expect("read");
        let (plan, ..) = planned(&mut tx, &amara.state().uploads, &settings, &actor, id).await.expect("planned");
        drop(tx);
        check_rows(&amara.state(), &settings, id, 1, &plan).await.expect("checked");
        let mut tx = db.write().await.expect("write");
        assert!(imports::start(&mut tx, account, id, &Choices::default(), self.now).await.expect("asked"));
        tx.commit().await.expect("commit");
        let mut tx = db.write().await.expect("write");
        let by = By { author: Author::of(&actor, ""), actor };
        let outcome =
            apply(&mut tx, &amara.state().uploads, &settings, &by, id, self.now, &|_| ()).await.expect("applied");
        tx.commit().await.expect("commit");
        outcome
    }

    /// Whatever began or ended since the last look did so at this hour, so many times; and all equals a recount.
    async fn look(&self, step: &str, begun: i64, ended: i64) {
        let mut tx = self.house.db.read().await.expect("read");
        for (what, sql) in WRONG {
            assert_eq!(sql_number(&mut tx, sql).await.expect("a number"), 0, "{step}: {what}");
        }
        let found = one!(
            &mut tx,
            (i64, i64, i64),
            "SELECT coalesce(sum(CASE WHEN from_at = $2 THEN 1 ELSE 0 END), 0), coalesce(sum(CASE WHEN until_at = $2 THEN 1 ELSE 0 END), 0),
               coalesce(sum(CASE WHEN from_at > $2 OR until_at > $2 THEN 1 ELSE 0 END), 0) FROM billing_members WHERE account_id = $1",
            self.house.team.account,
            self.now.0
        );
        assert_eq!(found.expect("three numbers"), (begun, ended, 0), "{step}: begun, ended, dated later than now");
        drop(tx);
        self.house.whole().await;
    }
}

on_both! {
    async fn s5_whatever_changes_many_at_once_charges_equal_a_recount(db) {
        let mut walk = Walk { house: house(db).await, now: NOW };
        let (account, fatima) = (walk.house.team.account, 6);
        let mut tx = walk.house.db.write().await.unwrap();
        run!(
            &mut tx,
            "INSERT INTO numbers (account_id, id, e164, destination, member_id, created_at) VALUES ($1, $2, '+15035550142', 'member', $3, $4)",
            account,
            model::NumberId::new(),
            walk.house.ids[KOFI],
            NOW.0
        )
        .unwrap();
        tx.commit().await.unwrap();
        walk.look("the beginning", 6, 0).await;

        let pro = walk.bulk(BulkAction::ChangePlan(Plan::Pro), &[MARISOL, PRIYA, KOFI, fatima]).await.unwrap();
        assert_eq!(pro.changed, 4);
        walk.look("a bulk change of plan; the invited one is not charged", 3, 3).await;
        walk.undo(&pro).await;
        walk.look("and its undoing", 3, 3).await;

        let out = walk.bulk(BulkAction::Suspend, &[PRIYA, KOFI]).await.unwrap();
        walk.look("those who are suspended keep their seat", 0, 0).await;
        walk.undo(&out).await;
        walk.look("and go on", 0, 0).await;

        let gone = walk.bulk(BulkAction::Delete, &[PRIYA, KOFI, fatima]).await.unwrap();
        assert_eq!(gone.changed, 3);
        walk.look("a bulk deletion, one with a number", 0, 2).await;
        walk.undo(&gone).await;
        walk.look("and its undoing", 2, 0).await;

        // Refused, so nothing is recorded.
        let mut tx = walk.house.db.write().await.unwrap();
        run!(&mut tx, "UPDATE plan_seats SET bought = used, included = 0 WHERE account_id = $1 AND plan = 'plus'", account).unwrap();
        tx.commit().await.unwrap();
        walk.bulk(BulkAction::ChangePlan(Plan::Plus), &[PRIYA, KOFI]).await.unwrap_err();
        walk.look("seats were missing", 0, 0).await;

        let done = walk
            .import(
                "Full name,Email,Role,Plan\n\
                 Priya Raghunathan,priya@example.com,Agent,Pro\n\
                 Fatima Benali,fatima@example.com,Agent,Pro\n\
                 Ikaika Moku,ikaika@larkspur.test,Agent,Pro\n\
                 Zsófia Kertész,zsofia@larkspur.test,Agent,Basic\n",
            )
            .await;
        assert_eq!((done.done.new, done.done.changed), (2, 4));
        walk.look("an import changes one who is charged; the others are invited", 1, 1).await;

        walk.next();
        let mut tx = walk.house.db.write().await.unwrap();
        let invited = all!(&mut tx, (MemberId,), "SELECT id FROM members WHERE account_id = $1 AND state = 'invited'", account).unwrap();
        assert_eq!(invited.len(), 3);
        for (id,) in invited {
            assert!(invitations::accept(&mut tx, account, id, "hash", walk.now).await.unwrap());
        }
        tx.commit().await.unwrap();
        walk.look("those who accept are charged from then", 3, 0).await;

        let amara = walk.next();
        change_plan(&amara.request(), walk.house.ids[AMARA], Plan::Pro, Plan::Basic).await.unwrap();
        walk.look("one by itself", 1, 1).await;

        let everybody = walk.bulk(BulkAction::ChangePlan(Plan::Basic), &[AMARA, MARISOL, PRIYA, KOFI, fatima]).await.unwrap();
        assert_eq!((everybody.changed, everybody.already), (3, 2));
        walk.look("a bulk change over those an import changed", 3, 3).await;
        let open = "SELECT count(*) FROM billing_members WHERE until_at IS NULL";
        assert_eq!(walk.house.count(open).await, walk.house.count("SELECT count(*) FROM members WHERE state IN ('active', 'suspended')").await);
    }
}
