//! A full name taken into first and last (I1). A plain rule that a person sees and can mend before anything is imported:
//! the last word is the last name, with the particles before it. `sure` says when that may well be wrong.

use crate::imports::cell::clean;
use model::imports::NameSplit;

/// Words that belong to the word after them in a last name, in lower case.
const PARTICLES: [&str; 52] = [
    "van", "von", "vom", "zu", "zum", "zur", "der", "den", "de", "del", "della", "delle", "dello", "degli", "di", "da",
    "do", "dos", "das", "du", "des", "la", "le", "las", "los", "el", "al", "bin", "ibn", "bint", "binti", "ben", "abu",
    "mac", "mc", "ó", "o", "ní", "nic", "uí", "ua", "ap", "ter", "ten", "op", "af", "av", "st.", "'t", "’t", "’s",
    "dalla",
];

/// Words between two last names: `Ortega y Gasset`.
const LINKS: [&str; 3] = ["y", "und", "i"];

/// Titles before a name, without dots, in lower case: not part of it.
const TITLES: [&str; 24] = [
    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "sir", "rev", "herr", "frau", "hr", "fr", "mag", "ing", "dipl-ing",
    "m", "mme", "mlle", "sr", "sra", "srta", "dra", "sig",
];

/// Words after a comma that are no first name.
const SUFFIXES: [&str; 9] = ["jr", "sr", "ii", "iii", "iv", "phd", "md", "esq", "cpa"];

/// One name in, first and last out. Never fails: one word is a first name, nothing is two blanks.
pub fn split(typed: &str) -> NameSplit {
    let typed = clean(typed).split_whitespace().collect::<Vec<_>>().join(" ");
    let name = without_titles(&typed);
    // What was left out is shown, like a split that may be wrong.
    let of = |first: &str, last: &str, sure| NameSplit {
        typed: typed.clone(),
        first: without_titles(first).into(),
        last: last.into(),
        sure: sure && name == typed && without_titles(first) == first,
    };
    if let Some((before, after)) = name.split_once([',', '،', '，']) {
        let (before, after) = (before.trim(), after.trim());
        if is_suffix(after) {
            let plain = split(before);
            return of(&plain.first, format!("{} {after}", plain.last).trim(), plain.sure);
        }
        return of(after, before, !before.is_empty() && !after.is_empty());
    }
    let words: Vec<&str> = name.split(' ').filter(|w| !w.is_empty()).collect();
    let Some(last) = words.len().checked_sub(1) else { return of("", "", false) };
    if last == 0 {
        return of(words[0], "", false);
    }
    let begin = last_name_begins(&words, last);
    let (first, family) = (words[..begin].join(" "), words[begin..].join(" "));
    // `Anne van Dijk` is certain; `Nguyễn Thị Mai`, `Ana García López` and 山田 太郎 are not.
    let sure = begin == 1 && !name.chars().any(is_east_asian) && !words[1..last].iter().any(|w| capital_particle(w));
    of(&first, &family, sure)
}

/// The name from its first word on that is no title; a title alone stays. `M.` is a title with a dot behind it only.
fn without_titles(name: &str) -> &str {
    let mut rest = name;
    while let Some((word, after)) = rest.split_once(' ') {
        let plain = word.trim_end_matches('.').to_lowercase();
        let dotted = word.ends_with('.');
        if !TITLES.contains(&plain.as_str()) || (plain.len() < 2 && !dotted) {
            break;
        }
        rest = after;
    }
    rest
}

/// Index of the last name's first word; at least one word stays before it.
fn last_name_begins(words: &[&str], last: usize) -> usize {
    let is = |list: &[&str], word: &str| list.contains(&word.to_lowercase().as_str());
    let mut begin = last;
    loop {
        if begin > 1 && is(&PARTICLES, words[begin - 1]) {
            begin -= 1;
        } else if begin > 2 && words[begin - 1].chars().all(char::is_lowercase) && is(&LINKS, words[begin - 1]) {
            begin -= 2;
        } else {
            return begin;
        }
    }
}

/// `Van` and `Ben` are given names too, `van` and `ben` hardly ever.
fn capital_particle(word: &str) -> bool {
    ["Van", "Ben", "La", "Le", "Al", "Do", "Da", "Den"].contains(&word)
}

fn is_suffix(word: &str) -> bool {
    SUFFIXES.contains(&word.replace('.', "").to_lowercase().as_str())
}

fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(name: &str) -> (String, String) {
        let got = split(name);
        (got.first, got.last)
    }

    #[test]
    fn i1_full_names_are_split_with_their_particles() {
        let cases = [
            ("Dana Whitfield", "Dana", "Whitfield"),
            ("Whitfield, Dana", "Dana", "Whitfield"),
            ("  Kofi\u{a0} Mensah ", "Kofi", "Mensah"),
            ("Anne van der Berg", "Anne", "van der Berg"),
            ("van der Berg, Anne", "Anne", "van der Berg"),
            ("María de la Cruz", "María", "de la Cruz"),
            ("Otto von Habsburg", "Otto", "von Habsburg"),
            ("Caoimhe Ní Bhriain", "Caoimhe", "Ní Bhriain"),
            ("Saoirse Mac Giolla", "Saoirse", "Mac Giolla"),
            ("Ahmed bin Rashid", "Ahmed", "bin Rashid"),
            ("Fatima al-Zahra", "Fatima", "al-Zahra"),
            ("João da Silva", "João", "da Silva"),
            ("José Ortega y Gasset", "José", "Ortega y Gasset"),
            ("Dana Whitfield, Jr.", "Dana", "Whitfield Jr."),
            ("Ben Ali", "Ben", "Ali"),
            ("Van Nguyen", "Van", "Nguyen"),
            ("Mary Ann Smith", "Mary Ann", "Smith"),
            ("Ana García López", "Ana García", "López"),
            ("Ikaika", "Ikaika", ""),
            ("", "", ""),
            (",", "", ""),
        ];
        for (name, first, last) in cases {
            assert_eq!(parts(name), (first.to_owned(), last.to_owned()), "{name}");
        }
    }

    #[test]
    fn i1_titles_are_left_out_and_the_whole_is_shown() {
        for (name, first, last) in [
            ("Dr. Anna Schmidt", "Anna", "Schmidt"),
            ("Frau Prof. Dr. Anna Schmidt", "Anna", "Schmidt"),
            ("Schmidt, Dr. Anna", "Anna", "Schmidt"),
            ("Mr John Smith", "John", "Smith"),
            ("Mme Claire Petit", "Claire", "Petit"),
        ] {
            assert_eq!(parts(name), (first.to_owned(), last.to_owned()), "{name}");
            assert!(!split(name).sure, "{name}");
        }
        assert_eq!(parts("M Night"), ("M".to_owned(), "Night".to_owned()));
        assert_eq!(parts("Ms"), ("Ms".to_owned(), String::new()));
    }

    #[test]
    fn i1_a_split_that_may_be_wrong_says_so() {
        for name in ["Dana Whitfield", "Whitfield, Dana", "Anne van der Berg", "José Ortega y Gasset"] {
            assert!(split(name).sure, "{name}");
        }
        for name in ["Nguyễn Thị Mai", "Ana García López", "Ikaika", "山田 太郎", "Nguyen Van An", ""] {
            assert!(!split(name).sure, "{name}");
        }
    }
}
