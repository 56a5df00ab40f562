//! The signs people write numbers with, in one reader for forms, imports and searches: digits of any script, brackets,
//! dashes and blanks of all kinds, "tel:", and the extension after a number.

/// A number as it was written, in ASCII digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// Begins with +: a country's code comes first.
    pub international: bool,
    /// Without the + and all signs between.
    pub digits: String,
    /// What is dialled after the call is answered, as it was written: "ext 5", "x5", ",5". None: nothing is.
    pub extension: Option<String>,
}

/// Reads a text that is a number and nothing else.
///
/// # Errors
/// The first character that no number has.
pub fn read(text: &str) -> Result<Written, char> {
    let text = crate::text::line(text);
    let text = strip_scheme(&text);
    let plain: String = text.chars().map(|c| ascii_digit(c).unwrap_or(c)).collect();
    let (number, extension) = parted(&plain);
    // The trunk prefix that is left out when dialling from abroad: "+49 (0)30".
    let international = number.starts_with(PLUS);
    let number = if international { number.trim_start_matches(PLUS).replace("(0)", "") } else { number.to_owned() };
    if let Some(c) = number.chars().find(|c| !c.is_ascii_digit() && !is_between(*c)) {
        return Err(c);
    }
    let digits = number.chars().filter(char::is_ascii_digit).collect();
    Ok(Written { international, digits, extension })
}

const PLUS: [char; 2] = ['+', '＋'];

fn strip_scheme(text: &str) -> &str {
    let scheme = |name: &&str| text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
    ["tel:", "callto:", "sms:"].iter().find(|name| scheme(name)).map_or(text, |name| text[name.len()..].trim_start())
}

/// A sign between digits: blanks, brackets, dots, slashes, hyphens and dashes, as ITU-T E.123 and people have them.
fn is_between(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '(' | ')' | '-' | '.' | '/' | '[' | ']' | '~')
        || matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | 'ー' | '·' | '•' | '・')
        || matches!(c, '（' | '）' | '［' | '］' | '－' | '．' | '／')
}

/// The digit of any script as ASCII's: ٣ and ３ are 3.
fn ascii_digit(c: char) -> Option<char> {
    let zero = ZEROS.iter().rev().find(|zero| **zero <= c)?;
    char::from_digit(u32::from(c) - u32::from(*zero), 10)
}

/// The zeros of the scripts whose digits people write numbers with; nine more follow each (Unicode, category Nd).
const ZEROS: [char; 19] =
    ['0', '٠', '۰', '߀', '०', '০', '੦', '૦', '୦', '௦', '౦', '೦', '൦', '๐', '໐', '༠', '၀', '០', '０'];

/// How the extension is announced, the longer words first.
const EXTENSION: [&str; 14] =
    [";ext=", "extension", "extn", "ext", "anexo", "доб", "int", "ext", "ex", "x", "ｘ", "#", ";", ","];

/// Number and extension, if one comes after at least as many digits as a number has.
fn parted(text: &str) -> (&str, Option<String>) {
    let small = text.to_lowercase();
    let at = (small.len() == text.len()).then(|| EXTENSION.iter().filter_map(|word| small.find(word)).min()).flatten();
    let Some(at) = at else { return (text, None) };
    let (number, extension) = text.split_at(at);
    let digits = |part: &str| part.chars().filter(char::is_ascii_digit).count();
    let rest = extension.trim_start_matches(|c: char| !c.is_ascii_digit());
    let announced = extension.len() - rest.len() <= "; extension. : ".len();
    if digits(number) >= 6 && (1..=9).contains(&digits(rest)) && announced && rest.chars().all(is_dialled) {
        (number, Some(extension.trim().to_owned()))
    } else {
        (text, None)
    }
}

fn is_dialled(c: char) -> bool {
    c.is_ascii_digit() || c == ' ' || c == '#'
}
