//! Audit.

pub mod export;
pub mod read;
