//! Counts what a test asks of the database (P1). Each test has a thread of its own, where everything it awaits runs.

use std::cell::Cell;

/// Reads begun and statements run, beginning and ending a transaction left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    pub transactions: usize,
    pub statements: usize,
}

thread_local! {
    static ASKED: Cell<Asked> = const { Cell::new(Asked { transactions: 0, statements: 0 }) };
}

pub(crate) fn note(what: impl FnOnce(&mut Asked)) {
    let mut asked = ASKED.get();
    what(&mut asked);
    ASKED.set(asked);
}

/// What was asked since this was called last.
pub fn take_asked() -> Asked {
    ASKED.take()
}
