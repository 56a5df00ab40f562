//! Which answers of a list may be shown. Questions overtake each other on their way: an answer that was asked for
//! before the one that is shown would show what was, and one that never came is asked for again.

use serde::{Deserialize, Serialize};
use std::time::Duration;

/// One question, by when it was asked. It goes along with its answer, also in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Question(u64);

/// The questions of one list.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Questions {
    asked: u64,
    shown: u64,
}

impl Questions {
    /// Asks one more.
    pub fn ask(&mut self) -> Question {
        self.asked += 1;
        Question(self.asked)
    }

    /// Whether its answer may be shown. It is shown then.
    pub fn show(&mut self, question: Question) -> bool {
        let newer = question.0 > self.shown;
        if newer {
            self.shown = question.0;
            // The document brings an answer that was asked for elsewhere.
            self.asked = self.asked.max(question.0);
        }
        newer
    }

    /// Whether an answer that was asked for later is shown already.
    pub fn is_over(&self, question: Question) -> bool {
        question.0 < self.shown
    }
}

/// So long it waits before it asks again what got no answer: 2 seconds, then twice as long each time, up to a minute.
pub fn pause(failures: u32) -> Duration {
    Duration::from_secs(2_u64.saturating_pow(failures.saturating_add(1)).min(60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t2_an_answer_that_was_overtaken_is_not_shown() {
        let mut all = Questions::default();
        let (first, second, third) = (all.ask(), all.ask(), all.ask());
        assert!(all.show(second));
        assert!(!all.show(first), "it would show what was");
        assert!(all.is_over(first) && !all.is_over(second));
        assert!(all.show(third), "in their order all are shown");
        assert!(!all.show(third), "once");
    }

    #[test]
    fn t2_what_is_asked_after_the_documents_answer_is_newer() {
        let of_the_server = Questions::default().ask();
        let mut all = Questions::default();
        assert!(all.show(of_the_server));
        let next = all.ask();
        assert!(next > of_the_server && all.show(next));
    }

    #[test]
    fn t2_what_got_no_answer_is_asked_again_ever_more_slowly() {
        assert_eq!([0, 1, 2, 3, 4, 5, 99].map(|n| pause(n).as_secs()), [2, 4, 8, 16, 32, 60, 60]);
    }
}
