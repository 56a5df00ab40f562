//! The account and its settings (N7, M11, R13).

use crate::{AccountId, Plan, PriceBook};
use serde::{Deserialize, Serialize};

macro_rules! countries {
    ($($name:ident $code:literal $calling:literal $trunk:literal $shown:literal $len:literal $example:literal;)+) => {
        /// The country an account dials from: decides how national numbers are read (M12, N7).
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub enum Country { #[default] $($name),+ }

        impl Country {
            pub const ALL: &[Country] = &[$(Country::$name),+];
            /// ISO 3166-1 alpha-2.
            pub fn code(self) -> &'static str { match self { $(Country::$name => $code),+ } }
            /// E.164 country calling code.
            pub fn calling_code(self) -> &'static str { match self { $(Country::$name => $calling),+ } }
            /// What is dialled before a national number at home and dropped from abroad.
            pub fn trunk_prefix(self) -> &'static str { match self { $(Country::$name => $trunk),+ } }
            pub fn name(self) -> &'static str { match self { $(Country::$name => $shown),+ } }
            pub(crate) fn length_words(self) -> &'static str { match self { $(Country::$name => $len),+ } }
            pub(crate) fn example(self) -> &'static str { match self { $(Country::$name => $example),+ } }
        }

        crate::serde_by_word!(Country, code, from_code);
    };
}

countries! {
    UnitedStates "US" "1" "" "United States" "10 digits" "(503) 555-0142";
    Canada "CA" "1" "" "Canada" "10 digits" "(604) 555-0142";
    UnitedKingdom "GB" "44" "0" "United Kingdom" "10 or 11 digits" "020 7946 0142";
    Ireland "IE" "353" "0" "Ireland" "9 or 10 digits" "01 555 0142";
    Germany "DE" "49" "0" "Germany" "8 to 12 digits" "030 1234567";
    Austria "AT" "43" "0" "Austria" "8 to 13 digits" "01 1234567";
    Switzerland "CH" "41" "0" "Switzerland" "10 digits" "044 123 45 67";
    France "FR" "33" "0" "France" "10 digits" "01 99 00 01 42";
    Netherlands "NL" "31" "0" "Netherlands" "10 digits" "020 123 4567";
    Belgium "BE" "32" "0" "Belgium" "9 or 10 digits" "02 123 45 67";
    Spain "ES" "34" "" "Spain" "9 digits" "910 123 456";
    Italy "IT" "39" "" "Italy" "9 to 11 digits" "06 1234 5678";
    Portugal "PT" "351" "" "Portugal" "9 digits" "21 123 4567";
    Poland "PL" "48" "" "Poland" "9 digits" "22 123 45 67";
    Sweden "SE" "46" "0" "Sweden" "8 to 10 digits" "08 123 456";
    Australia "AU" "61" "0" "Australia" "10 digits" "02 5550 0142";
    NewZealand "NZ" "64" "0" "New Zealand" "9 or 10 digits" "09 555 0142";
    India "IN" "91" "0" "India" "10 digits" "022 5550 0142";
    Japan "JP" "81" "0" "Japan" "10 or 11 digits" "03 1234 5678";
    Brazil "BR" "55" "0" "Brazil" "10 or 11 digits" "11 5555 0142";
    Mexico "MX" "52" "" "Mexico" "10 digits" "55 5555 0142";
    Nigeria "NG" "234" "0" "Nigeria" "10 or 11 digits" "01 555 0142";
    SouthAfrica "ZA" "27" "0" "South Africa" "10 digits" "011 555 0142";
}

impl Country {
    /// By ISO code; an unknown one is refused by returning none.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|c| c.code().eq_ignore_ascii_case(code))
    }

    /// A national number's digits as E.164 digits: calling code first, trunk prefix dropped.
    pub(crate) fn nationalised(self, digits: &str) -> String {
        let code = self.calling_code();
        if code == "1" && digits.len() == 11 && digits.starts_with('1') {
            return digits.to_owned();
        }
        let trunk = self.trunk_prefix();
        let national = if trunk.is_empty() { digits } else { digits.strip_prefix(trunk).unwrap_or(digits) };
        format!("{code}{national}")
    }
}

/// The settings pages need on every request (N7). Never holds a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountSettings {
    pub id: AccountId,
    pub name: String,
    pub country: Country,
    /// IANA name, such as "America/Los_Angeles".
    pub time_zone: String,
    /// 3 to 6 (M11).
    pub extension_digits: u8,
    pub wrap_up_seconds: u32,
    /// R13: only Administrators may add members.
    pub only_administrators_add: bool,
    /// Base address of meeting links (M15), without a slash at its end.
    pub meeting_base: String,
    /// The plan new members get when none is chosen.
    pub default_plan: Plan,
    /// What things cost this account (S3).
    #[serde(default)]
    pub prices: PriceBook,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn n7_a_country_is_known_by_its_code() {
        assert_eq!(Country::from_code("de"), Some(Country::Germany));
        assert_eq!(Country::from_code("XX"), None);
    }
}
