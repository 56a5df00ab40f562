//! Who sells numbers (N2): a small interface, and one built-in sample supplier. A real carrier is one more file here.
//!
//! What belongs here: asking a supplier for its inventory, and ordering. What does not: who may, what it costs, and for whom a
//! number is kept: reservations are rows, so that two servers agree (`store::number_reservations`).

mod sample;

pub use sample::SampleSupplier;

use model::numbers::Offer;
use model::{Country, PhoneNumber};
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

/// How long a supplier may take to answer.
pub const PATIENCE: Duration = Duration::from_secs(10);

/// What went wrong at the supplier's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Somebody else got it first.
    SoldOut,
    /// No answer in time: whether it was done is not known, so orders carry a reference and may be sent again.
    Timeout,
    /// Not in this country or area.
    NothingThere,
}

impl Fault {
    /// The sentence, about a number or an area.
    pub fn sentence(self, about: &str) -> String {
        match self {
            Fault::SoldOut => format!("{about} was sold to somebody else a moment ago. Choose another number."),
            Fault::Timeout => {
                "The supplier didn’t answer in time. Nothing was charged. Try again in a minute.".to_owned()
            }
            Fault::NothingThere => format!("The supplier has no numbers for {about}. Choose another area code."),
        }
    }
}

/// A place numbers are sold for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Area {
    /// National digits that its numbers begin with.
    pub code: String,
    pub place: String,
}

/// An answer that comes later, of a kind that trait objects can give.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, Fault>> + Send + 'a>>;

/// A carrier or reseller. `reference` names an order: the same one sent twice is one order.
pub trait Supplier: fmt::Debug + Send + Sync {
    /// Area codes it has in a country; none: it doesn't sell there.
    fn areas(&self, country: Country) -> Vec<Area>;
    /// What is for sale in an area, in a stable order.
    fn search<'a>(&'a self, country: Country, area: &'a str) -> Answer<'a, Vec<Offer>>;
    /// Keeps a number while somebody chooses.
    fn reserve<'a>(&'a self, number: &'a PhoneNumber, reference: &'a str) -> Answer<'a, ()>;
    fn purchase<'a>(&'a self, number: &'a PhoneNumber, reference: &'a str) -> Answer<'a, ()>;
    fn release<'a>(&'a self, number: &'a PhoneNumber) -> Answer<'a, ()>;
}

/// The supplier of this deployment.
#[derive(Clone, Debug)]
pub struct Sells(pub Arc<dyn Supplier>);

impl Default for Sells {
    fn default() -> Self {
        Sells(Arc::new(SampleSupplier))
    }
}

/// Waits for an answer, but not for ever.
pub async fn in_time<T>(answer: Answer<'_, T>) -> Result<T, Fault> {
    tokio::time::timeout(PATIENCE, answer).await.unwrap_or(Err(Fault::Timeout))
}
