//! Names from `names.txt`: first and last names that belong together.

use crate::rng::Rng;
use std::sync::LazyLock;
use store::search::fold;

struct Culture {
    /// Share of the team, relative to the other cultures.
    weight: u64,
    /// How many last names a person may carry; 0: none.
    surnames: u64,
    first: Vec<&'static str>,
    last: Vec<&'static str>,
}

static CULTURES: LazyLock<Vec<Culture>> = LazyLock::new(|| read(include_str!("names.txt")));

fn read(text: &'static str) -> Vec<Culture> {
    let mut lines = text.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    let mut out = Vec::new();
    while let (Some(head), Some(first), Some(last)) = (lines.next(), lines.next(), lines.next()) {
        let mut figures = head.rsplit(' ').filter_map(|w| w.parse::<u64>().ok());
        let (surnames, weight) = (figures.next().unwrap_or(1), figures.next().unwrap_or(1));
        out.push(Culture { weight, surnames, first: first.split(' ').collect(), last: last.split(' ').collect() });
    }
    out
}

/// A first and a last name of one culture; a few have no last name.
pub(super) fn person(rng: &mut Rng) -> (String, String) {
    let cultures = &*CULTURES;
    let mut ticket = rng.below(cultures.iter().map(|c| c.weight).sum());
    for c in cultures {
        if ticket >= c.weight {
            ticket -= c.weight;
            continue;
        }
        let first = rng.pick(&c.first).replace('_', " ");
        let mut last = if c.surnames == 0 { String::new() } else { rng.pick(&c.last).replace('_', " ") };
        if c.surnames > 1 && rng.permille(550) {
            let second = rng.pick(&c.last).replace('_', " ");
            if second != last {
                last = format!("{last} {second}");
            }
        }
        return (first, last);
    }
    ("Dana".to_owned(), String::new())
}

/// ASCII letters, digits and hyphens of a name, for addresses: "Siobhán Ní Bhriain" gives "siobhan-ni-bhriain".
pub(super) fn ascii(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in fold(name).chars() {
        match c {
            'a'..='z' | '0'..='9' => out.push(c),
            ' ' | '-' if !out.is_empty() && !out.ends_with('-') => out.push('-'),
            _ => {}
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::PersonName;
    use std::collections::HashSet;

    #[test]
    fn a1_names_come_from_many_cultures_and_none_is_short() {
        assert!(CULTURES.len() >= 50);
        for c in CULTURES.iter() {
            assert!(c.first.iter().collect::<HashSet<_>>().len() >= 40, "{}", c.first[0]);
            assert!(c.surnames == 0 || c.last.iter().collect::<HashSet<_>>().len() >= 40, "{}", c.last[0]);
        }
    }

    #[test]
    fn m1_every_name_is_one_that_a_form_would_take() {
        for c in CULTURES.iter() {
            for (first, last) in c.first.iter().map(|f| (*f, "")).chain(c.last.iter().map(|l| ("", *l))) {
                let (first, last) = (first.replace('_', " "), last.replace('_', " "));
                assert_eq!(
                    PersonName::parse(&first, &last),
                    Ok(PersonName { first: first.clone(), last: last.clone() })
                );
                assert!(last == "-" || !ascii(&format!("{first}{last}")).is_empty(), "{first}{last}");
            }
        }
    }

    #[test]
    fn an_address_keeps_the_letters_of_the_name() {
        for (name, plain) in [
            ("Siobhán", "siobhan"),
            ("Ní Bhriain", "ni-bhriain"),
            ("Guðrún", "gudrun"),
            ("D’Souza", "dsouza"),
            ("Wiśniewski", "wisniewski"),
            ("Kaʻiulani", "kaiulani"),
        ] {
            assert_eq!(ascii(name), plain);
        }
    }
}
