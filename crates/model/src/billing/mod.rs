//! What the billing pages show (S5, S7): plain rows, and the parsed contact.

pub mod advice;
pub mod plan;
pub mod plan_charge;
pub mod prices;
#[cfg(test)]
mod property_tests;
pub mod statement;

#[cfg(feature = "parse")]
use crate::EmailAddress;
use crate::MemberId;
use crate::billing::plan::{Plan, Seats};
use crate::billing::prices::Minor;
use crate::billing::statement::Statement;
use crate::slugs::slugs;
use serde::{Deserialize, Serialize};

slugs! {
    /// The lines of a statement, a list of its own each.
    Section {
        Changes = "changes", "Changes this month";
        Basic = "basic", "Basic";
        Plus = "plus", "Plus";
        Pro = "pro", "Pro";
        Numbers = "numbers", "Numbers";
        Minutes = "minutes", "Minutes";
        Pending = "pending", "Pending";
    }
}

impl Section {
    /// The plan whose members it lists.
    pub fn plan(self) -> Option<Plan> {
        match self {
            Section::Basic => Some(Plan::Basic),
            Section::Plus => Some(Plan::Plus),
            Section::Pro => Some(Plan::Pro),
            Section::Changes | Section::Numbers | Section::Minutes | Section::Pending => None,
        }
    }

    pub fn of(plan: Plan) -> Section {
        match plan {
            Plan::Basic => Section::Basic,
            Plan::Plus => Section::Plus,
            Plan::Pro => Section::Pro,
        }
    }
}

/// Lines on one page.
pub const PER_PAGE: u32 = 50;

/// One line: whom or what, why, how much (S5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Whose card it leads to; none once they are erased.
    pub member: Option<MemberId>,
    pub name: String,
    /// The plan, the number, or the minutes.
    pub item: String,
    /// Which days, and the rule.
    pub why: String,
    /// Days charged.
    pub days: u16,
    pub price: Minor,
    pub amount: Minor,
}

/// A page of lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lines {
    pub section: Section,
    pub rows: Vec<Line>,
    pub total: u64,
    /// From 1.
    pub page: u32,
}

/// What pays, as people know it (S7). Never a card number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentMethod {
    /// By which the provider knows it.
    pub reference: String,
    pub brand: String,
    pub last_four: String,
    /// "08/2029".
    pub expires: String,
}

/// Who gets the statement (S7).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    pub name: String,
    pub email: String,
}

impl Contact {
    /// A contact has a name of at most 120 characters and an email address.
    #[cfg(feature = "parse")]
    pub fn parse(name: &str, email: &str) -> Result<Contact, (&'static str, String)> {
        let name = crate::text::line(name);
        match name.chars().count() {
            0 => return Err(("name", "Enter who gets the statement.".to_owned())),
            1..=120 => {}
            _ => return Err(("name", "A contact’s name has at most 120 characters. Shorten it.".to_owned())),
        }
        let email = EmailAddress::parse(email).map_err(|e| ("email", e.to_string()))?;
        Ok(Contact { name, email: email.as_str().to_owned() })
    }
}

/// The billing page at /billing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillingPage {
    pub statement: Statement,
    pub seats: Seats,
    pub contact: Contact,
    pub method: Option<PaymentMethod>,
    /// Cards the provider offers for trying it out: token and words. Empty with a real one.
    pub test_cards: Vec<(String, String)>,
    /// Why this person can't buy seats; none: they can.
    pub no_seats_because: Option<String>,
    /// The same for contact and payment method.
    pub no_change_because: Option<String>,
}

/// What a member's plan may become, and what each would cost (M14).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanOffer {
    pub id: MemberId,
    pub name: String,
    pub now: Plan,
    pub plans: Vec<PlanChoice>,
    /// Why seats can't be bought by this person; none: they can.
    pub no_seats_because: Option<String>,
    pub private_bridge: bool,
}

/// One of the three.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanChoice {
    pub plan: Plan,
    pub price: Minor,
    /// Against the plan they have, a month.
    pub difference: Minor,
    pub bought: u32,
    pub free: u32,
    /// Why not, other than a missing seat.
    pub refused: Option<String>,
}

impl PlanChoice {
    /// What each plan includes (M14).
    pub fn includes(&self) -> &'static str {
        self.plan.includes()
    }
}

/// S6: the sentence at the switch.
pub const BRIDGE_NEEDS_PLUS: &str = "A private (HIPAA) meeting bridge needs Plus or Pro.";

/// S6: the sentence where somebody who has one is put on Basic.
pub fn bridge_needs_plus(name: &str) -> String {
    format!("{BRIDGE_NEEDS_PLUS} Keep {name} on Plus or Pro, or turn the private bridge off first.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s7_a_contact_has_a_name_and_an_address() {
        assert_eq!(Contact::parse(" Accounts ", "ap@larkspur.test").map(|c| c.name), Ok("Accounts".into()));
        assert_eq!(Contact::parse(" ", "ap@larkspur.test").map_err(|e| e.0), Err("name"));
        assert_eq!(Contact::parse("Accounts", "ap").map_err(|e| e.0), Err("email"));
    }

    #[test]
    fn s5_every_plan_has_its_lines() {
        assert!(Plan::ALL.into_iter().all(|plan| Section::of(plan).plan() == Some(plan)));
    }
}
