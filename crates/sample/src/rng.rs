//! Randomness that is the same on every machine and in every release.

/// SplitMix64 (Steele, Lea, Flood 2014): eight bytes of state. A crate's generator may change its stream between
/// versions; the sample team must not.
#[derive(Clone, Debug)]
pub(super) struct Rng(u64);

impl Rng {
    /// A generator of its own for each pair, so that account 7 is the same whether or not accounts 0 to 6 were made.
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut rng = Rng(seed ^ stream.wrapping_mul(0xd1b5_4a32_d192_ed03));
        rng.next();
        rng
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// 0 up to but not `n`; 0 when `n` is 0.
    pub fn below(&mut self, n: u64) -> u64 {
        // Multiply-shift: the bias is below 2^-32 for the small ranges used here.
        ((u128::from(self.next()) * u128::from(n)) >> 64) as u64
    }

    /// True `n` times of a thousand.
    pub fn permille(&mut self, n: u64) -> bool {
        self.below(1000) < n
    }

    /// From `low` up to and with `high`.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1).unsigned_abs()) as i64
    }

    /// One of a list, which is not empty.
    pub fn pick<'a, T: ?Sized>(&mut self, list: &[&'a T]) -> &'a T {
        list[self.below(list.len() as u64) as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_stream_on_every_machine() {
        // Reference values of SplitMix64 for seed 1234567, as its authors publish them.
        let mut rng = Rng(1234567);
        assert_eq!(
            [rng.next(), rng.next(), rng.next()],
            [6457827717110365317, 3203168211198807973, 9817491932198370423]
        );
    }

    #[test]
    fn another_stream_is_another_sequence() {
        assert_ne!(Rng::new(1, 0).next(), Rng::new(1, 1).next());
        assert_eq!(Rng::new(1, 3).next(), Rng::new(1, 3).next());
        assert_eq!(Rng::new(1, 0).below(0), 0);
    }
}
