//! Audit.

pub mod export;
pub mod read;
#[cfg(test)]
mod shown_tests;
