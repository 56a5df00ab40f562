//! P1 and P2 without HTTP: Teamline's store in this process against the bare queries.

use crate::data::Data;
use crate::floor_sql;
use crate::floor_sql::{Place, Search, Way};
use crate::rounds::{Figures, time, time_async};
use crate::table::{Row, Target, Unit};
use crate::{Plan, pages};
use anyhow::{Context, Result, ensure};
use model::team::TeamQuery;
use rusqlite::Connection;
use std::collections::{BTreeSet, HashMap};
use store::team;
use store::team::{TeamSight, TeamViewer};
use store::{Db, search};

/// The store and the bare connection, both on the same file.
struct Both<'a> {
    plan: &'a Plan,
    data: &'a Data,
    db: Db,
    bare: Connection,
    viewer: TeamViewer,
}

pub async fn measure(plan: &Plan, data: &Data) -> Result<Vec<Row>> {
    let db = Db::open(&format!("sqlite:{}", data.database.display())).await?;
    let viewer = TeamViewer {
        country: model::Country::default(),
        member: data.member,
        own_groups_only: None,
        sees: TeamSight::WHOLE,
    };
    let both = Both { plan, data, db, bare: floor_sql::open(&data.database)?, viewer };
    let mut rows = Vec::new();
    for (task, place, query) in pages::depths(data, &both.bare)? {
        rows.push(both.page(&format!("Team page’s data, {task}, without HTTP"), &place, &query).await?);
    }
    for (what, most, term) in terms(&both.bare, data)? {
        rows.push(both.search(what, most, term).await?);
    }
    both.db.close().await;
    Ok(rows)
}

impl Both<'_> {
    /// What the page asks the store for: rows, totals, counts by the filters, seats and views.
    async fn ours(&self, query: &TeamQuery) -> Result<team::TeamRows> {
        let mut tx = self.db.read().await?;
        let rows = team::page(&mut tx, self.data.account, &self.viewer, query, now()).await?;
        team::beside(&mut tx, self.data.account, self.data.member).await?;
        Ok(rows)
    }

    async fn page(&self, task: &str, place: &Place, query: &TeamQuery) -> Result<Row> {
        let found = self.ours(query).await?;
        let (bare, total) = floor_sql::page(&self.bare, self.data.account, place)?;
        same(&found, &bare, total)?;
        let (mut ours, mut floor) = (Figures::default(), Figures::default());
        for _ in 0..self.plan.rounds {
            ours.0.push(time_async(self.plan.repeat, async || self.ours(query).await.map(drop)).await?);
            floor.0.push(time(self.plan.repeat, || floor_sql::page(&self.bare, self.data.account, place).map(drop))?);
        }
        Ok(Row {
            id: "P1",
            task: task.to_owned(),
            unit: Unit::Ms,
            ours: Some(ours),
            floor: Some(floor),
            target: Target::AtMost(0.5),
        })
    }

    async fn search(&self, what: &str, most: f64, term: Search) -> Result<Row> {
        let query = TeamQuery::default().with_search(&term.text);
        let found = {
            let mut tx = self.db.read().await?;
            team::page(&mut tx, self.data.account, &self.viewer, &query, now()).await?
        };
        let bare = |way| floor_sql::search(&self.bare, self.data.account, &term, way);
        let (rows, total) = bare(Way::Walk)?;
        same(&found, &rows, total)?;
        let (index, walk) = (time(3, || bare(Way::Index).map(drop))?, time(3, || bare(Way::Walk).map(drop))?);
        let way = if index < walk { Way::Index } else { Way::Walk };
        let (mut ours, mut floor) = (Figures::default(), Figures::default());
        for _ in 0..self.plan.rounds {
            let asked = async || {
                let mut tx = self.db.read().await?;
                team::page(&mut tx, self.data.account, &self.viewer, &query, now()).await?;
                Ok(())
            };
            ours.0.push(time_async(self.plan.repeat, asked).await?);
            floor.0.push(time(self.plan.repeat, || bare(way).map(drop))?);
        }
        let task = format!("search, {what}: “{}”, {total} found", term.text);
        Ok(Row { id: "P2", task, unit: Unit::Ms, ours: Some(ours), floor: Some(floor), target: Target::AtMost(most) })
    }
}

fn now() -> model::Instant {
    actions::state::system_clock()()
}

/// Both sides gave the same rows in the same order, or the comparison means nothing.
fn same(ours: &team::TeamRows, bare: &[floor_sql::Member], total: i64) -> Result<()> {
    let left: Vec<u128> = ours.rows.iter().map(|r| r.id.0).collect();
    let right: Vec<u128> = bare.iter().map(|m| u128::from_be_bytes(m.id)).collect();
    ensure!(left == right, "the store and the bare query gave different rows");
    ensure!(u64::try_from(total) == Ok(ours.total), "the store counts {}, the bare query {total}", ours.total);
    Ok(())
}

/// Terms of the budget, chosen by how many members have them.
fn terms(bare: &Connection, data: &Data) -> Result<Vec<(&'static str, f64, Search)>> {
    let index = floor_sql::index_of(bare, data.account)?;
    let texts = floor_sql::some_texts(bare, data.account)?;
    let term = |text: String| Search { phrase: search::phrase(index, &text, false), index, text };
    let all = texts.len() as f64;
    let ten_percent = nearest(&counted(&texts, 3), all / 10.0).context("no term")?;
    let pairs = counted(&texts, 2);
    let two_often = nearest(&pairs, all / 10.0).context("no pair")?;
    let two_seldom = nearest(&pairs, all / 100.0).context("no pair")?;
    let one = nearest(&counted(&texts, 1), all / 2.0).context("no letter")?;
    // The name somebody in the middle signs in with: nobody else has it.
    let middle = texts
        .get(texts.len() / 2)
        .and_then(|t| t.split_once(search::DIVIDER))
        .and_then(|(_, hidden)| hidden.lines().next());
    let rare = middle.and_then(|name| name.split('@').next()).context("no name")?.to_owned();
    Ok(vec![
        ("rare term", 1.0, term(rare)),
        ("a term that about 10% have", 6.0, term(ten_percent)),
        ("two letters that about 10% have", 5.0, term(two_often)),
        ("two letters that about 1% have", 5.0, term(two_seldom)),
        ("a letter that about half have", 5.0, term(one)),
    ])
}

/// How many texts have each run of so many letters.
fn counted(texts: &[String], length: usize) -> HashMap<String, usize> {
    let mut all = HashMap::new();
    for text in texts {
        let letters: Vec<char> = text.chars().collect();
        let runs: BTreeSet<String> = letters
            .windows(length)
            .filter(|w| w.iter().all(char::is_ascii_alphanumeric))
            .map(|w| w.iter().collect())
            .collect();
        for run in runs {
            *all.entry(run).or_insert(0) += 1;
        }
    }
    all
}

/// What nearest to so many texts have; the first in the alphabet of several.
fn nearest(counted: &HashMap<String, usize>, wanted: f64) -> Option<String> {
    let far = |n: usize| (n as f64 - wanted).abs();
    counted.iter().min_by(|a, b| far(*a.1).total_cmp(&far(*b.1)).then(a.0.cmp(b.0))).map(|(text, _)| text.clone())
}
