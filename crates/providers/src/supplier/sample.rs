//! The built-in supplier: a made-up inventory, the same on every machine and at every hour. No real number is sold.
//!
//! Its faults can be tried: a number ending in 99 is sold to somebody else the moment one asks for it, and area code 456 never
//! answers.

use super::{Answer, Area, Fault, Supplier};
use model::numbers::{NumberKind, Offer};
use model::{Country, PhoneNumber};

/// Numbers for sale in each area.
const FOR_SALE: u64 = 24;
/// Where nobody answers.
const SILENT_AREA: &str = "456";
/// How numbers end that somebody else is quicker with.
const SOLD_ENDING: &str = "99";

/// Country, area code, digits that follow it, digits of the line, place. Blocks that no real subscriber has, as far as
/// regulators keep any: exchange 555 in North America, the drama numbers of Ofcom and others.
const BLOCKS: &[(Country, &str, &str, u32, &str)] = &[
    (Country::UnitedStates, "503", "555", 4, "Portland, OR"),
    (Country::UnitedStates, "541", "555", 4, "Eugene, OR"),
    (Country::UnitedStates, "208", "555", 4, "Boise, ID"),
    (Country::UnitedStates, "206", "555", 4, "Seattle, WA"),
    (Country::UnitedStates, "415", "555", 4, "San Francisco, CA"),
    (Country::UnitedStates, "312", "555", 4, "Chicago, IL"),
    (Country::UnitedStates, "212", "555", 4, "New York, NY"),
    (Country::UnitedStates, "800", "555", 4, "Toll-free"),
    (Country::Canada, "604", "555", 4, "Vancouver, BC"),
    (Country::Canada, "416", "555", 4, "Toronto, ON"),
    (Country::Canada, "800", "555", 4, "Toll-free"),
    (Country::UnitedKingdom, "20", "79460", 3, "London"),
    (Country::UnitedKingdom, "161", "4960", 3, "Manchester"),
    (Country::UnitedKingdom, "808", "15700", 2, "Freephone"),
    (Country::Germany, "30", "23125", 3, "Berlin"),
    (Country::Germany, "40", "66969", 3, "Hamburg"),
    (Country::France, "1", "9900", 4, "Paris"),
    (Country::Australia, "2", "5550", 4, "Sydney"),
];

/// See the module.
#[derive(Clone, Copy, Debug, Default)]
pub struct SampleSupplier;

/// SplitMix64's step over a seed: a number that looks drawn and always is the same.
fn mixed(seed: u64) -> u64 {
    let z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn offers(country: Country, area: &str) -> Vec<Offer> {
    let Some((_, code, block, digits, place)) = BLOCKS.iter().find(|b| b.0 == country && b.1 == area) else {
        return Vec::new();
    };
    let seed: u64 = code.bytes().chain(country.code().bytes()).fold(7, |sum, b| sum * 131 + u64::from(b));
    let lines = 10_u64.pow(*digits);
    let kind = if code.starts_with("80") { NumberKind::TollFree } else { NumberKind::Local };
    let mut drawn: Vec<u64> = (0..FOR_SALE).map(|i| mixed(seed + i) % (lines * 3 / 4) + lines / 4).collect();
    // One of them is always sold to somebody who is quicker.
    if let Some(last) = drawn.last_mut() {
        *last = *last / 100 * 100 + 99;
    }
    drawn.sort_unstable();
    drawn.dedup();
    let width = *digits as usize;
    let number =
        |line: u64| PhoneNumber::from_stored(format!("+{}{code}{block}{line:0width$}", country.calling_code()));
    drawn.into_iter().map(|line| Offer { number: number(line), kind, place: (*place).to_owned() }).collect()
}

fn order(number: &PhoneNumber) -> Result<(), Fault> {
    let national = number.e164().strip_prefix("+1").unwrap_or_default();
    if national.starts_with(SILENT_AREA) {
        return Err(Fault::Timeout);
    }
    if number.e164().ends_with(SOLD_ENDING) {
        return Err(Fault::SoldOut);
    }
    Ok(())
}

impl Supplier for SampleSupplier {
    fn areas(&self, country: Country) -> Vec<Area> {
        let here = BLOCKS.iter().filter(|b| b.0 == country);
        here.map(|(_, code, _, _, place)| Area { code: (*code).to_owned(), place: (*place).to_owned() }).collect()
    }

    fn search<'a>(&'a self, country: Country, area: &'a str) -> Answer<'a, Vec<Offer>> {
        Box::pin(async move {
            if area == SILENT_AREA {
                return Err(Fault::Timeout);
            }
            Some(offers(country, area)).filter(|offers| !offers.is_empty()).ok_or(Fault::NothingThere)
        })
    }

    fn reserve<'a>(&'a self, number: &'a PhoneNumber, _reference: &'a str) -> Answer<'a, ()> {
        Box::pin(async move { order(number) })
    }

    fn purchase<'a>(&'a self, number: &'a PhoneNumber, _reference: &'a str) -> Answer<'a, ()> {
        Box::pin(async move { order(number) })
    }

    fn release<'a>(&'a self, _number: &'a PhoneNumber) -> Answer<'a, ()> {
        Box::pin(async { Ok(()) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn n2_the_sample_inventory_is_the_same_every_time_and_of_the_area_asked_for() {
        let found = SampleSupplier.search(Country::UnitedStates, "503").await.unwrap();
        assert_eq!(found, SampleSupplier.search(Country::UnitedStates, "503").await.unwrap());
        assert!(
            found.len() > 15
                && found.iter().all(|o| o.number.e164().starts_with("+1503555") && o.place == "Portland, OR")
        );
        let free = SampleSupplier.search(Country::UnitedStates, "800").await.unwrap();
        assert!(free.iter().all(|o| o.kind == NumberKind::TollFree));
        for area in SampleSupplier.areas(Country::Germany) {
            assert!(
                SampleSupplier
                    .search(Country::Germany, &area.code)
                    .await
                    .unwrap()
                    .iter()
                    .all(|o| o.number.e164().starts_with("+49"))
            );
        }
    }

    #[tokio::test]
    async fn n2_its_faults_have_their_sentences() {
        assert_eq!(SampleSupplier.search(Country::UnitedStates, "999").await, Err(Fault::NothingThere));
        assert_eq!(SampleSupplier.search(Country::UnitedStates, "456").await, Err(Fault::Timeout));
        let offers = SampleSupplier.search(Country::UnitedStates, "503").await.unwrap();
        let sold = offers.iter().find(|o| o.number.e164().ends_with("99")).unwrap();
        assert_eq!(SampleSupplier.reserve(&sold.number, "order").await, Err(Fault::SoldOut));
        assert!(Fault::SoldOut.sentence("(503) 555-4299").contains("(503) 555-4299 was sold"));
        assert!(SampleSupplier.areas(Country::Japan).is_empty());
    }
}
