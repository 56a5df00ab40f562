//! `make bench`: measures Teamline against its budgets and against floors, the smallest programs that do the same work
//! (P1 to P13 in docs/requirements.md). Prints one table and writes it to `target/bench.md`. `BENCH_QUICK=1`: less
//! data, shorter rounds.
//!
//! Floors are written here: bare queries by rusqlite (`floor_sql`); H, a bare axum handler that formats the same page
//! (`floor_http`, `floor_page`); L, a bare Leptos page (`floor_leptos`); J, a page with plain JavaScript (`floor.js`,
//! driven by `browser.mjs`). P13, the first run, is measured apart by `tools/first-run.sh`, and not while anything else
//! runs.

mod browser;
mod bulk;
mod child;
mod data;
mod floor_http;
mod floor_leptos;
mod floor_page;
mod floor_sql;
mod http;
mod load;
mod pages;
mod queries;
mod rounds;
mod table;
mod transferred;

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};

/// How much is measured.
pub struct Plan {
    pub quick: bool,
    /// Members of the account that is measured.
    pub members: u32,
    /// Other accounts in the same database, of a hundred members each.
    pub others: u32,
    pub rounds: usize,
    /// Repetitions in a round.
    pub repeat: usize,
    /// Seconds of load in a round.
    pub load_seconds: f64,
}

impl Plan {
    fn chosen() -> Self {
        match std::env::var_os("BENCH_QUICK").is_some_and(|v| !v.is_empty() && v != "0") {
            true => Plan { quick: true, members: 5_000, others: 20, rounds: 5, repeat: 20, load_seconds: 0.5 },
            false => Plan { quick: false, members: 100_000, others: 1_000, rounds: 5, repeat: 200, load_seconds: 3.0 },
        }
    }
}

/// The workspace's folder.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).map_or_else(PathBuf::new, Path::to_path_buf)
}

/// A program built beside this one.
pub fn sibling(name: &str) -> Result<PathBuf> {
    let path = std::env::current_exe()?.with_file_name(name);
    path.exists().then_some(path).with_context(|| format!("{name} is not built. Run `make bench`."))
}

#[tokio::main]
async fn main() -> Result<()> {
    let mut args = std::env::args().skip(1);
    if args.next().as_deref() == Some("--floor") {
        let [database, site, page] = [args.next(), args.next(), args.next()].map(Option::unwrap_or_default);
        return floor_http::serve(Path::new(&database), Path::new(&site), Path::new(&page)).await;
    }
    let plan = Plan::chosen();
    let data = data::prepare(&plan)?;
    let site = root().join("target/site");
    let ours = child::start_teamline(&data, &site)?;
    let session = data::sign_in(ours.address).await?;
    let captured = pages::capture(&data, &ours, &session).await?;
    let floor = child::start_floor(&data, &site, &captured)?;

    let mut rows = Vec::new();
    say("P1, P2: queries");
    rows.extend(queries::measure(&plan, &data).await?);
    say("P1: pages");
    rows.extend(pages::measure(&plan, &data, &ours, &floor, &session).await?);
    rows.extend(bulk::measure(&plan, &data).await?);
    say("P5: requests a second");
    rows.extend(load::measure(&plan, &ours, &floor, &session).await?);
    say("P7, P8: transfer and browser");
    rows.extend(transferred::measure(&ours, &session).await?);
    rows.extend(browser::measure(&plan, &ours, &floor, &session));

    rows.sort_by_key(|row| row.id);
    let text = table::markdown(&plan, &rows);
    let file = root().join("target/bench.md");
    std::fs::write(&file, &text).with_context(|| format!("{} can’t be written", file.display()))?;
    println!("{text}");
    Ok(())
}

/// Progress goes to standard error, the table alone to standard output.
fn say(text: &str) {
    eprintln!("bench: {text}");
}
