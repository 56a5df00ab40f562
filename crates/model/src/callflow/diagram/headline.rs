//! The answer in two lines: who rings, and when, or that nobody does (N9).

use super::Drawing;
use super::words::lasting;
use crate::callflow::path::{CallPath, Line, What};
use serde::{Deserialize, Serialize};

/// "Aiyana Begaye and Priya Raghunathan ring", "At the same time, 11 seconds after the call arrives".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Headline {
    pub title: String,
    pub about: String,
    /// Nobody rings.
    pub nobody: bool,
}

/// The two lines of a path.
pub fn headline(drawing: &Drawing<'_>, path: &CallPath) -> Headline {
    let mut names: Vec<String> = path.rung().into_iter().map(|member| drawing.member(member)).collect();
    if names.is_empty() {
        names = path.stages.iter().flat_map(|s| &s.legs).filter_map(|leg| outside(drawing, &leg.line)).collect();
    }
    let title = match names.as_slice() {
        [] => return nobody(drawing, path),
        [one] => format!("{one} rings"),
        [one, two] => format!("{one} and {two} ring"),
        [one, two, third] => format!("{one}, {two} and {third} ring"),
        [one, two, rest @ ..] => format!("{one}, {two} and {} others ring", rest.len()),
    };
    let together = match (path.stages.as_slice(), names.len()) {
        (_, 1) => "",
        ([_], _) => "At the same time, ",
        _ => "One after the other, ",
    };
    let about = format!("{together}{} the call arrives", after(begins(path)));
    Headline { title, about: capitalised(&about), nobody: false }
}

fn nobody(drawing: &Drawing<'_>, path: &CallPath) -> Headline {
    let (end, why) = drawing.end(path.end);
    let last = path.steps.last().map_or(0, |step| step.after);
    let about = match last {
        0 => format!("{end} at once. {why}"),
        seconds => format!("{end} after {}. {why}", lasting(seconds)),
    };
    Headline { title: "Nobody rings".to_owned(), about, nobody: true }
}

fn outside(drawing: &Drawing<'_>, line: &Line) -> Option<String> {
    match line {
        Line::Outside(number) => Some(drawing.number(number)),
        Line::Extension(_) => None,
    }
}

/// When the first phone begins to ring, in seconds.
fn begins(path: &CallPath) -> u32 {
    let rings = |what: &What| {
        matches!(
            what,
            What::GroupRings { .. } | What::PhonesRing { .. } | What::Forwards { .. } | What::OutsideRings(_)
        )
    };
    path.steps.iter().find(|step| rings(&step.what)).map_or(0, |step| step.after)
}

fn after(seconds: u32) -> String {
    if seconds == 0 { "as soon as".to_owned() } else { format!("{} after", lasting(seconds)) }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|c| c.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
