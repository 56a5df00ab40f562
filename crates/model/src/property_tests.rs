//! What holds of every text that somebody types or links to, tried with made-up ones (proptest): what is read is written as it reads,
//! nothing panics, and no limit is passed. Each parser's own tests say what is read; these that there is no exception.

use crate::audit::url::AuditQuery;
use crate::forwarding::{ForwardingForm, ForwardingLine, LineStep, MOST, RingSeconds};
use crate::numbers::query::NumbersQuery;
use crate::query_string::{encode, pairs, with_query};
use crate::selection::Selection;
use crate::team::url::MAX_SEARCH_CHARS;
use crate::team::{FilterKind, TeamQuery};
use crate::{Country, Extension, LocalPath, PersonName};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// A query as people edit it by hand: keys that mean something beside those that don't, with words of all kinds.
fn queries() -> impl Strategy<Value = String> {
    let keys = vec![
        "q",
        "sort",
        "per",
        "after",
        "before",
        "at",
        "role",
        "status",
        "group",
        "number",
        "plan",
        "supervises",
        "invite",
        "to",
        "kind",
        "label",
        "who",
        "change",
        "when",
        "undo",
        "x",
    ];
    let words = prop_oneof![
        select(vec![
            "name",
            "-name",
            "ext",
            "50",
            "100",
            "17",
            "online",
            "call",
            "basic",
            "pro,plus",
            "0198a000-0000-7000-8000-000000000001",
            "7d",
            "1",
            "0",
            "-1",
            "00ff.0198a000-0000-7000-8000-000000000001",
            "member",
            "+15035550118",
            "teamline",
            ",,",
            "everyone",
        ])
        .prop_map(str::to_owned),
        ".{0,12}",
    ];
    let pair = (select(keys), words, any::<bool>()).prop_map(|(key, word, coded)| {
        let word = if coded { encode(&word) } else { word };
        format!("{key}={word}")
    });
    vec(pair, 0..6).prop_map(|pairs| pairs.join("&"))
}

proptest! {
    #[test]
    fn t5_a_team_address_reads_back_as_it_is_written(query in queries()) {
        let (read, _) = TeamQuery::from_query(&query);
        let written = read.to_query();
        prop_assert_eq!(TeamQuery::from_query(&written), (read.clone(), Vec::new()), "{}", written);
        prop_assert!(read.filter.q.chars().count() <= MAX_SEARCH_CHARS);
        for kind in FilterKind::ALL {
            for value in read.filter.chosen(*kind) {
                prop_assert_eq!(kind.read(&value.word()), Some(value));
            }
        }
    }

    #[test]
    fn n1_a_numbers_address_reads_back_as_it_is_written(query in queries()) {
        let (read, _) = NumbersQuery::from_query(&query);
        let written = read.to_query();
        prop_assert_eq!(NumbersQuery::from_query(&written), (read, Vec::new()), "{}", written);
    }

    #[test]
    fn g1_an_audit_address_reads_back_as_it_is_written(query in queries()) {
        let read = AuditQuery::from_query(&query);
        prop_assert_eq!(AuditQuery::from_query(&read.to_query()), read);
    }

    #[test]
    fn k1_a_selection_reads_back_as_it_is_written(query in queries(), ids in vec(any::<u128>(), 0..4), all in any::<bool>()) {
        let ids: Vec<String> = ids.into_iter().map(|id| crate::MemberId(id).to_string()).collect();
        let text = format!("{query}&{}={}{}", if all { "not" } else { "id" }, ids.join(","), if all { "&all=1" } else { "" });
        let read: Selection = Selection::from_query(&text);
        prop_assert_eq!(Selection::from_query(&read.to_query()), read);
    }

    #[test]
    fn t5_a_key_and_a_value_of_any_letters_come_back_from_a_query(key in ".{0,40}", value in ".{0,40}") {
        let query = format!("{}={}", encode(&key), encode(&value));
        prop_assert!(query.is_ascii() && !query.contains([' ', '"', '<', '#', '+']));
        // A pair of nothing is no pair.
        let wanted = if query == "=" { vec![(String::new(), String::new())] } else { vec![(key, value)] };
        prop_assert_eq!(pairs(&query).collect::<Vec<_>>(), wanted);
    }

    #[test]
    fn t5_any_text_is_some_query_and_an_address_takes_one(text in ".{0,80}", path in "/[a-z/]{0,12}") {
        let read: Vec<_> = pairs(&text).collect();
        prop_assert!(read.len() <= text.len() + 1);
        let href = with_query(&format!("{path}?old=1"), "q=a");
        prop_assert_eq!(href, format!("{path}?q=a"));
    }

    #[test]
    fn a2_a_local_path_never_leads_elsewhere(text in prop_oneof![".{0,30}", "[/\\\\\\t\\n a-z:.@]{0,12}"]) {
        if let Ok(path) = LocalPath::parse(&text) {
            let written = path.as_str();
            prop_assert_eq!(written, &text);
            prop_assert!(written.starts_with('/') && !written[1..].starts_with(['/', '\\']), "{}", written);
            prop_assert!(written.bytes().all(|b| b.is_ascii_graphic()));
        }
    }

    #[test]
    fn m11_what_is_read_as_an_extension_is_one_of_its_length(text in "[ 0-9a٣]{0,8}", digits in 3_u8..=6) {
        if let Ok(extension) = Extension::parse(&text, digits) {
            prop_assert!((Extension::first(digits)..=Extension::last(digits)).contains(&extension), "{}", extension);
            prop_assert_eq!(extension.to_string(), text.trim());
        }
    }

    #[test]
    fn m11_every_extension_of_a_length_is_read(digits in 3_u8..=6, at in any::<u32>()) {
        let (first, last) = (Extension::first(digits).number(), Extension::last(digits).number());
        let number = first + at % (last - first + 1);
        prop_assert_eq!(Extension::parse(&number.to_string(), digits).map(Extension::number), Ok(number));
        for other in (3_u8..=6).filter(|other| *other != digits) {
            prop_assert!(Extension::parse(&number.to_string(), other).is_err());
        }
    }

    #[test]
    fn m1_a_name_that_is_read_is_clean_and_reads_the_same_again(first in ".{0,90}", last in ".{0,90}") {
        if let Ok(name) = PersonName::parse(&first, &last) {
            prop_assert_eq!(PersonName::parse(&name.first, &name.last), Ok(name.clone()));
            prop_assert!(!name.full().is_empty() && name.full() == name.full().trim());
            prop_assert!(name.first.chars().chain(name.last.chars()).all(|c| !c.is_control()));
            prop_assert!(name.first.chars().count() <= 80 && name.last.chars().count() <= 80);
            prop_assert!(name.hue() < 360);
        }
    }

    #[test]
    fn m12_a_forwarding_form_gives_at_most_three_each_once_or_says_at_which_line(
        lines in vec((prop_oneof!["[0-9() +-]{0,18}", Just("(503) 555-0118".to_owned()), Just("+44 20 7946 0958".to_owned())], ".{0,50}", 0_u16..90), 0..6),
    ) {
        let lines: Vec<ForwardingLine> = lines
            .into_iter()
            .map(|(number, label, seconds)| ForwardingLine { number, label, seconds: RingSeconds::new(seconds) })
            .collect();
        let form = ForwardingForm { lines: lines.clone(), ..ForwardingForm::default() };
        match form.parse(Country::UnitedStates) {
            Ok(read) => {
                prop_assert!(read.len() <= MOST);
                for (i, one) in read.iter().enumerate() {
                    prop_assert!((5..=60).contains(&one.seconds));
                    prop_assert!(read[..i].iter().all(|other| other.number != one.number), "one number twice");
                }
            }
            Err(wrong) => {
                prop_assert!(!wrong.is_empty());
                prop_assert!(wrong.iter().all(|(line, words)| *line < lines.len() && !words.is_empty()), "{:?}", wrong);
            }
        }
    }

    #[test]
    fn m12_seconds_and_steps_read_back_as_they_are_written(seconds in any::<u16>(), line in any::<usize>(), up in any::<bool>(), text in ".{0,9}") {
        prop_assert_eq!(RingSeconds::parse(&seconds.to_string()).map(RingSeconds::get), (5..=60).contains(&seconds).then_some(seconds));
        let step = LineStep { line, up };
        prop_assert_eq!(LineStep::parse(&step.to_string()), Some(step));
        if let Some(step) = LineStep::parse(&text) {
            prop_assert_eq!(LineStep::parse(&step.to_string()), Some(step));
        }
    }
}
