//! What happens to a call: the facts it is decided from, the one function that decides (`decide`), and the path it answers
//! with (N6, N8, N9). The call engine, "Who rings?" and every drawn call flow ask this same function.
//!
//! What belongs here: hours, menus, ring order, who is skipped and why. What does not: reading the facts (`store::callflow`)
//! and who may see or change them (`policy`).

pub mod checks;
mod decide;
pub mod diagram;
pub mod hours;
pub mod menu;
pub mod path;
pub mod question;
pub mod state;
pub mod times;

#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod made_up;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

pub use decide::{Wants, decide, wants};
pub use hours::{ClosedNow, Holiday, Hours, Opening};
pub use menu::{Key, Mailbox, Menu, Target};
pub use path::{CallPath, End, Leg, Line, Refusal, Skip, Stage, Step, What};
pub use state::{Call, Callee, Caller, Dialled, Entry, Pressed, Queue, RingGroup, RoutingState, Seat};
pub use times::{Clock, Day, HoursProblem, Span, Spans, Week};
