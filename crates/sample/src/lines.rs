//! Business numbers nobody real answers: exchange 555 of North American area codes, numbered in one row.

use std::sync::LazyLock;

/// Lines an area code holds: 555-0100 to 555-9999.
const PER_AREA: u64 = 9_900;

/// Area codes from Portland's 503 upward, without those that are services, toll-free, unassignable, or kept for
/// the outside phones of `people` (971), so that nobody forwards to a business number (M12).
static AREAS: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let usable = |n: &u64| {
        let (tens, ones) = (n / 10 % 10, n % 10);
        tens != 9 && tens != ones && !(521..=529).contains(n) && *n != 971
    };
    (503..990).filter(usable).collect()
});

/// The E.164 number of a line; none past the last area code (some 3.4 million lines).
pub(super) fn e164(line: u64) -> Option<String> {
    let area = AREAS.get(usize::try_from(line / PER_AREA).ok()?)?;
    Some(format!("+1{area}555{:04}", 100 + line % PER_AREA))
}

/// The line of a number that `e164` gives; none for any other number.
pub(super) fn line(e164: &str) -> Option<u64> {
    let digits = e164.strip_prefix("+1").filter(|d| d.len() == 10 && &d[3..6] == "555")?;
    let area = AREAS.binary_search(&digits[..3].parse().ok()?).ok()? as u64;
    let rest = digits[6..].parse::<u64>().ok()?.checked_sub(100)?;
    Some(area * PER_AREA + rest)
}

/// Lines `from` up to but not `to`, cut where the area code changes, as the first and last number of each piece.
pub(super) fn ranges(from: u64, to: u64) -> impl Iterator<Item = (String, String)> {
    (from / PER_AREA..=to.saturating_sub(1) / PER_AREA).map_while(move |area| {
        let (low, high) = (from.max(area * PER_AREA), to.min((area + 1) * PER_AREA) - 1);
        Some((e164(low)?, e164(high)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_reads_back_from_its_number() {
        assert_eq!(e164(0).as_deref(), Some("+15035550100"));
        for n in [0, 9_899, 9_900, 123_456, 3_000_000] {
            assert_eq!(e164(n).as_deref().and_then(line), Some(n), "{n}");
        }
        assert_eq!(e164(u64::MAX), None);
        assert_eq!(line("+15035560100"), None);
        assert_eq!(line("+49301234567"), None);
    }

    #[test]
    fn ranges_stay_within_an_area_code() {
        let all: Vec<_> = ranges(9_890, 9_905).collect();
        assert_eq!(
            all,
            [("+15035559990".into(), "+15035559999".into()), ("+15045550100".into(), "+15045550104".into())]
        );
    }
}
