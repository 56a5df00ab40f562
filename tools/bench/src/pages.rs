//! P1: server time of the Team page over one keep-alive loopback connection, one request at a time, compressed as for a
//! browser; beside a bare Leptos page (L) and a bare handler (H).

use crate::Plan;
use crate::child::Running;
use crate::data::Data;
use crate::floor_sql;
use crate::floor_sql::Place;
use crate::http::{Connection, get};
use crate::rounds::{Figures, time_async};
use crate::table::{Row, Target, Unit};
use anyhow::{Context, Result};
use model::MemberId;
use model::team::{Cursor, TeamQuery};
use std::path::PathBuf;

/// The first page and the one at 90% depth: words, place for the bare query, query for ours.
pub fn depths(data: &Data, bare: &rusqlite::Connection) -> Result<Vec<(&'static str, Place, TeamQuery)>> {
    let ordinal = data.members / 10 * 9;
    let deep = floor_sql::place_at(bare, data.account, ordinal)?;
    let id: [u8; 16] = deep.id.as_slice().try_into().context("an id has 16 bytes")?;
    let key = deep.name_key.iter().map(|b| format!("{b:02x}")).collect();
    let cursor = Cursor { key, id: MemberId(u128::from_be_bytes(id)), forward: true, at: u64::from(ordinal) + 1 };
    let far = TeamQuery { cursor: Some(cursor), ..TeamQuery::default() };
    Ok(vec![("first page", Place::default(), TeamQuery::default()), ("at 90% depth", deep, far)])
}

/// Keeps our first page in a file, for the floor to format the same.
pub async fn capture(data: &Data, ours: &Running, session: &str) -> Result<PathBuf> {
    let mut connection = Connection::open(ours.address).await?;
    connection.fetch(&get(ours.address, "/team", session, false)).await?;
    let file = data.folder.join("page.html");
    std::fs::write(&file, connection.body()?)?;
    // The account goes with it.
    std::fs::write(file.with_extension("account"), data.account.to_string())?;
    Ok(file)
}

/// A page's address here and at a floor.
fn asked(server: &Running, query: &TeamQuery, path: &str, session: &str) -> Vec<u8> {
    get(server.address, &query.href(path), session, true)
}

pub async fn measure(plan: &Plan, data: &Data, ours: &Running, floor: &Running, session: &str) -> Result<Vec<Row>> {
    let bare = floor_sql::open(&data.database)?;
    let (mut to_ours, mut to_floor) = (Connection::open(ours.address).await?, Connection::open(floor.address).await?);
    let mut rows = Vec::new();
    for (task, _, query) in depths(data, &bare)? {
        let ask_ours = asked(ours, &query, "/team", session);
        let ask_floors = ["/leptos", "/team"].map(|path| asked(floor, &query, path, session));
        let [mut of_ours, mut of_leptos, mut of_plain] = [const { Figures(Vec::new()) }; 3];
        let mut bytes = vec![to_ours.fetch(&ask_ours).await?];
        for ask in &ask_floors {
            bytes.push(to_floor.fetch(ask).await?);
        }
        for _ in 0..plan.rounds {
            of_ours.0.push(time_async(plan.repeat, async || to_ours.fetch(&ask_ours).await.map(drop)).await?);
            for (ask, figures) in ask_floors.iter().zip([&mut of_leptos, &mut of_plain]) {
                figures.0.push(time_async(plan.repeat, async || to_floor.fetch(ask).await.map(drop)).await?);
            }
        }
        for (which, figures, floor_bytes, target) in
            [("L", of_leptos, bytes[1], Target::Times(1.5)), ("H", of_plain, bytes[2], Target::Seen)]
        {
            let (ours, theirs) = (bytes[0] as f64 / 1000.0, floor_bytes as f64 / 1000.0);
            rows.push(Row {
                id: "P1",
                task: format!("whole Team page as a browser asks, {task} ({ours:.1} kB; floor {which} {theirs:.1} kB)"),
                unit: Unit::Ms,
                ours: Some(of_ours.clone()),
                floor: Some(figures),
                target,
            });
        }
    }
    Ok(rows)
}
