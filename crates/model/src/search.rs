//! One folding for everything that is searched or compared without regard to accents and case (T4).

/// Letters without their marks, as people type them: "José" becomes "jose", "Łukasz" "lukasz", "Nguyễn" "nguyen".
///
/// Works on precomposed and decomposed text alike; letters it does not know (Cyrillic, CJK) are only lower-cased.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match base(c) {
            Some(plain) => out.push_str(plain),
            None if is_mark(c) => {}
            None => out.push(c),
        }
    }
    out
}

/// Combining marks, dropped because the letter before them is kept.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// The plain letters of a marked lower-case Latin letter.
fn base(c: char) -> Option<&'static str> {
    Some(match c {
        'à'..='å'
        | 'ā'
        | 'ă'
        | 'ą'
        | 'ǎ'
        | 'ǟ'
        | 'ǡ'
        | 'ǻ'
        | 'ȁ'
        | 'ȃ'
        | 'ȧ'
        | 'ạ'
        | 'ả'
        | 'ấ'
        | 'ầ'
        | 'ẩ'
        | 'ẫ'
        | 'ậ'
        | 'ắ'
        | 'ằ'
        | 'ẳ'
        | 'ẵ'
        | 'ặ' => "a",
        'æ' | 'ǣ' | 'ǽ' => "ae",
        'ḃ' | 'ḅ' | 'ḇ' => "b",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' | 'ḉ' => "c",
        'ď' | 'đ' | 'ḋ' | 'ḍ' | 'ḏ' | 'ḑ' | 'ḓ' | 'ð' => "d",
        'è'..='ë'
        | 'ē'
        | 'ĕ'
        | 'ė'
        | 'ę'
        | 'ě'
        | 'ȅ'
        | 'ȇ'
        | 'ȩ'
        | 'ẹ'
        | 'ẻ'
        | 'ẽ'
        | 'ế'
        | 'ề'
        | 'ể'
        | 'ễ'
        | 'ệ'
        | 'ə' => "e",
        'ḟ' => "f",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' | 'ǧ' | 'ǵ' | 'ḡ' => "g",
        'ĥ' | 'ħ' | 'ȟ' | 'ḣ' | 'ḥ' | 'ḧ' | 'ḩ' | 'ḫ' | 'ẖ' => "h",
        'ì'..='ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' | 'ǐ' | 'ȉ' | 'ȋ' | 'ỉ' | 'ị' => "i",
        'ĵ' | 'ǰ' => "j",
        'ķ' | 'ǩ' | 'ḱ' | 'ḳ' | 'ḵ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' | 'ḷ' | 'ḹ' | 'ḻ' | 'ḽ' => "l",
        'ḿ' | 'ṁ' | 'ṃ' => "m",
        'ñ' | 'ń' | 'ņ' | 'ň' | 'ŉ' | 'ǹ' | 'ṅ' | 'ṇ' | 'ṉ' | 'ṋ' | 'ŋ' => "n",
        'ò'..='ö'
        | 'ø'
        | 'ō'
        | 'ŏ'
        | 'ő'
        | 'ơ'
        | 'ǒ'
        | 'ǫ'
        | 'ǭ'
        | 'ǿ'
        | 'ȍ'
        | 'ȏ'
        | 'ȫ'
        | 'ȭ'
        | 'ȯ'
        | 'ȱ'
        | 'ọ'
        | 'ỏ'
        | 'ố'
        | 'ồ'
        | 'ổ'
        | 'ỗ'
        | 'ộ'
        | 'ớ'
        | 'ờ'
        | 'ở'
        | 'ỡ'
        | 'ợ' => "o",
        'œ' => "oe",
        'ṕ' | 'ṗ' => "p",
        'ŕ' | 'ŗ' | 'ř' | 'ȑ' | 'ȓ' | 'ṙ' | 'ṛ' | 'ṝ' | 'ṟ' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' | 'ṡ' | 'ṣ' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' | 'ṫ' | 'ṭ' | 'ṯ' | 'ṱ' | 'ẗ' => "t",
        'þ' => "th",
        'ù'..='ü'
        | 'ũ'
        | 'ū'
        | 'ŭ'
        | 'ů'
        | 'ű'
        | 'ų'
        | 'ư'
        | 'ǔ'
        | 'ǖ'
        | 'ǘ'
        | 'ǚ'
        | 'ǜ'
        | 'ȕ'
        | 'ȗ'
        | 'ụ'
        | 'ủ'
        | 'ứ'
        | 'ừ'
        | 'ử'
        | 'ữ'
        | 'ự' => "u",
        'ṽ' | 'ṿ' => "v",
        'ŵ' | 'ẁ' | 'ẃ' | 'ẅ' | 'ẇ' | 'ẉ' | 'ẘ' => "w",
        'ẋ' | 'ẍ' => "x",
        'ý' | 'ÿ' | 'ŷ' | 'ȳ' | 'ỳ' | 'ỵ' | 'ỷ' | 'ỹ' | 'ẙ' => "y",
        'ź' | 'ż' | 'ž' | 'ẑ' | 'ẓ' | 'ẕ' => "z",
        '’' | 'ʻ' | 'ʼ' | '‘' => "'",
        '\u{2010}'..='\u{2015}' => "-",
        _ => return None,
    })
}

/// What a search term looks for (T4): a text to find anywhere, or digits to find in any number however written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Term {
    /// Nothing was typed.
    Empty,
    /// A folded text.
    Text(String),
    /// Only digits and the signs people put between them; also looked for as text (an extension, a username).
    Digits(String),
}

impl Term {
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        if text.is_empty() {
            return Term::Empty;
        }
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        if !digits.is_empty() && text.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || "+()-./".contains(c)) {
            return Term::Digits(digits);
        }
        Term::Text(fold(text).split_whitespace().collect::<Vec<_>>().join(" "))
    }
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
            ("Ní Bhriain", "ni bhriain"),
            ("O’Brien", "o'brien"),
            ("Иванов", "иванов"),
        ] {
            assert_eq!(fold(typed), folded);
        }
    }

    #[test]
    fn t4_digits_match_however_the_number_is_written() {
        assert_eq!(Term::parse("(555) 010-12"), Term::Digits("55501012".into()));
        assert_eq!(Term::parse("dana2"), Term::Text("dana2".into()));
        assert_eq!(Term::parse("  "), Term::Empty);
    }
}
