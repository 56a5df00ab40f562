//! Letters that people without them on their keyboards write as other letters, though Unicode doesn't take them apart.
//! For finding and comparing, on the server (`store/search/fold.rs`) and in the browser's small lists (`app/ui/fold.rs`).

/// The plain letters of a small letter that is marked but has no decomposition, or has a twin on another keyboard; empty
/// for the stroke that only makes an Arabic word longer. None: it stays as it is.
pub fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'æ' => "ae",
        'đ' | 'ð' => "d",
        'ə' => "e",
        'ħ' => "h",
        'ı' => "i",
        'ł' => "l",
        'ŋ' => "n",
        'ø' => "o",
        'œ' => "oe",
        'ß' => "ss",
        'ŧ' => "t",
        'þ' => "th",
        'ς' => "σ",
        '’' | 'ʻ' | 'ʼ' | '‘' => "'",
        '\u{2010}'..='\u{2015}' => "-",
        // Persian and Arabic keyboards have each their own yeh and kaf; alef maksura is written as yeh, teh marbuta as heh.
        'ی' | 'ى' => "ي",
        'ک' => "ك",
        'ة' => "ه",
        '\u{640}' => "",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t4_a_letter_that_unicode_does_not_take_apart_has_plain_ones() {
        assert_eq!(['ł', 'ø', 'ı', 'ی', 'ς'].map(plain), [Some("l"), Some("o"), Some("i"), Some("ي"), Some("σ")]);
        assert_eq!(['a', 'я', '감'].map(plain), [None; 3]);
    }
}
