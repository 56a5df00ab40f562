//! Where a key leads in the palette's list.

/// Where a key leads from `at` in a list of `count`; none for keys that are the field's own.
pub(super) fn moved(key: &str, at: usize, count: usize) -> Option<usize> {
    match (key, count) {
        (_, 0) => None,
        ("ArrowDown", _) => Some((at + 1) % count),
        ("ArrowUp", _) => Some((at + count - 1) % count),
        ("Home", _) => Some(0),
        ("End", _) => Some(count - 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::moved;

    #[test]
    fn t10_arrows_go_round_and_home_and_end_jump() {
        assert_eq!(moved("ArrowDown", 2, 3), Some(0));
        assert_eq!(moved("ArrowUp", 0, 3), Some(2));
        assert_eq!(moved("Home", 2, 3), Some(0));
        assert_eq!(moved("End", 0, 3), Some(2));
    }

    #[test]
    fn t10_letters_and_an_empty_list_are_left_to_the_field() {
        assert_eq!(moved("a", 0, 3), None);
        assert_eq!(moved("ArrowDown", 0, 0), None);
    }
}
