//! Audit.

pub mod read;
