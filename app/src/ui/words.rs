//! Words and figures as the interface writes them: counts with separators, initials, a person's hue.

/// A sentence, title or label as it is drawn: right-to-left names in it are set apart (`model::bidi`). The parts of
/// `ui` that draw sentences do this, so that pages needn't.
pub fn isolated(text: impl AsRef<str>) -> String {
    model::bidi::isolated(text.as_ref()).into_owned()
}

/// `1268` → "1,268".
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// "1 member", "2 members".
pub fn counted(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(n), if n == 1 { one } else { many })
}

/// The first letters of first and last name, upper case: "Siobhán", "Ní Bhriain" → "SN". Nothing from nothing.
pub fn initials(first: &str, last: &str) -> String {
    [first, last].into_iter().filter_map(|name| name.trim().chars().next()).flat_map(char::to_uppercase).collect()
}

/// One of the eight avatar hues, always the same one for the same seed (an id or a name).
pub fn hue(seed: &str) -> u8 {
    (hash(&[seed]) % 8) as u8
}

/// FNV-1a: the same on server and browser, in every build. Not for secrets.
pub(crate) fn hash(parts: &[&str]) -> u32 {
    let mut sum = 0x811c_9dc5_u32;
    for part in parts {
        for byte in part.bytes().chain([0]) {
            sum = (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_grouped_by_thousands() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1268), "1,268");
        assert_eq!(grouped(1_000_000), "1,000,000");
        assert_eq!(counted(1, "member", "members"), "1 member");
        assert_eq!(counted(1200, "member", "members"), "1,200 members");
    }

    #[test]
    fn initials_come_from_whatever_name_there_is() {
        assert_eq!(initials("Dana", "Whitfield"), "DW");
        assert_eq!(initials("élodie", ""), "É");
        assert_eq!(initials("", ""), "");
    }

    /// Server and browser, and each release, have to draw the same: these are FNV-1a's own values.
    #[test]
    fn a_person_keeps_their_hue_in_every_build() {
        assert_eq!(hash(&["a"]), 723832900, "the letter, and the zero behind each part");
        assert_eq!([hue("Kofi Mensah"), hue("Marisol Vega"), hue("Dana Whitfield")], [6, 3, 7]);
        assert_ne!(hash(&["ab", "c"]), hash(&["a", "bc"]), "parts are kept apart");
    }

    #[test]
    fn a_team_shows_all_eight_hues_and_no_ninth() {
        let mut counts = [0; 8];
        for n in 0..800 {
            counts[usize::from(hue(&format!("Member {n}")))] += 1;
        }
        assert!(counts.iter().all(|people| (50..150).contains(people)), "{counts:?}");
    }
}
