//! Numbers as people of many countries write them.

use super::*;
use crate::Country;

const US: Country = Country::UnitedStates;

fn read(text: &str, country: Country) -> Result<String, PhoneProblem> {
    PhoneNumber::parse(text, country).map(|number| number.e164)
}

#[test]
fn m12_a_number_is_read_however_it_is_written() {
    for text in [
        "+1 503 555 0142",
        "(503) 555-0142",
        "503.555.0142",
        "1-503-555-0142",
        "tel:+15035550142",
        "TEL:+1-503-555-0142",
        "011 1 503 555 0142",
        "00 1 503 555 0142",
        "\u{202a}+1 (503) 555\u{2011}0142\u{202c}",
        "503\u{a0}555\u{2013}01\u{ad}42",
        "＋１ ５０３ ５５５ ０１４２",
        "（５０３）５５５－０１４２",
        "٥٠٣ ٥٥٥ ٠١٤٢",
        "+۱ ۵۰۳ ۵۵۵ ۰۱۴۲",
        "५०३ ५५५ ०१४२",
        "503 · 555 · 0142",
    ] {
        assert_eq!(read(text, US), Ok("+15035550142".into()), "{text:?}");
    }
}

#[test]
fn m12_a_national_number_is_read_by_its_countrys_plan() {
    for (text, country, e164) in [
        ("030 1234567", Country::Germany, "+49301234567"),
        ("0049 30 1234567", Country::Germany, "+49301234567"),
        ("06 1234 5678", Country::Italy, "+390612345678"),
        ("020 7946 0958", Country::UnitedKingdom, "+442079460958"),
        ("8 (495) 123-45-67", Country::Russia, "+74951234567"),
        ("02-312-3456", Country::SouthKorea, "+8223123456"),
        ("0912 345 6789", Country::Iran, "+989123456789"),
        ("054-123-4567", Country::Israel, "+972541234567"),
        ("0011 44 20 7946 0958", Country::Australia, "+442079460958"),
        ("010 44 20 7946 0958", Country::Japan, "+442079460958"),
        ("4002", Country::Niue, "+6834002"),
    ] {
        assert_eq!(read(text, country), Ok(e164.into()), "{text}");
    }
    assert_eq!(read("+49 (0)30 1234567", US), Ok("+49301234567".into()));
}

#[test]
fn m12_every_country_has_a_number_for_example_and_reads_it() {
    for country in Country::ALL {
        let Err(PhoneProblem::Empty(example)) = PhoneNumber::parse("", *country) else { panic!("{country:?}") };
        let number = PhoneNumber::parse(&example, *country);
        assert_eq!(number.as_ref().map(|n| n.shown_in(*country)), Ok(example.clone()), "{country:?} {number:?}");
        let abroad = if country.calling_code() == 1 { Country::Germany } else { US };
        let shown = number.unwrap().shown_in(abroad);
        assert!(shown.starts_with(&format!("+{} ", country.calling_code())), "{country:?}: {shown}");
    }
}

#[test]
fn m12_a_text_that_is_no_number_is_refused_with_its_reason() {
    assert!(matches!(PhoneNumber::parse("call me", US), Err(PhoneProblem::Character('c'))));
    assert!(matches!(PhoneNumber::parse("555-0142", US), Err(PhoneProblem::Area(_))));
    assert!(matches!(PhoneNumber::parse(" ", US), Err(PhoneProblem::Empty(_))));
    assert!(matches!(PhoneNumber::parse("+0 503 555 0142", US), Err(PhoneProblem::Country(_))));
    assert!(matches!(PhoneNumber::parse("+999 503 555 0142", US), Err(PhoneProblem::Country(_))));
    assert!(matches!(PhoneNumber::parse("+1 503 555 01420", US), Err(PhoneProblem::Length { .. })));
    assert_eq!(read("+7 800 123 45 67", US), Ok("+78001234567".into()), "no trunk prefix after a country’s code");
    assert!(matches!(PhoneNumber::parse("50+35550142", US), Err(PhoneProblem::Character('+'))));
    let far = PhoneNumber::parse("+44 20 7946", US).map_err(|e| e.to_string());
    assert_eq!(far, Err("The number is too short: it has 6 digits after +44. Check it.".into()));
}

#[test]
fn m12_an_extension_is_refused_and_named() {
    for (tail, named) in [
        (" ext 5", "ext 5"),
        (" x5", "x5"),
        (";ext=5", ";ext=5"),
        (",5", ",5"),
        (" Ext. 5", "Ext. 5"),
        (" #5", "#5"),
        (" доб. 5", "доб. 5"),
    ] {
        let text = format!("+44 20 7946 0958{tail}");
        assert_eq!(read(&text, US), Err(PhoneProblem::Extension(named.into())), "{text}");
    }
}

#[test]
fn m12_a_number_reads_nationally_at_home_and_with_its_code_abroad() {
    let shown = |e164: &str, country| PhoneNumber::from_stored(e164.into()).shown_in(country);
    assert_eq!(shown("+15035550142", US), "(503) 555-0142");
    assert_eq!(shown("+15035550142", Country::Canada), "(503) 555-0142");
    assert_eq!(shown("+15035550142", Country::Germany), "+1 503-555-0142");
    assert_eq!(shown("+49301234567", US), "+49 30 1234567");
    assert_eq!(shown("+442079460958", Country::UnitedKingdom), "020 7946 0958");
    assert_eq!(shown("+97282345678", Country::Israel), "08-234-5678");
    assert_eq!(shown("+99999999", US), "+99999999", "no country's");
}

#[test]
fn m12_a_number_travels_to_pages_with_the_words_it_is_shown_by() {
    let number = PhoneNumber::from_stored("+15035550142".into()).read_in(US);
    let sent = Sent(&number).to_string();
    assert_eq!(sent, "+15035550142 (503) 555-0142");
    let read = PhoneNumber::from_words(&sent).unwrap();
    assert_eq!((read.e164(), read.shown()), ("+15035550142", "(503) 555-0142"));
    assert_eq!(read, number.bare());
    assert_eq!(PhoneNumber::from_words("+1503555014x (503)"), None);
}

/// Written by serde.
struct Sent<'a>(&'a PhoneNumber);

impl fmt::Display for Sent<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        serde::Serialize::serialize(self.0, f)
    }
}

#[test]
fn t4_a_text_with_other_letters_is_no_number() {
    assert_eq!(written::read("dana2"), Err('d'));
    assert_eq!(written::read("x118"), Err('x'));
    assert_eq!(written::read("(555) 010-12").map(|w| w.digits), Ok("55501012".into()));
}

#[test]
fn m12_a_number_behind_two_prefixes_of_its_own_country_is_refused_and_behind_one_it_is_read() {
    // 0 is dialled before a number in Brazil, and stands before none of its own.
    let once = PhoneNumber::parse("+55 0 11 3550 4711", US);
    assert_eq!(once.map(|number| number.e164().to_owned()), Ok("+551135504711".to_owned()));
    assert!(matches!(PhoneNumber::parse("+550000000000", US), Err(PhoneProblem::Length { code: 55, .. })));
}
