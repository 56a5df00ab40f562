//! One folding for everything that is searched or compared without regard to accents and case (T4): Unicode's
//! decomposition, case folding and combining classes, by ICU. Kept in columns (`search_text`, `name_fold`,
//! `label_fold`), so a newer Unicode may want them written again.

use icu_casemap::{CaseMapper, CaseMapperBorrowed};
use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};
use model::letters;
use model::text::is_invisible;

const CASE: CaseMapperBorrowed<'static> = CaseMapper::new();
const APART: DecomposingNormalizerBorrowed<'static> = DecomposingNormalizerBorrowed::new_nfkd();
const TOGETHER: ComposingNormalizerBorrowed<'static> = ComposingNormalizerBorrowed::new_nfc();
const CLASSES: CanonicalCombiningClassMapBorrowed<'static> = CanonicalCombiningClassMapBorrowed::new();

/// A text without case and marks, in any script: "José" becomes "jose", "Łukasz" "lukasz", "Γιώργος" "γιωργοσ",
/// "Семён" "семен". Folding twice is folding once.
///
/// It is decomposed for compatibility (NFKD, UAX #15), case-folded in full (Unicode Standard, 3.13), freed of marks and
/// of what can't be seen, and composed again, so that "감독" stays two letters.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let apart = APART.normalize(text);
    let folded = CASE.fold_string(&apart);
    let mut plain = String::with_capacity(folded.len());
    // Folding case can bring letters that decompose again.
    for c in APART.normalize(&folded).chars().filter(|c| !is_mark(*c) && !is_invisible(*c)) {
        match letters::plain(c) {
            Some(letters) => plain.push_str(letters),
            None => plain.push(c),
        }
    }
    TOGETHER.normalize(&plain).into_owned()
}

/// A mark set over, under or through a letter: an accent, a tone, a vowel point. Marks that make another letter of theirs
/// (a nukta, the strokes of が, a virama: classes 6 to 9 of UAX #44) belong to the letter.
fn is_mark(c: char) -> bool {
    !matches!(CLASSES.get_u8(c), 0 | 6..=9)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t4_accents_and_case_do_not_matter() {
        for (typed, folded) in [
            ("José", "jose"),
            ("JOSE\u{301}", "jose"),
            ("Łukasz Wiśniewski", "lukasz wisniewski"),
            ("Nguyễn Thị Mai", "nguyen thi mai"),
            ("Straße", "strasse"),
            ("STRASSE", "strasse"),
            ("Ní Bhriain", "ni bhriain"),
            ("O’Brien", "o'brien"),
            ("Ødegård", "odegard"),
            ("Đặng", "dang"),
            ("İstanbul Işık", "istanbul isik"),
            ("Ｄａｎａ", "dana"),
        ] {
            assert_eq!(fold(typed), folded);
        }
    }

    #[test]
    fn t4_accents_and_case_do_not_matter_in_any_script() {
        for (one, other) in [
            ("Γιώργος", "ΓΙΩΡΓΟΣ"),
            ("Γιώργος", "γιωργοσ"),
            ("Семён", "СЕМЕН"),
            ("مُحَمَّد", "محمد"),
            ("أحمد", "احمد"),
            ("محـمد", "محمد"),
            ("علی", "علي"),
            ("کریم", "كريم"),
            ("فاطمة", "فاطمه"),
            ("علی\u{200c}رضا", "علیرضا"),
            ("Admin\u{200b}istrator\u{fe0f}", "administrator"),
            ("שָׁלוֹם", "שלום"),
            ("ʻOkina", "'okina"),
            ("ቤተ", "ቤተ"),
        ] {
            assert_eq!(fold(one), fold(other), "{one}");
        }
        assert_eq!(fold("감독"), "감독");
        assert_eq!(fold("\u{1100}\u{1161}\u{11b7}독"), "감독", "written letter by letter");
        assert_ne!(fold("かき"), fold("がぎ"), "other letters, not accents");
        assert_ne!(fold("กิน"), fold("กน"), "a vowel is no accent");
    }

    #[test]
    fn t4_folding_twice_is_folding_once() {
        for text in ["Łukasz", "Γιώργος", "ΐ", "감독", "İI", "ǅ", "ﬃ", "ŉ", "مُحَمَّد", "क़लम", "Ａ"]
        {
            assert_eq!(fold(&fold(text)), fold(text), "{text}");
        }
    }
}
