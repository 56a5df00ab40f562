//! Where a number kept for a while is confirmed (N2).

use crate::slugs::slugs;
use crate::{MemberId, ReservationId};
use serde::{Deserialize, Serialize};

slugs! {
    /// Where a reservation stands.
    ReservationState {
        Held = "held", "Held";
        /// The supplier's order is under way.
        Buying = "buying", "Being bought";
        Bought = "bought", "Bought";
    }
}

/// A number that is kept, for a member or for nobody yet, and so the page that confirms it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReservationPlace {
    pub reservation: ReservationId,
    pub for_member: Option<MemberId>,
}

impl ReservationPlace {
    /// The address of that page.
    pub fn href(&self) -> String {
        let reservation = self.reservation;
        match self.for_member {
            Some(member) => format!("/team/{member}/new-number?reservation={reservation}"),
            None => format!("/numbers/new?reservation={reservation}"),
        }
    }
}
