//! Numbers.

pub mod buy;
pub mod grant;
pub mod outgoing;
pub mod read;
pub mod route;
