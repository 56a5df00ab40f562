//! P7 and P8 in Chromium: `browser.mjs` measures both pages in turns and prints figures as JSON.

use crate::child::{Running, without_settings};
use crate::rounds::Figures;
use crate::table::{Row, Target, Unit};
use crate::{Plan, root, say};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::process::{Command, Stdio};

/// A task's key in the JSON, its words, unit and target.
const TASKS: [(&str, &str, &str, Unit, Target); 8] = [
    ("P7", "code", "Wasm and script of the Team page, by the browser’s count", Unit::Kb, Target::AtMost(300.0)),
    ("P7", "bytes", "all that hydration waits for", Unit::Kb, Target::Seen),
    ("P7", "again", "requests for data after hydration", Unit::Count, Target::AtMost(0.0)),
    ("P8", "usable", "usable: rows painted", Unit::Ms, Target::Times(1.5)),
    ("P8", "hydrated", "hydrated", Unit::Ms, Target::Seen),
    ("P8", "selectAll", "select-all of 50 rows to paint", Unit::Ms, Target::Times(1.5)),
    ("P8", "filter", "filter by a tab to paint", Unit::Ms, Target::Times(2.0)),
    ("P8", "search", "last letter typed to paint", Unit::Ms, Target::Times(2.0)),
];

/// Without Node.js, Playwright or Chromium the rows say that they were not measured.
pub fn measure(plan: &Plan, ours: &Running, floor: &Running, session: &str) -> Vec<Row> {
    let found = run(plan, ours, floor, session).unwrap_or_else(|error| {
        say(&format!("no browser figures: {error:#}"));
        Value::Null
    });
    let figures = |side: &str, key: &str| {
        let all: Vec<f64> = found[side][key].as_array()?.iter().filter_map(Value::as_f64).collect();
        (!all.is_empty()).then_some(Figures(all))
    };
    let of = |(id, key, task, unit, target): (&'static str, &str, &str, Unit, Target)| {
        let detail = found["ours"][format!("{key}Detail")].as_str().map_or_else(String::new, |d| format!(" ({d})"));
        Row {
            id,
            task: format!("{task}{detail}"),
            unit,
            ours: figures("ours", key),
            floor: figures("floor", key),
            target,
        }
    };
    TASKS.into_iter().map(of).collect()
}

fn run(plan: &Plan, ours: &Running, floor: &Running, session: &str) -> Result<Value> {
    let mut command = Command::new("node");
    without_settings(&mut command);
    let asked = serde_json::json!({
        "ours": format!("http://{}", ours.address), "floor": format!("http://{}", floor.address), "session": session, "rounds": plan.rounds,
    });
    let output = command
        .arg("tools/bench/browser.mjs")
        .arg(asked.to_string())
        .current_dir(root())
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .context("node can’t be started")?;
    if !output.status.success() {
        bail!("browser.mjs ended with {}", output.status);
    }
    serde_json::from_slice(&output.stdout).context("browser.mjs printed no JSON")
}
