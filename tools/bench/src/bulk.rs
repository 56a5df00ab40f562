//! P3, P4 and P6: roles of a thousand and of everybody changed and taken back, on copies of the data set, so that it
//! stays as it was, and the memory that took.
//!
//! Ours goes through the whole server: session, plan by policy, items, audit chain, counters. The floor writes the same
//! rows by rusqlite in one transaction and asks nobody. Each run changes the same people there and back, so every run
//! writes as much.

use crate::child;
use crate::data::Data;
use crate::http::Connection as Http;
use crate::rounds::Figures;
use crate::table::{Row, Target, Unit};
use crate::{Plan, data, root, say};
use anyhow::{Context, Result, ensure};
use rusqlite::{Connection, params};
use std::path::PathBuf;
use std::time::Instant;

/// Members of P3.
const SELECTED: usize = 1_000;

/// Two roles to go to and fro between.
struct Roles {
    agent: [u8; 16],
    manager: [u8; 16],
}

pub async fn measure(plan: &Plan, data: &Data) -> Result<Vec<Row>> {
    say("P3, P4: bulk");
    let (ours_in, floor_in) = (copy(data, "bulk-ours")?, copy(data, "bulk-floor")?);
    let bare = Connection::open(floor_in.join("teamline.db"))?;
    bare.execute_batch(
        "PRAGMA journal_mode = wal; PRAGMA synchronous = full; PRAGMA foreign_keys = on; PRAGMA cache_size = -8192;",
    )?;
    let roles = roles(&bare, data)?;
    let copied = Data { folder: ours_in.clone(), database: ours_in.join("teamline.db"), ..*data };
    let server = child::start_teamline(&copied, &root().join("target/site"))?;
    let session = data::sign_in(server.address).await?;
    let idle = server.memory("VmRSS");
    let mut rows = thousand(plan, data, &server, &session, &bare, &roles).await?;
    // Reads what the server has written.
    let changed = Connection::open(&copied.database)?;
    rows.extend(all(plan, data, &server, &session, [&bare, &changed], &roles).await?);
    drop(changed);
    let most = server.memory("VmHWM");
    for (task, figure, target) in [
        ("memory of the server, idle, someone signed in", idle, 25.0),
        ("memory of the server, its most while all roles changed and were taken back", most, 64.0),
    ] {
        let ours = figure.map(|mb| Figures(vec![mb]));
        rows.push(Row {
            id: "P6",
            task: task.to_owned(),
            unit: Unit::Mb,
            ours,
            floor: None,
            target: Target::AtMost(target),
        });
    }
    drop(server);
    for folder in [ours_in, floor_in] {
        let _gone = std::fs::remove_dir_all(folder);
    }
    Ok(rows)
}

/// P3: the same people to and fro, so that each run writes as much.
async fn thousand(
    plan: &Plan,
    data: &Data,
    server: &child::Running,
    session: &str,
    bare: &Connection,
    roles: &Roles,
) -> Result<Vec<Row>> {
    let ids = members(bare, data, roles)?;
    let selection = format!("id={}", ids.iter().map(|id| uuid_text(*id)).collect::<Vec<_>>().join(","));
    let (mut ours, mut floor) = (Figures::default(), Figures::default());
    for round in 0..plan.rounds * 2 {
        let to = if round % 2 == 0 { roles.manager } else { roles.agent };
        ours.0.push(apply(server, session, &selection, to).await?);
        floor.0.push(write(bare, data, &ids, to)?);
    }
    say(&format!("P3: {} members", ids.len()));
    let (task, target) = (format!("role of {} selected members changed", ids.len()), Target::Times(1.5));
    Ok(vec![Row { id: "P3", task, unit: Unit::Ms, ours: Some(ours), floor: Some(floor), target }])
}

/// P4: everybody's role changed by one filter, and each given back what they had.
async fn all(
    plan: &Plan,
    data: &Data,
    server: &child::Running,
    session: &str,
    [bare, changed]: [&Connection; 2],
    roles: &Roles,
) -> Result<Vec<Row>> {
    let ids = everybody(bare, data)?;
    let [mut ours, mut back, mut floor] = [const { Figures(Vec::new()) }; 3];
    for round in 0..plan.rounds {
        ours.0.push(apply(server, session, "all=1", roles.manager).await?);
        back.0.push(undo(server, session, last_entry(changed, data)?).await?);
        floor.0.push(write(bare, data, &ids, if round % 2 == 0 { roles.manager } else { roles.agent })?);
        say(&format!("P4: round {} of {}", round + 1, plan.rounds));
    }
    let row = |task: &str, ours: Figures, floor: &Figures| {
        let task = format!("role of all {} members {task}", data.members);
        Row {
            id: "P4",
            task,
            unit: Unit::Ms,
            ours: Some(ours),
            floor: Some(floor.clone()),
            target: Target::AtMost(3_000.0),
        }
    };
    Ok(vec![row("changed", ours, &floor), row("taken back", back, &floor)])
}

fn copy(data: &Data, name: &str) -> Result<PathBuf> {
    let folder = root().join("target/bench-data").join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir_all(&folder)?;
    let source = Connection::open(&data.database)?;
    source.execute("VACUUM INTO ?1", [folder.join("teamline.db").display().to_string()])?;
    Ok(folder)
}

fn account(data: &Data) -> [u8; 16] {
    data.account.0.to_be_bytes()
}

fn roles(bare: &Connection, data: &Data) -> Result<Roles> {
    let of = |kind: &str| {
        bare.query_row("SELECT id FROM roles WHERE account_id = ?1 AND kind = ?2", params![account(data), kind], |r| {
            r.get(0)
        })
    };
    Ok(Roles { agent: of("agent")?, manager: of("manager")? })
}

/// The newest entry of the log.
fn last_entry(changed: &Connection, data: &Data) -> Result<model::AuditId> {
    let text = "SELECT id FROM audit WHERE account_id = ?1 ORDER BY number DESC LIMIT 1";
    let id: [u8; 16] = changed.query_row(text, [account(data)], |r| r.get(0))?;
    Ok(model::AuditId(u128::from_be_bytes(id)))
}

/// A thousand Agents, from all over the account.
fn members(bare: &Connection, data: &Data, roles: &Roles) -> Result<Vec<[u8; 16]>> {
    let text = "SELECT id FROM members WHERE account_id = ?1 AND role_id = ?2 AND state <> 'deleted' ORDER BY random() LIMIT ?3";
    let mut found = bare.prepare(text)?;
    let ids = found.query_map(params![account(data), roles.agent, SELECTED as i64], |r| r.get(0))?;
    ids.collect::<rusqlite::Result<_>>().context("no members")
}

/// Everybody but the Administrator at the keyboard, who can't demote themselves (R7).
fn everybody(bare: &Connection, data: &Data) -> Result<Vec<[u8; 16]>> {
    let mut found = bare.prepare("SELECT id FROM members WHERE account_id = ?1 AND state <> 'deleted' AND id <> ?2")?;
    let ids = found.query_map(params![account(data), data.member.0.to_be_bytes()], |r| r.get(0))?;
    ids.collect::<rusqlite::Result<_>>().context("no members")
}

fn uuid_text(id: [u8; 16]) -> String {
    model::MemberId(u128::from_be_bytes(id)).to_string()
}

/// One change through the server, from the request to its outcome, in milliseconds.
async fn apply(server: &child::Running, session: &str, selection: &str, to: [u8; 16]) -> Result<f64> {
    let key = model::AuditId::new();
    let selection = model::query_string::encode(selection);
    post(server, session, "/api/bulk/apply", &format!("kind=role&to={}&selection={selection}&key={key}", uuid_text(to)))
        .await
}

/// Takes an entry of the log back, in milliseconds.
async fn undo(server: &child::Running, session: &str, entry: model::AuditId) -> Result<f64> {
    post(server, session, "/api/audit/undo", &format!("entry={entry}&key={}", model::AuditId::new())).await
}

async fn post(server: &child::Running, session: &str, path: &str, body: &str) -> Result<f64> {
    // As a form without script sends it: the answer then waits for the outcome.
    let request = format!(
        "POST {path} HTTP/1.1\r\nhost: {}\r\nsec-fetch-site: same-origin\r\naccept: text/html\r\ncookie: {session}\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        server.address,
        body.len()
    );
    let mut connection = Http::open(server.address).await?;
    let start = Instant::now();
    connection.send(request.as_bytes()).await?;
    let took = start.elapsed().as_secs_f64() * 1000.0;
    let led = connection.header("location").unwrap_or_default().to_owned();
    ensure!(led.contains("/team/bulk/done"), "{path} answered {} {led}", connection.status());
    Ok(took)
}

/// The same writes and nothing around them: roles, one row for each in the log, one entry.
fn write(bare: &Connection, data: &Data, ids: &[[u8; 16]], to: [u8; 16]) -> Result<f64> {
    let start = Instant::now();
    bare.execute_batch("BEGIN IMMEDIATE")?;
    let account = account(data);
    let number: i64 = bare.query_row(
        "UPDATE audit_heads SET number = number + 1 WHERE account_id = ?1 RETURNING number",
        [account],
        |r| r.get(0),
    )?;
    let (kind, rank, name): (String, i64, String) = bare.query_row(
        "SELECT kind, rank, name FROM roles WHERE account_id = ?1 AND id = ?2",
        params![account, to],
        |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)),
    )?;
    {
        let mut item = bare.prepare_cached(
            "INSERT INTO audit_items (account_id, number, member_id, name, before, after, before_id, after_id)
             SELECT m.account_id, ?2, m.id, m.first_name || ' ' || m.last_name, r.name, ?4, m.role_id, ?5
             FROM members m JOIN roles r ON r.account_id = m.account_id AND r.id = m.role_id WHERE m.account_id = ?1 AND m.id = ?3 AND m.role_id <> ?5",
        )?;
        let mut update = bare.prepare_cached(
            "UPDATE members SET role_id = ?3, role_kind = ?4, role_rank = ?5, version = version + 1 WHERE account_id = ?1 AND id = ?2 AND role_id <> ?3",
        )?;
        for id in ids {
            item.execute(params![account, number, id, name, to])?;
            update.execute(params![account, id, to, kind, rank])?;
        }
    }
    bare.execute(
        "INSERT INTO audit (account_id, number, id, at, actor_name, action, target_kind, target_name, changes, hash)
         VALUES (?1, ?2, randomblob(16), 0, '', 'bulk.role', 'role', '', '[]', x'')",
        params![account, number],
    )?;
    bare.execute_batch("COMMIT")?;
    Ok(start.elapsed().as_secs_f64() * 1000.0)
}
