//! "Who rings?": the question as it is typed and chosen, and the page that answers it (N9).

use super::diagram::{DiagramStep, Headline};
use super::menu::Key;
use crate::error::FieldError;
use crate::slugs::slugs;
use serde::{Deserialize, Serialize};

slugs! {
    /// Where the call comes from.
    CalledFrom {
        Outside = "outside", "Outside";
        Inside = "inside", "Inside";
    }
}

slugs! {
    /// For which time the answer is.
    AskedFor {
        Now = "now", "Now";
        At = "at", "At";
    }
}

/// A field of the question; the word is the input's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuestionField {
    To,
    From,
    Who,
    When,
    Day,
    Time,
    Key,
}

impl QuestionField {
    pub fn slug(self) -> &'static str {
        match self {
            QuestionField::To => "to",
            QuestionField::From => "from",
            QuestionField::Who => "who",
            QuestionField::When => "when",
            QuestionField::Day => "day",
            QuestionField::Time => "time",
            QuestionField::Key => "key",
        }
    }
}

/// The question: all that the page's address holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Question {
    /// A number or an extension, as typed; empty: nothing is asked yet.
    pub to: String,
    pub from: CalledFrom,
    /// The extension of whoever calls from inside, as typed.
    pub who: String,
    pub when: AskedFor,
    /// "2026-11-21", as a date input sends it.
    pub day: String,
    /// "10:42", or as people write it.
    pub time: String,
    /// What the caller presses in the menu; none: nothing.
    pub key: Option<Key>,
}

impl Default for Question {
    fn default() -> Self {
        let (to, who, day, time) = Default::default();
        Question { to, from: CalledFrom::Outside, who, when: AskedFor::Now, day, time, key: None }
    }
}

impl Question {
    /// From the parts of an address; words that name nothing fall back.
    pub fn read(part: impl Fn(&str) -> Option<String>) -> Question {
        let text = |field: QuestionField| part(field.slug()).unwrap_or_default();
        let usual = Question::default();
        Question {
            to: text(QuestionField::To),
            from: CalledFrom::from_slug(&text(QuestionField::From)).unwrap_or(usual.from),
            who: text(QuestionField::Who),
            when: AskedFor::from_slug(&text(QuestionField::When)).unwrap_or(usual.when),
            day: text(QuestionField::Day),
            time: text(QuestionField::Time),
            key: Key::from_slug(&text(QuestionField::Key)),
        }
    }
}

/// The path of one call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhoRings {
    pub headline: Headline,
    pub steps: Vec<DiagramStep>,
}

/// The page: what may be asked, and the answer to what is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WhoRingsPage {
    /// None: nothing is asked yet, or it can't be answered.
    pub answer: Option<WhoRings>,
    /// What is wrong with the question, each at its field.
    pub problems: Vec<FieldError>,
    /// Numbers to choose from, as shown, each with its label.
    pub numbers: Vec<(String, String)>,
    /// Keys of the menu that was called, each with where it leads.
    pub keys: Vec<(Key, String)>,
    /// The time zone of the account, by which days and times are meant.
    pub zone: String,
    /// Day and time there now, for a form that asks for another.
    pub day: String,
    pub time: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn n9_the_address_holds_the_whole_question_and_what_is_wrong_in_it_falls_back() {
        let asked = |word: &str| match word {
            "to" => Some("(503) 555-0170".to_owned()),
            "from" => Some("inside".to_owned()),
            "who" => Some("112".to_owned()),
            "key" => Some("star".to_owned()),
            "when" => Some("yesterday".to_owned()),
            _ => None,
        };
        let read = Question::read(asked);
        assert_eq!((read.to.as_str(), read.from, read.who.as_str()), ("(503) 555-0170", CalledFrom::Inside, "112"));
        assert_eq!((read.when, read.key, read.day.as_str()), (AskedFor::Now, Some(Key::Star), ""));
        assert_eq!(Question::read(|_| None), Question::default());
    }
}
