//! The table: task, ours, floor, ratio, target.

use crate::Plan;
use crate::rounds::Figures;

#[derive(Clone, Copy)]
pub enum Unit {
    Ms,
    PerSecond,
    /// 1,000 bytes.
    Kb,
    /// 1,000,000 bytes.
    Mb,
    Count,
}

/// What a figure has to reach.
#[derive(Clone, Copy)]
pub enum Target {
    AtMost(f64),
    /// Ours over the floor, as a share.
    ShareOfFloor(f64),
    /// At most so many times the floor.
    Times(f64),
    /// Only shown.
    Seen,
}

pub struct Row {
    pub id: &'static str,
    pub task: String,
    pub unit: Unit,
    /// None: not measured, and the task says why.
    pub ours: Option<Figures>,
    pub floor: Option<Figures>,
    pub target: Target,
}

pub fn markdown(plan: &Plan, rows: &[Row]) -> String {
    let mut out =
        format!("{}\n\n| | task | ours | floor | ratio | target |\n|---|---|---|---|---|---|\n", machine(plan));
    for row in rows {
        let ratio = ratio(row).map_or_else(|| "–".to_owned(), |r| format!("{r:.2}"));
        let (ours, floor) = (shown(row.unit, row.ours.as_ref()), shown(row.unit, row.floor.as_ref()));
        out.push_str(&format!("| {} | {} | {ours} | {floor} | {ratio} | {} |\n", row.id, row.task, target(row)));
    }
    out.push_str("\nMedian of the rounds (minimum–maximum). Ratio: ours over the floor. Browser figures without the wait for the screen’s next refresh.\n");
    out
}

fn ratio(row: &Row) -> Option<f64> {
    let (ours, floor) = (row.ours.as_ref()?.median(), row.floor.as_ref()?.median());
    (floor > 0.0).then_some(ours / floor)
}

fn target(row: &Row) -> String {
    let Some(ours) = row.ours.as_ref().map(Figures::median) else { return "not measured".to_owned() };
    let ratio = ratio(row);
    let (text, met) = match row.target {
        Target::AtMost(most) => (format!("≤ {most} {}", unit(row.unit)), ours <= most),
        Target::ShareOfFloor(share) => (format!("≥ {share} × floor"), ratio.is_some_and(|r| r >= share)),
        Target::Times(times) => (format!("≤ {times} × floor"), ratio.is_some_and(|r| r <= times)),
        Target::Seen => return "–".to_owned(),
    };
    format!("{text} {}", if met { "✓" } else { "✗" })
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Ms => "ms",
        Unit::PerSecond => "/s",
        Unit::Kb => "kB",
        Unit::Mb => "MB",
        Unit::Count => "",
    }
}

fn shown(of: Unit, figures: Option<&Figures>) -> String {
    let Some(figures) = figures else { return "–".to_owned() };
    let number = |n: f64| match (of, n) {
        (Unit::PerSecond, _) => format!("{n:.0}"),
        (_, n) if n >= 100.0 => format!("{n:.0}"),
        (_, n) if n >= 10.0 => format!("{n:.1}"),
        (_, n) => format!("{n:.2}"),
    };
    let (low, high) = (number(figures.min()), number(figures.max()));
    let range = if low == high { String::new() } else { format!(" ({low}–{high})") };
    format!("{} {}{range}", number(figures.median()), unit(of))
}

/// Where and when, and with how much data.
fn machine(plan: &Plan) -> String {
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu
        .lines()
        .find_map(|l| l.strip_prefix("model name")?.split_once(": ").map(|(_, m)| m.to_owned()))
        .unwrap_or_default();
    let date = jiff::Timestamp::now().strftime("%F");
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or_default();
    let mode = if plan.quick { ", quick mode" } else { "" };
    let build = if cfg!(debug_assertions) { ", debug build (figures mean nothing)" } else { "" };
    format!(
        "{cores} cores{}{model}, {date}, load {load} at the end; SQLite with {} members and {} other accounts of 100; {} rounds in turns{mode}{build}.",
        if model.is_empty() { "" } else { " of " },
        plan.members,
        plan.others,
        plan.rounds,
    )
}
