//! Rounds: what is compared runs in turns, so that a busy moment of the machine meets both.

use anyhow::Result;
use std::time::{Duration, Instant};

/// One figure per round.
#[derive(Clone, Debug, Default)]
pub struct Figures(pub Vec<f64>);

impl Figures {
    pub fn median(&self) -> f64 {
        middle(&self.0, 0.5)
    }
    pub fn min(&self) -> f64 {
        self.0.iter().copied().fold(f64::INFINITY, f64::min)
    }
    pub fn max(&self) -> f64 {
        self.0.iter().copied().fold(f64::NEG_INFINITY, f64::max)
    }
}

/// The value that a share of all values does not exceed; 0 for none.
pub fn middle(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = ((sorted.len() as f64 * share).ceil() as usize).clamp(1, sorted.len().max(1)) - 1;
    sorted.get(at).copied().unwrap_or(0.0)
}

/// A round may take so long; slow tasks then have fewer repetitions.
const LONGEST: Duration = Duration::from_secs(3);

/// Median milliseconds of `repeat` runs, after two that warm up.
pub fn time(repeat: usize, mut run: impl FnMut() -> Result<()>) -> Result<f64> {
    for _ in 0..2 {
        run()?;
    }
    let (begun, mut all) = (Instant::now(), Vec::new());
    while all.len() < repeat && (all.is_empty() || begun.elapsed() < LONGEST) {
        let start = Instant::now();
        run()?;
        all.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(middle(&all, 0.5))
}

/// The same for what is awaited.
pub async fn time_async(repeat: usize, mut run: impl AsyncFnMut() -> Result<()>) -> Result<f64> {
    for _ in 0..2 {
        run().await?;
    }
    let (begun, mut all) = (Instant::now(), Vec::new());
    while all.len() < repeat && (all.is_empty() || begun.elapsed() < LONGEST) {
        let start = Instant::now();
        run().await?;
        all.push(start.elapsed().as_secs_f64() * 1000.0);
    }
    Ok(middle(&all, 0.5))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_five_rounds_is_the_third() {
        let five = Figures(vec![5.0, 1.0, 4.0, 2.0, 3.0]);
        assert_eq!((five.median(), five.min(), five.max()), (3.0, 1.0, 5.0));
    }

    #[test]
    fn ninety_nine_of_a_hundred_stay_below_p99() {
        let hundred: Vec<f64> = (1..=100).map(f64::from).collect();
        assert_eq!((middle(&hundred, 0.99), middle(&hundred, 0.5), middle(&[], 0.5)), (99.0, 50.0, 0.0));
    }
}
