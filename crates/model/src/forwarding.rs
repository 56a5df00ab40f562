//! A member's forwarding numbers as a form, and the rules that need no database (M12).

use crate::members::Forwarding;
#[cfg(feature = "parse")]
use crate::{Country, PhoneNumber};
use crate::{MemberId, PersonName, Ticked};
use serde::{Deserialize, Serialize};
use std::fmt;

/// More are refused (M12).
pub const MOST: usize = 3;
/// Seconds a number may ring, as offered.
pub const SECONDS: [u16; 6] = [10, 15, 20, 25, 30, 45];
#[cfg(feature = "parse")]
const LONGEST_LABEL: usize = 40;

/// How long a number rings, in seconds: 5 to 60.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RingSeconds(u16);

impl RingSeconds {
    /// Unless another is chosen.
    pub const USUAL: RingSeconds = RingSeconds(20);

    /// From a form's word; none for another length.
    pub fn parse(word: &str) -> Option<RingSeconds> {
        word.parse().ok().and_then(RingSeconds::new)
    }

    /// None for another length.
    pub fn new(seconds: u16) -> Option<RingSeconds> {
        (5..=60).contains(&seconds).then_some(RingSeconds(seconds))
    }

    pub fn get(self) -> u16 {
        self.0
    }
}

impl fmt::Display for RingSeconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

crate::serde_by_text!(RingSeconds, parse);

/// One line: number and label as typed, the seconds as chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ForwardingLine {
    pub number: String,
    pub label: String,
    /// None: the usual.
    pub seconds: Option<RingSeconds>,
}

/// The form as typed; a line without a number is left out, whatever label stayed in it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ForwardingForm {
    pub on: Option<Ticked>,
    /// What was saved when the form was opened (see [`ForwardingSettings::seal`]); a save over something newer is refused.
    pub seen: String,
    pub lines: Vec<ForwardingLine>,
}

/// A line's way to another place, for browsers without script: "1-up", "0-down".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineStep {
    /// From 0.
    pub line: usize,
    pub up: bool,
}

impl LineStep {
    /// From a button's word; none for other words.
    pub fn parse(word: &str) -> Option<LineStep> {
        let (line, way) = word.split_once('-')?;
        let up = match way {
            "up" => true,
            "down" => false,
            _ => return None,
        };
        Some(LineStep { line: line.parse().ok()?, up })
    }
}

impl fmt::Display for LineStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.line, if self.up { "up" } else { "down" })
    }
}

crate::serde_by_text!(LineStep, parse);

/// A line's number in the form, from 0, and what is wrong with it.
pub type LineProblem = (usize, String);

impl ForwardingForm {
    #[cfg(feature = "parse")]
    /// Reads the lines in their order. All problems are told at once, each at its line.
    pub fn parse(&self, country: Country) -> Result<Vec<Forwarding>, Vec<LineProblem>> {
        let (mut read, mut wrong): (Vec<Forwarding>, Vec<LineProblem>) = (Vec::new(), Vec::new());
        for (i, line) in self.lines.iter().enumerate() {
            let label = crate::text::line(&line.label);
            if line.number.trim().is_empty() {
                continue;
            }
            let number = match PhoneNumber::parse(&line.number, country) {
                Ok(number) => number,
                Err(problem) => {
                    wrong.push((i, problem.to_string()));
                    continue;
                }
            };
            if read.iter().any(|f| f.number == number) {
                wrong.push((i, format!("{} stands in the list already. Take one out.", number.shown_in(country))));
            } else if label.chars().count() > LONGEST_LABEL {
                wrong.push((i, format!("A label has at most {LONGEST_LABEL} characters. Shorten it.")));
            } else if read.len() == MOST {
                wrong.push((i, format!("At most {MOST} numbers are rung. Take one out before adding another.")));
            } else {
                read.push(Forwarding { number, label, seconds: line.seconds.unwrap_or(RingSeconds::USUAL).get() });
            }
        }
        if wrong.is_empty() { Ok(read) } else { Err(wrong) }
    }

    /// The same form with one line a place up or down; at the end it stays.
    pub fn moved(mut self, LineStep { line: from, up }: LineStep) -> Self {
        let to = if up { from.checked_sub(1) } else { Some(from + 1) };
        if let Some(to) = to.filter(|to| *to < self.lines.len() && from < self.lines.len()) {
            self.lines.swap(from, to);
        }
        self
    }
}

/// What is saved, for the drawer and one's own profile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForwardingSettings {
    pub id: MemberId,
    pub name: PersonName,
    pub own: bool,
    pub on: bool,
    pub numbers: Vec<Forwarding>,
}

impl ForwardingSettings {
    /// All that is saved in one line of text: a form that brings another one started from something older.
    pub fn seal(&self) -> String {
        let lines = self.numbers.iter().map(|f| format!("{}/{}/{}", f.number, f.seconds, f.label));
        std::iter::once(if self.on { "on".to_owned() } else { "off".to_owned() })
            .chain(lines)
            .collect::<Vec<_>>()
            .join(";")
    }

    /// The form that shows it.
    pub fn form(&self) -> ForwardingForm {
        let lines = self.numbers.iter().map(|f| ForwardingLine {
            number: f.number.shown().to_owned(),
            label: f.label.clone(),
            seconds: RingSeconds::new(f.seconds),
        });
        ForwardingForm { on: self.on.then_some(Ticked), seen: self.seal(), lines: lines.collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(numbers: &[&str]) -> ForwardingForm {
        let lines = numbers
            .iter()
            .map(|n| ForwardingLine { number: (*n).into(), label: "Mobile".into(), seconds: RingSeconds::new(20) })
            .collect();
        ForwardingForm { on: Some(Ticked), seen: String::new(), lines }
    }

    fn read(numbers: &[&str]) -> Result<Vec<String>, Vec<LineProblem>> {
        form(numbers).parse(Country::UnitedStates).map(|all| all.iter().map(|f| f.number.e164().to_owned()).collect())
    }

    #[test]
    fn m12_numbers_are_read_by_the_accounts_country_and_keep_their_order() {
        assert_eq!(
            read(&["(503) 555-0182", "", "+49 30 1234567"]),
            Ok(vec!["+15035550182".into(), "+49301234567".into()])
        );
    }

    #[test]
    fn m12_the_same_number_twice_is_refused_however_it_is_written() {
        let wrong = read(&["(503) 555-0182", "+1 503 555 0182"]);
        assert_eq!(wrong, Err(vec![(1, "(503) 555-0182 stands in the list already. Take one out.".into())]));
    }

    #[test]
    fn m12_a_fourth_number_is_refused() {
        let wrong = read(&["5035550181", "5035550182", "5035550183", "5035550184"]);
        assert_eq!(wrong, Err(vec![(3, "At most 3 numbers are rung. Take one out before adding another.".into())]));
    }

    #[test]
    fn m12_a_text_is_refused_at_its_line() {
        assert_eq!(read(&["5035550181", "Dana’s phone"]).map_err(|w| w[0].0), Err(1));
    }

    #[test]
    fn m12_a_number_rings_5_to_60_seconds() {
        let read = |word| RingSeconds::parse(word).map(RingSeconds::get);
        assert_eq!(["4", "5", "60", "61", "", "long"].map(read), [None, Some(5), Some(60), None, None, None]);
    }

    #[test]
    fn m12_lines_move_and_stay_at_the_ends() {
        let order = |f: ForwardingForm| f.lines.into_iter().map(|l| l.number).collect::<Vec<_>>();
        assert_eq!(order(form(&["1", "2", "3"]).moved(LineStep { line: 2, up: true })), ["1", "3", "2"]);
        assert_eq!(order(form(&["1", "2"]).moved(LineStep { line: 0, up: true })), ["1", "2"]);
        assert_eq!(order(form(&["1", "2"]).moved(LineStep { line: 1, up: false })), ["1", "2"]);
    }
}
