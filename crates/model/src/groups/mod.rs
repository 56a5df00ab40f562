//! Ring groups: how they are set up, as rows of the Groups page, and as their editor's form (N4).

pub mod setup;

pub use setup::{Fallback, FallbackOccasion, HoldMusic, RingStrategy};
