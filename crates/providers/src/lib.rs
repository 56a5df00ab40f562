//! What others do for us, behind small traits: who sells numbers, who takes payments; and the words of mails.

pub mod mail;
pub mod payments;
pub mod supplier;
