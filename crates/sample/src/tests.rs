//! A sample team is the same every time, keeps the rules of the SPEC, and loads whole on both engines.

use crate::*;
use model::instant::Instant;
use model::{AccountId, EmailAddress, MemberState, PhoneNumber, Username};
use std::collections::HashSet;
use store::sql::{all, one};
use store::{Db, Tx};

const NOW: Instant = Instant(1_763_760_000_000_000);

#[test]
fn a1_the_same_seed_makes_the_same_team() {
    let team = |seed| Sample::new(seed, 400).people().collect::<Vec<_>>();
    assert_eq!(team(7), team(7));
    assert_ne!(team(7)[50..], team(8)[50..]);
    // A fingerprint kept over releases: who changes the stream changes every benchmark's data.
    let names: Vec<String> =
        Sample::new(SEED, 40).people().skip(22).take(4).map(|p| format!("{} {}", p.first, p.last)).collect();
    assert_eq!(names, FINGERPRINT);
}

const FINGERPRINT: [&str; 4] = ["Miriam Katz", "Khatuna Karapetyan", "Phạm Thị Lộc", "Ramón Torres"];

#[test]
fn a1_the_first_people_are_those_of_the_design() {
    let sample = Sample::new(SEED, 5);
    let people: Vec<_> = sample.people().collect();
    assert_eq!(sample.company, "Larkspur Logistics");
    assert_eq!(
        people.iter().map(|p| p.first.as_str()).collect::<Vec<_>>(),
        ["Amara", "Marisol", "Dana", "Nguyễn Thị", "Oluwaseun"]
    );
    assert_eq!((people[0].sign_in.as_str(), people[0].role), (FIRST_SIGN_IN, SampleRole::Administrator));
    assert_eq!((people[2].extension, people[2].direct.as_deref()), (118, Some("+15035550142")));
    assert_eq!(Sample::new(SEED, 1_300).people().nth(2).map(|p| p.extension), Some(1018));
}

#[test]
fn m5_m11_n3_sign_ins_extensions_and_numbers_are_given_once() {
    for members in [5, 100, 760, 1_300, 12_000] {
        let sample = Sample::new(SEED, members);
        let (mut names, mut extensions, mut numbers) = (HashSet::new(), HashSet::new(), HashSet::new());
        let shared: Vec<_> = sample.numbers.iter().map(|n| n.e164.clone()).collect();
        assert!(shared.iter().all(|n| numbers.insert(n.clone())), "shared of {members}");
        assert!(sample.groups.iter().all(|g| extensions.insert(g.extension)));
        for p in sample.people() {
            assert!(names.insert(p.sign_in.to_lowercase()), "{}", p.sign_in);
            assert!(extensions.insert(p.extension), "{} of {members}", p.extension);
            assert!(p.direct.iter().all(|d| numbers.insert(d.clone())), "{:?} of {members}", p.direct);
            assert!(
                Extension::parse(&p.extension.to_string(), sample.extension_digits).is_ok(),
                "{} of {members}",
                p.extension
            );
        }
        assert_eq!(names.len() as u64, members);
        let last = numbers.iter().filter_map(|n| lines::line(n)).max().unwrap_or_default();
        assert!(last < sample.first_line + sample.lines(), "the lines said are not passed");
    }
}

#[test]
fn a3_two_companies_share_no_sign_in_and_no_number() {
    let first = Sample::new(SEED, 100);
    let second = Sample::numbered(SEED, 1, 100, first.lines());
    let mut seen = HashSet::new();
    for sample in [first, second] {
        for p in sample.people() {
            assert!(seen.insert(p.sign_in.clone()), "{}", p.sign_in);
            assert!(p.direct.is_none_or(|d| seen.insert(d)));
        }
        assert!(sample.numbers.into_iter().all(|n| seen.insert(n.e164)));
    }
}

#[test]
fn every_value_is_one_that_a_form_would_take() {
    for p in Sample::new(SEED, 3_000).people() {
        match p.has_email {
            true => assert!(EmailAddress::parse(&p.sign_in).is_ok_and(|e| e.as_str().is_ascii()), "{}", p.sign_in),
            false => assert!(Username::parse(&p.sign_in).is_ok(), "{}", p.sign_in),
        }
        let phones = p.forwards.iter().map(|f| &f.e164).chain(&p.direct).chain(&p.mobile);
        for phone in phones {
            let read = PhoneNumber::parse(phone, model::Country::UnitedStates);
            assert_eq!(read.map(|n| n.e164().to_owned()).ok().as_ref(), Some(phone));
        }
        assert!(p.forwards.len() <= 3, "M12");
        assert!(p.forwards.iter().all(|f| lines::line(&f.e164).is_none()), "M12: forwards to a business number");
        assert!(p.state == MemberState::Active || !p.online);
    }
}

#[test]
fn a1_a_team_has_some_of_everything() {
    let people: Vec<_> = Sample::new(SEED, 1_300).people().collect();
    let count = |f: &dyn Fn(&Person) -> bool| people.iter().filter(|p| f(p)).count();
    assert!((2..=20).contains(&count(&|p| p.role == SampleRole::Administrator)));
    assert!((15..=60).contains(&count(&|p| p.role == SampleRole::Manager)));
    assert!(count(&|p| p.role == SampleRole::Custom(0)) > 5);
    let expired = model::instant::DAY * 7;
    assert!(count(&|p| p.state == MemberState::Invited && p.state_ago > expired) > 0);
    assert!(count(&|p| p.state == MemberState::Invited && p.state_ago < expired) > 2);
    assert!(count(&|p| p.state == MemberState::Suspended) > 3);
    assert!(count(&|p| !p.has_email) > 10);
    assert!(count(&|p| p.last.is_empty()) > 3);
    assert!(count(&|p| p.call_ago.is_some()) > 40 && count(&|p| p.wrap_left.is_some()) > 3);
    assert!(count(&|p| p.forwards.len() == 3) > 20 && count(&|p| p.direct.is_none()) > 200);
}

/// SQLite in a file of its own, and PostgreSQL in a database of its own when the tests have one.
async fn databases() -> Vec<(Db, Cleanup)> {
    let file = std::env::temp_dir().join(format!("teamline-sample-{}.db", uuid::Uuid::now_v7()));
    let mut all = vec![(Db::open(&format!("sqlite:{}", file.display())).await.unwrap(), Cleanup::File(file))];
    if let Ok(url) = std::env::var("TEST_POSTGRES_URL") {
        let name = format!("sample_{}", uuid::Uuid::now_v7().simple());
        let server = Db::open(&url).await.unwrap();
        if let Db::Postgres(pool) = &server {
            sqlx::query(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(pool).await.unwrap();
        }
        let own = url.rsplit_once('/').map_or(url.clone(), |(server, _)| format!("{server}/{name}"));
        all.push((Db::open(&own).await.unwrap(), Cleanup::Database(server, name)));
    }
    for (db, _) in &all {
        db.migrate().await.unwrap();
    }
    all
}

enum Cleanup {
    File(std::path::PathBuf),
    Database(Db, String),
}

impl Cleanup {
    async fn run(self, db: Db) {
        db.close().await;
        match self {
            Cleanup::File(file) => {
                for end in ["", "-wal", "-shm"] {
                    std::fs::remove_file(format!("{}{end}", file.display())).ok();
                }
            }
            Cleanup::Database(Db::Postgres(pool), name) => {
                sqlx::query(sqlx::AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)")))
                    .execute(&pool)
                    .await
                    .unwrap();
            }
            Cleanup::Database(..) => {}
        }
    }
}

/// Kept counters beside the same counted anew.
async fn counters_hold(tx: &mut Tx, account: AccountId) {
    let kept = one!(
        tx,
        (i64, i64, i64, i64, i64),
        "SELECT members, online, invited, suspended, no_direct FROM team_totals WHERE account_id = $1",
        account
    );
    let counted = one!(
        tx,
        (i64, i64, i64, i64, i64),
        "SELECT count(*), sum(CASE WHEN online AND state = 'active' THEN 1 ELSE 0 END), sum(CASE WHEN state = 'invited' THEN 1 ELSE 0 END),
           sum(CASE WHEN state = 'suspended' THEN 1 ELSE 0 END), sum(CASE WHEN direct IS NULL THEN 1 ELSE 0 END) FROM members WHERE account_id = $1",
        account
    );
    assert_eq!(kept.unwrap(), counted.unwrap());
    let seats = all!(
        tx,
        (String, i64, i64, i64),
        "SELECT plan, bought, used, (SELECT count(*) FROM members m WHERE m.account_id = s.account_id AND m.plan = s.plan) FROM plan_seats s WHERE account_id = $1",
        account
    );
    for (plan, bought, used, counted) in seats.unwrap() {
        assert!(
            used == counted && used < bought && bought < used + used / 20 + 10,
            "{plan}: {used} of {bought}, counted {counted}"
        );
    }
    let wrong = "SELECT (SELECT count(*) FROM roles r WHERE account_id = $1 AND members <> (SELECT count(*) FROM members m WHERE m.account_id = $1 AND m.role_id = r.id))
      + (SELECT count(*) FROM groups g WHERE account_id = $1 AND members <> (SELECT count(*) FROM group_members m WHERE m.account_id = $1 AND m.group_id = g.id))
      + (SELECT count(*) FROM members m WHERE account_id = $1 AND extension > 0
           AND NOT EXISTS (SELECT 1 FROM extensions e WHERE e.account_id = $1 AND e.number = m.extension AND e.member_id = m.id))
      + (SELECT count(*) FROM members m WHERE account_id = $1
           AND forwards <> (SELECT count(*) FROM forwarding_numbers f WHERE f.account_id = $1 AND f.member_id = m.id))
      + (SELECT count(*) FROM members m WHERE account_id = $1 AND supervises = 'groups'
           AND supervised_groups <> (SELECT count(*) FROM supervised_groups s WHERE s.account_id = $1 AND s.member_id = m.id))
      + (SELECT count(*) FROM members WHERE account_id = $1 AND search_text = '')";
    assert_eq!(one!(tx, (i64,), wrong, account).unwrap(), (0,));
}

#[tokio::test]
async fn a1_s1_a_whole_account_loads_with_true_counters() {
    for (db, cleanup) in databases().await {
        let started = std::time::Instant::now();
        let account = new_account(&db, SEED, 1_300, NOW, Some("$argon2id$made-up")).await.unwrap();
        println!("1,300 members: {:?}", started.elapsed());
        let mut tx = db.read().await.unwrap();
        counters_hold(&mut tx, account).await;
        let (members, administrators) =
            one!(&mut tx, (i64, i64), "SELECT members, administrators FROM team_totals WHERE account_id = $1", account)
                .unwrap();
        assert!(members == 1_300 && administrators >= 1, "{administrators}");
        let (direct,) =
            one!(&mut tx, (Option<String>,), "SELECT direct FROM members WHERE sign_in_key = 'dana@larkspur.test'")
                .unwrap();
        assert_eq!(direct.as_deref(), Some("+15035550142"));
        drop(tx);
        cleanup.run(db).await;
    }
}

#[tokio::test]
async fn a1_a_team_comes_into_an_account_and_leaves_its_administrator() {
    for (db, cleanup) in databases().await {
        let account = new_account(&db, SEED, 1, NOW, Some("$argon2id$made-up")).await.unwrap();
        load_into(&db, account, Sample::new(SEED, 1_300), NOW, &|_, _| {}).await.unwrap();
        let mut tx = db.read().await.unwrap();
        counters_hold(&mut tx, account).await;
        let amara = one!(
            &mut tx,
            (i64, bool),
            "SELECT extension, password_hash IS NOT NULL FROM members WHERE account_id = $1 AND sign_in_key = 'amara@larkspur.test'",
            account
        );
        assert_eq!(amara.unwrap(), (1000, true), "kept, with an extension of the new length");
        let (can_sign_in,) =
            one!(&mut tx, (i64,), "SELECT count(password_hash) FROM members WHERE account_id = $1", account).unwrap();
        assert_eq!(can_sign_in, 1);
        drop(tx);
        cleanup.run(db).await;
    }
}

/// Right after loading, PostgreSQL plans by what is there (P12).
#[tokio::test]
async fn p12_the_database_knows_its_size_once_a_team_is_loaded() {
    for (db, cleanup) in databases().await {
        new_account(&db, SEED, 200, NOW, None).await.unwrap();
        if matches!(db, Db::Postgres(_)) {
            let mut tx = db.read().await.unwrap();
            let sql = "SELECT CAST(reltuples AS BIGINT) FROM pg_class WHERE relname = 'members'";
            let known = one!(&mut tx, (i64,), sql).unwrap().0;
            assert!(known >= 200, "{known}");
        }
        cleanup.run(db).await;
    }
}

#[tokio::test]
async fn a3_many_accounts_load_side_by_side() {
    for (db, cleanup) in databases().await {
        let made = new_accounts(&db, SEED, 5, 30, NOW, None, &|_, _| {}).await.unwrap();
        let more = new_accounts(&db, SEED, 1, 30, NOW, None, &|_, _| {}).await.unwrap();
        let mut tx = db.read().await.unwrap();
        for account in made.iter().chain(&more) {
            counters_hold(&mut tx, *account).await;
        }
        assert_eq!(one!(&mut tx, (i64,), "SELECT count(DISTINCT name) FROM accounts").unwrap(), (6,));
        drop(tx);
        cleanup.run(db).await;
    }
}

/// How long the benchmark's data takes: `cargo test -p app --lib sample_times -- --ignored --nocapture`.
#[tokio::test]
#[ignore = "takes minutes; prints times"]
async fn sample_times() {
    for (db, cleanup) in databases().await {
        let engine = if matches!(db, Db::Postgres(_)) { "PostgreSQL" } else { "SQLite" };
        for (accounts, members) in [(1, 100_000), (100, 100)] {
            let started = std::time::Instant::now();
            new_accounts(&db, SEED, accounts, members, NOW, None, &|_, _| {}).await.unwrap();
            println!("{engine}: {accounts} × {members} members in {:?}", started.elapsed());
        }
        cleanup.run(db).await;
    }
}
