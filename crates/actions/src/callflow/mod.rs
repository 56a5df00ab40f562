//! What happens to calls: drawn for a member or a number (N8), and asked for any call at any time (N9).

mod answer;
pub(crate) mod flow;
#[cfg(test)]
mod tests;
pub mod who_rings;
