//! Made-up teams from a seed: for trying everything (A1), and for the benchmark (QUALITY, "data sets").
//!
//! What belongs here: who the people are (`people`, `names`, `company`: pure, the same on every machine and at every
//! hour) and how they get into a database fast (`load`). What does not: rules and screens. Nobody here is real: mail
//! goes to `.test`, numbers are of the 555 exchange.

mod calls;
mod company;
mod designed;
mod history;
mod lines;
pub mod load;
mod names;
pub mod people;
mod rng;
mod rows;
mod tables;
#[cfg(test)]
mod tests;

use model::Extension;
use std::ops::Range;

pub use company::{CUSTOM_ROLES, CustomRole, Group};
pub use load::{load_into, new_account, new_accounts};
pub use people::{People, Person, SampleRole, Watches};

/// The seed of the team that setup offers.
pub const SEED: u64 = 1;
/// Signs in as Administrator of the first company, when a password was given.
pub const FIRST_SIGN_IN: &str = "amara@larkspur.test";
/// How many people setup's team has.
pub const MEMBERS: u64 = 1_300;
/// The whole deployment can't hold longer extensions than six digits (M11).
pub const MOST_MEMBERS: u64 = 800_000;

/// Where a shared number rings (N3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rings {
    Menu,
    /// By index in the sample's groups.
    Group(usize),
    Nobody,
}

/// A business number that is nobody's direct number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharedNumber {
    pub e164: String,
    pub label: String,
    pub rings: Rings,
}

/// One account's team: what it has at once; its people come one by one from `people()`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    pub(self) seed: u64,
    pub(self) ordinal: u64,
    pub(self) first_line: u64,
    pub(self) slug: String,
    /// How many people there are, at most `MOST_MEMBERS`.
    pub members: u64,
    pub company: String,
    /// 3 to 6, as many as the team needs (M11).
    pub extension_digits: u8,
    pub groups: Vec<Group>,
    /// The main number first, then one per group, then some unassigned.
    pub numbers: Vec<SharedNumber>,
}

impl Sample {
    /// Larkspur Logistics with this many people: the same for the same seed, always.
    pub fn new(seed: u64, members: u64) -> Self {
        Self::numbered(seed, 0, members, 0)
    }

    /// Company number `ordinal` (0 is Larkspur), with business numbers from line `first_line` on. Companies of
    /// different numbers share no sign-in name; they share no business number when their lines don't overlap.
    pub fn numbered(seed: u64, ordinal: u64, members: u64, first_line: u64) -> Self {
        let members = members.min(MOST_MEMBERS);
        let (company, slug) = company::company(ordinal);
        let extension_digits =
            (3..6).find(|d| members + members / 25 + 120 <= 9 * 10u64.pow(*d - 1)).unwrap_or(6) as u8;
        let groups = company::groups(members, 2 * Extension::first(extension_digits).number());
        let mut sample =
            Sample { seed, ordinal, first_line, slug, members, company, extension_digits, groups, numbers: Vec::new() };
        sample.numbers = sample.shared();
        sample
    }

    /// The people, from the first Administrator on.
    pub fn people(&self) -> People<'_> {
        People::new(self)
    }

    /// How many lines from `first_line` on this account may use.
    pub fn lines(&self) -> u64 {
        self.first_personal_line() - self.first_line + self.members
    }

    fn shared(&self) -> Vec<SharedNumber> {
        let number = |line: u64, label: String, rings| {
            lines::e164(self.first_line + line).map(|e164| SharedNumber { e164, label, rings })
        };
        // At Larkspur the first hundred lines leave room for the design's direct numbers, 555-0100 to 555-0149.
        let base = if self.ordinal == 0 { 50 } else { 0 };
        let main = number(base, "Main number".to_owned(), Rings::Menu);
        let groups = self.groups.iter().enumerate();
        let of_groups = (base + 10..)
            .zip(groups)
            .filter_map(|(line, (i, g))| number(line, format!("{} line", g.name), Rings::Group(i)));
        let spare = (base + 10 + self.groups.len() as u64..).take(self.spare_numbers() as usize);
        let unassigned = spare.filter_map(|line| number(line, String::new(), Rings::Nobody));
        main.into_iter().chain(of_groups).chain(unassigned).collect()
    }

    fn spare_numbers(&self) -> u64 {
        3 + self.members / 60
    }

    fn first_personal_line(&self) -> u64 {
        let base = if self.ordinal == 0 { 60 } else { 10 };
        self.first_line + base + self.groups.len() as u64 + self.spare_numbers()
    }

    fn first_extension(&self) -> u32 {
        Extension::first(self.extension_digits).number()
    }

    /// Extensions that no person gets: the groups', with some room for new groups.
    fn group_extensions(&self) -> Range<u32> {
        let first = 2 * self.first_extension();
        first..first + self.groups.len() as u32 + 6
    }

    fn email(&self, local: &str) -> String {
        format!("{local}@{}.test", self.slug)
    }
}
