//! The numbering plans of all countries, by `rlibphonenumber` (the data and rules of Google's libphonenumber): reading
//! national numbers, and writing numbers as their readers do.

use super::{PhoneNumber, PhoneProblem, written};
use crate::Country;
use rlibphonenumber::errors::{ParseError, ValidationError};
use rlibphonenumber::{NumberLengthType, PHONE_NUMBER_UTIL as PLANS, PhoneNumberFormat, Region};

impl PhoneNumber {
    /// Reads a number as people write it; without + or the prefix for calls abroad it is a national number of `country`
    /// (M12). Its length has to be one that numbers there have. Whether a range is in use yet is not asked: plans change
    /// before data of them does.
    ///
    /// # Errors
    /// The problem whose sentence tells what to mend.
    pub fn parse(text: &str, country: Country) -> Result<Self, PhoneProblem> {
        let written = written::read(text).map_err(PhoneProblem::Character)?;
        if let Some(extension) = written.extension {
            return Err(PhoneProblem::Extension(extension));
        }
        if written.digits.is_empty() {
            return Err(PhoneProblem::Empty(example(country)));
        }
        if written.international {
            return checked(&format!("+{}", written.digits), country);
        }
        match (checked(&written.digits, country), written.digits.strip_prefix("00")) {
            // 00 is what most of the world dials before a country's code, and nobody before a number at home.
            (Err(problem), Some(abroad)) => checked(&format!("+{abroad}"), country).map_err(|_| problem),
            (read, _) => read,
        }
    }

    /// With the words it is shown by to people of that country.
    pub fn read_in(self, country: Country) -> Self {
        PhoneNumber { shown: Some(self.shown_in(country)), ..self }
    }

    /// As people of `country` read it: "(503) 555-0142" at home, "+49 30 1234567" abroad. What no plan knows is shown in
    /// E.164.
    pub fn shown_in(&self, country: Country) -> String {
        self.written(|code| {
            if code == i32::from(country.calling_code()) {
                PhoneNumberFormat::National
            } else {
                PhoneNumberFormat::International
            }
        })
    }

    /// As people of its own country read it: with what is dialled before it there.
    pub fn shown_at_home(&self) -> String {
        self.written(|_| PhoneNumberFormat::National)
    }

    fn written(&self, format: impl Fn(i32) -> PhoneNumberFormat) -> String {
        match PLANS.parse(&self.e164, None) {
            Ok(number) => number.format_as(format(number.country_code)).into_owned(),
            Err(_) => self.e164.clone(),
        }
    }
}

/// Digits, after a + or nationally, as a number of a length that the plan of its country has.
fn checked(digits: &str, country: Country) -> Result<PhoneNumber, PhoneProblem> {
    let unknown = || PhoneProblem::Country(digits.trim_start_matches('+').chars().take(3).collect());
    let has = digits.trim_start_matches('+').len();
    let number = PLANS.parse(digits, region(country)).map_err(|problem| match problem {
        ParseError::InvalidCountryCode => unknown(),
        ParseError::TooLongNsn => PhoneProblem::Length { code: country.calling_code(), has, how: "too long" },
        _ => PhoneProblem::Length { code: country.calling_code(), has, how: "too short" },
    })?;
    let code = u16::try_from(number.country_code).unwrap_or_default();
    let national = number.get_national_significant_number();
    let length = |how| PhoneProblem::Length { code, has: national.len(), how };
    match number.is_possible_with_reason() {
        Ok(NumberLengthType::IsPossible) => {}
        Ok(NumberLengthType::IsPossibleLocalOnly) if digits.starts_with('+') => return Err(length("too short")),
        Ok(NumberLengthType::IsPossibleLocalOnly) => return Err(PhoneProblem::Area(example(country))),
        Err(ValidationError::InvalidCountryCode) => return Err(unknown()),
        Err(ValidationError::TooShort) => return Err(length("too short")),
        Err(ValidationError::TooLong) => return Err(length("too long")),
        Err(_) => return Err(length("a digit or more too short or too long")),
    }
    let read = PhoneNumber::from_e164(&format!("+{code}{national}")).ok_or_else(|| length("too short"))?;
    // After a second prefix that is dialled at home, what is left would be another number whenever it is read again.
    let again = PLANS.parse(read.e164(), None);
    let same = again.is_ok_and(|again| {
        again.country_code == number.country_code && again.get_national_significant_number() == national
    });
    if same { Ok(read) } else { Err(length("a digit or more too short or too long")) }
}

fn region(country: Country) -> Option<Region> {
    country.code().parse().ok()
}

/// A number of that country that nobody has, or the start of one, as it is written there.
fn example(country: Country) -> String {
    match region(country).map(|region| PLANS.get_example_number(region)) {
        Some(Ok(number)) => number.format_as(PhoneNumberFormat::National).into_owned(),
        _ => format!("+{} …", country.calling_code()),
    }
}
