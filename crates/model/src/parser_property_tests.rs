//! What holds of every number, address, PIN, amount and word of a form or an address, tried with made-up ones (proptest): what is read
//! is written as it reads, one thing has one spelling, nothing panics, and no limit is passed.

use crate::audit::url::AuditPerson;
use crate::billing::prices::Currency;
use crate::callflow::times::{Clock, Day, Spans, Week};
use crate::chosen::Chosen;
use crate::groups::setup::Fallback;
use crate::invitations::read_pasted;
use crate::members::edit::CallFeature;
use crate::numbers::area::AreaCode;
use crate::numbers::{RouteTo, UsesQuery};
use crate::pin::VoicemailPin;
use crate::roles::{MayAssign, OpenRole};
use crate::{Country, EmailAddress, Extension, PhoneNumber, SignInName, Username};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use std::fmt::{Debug, Display};

fn countries() -> impl Strategy<Value = Country> {
    select(Country::ALL)
}

/// Numbers as people type them, most of them near to one.
fn typed_numbers() -> impl Strategy<Value = String> {
    prop_oneof![
        "[+]?[0-9]{5,16}",
        "[+(0-9][0-9() ./-]{5,18}[0-9]",
        "\\+(1|44|49|39|7|55|81|91|971)[0-9]{7,11}",
        "[+0-9٠-٩ x;,ext#-]{0,20}",
        ".{0,24}",
    ]
}

/// Addresses as people type them, most of them near to one.
fn typed_addresses() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z0-9.+_é-]{1,12}@[a-z0-9ü.-]{1,14}\\.[a-z]{1,4}",
        "[a-z]{1,70}@([a-z-]{1,66}\\.){0,4}(example|münchen|xn--mnchen-3ya|한국)",
        " ?[a-z.]{1,6}\u{200b}?@[A-Z]{1,6}\\.com\n?",
        ".{0,30}@.{0,30}",
        ".{0,40}",
    ]
}

/// What was read of a word is written as it reads.
fn reads_back<T: Display + PartialEq + Debug>(
    text: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<(), TestCaseError> {
    if let Some(read) = parse(text) {
        let written = read.to_string();
        prop_assert_eq!(parse(&written), Some(read), "{} of {}", written, text);
    }
    Ok(())
}

proptest! {
    #[test]
    fn m12_a_number_that_is_read_is_one_of_e164_and_reads_the_same_in_every_country(text in typed_numbers(), country in countries(), elsewhere in countries()) {
        if let Ok(number) = PhoneNumber::parse(&text, country) {
            prop_assert_eq!(PhoneNumber::from_e164(number.e164()), Some(number.clone()));
            prop_assert_eq!(PhoneNumber::parse(number.e164(), elsewhere), Ok(number.clone()), "{} of {}", number, text);
            let words = serde_json::to_string(&number.clone().read_in(elsewhere)).expect("JSON");
            let read: PhoneNumber = serde_json::from_str(&words).expect("a number");
            prop_assert_eq!((read.shown().to_owned(), read.bare()), (number.shown_in(elsewhere), number));
        }
    }

    #[test]
    fn m12_signs_between_digits_change_nothing(digits in "[1-9][0-9]{6,13}", signs in vec(select(vec!["", " ", "-", ".", "/", " - ", "\u{a0}", "–", "\u{202a}", "\u{ad}"]), 14), abroad in any::<bool>(), country in countries()) {
        let plus = if abroad { "+" } else { "" };
        let mut spread = plus.to_owned();
        for (digit, sign) in digits.chars().zip(&signs) {
            spread.push(digit);
            spread.push_str(sign);
        }
        prop_assert_eq!(PhoneNumber::parse(&spread, country), PhoneNumber::parse(&format!("{plus}{digits}"), country), "{:?}", spread);
    }

    #[test]
    fn m1_an_address_that_is_read_has_one_spelling_and_is_safe_in_a_mails_head(text in typed_addresses()) {
        if let Ok(address) = EmailAddress::parse(&text) {
            let written = address.as_str();
            prop_assert_eq!(EmailAddress::parse(written), Ok(address.clone()));
            // Case is kept as it was typed, and asked for nowhere.
            prop_assert_eq!(SignInName::key(&address.in_ascii_domain()), SignInName::key(written), "{}", address.in_ascii_domain());
            prop_assert!(written.len() <= 254 && address.in_ascii_domain().len() <= 254);
            prop_assert!(written.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"<>,;:\"".contains(c)), "{}", written);
            prop_assert_eq!(written.matches('@').count(), 1);
            let (name, domain) = written.split_once('@').expect("an @");
            for part in [name, domain] {
                prop_assert!(!part.is_empty() && !part.starts_with('.') && !part.ends_with('.') && !part.contains(".."), "{}", written);
            }
            prop_assert!(domain.contains('.'));
        }
    }

    #[test]
    fn m5_the_key_of_a_sign_in_name_is_its_own_and_asks_for_no_case(text in prop_oneof![typed_addresses(), "[A-Za-zÀ-ž._-]{3,20}"]) {
        let key = SignInName::key(&text);
        prop_assert_eq!(SignInName::key(&key), key.clone(), "of {:?}", text);
        if let Ok(address) = EmailAddress::parse(&text) {
            prop_assert_eq!(SignInName::key(address.as_str()), key);
        }
    }

    #[test]
    fn m2_a_username_is_never_an_address(text in prop_oneof![".{0,50}", "[a-zé._-]{1,44}"]) {
        if let Ok(username) = Username::parse(&text) {
            prop_assert_eq!(Username::parse(username.as_str()), Ok(username.clone()));
            prop_assert!((3..=40).contains(&username.as_str().chars().count()));
            prop_assert!(EmailAddress::parse(username.as_str()).is_err());
        }
    }

    #[test]
    fn m1_every_pasted_piece_is_told_with_its_line(text in "[a-z@<>\", ;\n.]{0,60}") {
        let lines = text.lines().count();
        for piece in read_pasted(&text) {
            prop_assert!((1..=lines).contains(&piece.line) && !piece.text.trim().is_empty());
            prop_assert!(text.lines().nth(piece.line - 1).is_some_and(|line| line.contains(&piece.text)));
        }
    }

    #[test]
    fn m19_a_pin_that_is_taken_is_none_of_those_guessed_first(text in "[ 0-9]{0,10}", extension in 100_u32..=999_999) {
        let own = extension.to_string();
        if let Ok(pin) = VoicemailPin::parse(&text, Some(Extension::from_stored(i64::from(extension)))) {
            let digits = pin.into_digits();
            prop_assert_eq!(&digits, text.trim());
            prop_assert!((4..=8).contains(&digits.len()));
            let row: Vec<i16> = digits.bytes().map(i16::from).collect();
            let steps: std::collections::BTreeSet<i16> = row.windows(2).map(|two| two[1] - two[0]).collect();
            prop_assert!(steps.len() > 1 || !(-1..=1).contains(steps.first().expect("a step")), "{}", digits);
            prop_assert!(digits != own && digits != format!("{own}{own}"), "the own extension {}", own);
        }
    }

    #[test]
    fn m19_the_own_extension_is_no_pin_however_it_is_filled_up(extension in 100_u32..=999_999, zeros in 0_usize..5) {
        let own = Extension::from_stored(i64::from(extension));
        for text in [format!("{}{extension}", "0".repeat(zeros)), format!("{extension}{}", "0".repeat(zeros)), format!("{extension}{extension}")] {
            prop_assert!(VoicemailPin::parse(&text, Some(own)).is_err(), "{}", text);
        }
    }

    #[test]
    fn s3_an_amount_is_shown_with_all_its_digits_and_one_sign(amount in prop_oneof![-2_000_000_000_i64..2_000_000_000, any::<i64>()], currency in select(Currency::ALL)) {
        let (shown, plain) = (currency.show(amount), currency.plain(amount));
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        prop_assert_eq!(digits(&shown), digits(&plain));
        prop_assert_eq!(digits(&plain).parse::<u64>(), Ok(amount.unsigned_abs()), "{}", plain);
        prop_assert_eq!((shown.starts_with('−'), plain.starts_with('-')), (amount < 0, amount < 0));
        let decimals = plain.split_once('.').map_or(0, |(_, rest)| rest.len());
        prop_assert_eq!(decimals, currency.digits());
        prop_assert_eq!(shown.split_once('.').map_or(0, |(_, rest)| rest.len()), currency.digits());
    }

    #[test]
    fn n1_a_query_of_uses_reads_back_as_it_is_written(
        query in "(id=[0-9a-f-]{0,36}&|all=1&|q=[a-z%0-9]{0,6}&|m=[0-9a-f,-]{0,40}&|m=all&|find=[a-z%+ é]{0,8}&){0,5}",
        ids in vec(any::<u128>(), 0..3),
    ) {
        let named: String = ids.iter().map(|id| format!("m={}&id={}&", crate::MemberId(*id), crate::NumberId(*id))).collect();
        let read = UsesQuery::from_query(&format!("{query}{named}"));
        prop_assert_eq!(UsesQuery::from_query(&read.to_query()), read);
    }

    #[test]
    fn n4_words_of_forms_and_addresses_read_back_as_they_are_written(text in prop_oneof![
        ".{0,24}",
        "(member|group|role|number|menu|nobody|voicemail|new|all|administrator|first):?(0198a000-0000-7000-8000-00000000000[0-9])?",
        "[0-9]{1,2}[:.h]?[0-9]{0,2} ?(am|pm)?",
        "(mon|tue|open|closed|00:00|09:00-17:30|[0-9: -]{0,12}|[,; ]){0,4}",
        "2[0-9]{3}-[0-9]{2}-[0-9]{2}",
        "(screening|dial-by-name|private-bridge|,){0,4}",
    ]) {
        reads_back(&text, RouteTo::parse)?;
        reads_back(&text, Fallback::parse)?;
        reads_back(&text, AuditPerson::parse)?;
        reads_back(&text, MayAssign::parse)?;
        reads_back(&text, OpenRole::parse)?;
        reads_back(&text, AreaCode::parse)?;
        reads_back(&text, Clock::parse)?;
        reads_back(&text, Spans::parse)?;
        reads_back(&text, Week::parse)?;
        reads_back(&text, Day::parse)?;
        reads_back(&text, Chosen::<CallFeature>::parse)?;
    }
}
