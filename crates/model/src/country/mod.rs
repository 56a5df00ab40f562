//! Countries: what accounts choose, and whose numbers are read and shown. How numbers are built in each is the numbering
//! plans' ([`PhoneNumber`](crate::PhoneNumber)), which only the server has.

mod table;

pub use table::Country;

/// Where nothing was chosen yet.
impl Default for Country {
    fn default() -> Self {
        Country::UnitedStates
    }
}

impl Country {
    /// By ISO code; an unknown one is refused by returning none.
    pub fn from_code(code: &str) -> Option<Self> {
        table::TABLE.iter().find(|row| row.1.eq_ignore_ascii_case(code)).map(|row| row.0)
    }

    /// ISO 3166-1 alpha-2.
    pub fn code(self) -> &'static str {
        table::TABLE[self as usize].1
    }

    /// E.164 country calling code; several countries share one.
    pub fn calling_code(self) -> u16 {
        table::TABLE[self as usize].2
    }

    pub fn name(self) -> &'static str {
        table::TABLE[self as usize].3
    }

    /// As it is chosen: "Germany (+49)".
    pub fn label(self) -> String {
        format!("{} (+{})", self.name(), self.calling_code())
    }
}

crate::serde_by_word!(Country, code, from_code);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn n7_a_country_is_known_by_its_code() {
        assert_eq!(Country::from_code("de"), Some(Country::Germany));
        assert_eq!(Country::from_code("XX"), None);
        assert_eq!(Country::Germany.label(), "Germany (+49)");
    }

    #[test]
    fn n7_every_country_has_its_own_row_and_code() {
        let by_code = |c: &Country| Country::from_code(c.code());
        assert!(Country::ALL.iter().all(|c| by_code(c) == Some(*c)));
        assert_eq!(Country::ALL.len(), 243);
    }
}
