//! Sign-in names of other accounts that a request comes upon: counted where each is found, so that nobody has to read it out of a
//! sentence (M5). How many an account may find is in `limits`.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// The count of one request.
#[derive(Clone, Debug, Default)]
pub struct ForeignNames(Arc<AtomicI64>);

impl ForeignNames {
    /// One more was found.
    pub(crate) fn found(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn so_far(&self) -> i64 {
        self.0.load(Ordering::Relaxed)
    }
}
