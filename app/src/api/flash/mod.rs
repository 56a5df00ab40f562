//! Flash.

pub mod typed;
