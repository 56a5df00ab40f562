//! The companies of the sample: names, roles, groups and how many of each a team of some size has.

use model::Permission;
use model::Permission::*;
use model::roles::role::{NumberScope, PeopleScope};

/// A role the company made itself (R2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CustomRole {
    pub name: &'static str,
    pub description: &'static str,
    pub permissions: &'static [Permission],
    pub people: PeopleScope,
    pub numbers: NumberScope,
    /// R4: whether it may give Agent and itself; the other roles here give none.
    pub assigns_agents: bool,
}

/// What every sample account has beside the built-in roles.
pub const CUSTOM_ROLES: &[CustomRole] = &[
    CustomRole {
        name: "Support lead",
        description: "Runs a support group: watches its calls and records its greetings.",
        permissions: &[SeeTeam, EditMembers, SuperviseMembers, EditCallFlow, EditGreetings, SeeAllHistory, ListenIn],
        people: PeopleScope::OwnGroups,
        numbers: NumberScope::OwnGroups,
        assigns_agents: true,
    },
    CustomRole {
        name: "Dispatcher",
        description: "Sees who is on the road and sends calls to the right depot.",
        permissions: &[SeeTeam, SeeNumbers, EditCallFlow],
        people: PeopleScope::OwnGroups,
        numbers: NumberScope::OwnGroups,
        assigns_agents: false,
    },
    CustomRole {
        name: "Billing clerk",
        description: "Pays invoices and keeps plans and seats in line.",
        permissions: &[SeeTeam, ExportMembers, ChangePlans, BuySeats, SeeBilling],
        people: PeopleScope::Everyone,
        numbers: NumberScope::Held,
        assigns_agents: false,
    },
];

/// A ring group (N4).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    pub name: String,
    /// "all", "order" or "round-robin", as the schema spells it.
    pub strategy: &'static str,
    pub dial_word: String,
    pub extension: u32,
}

/// Name, strategy, dial-by-name word; in the order of the design's Groups page.
const DEPARTMENTS: &[(&str, &str, &str)] = &[
    ("Support", "round-robin", "support"),
    ("Front desk", "order", "desk"),
    ("Dispatch", "all", "dispatch"),
    ("Sales", "round-robin", "sales"),
    ("Billing", "order", "billing"),
    ("Drivers", "all", "drivers"),
    ("Warehouse", "all", "warehouse"),
    ("Customs desk", "order", "customs"),
    ("Claims", "round-robin", "claims"),
    ("Night shift", "all", "night"),
    ("Fleet", "order", "fleet"),
    ("Returns", "round-robin", "returns"),
    ("People team", "order", "people"),
    ("IT help", "round-robin", "help"),
    ("Purchasing", "order", "purchasing"),
    ("Cold chain", "all", "cold"),
];
const CITIES: &[&str] = &[
    "Portland",
    "Boise",
    "Seattle",
    "Spokane",
    "Sacramento",
    "Oakland",
    "Reno",
    "Eugene",
    "Tacoma",
    "Honolulu",
    "Anchorage",
    "Denver",
    "Phoenix",
    "El Paso",
    "Chicago",
    "Toronto",
];

/// The groups of a team: the first six always, more as it grows, up to sixty-four.
pub(super) fn groups(members: u64, first_extension: u32) -> Vec<Group> {
    let count = (6 + members / 40).min(64) as usize;
    let cities =
        CITIES.iter().flat_map(|city| DEPARTMENTS[..3].iter().chain(&DEPARTMENTS[5..7]).map(move |d| (*city, *d)));
    let plain = DEPARTMENTS.iter().map(|(name, strategy, word)| ((*name).to_owned(), *strategy, (*word).to_owned()));
    let local = cities.map(|(city, (name, strategy, word))| {
        (format!("{name} {city}"), strategy, format!("{word}{}", city.replace(' ', "").to_lowercase()))
    });
    let all = plain.chain(local).take(count);
    (first_extension..)
        .zip(all)
        .map(|(extension, (name, strategy, dial_word))| Group { name, strategy, dial_word, extension })
        .collect()
}

const FIRST_WORDS: &[&str] = &[
    "Alder", "Amber", "Aspen", "Bayside", "Beacon", "Birch", "Blue", "Bramble", "Bright", "Canyon", "Cedar", "Clear",
    "Clover", "Cobalt", "Copper", "Coral", "Crescent", "Dover", "Eastgate", "Ember", "Fern", "Foxglove", "Garnet",
    "Golden", "Granite", "Harbor", "Hazel", "Heron", "Indigo", "Iron", "Ivory", "Juniper", "Kestrel", "Lantern",
    "Linden", "Lupine", "Maple", "Meadow", "Mill", "North", "Oak", "Orchard", "Osprey", "Pearl", "Pine", "Prairie",
    "Quarry", "Redwood", "Ridge", "River", "Rowan", "Saffron", "Sage", "Salt", "Silver", "Slate", "Spruce", "Sterling",
    "Summit", "Thistle", "Timber", "Union", "Valley", "Willow",
];
const TRADES: &[&str] = &[
    "Logistics",
    "Dental",
    "Realty",
    "Roofing",
    "Veterinary",
    "Law",
    "Freight",
    "Travel",
    "Insurance",
    "Motors",
    "Clinic",
    "Bakery",
    "Plumbing",
    "Analytics",
    "Catering",
    "Credit Union",
    "Nurseries",
    "Press",
    "Solar",
    "Textiles",
    "Theatres",
    "Tutoring",
    "Water",
    "Woodworks",
    "Books",
    "Cycles",
    "Eyecare",
    "Florists",
    "Hotels",
    "Kitchens",
    "Labs",
    "Movers",
    "Optics",
    "Pharmacy",
    "Studios",
];

/// Name and domain of the company with this number. 0 is the design's, "Larkspur Logistics" at larkspur.test;
/// every other one has a domain that no other number has. `.test` never leaves the machine (RFC 2606).
pub(super) fn company(ordinal: u64) -> (String, String) {
    let Some(n) = ordinal.checked_sub(1) else { return ("Larkspur Logistics".to_owned(), "larkspur".to_owned()) };
    let (words, trades) = (FIRST_WORDS.len() as u64, TRADES.len() as u64);
    let (word, trade) = (FIRST_WORDS[(n % words) as usize], TRADES[(n / words % trades) as usize]);
    let round = n / (words * trades);
    let slug = format!("{word}{}", trade.replace(' ', "")).to_lowercase();
    if round == 0 {
        (format!("{word} {trade}"), slug)
    } else {
        (format!("{word} {trade} {}", round + 1), format!("{slug}{}", round + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn a3_ten_thousand_companies_have_names_and_domains_of_their_own() {
        let all: Vec<_> = (0..10_000).map(company).collect();
        assert_eq!(all.iter().map(|c| &c.0).collect::<HashSet<_>>().len(), 10_000);
        assert_eq!(all.iter().map(|c| &c.1).collect::<HashSet<_>>().len(), 10_000);
    }

    #[test]
    fn n4_groups_have_names_and_extensions_of_their_own() {
        let all = groups(1300, 2000);
        assert_eq!(all.len(), 38);
        assert_eq!(all.iter().map(|g| &g.name).collect::<HashSet<_>>().len(), 38);
        assert_eq!((groups(5, 200).len(), groups(100_000, 2000).len()), (6, 64));
    }
}
