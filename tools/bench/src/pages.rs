//! P1: server time of the Team page over one kept-alive loopback connection, one request at a time, uncompressed.

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

pub async fn measure(plan: &Plan, data: &Data, ours: &Running, floor: &Running, session: &str) -> Result<Vec<Row>> {
    let bare = floor_sql::open(&data.database)?;
    let (mut to_ours, mut to_floor) = (Connection::open(ours.address).await?, Connection::open(floor.address).await?);
    let mut rows = Vec::new();
    for (task, _, query) in depths(data, &bare)? {
        let path = query.href("/team");
        let (ask_ours, ask_floor) =
            (get(ours.address, &path, session, false), get(floor.address, &path, session, false));
        let (mut of_ours, mut of_floor) = (Figures::default(), Figures::default());
        let (our_bytes, floor_bytes) = (to_ours.fetch(&ask_ours).await?, to_floor.fetch(&ask_floor).await?);
        for _ in 0..plan.rounds {
            of_ours.0.push(time_async(plan.repeat, async || to_ours.fetch(&ask_ours).await.map(drop)).await?);
            of_floor.0.push(time_async(plan.repeat, async || to_floor.fetch(&ask_floor).await.map(drop)).await?);
        }
        let task = format!("Team page over HTTP, {task} ({} kB, floor {} kB)", our_bytes / 1000, floor_bytes / 1000);
        rows.push(Row {
            id: "P1",
            task,
            unit: Unit::Ms,
            ours: Some(of_ours),
            floor: Some(of_floor),
            target: Target::AtMost(1.0),
        });
    }
    Ok(rows)
}
