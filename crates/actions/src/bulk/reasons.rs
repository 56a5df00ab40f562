//! Why some of a change of many stay as they are, and why nothing is done where all do (K3, R10).

use crate::bulk::judge::{Judged, Verdict};
use crate::bulk::order::Targets;
use model::error::AppError;

/// Of somebody who was changed again since the entry that is undone.
pub const CONFLICT: &str = "Changed again since. They stay as they are.";

/// The sentence with a capital letter.
pub fn upper_first(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_uppercase(), letters.as_str()))
}

/// Why nothing is done when nobody would change.
pub fn nothing(judged: Judged, targets: &Targets) -> AppError {
    // Of numbers and members that were named one by one it is as with a single grant.
    if let Targets::Pairs { .. } = targets {
        if judged.classes.is_empty() {
            let gone = "Those numbers or members aren’t there any more, or nobody may use them. Go back to the list and choose again.";
            return AppError::NotFound(gone.to_owned());
        }
        let denial =
            |verdict: &Verdict| if let Verdict::Refused(denial) = verdict { Some(denial.clone()) } else { None };
        if let Some(denial) = judged.classes.iter().find_map(|(_, v)| denial(v)) {
            return denial.into();
        }
        return AppError::Refused("Nothing would change: all of it is so already.".to_owned());
    }
    AppError::Refused(nobody(&judged, targets))
}

fn nobody(judged: &Judged, targets: &Targets) -> String {
    let first = judged.reasons().into_iter().next();
    match (first, targets) {
        (Some(reason), _) => format!("Nobody would change: {}", reason.sentence),
        (None, Targets::Selected { .. }) => "Nobody would change: all of them are so already.".to_owned(),
        (None, Targets::Pairs { .. } | Targets::Entry(_) | Targets::One { .. }) => format!(
            "Nothing is left to undo: {} as before already.",
            if judged.already() == 1 { "it is" } else { "all are" }
        ),
    }
}
