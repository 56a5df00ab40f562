//! Numbers.

pub mod buy;
pub mod grant;
#[cfg(test)]
mod grants_tests;
#[cfg(test)]
mod group_reach_tests;
pub mod load;
pub mod outgoing;
pub mod read;
pub mod route;
#[cfg(test)]
mod tests;
pub mod uses_before;
