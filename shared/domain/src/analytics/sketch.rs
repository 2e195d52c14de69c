//! A sketch of durations: percentiles from counts in fixed buckets, so that merging two sketches is adding them.
//!
//! Up to 63 ms each millisecond has a bucket of its own; from there on each power of two is cut into 32 equal ones, as in
//! `HdrHistogram`. A bucket is told by its middle, so a percentile is wrong by at most 1/64 of itself. All of it is whole
//! numbers: the same durations give the same sketch everywhere, in whatever order they come.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// Into how many buckets each power of two is cut, as a power of two.
const SPLIT: u32 = 5;

/// The largest relative error of a percentile.
pub const RELATIVE_ERROR: f64 = 1.0 / 64.0;

/// A bucket of durations, by its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Bucket(pub u16);

impl Bucket {
    /// The bucket of a duration in milliseconds.
    pub fn of(milliseconds: u64) -> Self {
        // How far its leading bits have to be moved so that SPLIT + 1 of them are left.
        let shift = (u64::BITS - milliseconds.leading_zeros()).saturating_sub(SPLIT + 1);
        let number = (u64::from(shift) << SPLIT) + (milliseconds >> shift);
        Self(u16::try_from(number).unwrap_or(u16::MAX))
    }

    /// The middle of the bucket, in milliseconds.
    pub fn middle(self) -> u64 {
        let number = u64::from(self.0);
        let shift = (number >> SPLIT).saturating_sub(1).min(u64::from(u64::BITS - SPLIT - 1));
        let lowest = (number - (shift << SPLIT)) << shift;
        lowest + ((1 << shift) >> 1)
    }
}

/// How many durations lie in each bucket.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sketch(BTreeMap<Bucket, u64>);

impl Sketch {
    /// Counts `times` durations of `bucket`.
    pub fn add(&mut self, bucket: Bucket, times: u64) {
        *self.0.entry(bucket).or_default() += times;
    }

    /// How many durations it has seen.
    pub fn count(&self) -> u64 {
        self.0.values().sum()
    }

    /// The duration in milliseconds that `percent` of them do not exceed (nearest rank); `None` where there are none.
    pub fn percentile(&self, percent: u8) -> Option<u64> {
        let rank = (self.count().saturating_mul(u64::from(percent))).div_ceil(100).max(1);
        let mut seen = 0;
        self.0.iter().find_map(|(bucket, times)| {
            seen += times;
            (seen >= rank).then(|| bucket.middle())
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sketch(durations: &[u64]) -> Sketch {
        let mut sketch = Sketch::default();
        for duration in durations {
            sketch.add(Bucket::of(*duration), 1);
        }
        sketch
    }

    /// The exact percentile by nearest rank.
    fn exact(durations: &[u64], percent: u8) -> u64 {
        let mut sorted = durations.to_vec();
        sorted.sort_unstable();
        let rank = (sorted.len() * usize::from(percent)).div_ceil(100).max(1);
        sorted[rank - 1]
    }

    #[test]
    fn nothing_has_no_percentiles() {
        assert_eq!(Sketch::default().percentile(50), None);
    }

    #[test]
    fn short_durations_are_exact_and_buckets_follow_one_another() {
        for milliseconds in 0..64 {
            assert_eq!(Bucket::of(milliseconds).middle(), milliseconds);
        }
        let mut last = Bucket::of(0);
        for milliseconds in 1..100_000 {
            let next = Bucket::of(milliseconds);
            assert!(next.0 == last.0 || next.0 == last.0 + 1, "{milliseconds}");
            last = next;
        }
    }

    proptest! {
        #[test]
        fn percentiles_are_within_the_error(
            durations in prop::collection::vec(0..=700_000_000_u64, 1..300),
            percent in 1..=100_u8,
        ) {
            let told = sketch(&durations).percentile(percent).unwrap();
            let exact = exact(&durations, percent);
            prop_assert!(told.abs_diff(exact) as f64 <= exact as f64 * RELATIVE_ERROR, "{told} for {exact}");
        }

        #[test]
        fn any_duration_lies_in_a_bucket_near_it(milliseconds: u64) {
            let middle = Bucket::of(milliseconds).middle();
            prop_assert!(middle.abs_diff(milliseconds) as f64 <= milliseconds as f64 * RELATIVE_ERROR);
        }
    }
}
