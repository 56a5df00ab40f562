//! Where a number kept for a while is confirmed (N2).

/// The address where a kept number is confirmed.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct ReservationPlace(pub String);
