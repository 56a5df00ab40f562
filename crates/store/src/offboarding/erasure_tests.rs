//! After erasure nothing in the whole database tells of the person but account-owned history (M17), on both engines.

use super::erasure;
use super::{KEPT, Transfer};
use crate::audit::Author;
use crate::offboarding;
use crate::offboarding::tests::{signed_in, target};
use crate::sessions::attempts::{self, Limit};
use crate::sql::{one, run};
use crate::team::views;
use crate::testing::{NOW, TestTeam, on_both};
use crate::{Db, Tx, activity as history, audit, outbox, supervision, tokens};
use model::audit::{About, AuditAction, Change, Field, Subject, Value};
use model::history::HistoryKind;
use model::instant::{DAY, HOUR};
use model::mail::Mail;
use model::sessions::Actor;
use model::{EmailAddress, ImportId, MemberId, PersonName, RoleKind};
use policy::{Action, check as decide};
use sqlx::Row;

/// All that is Dana's, as it may be written anywhere.
const HERS: [&str; 9] = [
    "Whitfield",
    "whitfield",
    "dana.w@private.example",
    "dana.old@private.example",
    "+15035557701",
    "+15035557702",
    "203.0.113.77",
    "photo-of-dana",
    "Lynx on Amiga",
];

/// Every text and blob of every table, one line for each row: "table: values".
async fn everything(tx: &mut Tx) -> Vec<String> {
    let mut lines = Vec::new();
    match tx {
        Tx::Sqlite(c) => {
            let tables = sqlx::query("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'search_index'")
                .fetch_all(&mut **c)
                .await
                .unwrap();
            for table in tables {
                let name: String = table.get(0);
                let rows = sqlx::query(sqlx::AssertSqlSafe(format!("SELECT * FROM {name}")))
                    .fetch_all(&mut **c)
                    .await
                    .unwrap();
                for row in rows {
                    let values = (0..row.len()).map(|i| row.get_unchecked::<Option<Vec<u8>>, _>(i).unwrap_or_default());
                    let text = values.map(|v| String::from_utf8_lossy(&v).into_owned()).collect::<Vec<_>>().join(" | ");
                    lines.push(format!("{name}: {text}"));
                }
            }
        }
        Tx::Postgres(c) => {
            let tables = sqlx::query("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
                .fetch_all(&mut **c)
                .await
                .unwrap();
            for table in tables {
                let name: String = table.get(0);
                let text = format!("SELECT row_to_json(t)::text FROM {name} t");
                for row in sqlx::query(sqlx::AssertSqlSafe(text)).fetch_all(&mut **c).await.unwrap() {
                    lines.push(format!("{name}: {}", row.get::<String, _>(0)));
                }
            }
        }
    }
    lines
}

/// Lines in which this stands, also as the hexadecimal digits PostgreSQL writes of bytes.
fn found<'a>(lines: &'a [String], what: &str) -> Vec<&'a String> {
    let hex: String = what.bytes().map(|b| format!("{b:02x}")).collect();
    lines.iter().filter(|line| line.contains(what) || line.contains(&hex)).collect()
}

/// How often it stands in the embedded database's files, deleted rows and the log of changes included.
async fn times_in_files(db: &Db, what: &str) -> Option<usize> {
    let Db::Sqlite { read, .. } = db else { return None };
    let path: String =
        sqlx::query_scalar("SELECT file FROM pragma_database_list WHERE name = 'main'").fetch_one(read).await.unwrap();
    let files = ["", "-wal"].map(|end| std::fs::read(format!("{path}{end}")).unwrap_or_default());
    Some(files.iter().flat_map(|bytes| bytes.windows(what.len())).filter(|part| *part == what.as_bytes()).count())
}

struct Planted {
    team: TestTeam,
    amara: Actor,
    dana: MemberId,
}

/// Puts Dana into every table that can tell of somebody.
async fn planted(tx: &mut Tx) -> Planted {
    let team = TestTeam::new(tx).await.unwrap();
    let account = team.account;
    let amara =
        team.member("Amara", "Okonkwo").role(RoleKind::Administrator).extension(100_100).insert(tx).await.unwrap();
    let kofi = team.member("Kofi", "Mensah").extension(100_112).insert(tx).await.unwrap();
    let dana = team
        .member("Dana", "Whitfield")
        .sign_in("dana.w@private.example")
        .extension(100_104)
        .forwarding(&["+15035557702"]);
    let dana = dana.insert(tx).await.unwrap();
    let (_, amara) = signed_in(tx, &team, amara).await;
    let (_, herself) = signed_in(tx, &team, dana).await;
    run!(
        tx,
        "UPDATE members SET mobile = '+15035557701', photo = 'photo-of-dana', greeting = 'Whitfield here', voicemail_greeting = 'No Whitfield here', last_sign_in_agent = 'Lynx on Amiga', time_zone = 'Europe/Dublin'
         WHERE account_id = $1 AND id = $2",
        account,
        dana
    )
    .unwrap();
    run!(
        tx,
        "INSERT INTO photos (account_id, hash, bytes, created_at) VALUES ($1, 'photo-of-dana', $2, 1)",
        account,
        vec![1_u8]
    )
    .unwrap();
    run!(tx, "UPDATE sessions SET address = '203.0.113.77' WHERE account_id = $1 AND member_id = $2", account, dana)
        .unwrap();
    run!(
        tx,
        "INSERT INTO invitations (account_id, member_id, invited_by, invited_by_name, sent_at, expires_at) VALUES ($1, $2, $3, 'Dana Whitfield', 1, 2)",
        account,
        kofi,
        dana
    )
    .unwrap();
    let guesses = Limit { bucket: "name:dana.w@private.example", most: 5, window: HOUR };
    attempts::count(tx, guesses, 1, NOW).await.unwrap();
    views::save(tx, account, dana, "My view", "q=Whitfield").await.unwrap();
    tokens::issue(tx, b"hash", tokens::Purpose::Reset, Some((account, dana)), NOW, HOUR).await.unwrap();
    let name = PersonName { first: "Dana".into(), last: "Whitfield".into() };
    let to = EmailAddress::parse("dana.w@private.example").unwrap();
    let text = format!("A new password, {}", name.first);
    let mail = Mail { subject: "Set a new Teamline password".into(), html: text.clone(), text };
    outbox::queue(tx, account, Some(dana), &to, &mail, NOW).await.unwrap();
    let import = ImportId::new();
    run!(
        tx,
        "INSERT INTO imports (account_id, id, member_id, file_name, created_at) VALUES ($1, $2, $3, 'team.csv', $4)",
        account,
        import,
        amara.member,
        NOW.0
    )
    .unwrap();
    run!(
        tx,
        "INSERT INTO import_rows (account_id, import_id, line, troubled, shown) VALUES ($1, $2, 2, FALSE, $3)",
        account,
        import,
        r#"{"name":"Dana Whitfield","sign_in":"dana.w@private.example"}"#
    )
    .unwrap();
    entries(tx, &team, &amara, &herself, dana).await;
    for kind in [HistoryKind::Voicemail, HistoryKind::Call] {
        let new = history::NewEntry {
            member: dana,
            at: NOW,
            kind,
            incoming: true,
            peer: "+15035550199",
            seconds: 12,
            body: "",
        };
        history::record(tx, account, &new).await.unwrap();
    }
    Planted { team, amara, dana }
}

/// By her, about her, and mentioning her; a renaming and a change of address among them.
async fn entries(tx: &mut Tx, team: &TestTeam, amara: &Actor, herself: &Actor, dana: MemberId) {
    let (by_amara, by_dana) = (Author::of(amara, "192.0.2.1"), Author::of(herself, "203.0.113.77"));
    let about = Subject::member(dana, "Dana Whitfield");
    let change = |field, before, after| Change::new(field, Value::text(before), Value::text(after));
    let told = [
        (&by_amara, &about, change(Field::SignIn, "dana.old@private.example", "dana.w@private.example")),
        (&by_amara, &about, change(Field::Role, "Agent", "Agent")),
        (&by_dana, &Subject::account(team.account, "Larkspur Home"), change(Field::Name, "", "Larkspur")),
        (
            &by_amara,
            &Subject { about: About::Group(model::GroupId(9)), name: "Support".to_owned() },
            change(Field::Members, "", "Dana Whitfield, Kofi Mensah"),
        ),
    ];
    for (author, subject, change) in told {
        audit::append(tx, team.account, author, AuditAction::EditMember, subject, &[change], false, NOW).await.unwrap();
    }
    let session = one!(
        tx,
        (model::SessionId,),
        "SELECT id FROM sessions WHERE account_id = $1 AND member_id = $2",
        team.account,
        amara.member
    );
    let may = decide(amara, Action::Supervise, &target(tx, team, amara, dana).await).unwrap();
    supervision::begin(tx, team.account, session.unwrap().0, &may, "Dana Whitfield asked", NOW).await.unwrap();
}

on_both! {
    async fn m17_an_erased_person_is_nowhere_in_the_database_and_the_history_stays(db) {
        let mut tx = db.write().await.unwrap();
        let Planted { team, amara, dana } = planted(&mut tx).await;
        let before = everything(&mut tx).await;
        for what in HERS {
            assert!(!found(&before, what).is_empty(), "the search finds {what} while it is there");
        }
        let may = decide(&amara, Action::Delete, &target(&mut tx, &team, &amara, dana).await).unwrap();
        let kofi = one!(&mut tx, (MemberId,), "SELECT id FROM members WHERE account_id = $1 AND first_name = 'Kofi'", team.account).unwrap().0;
        let transfer = Transfer { to: Some(kofi), history: true, ..Transfer::default() };
        offboarding::delete(&mut tx, team.account, &may, transfer, NOW, NOW.plus(KEPT)).await.unwrap();
        audit::append(&mut tx, team.account, &Author::of(&amara, ""), AuditAction::Delete, &Subject::member(dana, "Dana Whitfield"), &[], true, NOW).await.unwrap();
        tx.commit().await.unwrap();

        assert_eq!(erasure::run_due(&db, NOW.plus(KEPT - 1)).await.unwrap(), 0, "not before its time");
        let mut tx = db.read().await.unwrap();
        assert_eq!(target(&mut tx, &team, &amara, dana).await.name, "Dana Whitfield", "until then she is deleted, and there");
        drop(tx);
        for what in HERS {
            assert_ne!(times_in_files(&db, what).await, Some(0), "{what} is in the database's files while it is there");
        }
        assert_eq!(erasure::run_due(&db, NOW.plus(KEPT)).await.unwrap(), 1);
        assert_eq!(erasure::run_due(&db, NOW.plus(KEPT)).await.unwrap(), 0, "once is enough");

        let mut tx = db.read().await.unwrap();
        let after = everything(&mut tx).await;
        for what in HERS {
            assert_eq!(found(&after, what), Vec::<&String>::new(), "{what}");
        }
        for what in HERS {
            assert!(times_in_files(&db, what).await.is_none_or(|n| n == 0), "{what} in the database's files");
        }
        assert_eq!(audit::proof::first_broken(&mut tx, team.account).await.unwrap(), None, "the chain holds");
        let beside = "Former member (ext. 100104), Kofi Mensah";
        assert!(after.iter().any(|l| l.starts_with("audit:") && l.contains(beside)), "who stood beside her in an entry stays");
        let hers = history::of_member(&mut tx, team.account, model::Country::default(), dana, 10).await.unwrap();
        assert_eq!(hers[0].member, "Former member (ext. 100104)");
        let his = history::of_member(&mut tx, team.account, model::Country::default(), kofi, 10).await.unwrap();
        assert_eq!(his[0].transferred_from.as_deref(), Some("Former member (ext. 100104)"));
        assert!(crate::members::target(&mut tx, team.account, amara.member, dana).await.unwrap().is_none(), "and answers as missing");
    }

    async fn m17_somebody_restored_in_time_is_not_erased(db) {
        let mut tx = db.write().await.unwrap();
        let Planted { team, amara, dana } = planted(&mut tx).await;
        let may = decide(&amara, Action::Delete, &target(&mut tx, &team, &amara, dana).await).unwrap();
        offboarding::delete(&mut tx, team.account, &may, Transfer::default(), NOW, NOW.plus(KEPT)).await.unwrap();
        let may = decide(&amara, Action::Restore, &target(&mut tx, &team, &amara, dana).await).unwrap();
        offboarding::restore(&mut tx, team.account, &may, 6, NOW.plus(DAY)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(erasure::run_due(&db, NOW.plus(KEPT)).await.unwrap(), 0);
        let mut tx = db.read().await.unwrap();
        assert_eq!(target(&mut tx, &team, &amara, dana).await.name, "Dana Whitfield");
    }

    async fn g1_nobody_edits_an_entry_but_for_an_erasure(db) {
        let mut tx = db.write().await.unwrap();
        let Planted { team, .. } = planted(&mut tx).await;
        tx.commit().await.unwrap();
        let mut tx = db.write().await.unwrap();
        let edited = run!(&mut tx, "UPDATE audit SET target_name = 'Kofi' WHERE account_id = $1 AND number = 1", team.account);
        assert!(edited.is_err_and(|e| e.is("audit_is_append_only")));
        drop(tx);
        // Even whoever writes a seal of the right length can't change a word that was not erased without it showing.
        let mut tx = db.write().await.unwrap();
        run!(&mut tx, "UPDATE audit SET actor_name = 'Kofi', seal = $2 WHERE account_id = $1 AND number = 1", team.account, vec![1_u8; 165]).unwrap();
        assert_eq!(audit::proof::first_broken(&mut tx, team.account).await.unwrap(), Some(1));
        drop(tx);
        let mut tx = db.write().await.unwrap();
        let who = run!(&mut tx, "UPDATE audit SET action = 'other', seal = $2 WHERE account_id = $1 AND number = 1", team.account, vec![1_u8; 165]);
        assert!(who.is_err_and(|e| e.is("audit_is_append_only")));
    }
}
