//! A sketch of durations: percentiles from counts in fixed buckets, so that sketches are merged by addition.
//!
//! Up to 63 ms each millisecond has its own bucket; above that each power of two is divided into 32 equal
//! buckets, as in `HdrHistogram`. A bucket is represented by its middle, so the relative error of a
//! percentile is at most 1/64. Only integers are used: the same durations give the same sketch everywhere, in
//! any order.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The number of buckets per power of two, as a power of two.
const SPLIT: u32 = 5;

/// The largest relative error of a percentile.
pub const RELATIVE_ERROR: f64 = 1.0 / 64.0;

/// The number of a bucket of durations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Bucket(pub u16);

impl Bucket {
    /// The bucket of a duration in milliseconds.
    pub fn of(milliseconds: u64) -> Self {
        // The right shift that leaves the leading SPLIT + 1 bits.
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

/// The number of durations in each bucket.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sketch(BTreeMap<Bucket, u64>);

impl Sketch {
    /// Adds `times` durations in `bucket`.
    pub fn add(&mut self, bucket: Bucket, times: u64) {
        *self.0.entry(bucket).or_default() += times;
    }

    /// The number of durations.
    pub fn count(&self) -> u64 {
        self.0.values().sum()
    }

    /// The percentile `percent` in milliseconds (nearest rank); `None` without durations.
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
    fn an_empty_sketch_has_no_percentiles() {
        assert_eq!(Sketch::default().percentile(50), None);
    }

    #[test]
    fn short_durations_are_exact_and_buckets_are_contiguous() {
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
            let estimate = sketch(&durations).percentile(percent).unwrap();
            let exact = exact(&durations, percent);
            prop_assert!(estimate.abs_diff(exact) as f64 <= exact as f64 * RELATIVE_ERROR, "{estimate} for {exact}");
        }

        #[test]
        fn every_duration_is_close_to_the_middle_of_its_bucket(milliseconds: u64) {
            let middle = Bucket::of(milliseconds).middle();
            prop_assert!(middle.abs_diff(milliseconds) as f64 <= milliseconds as f64 * RELATIVE_ERROR);
        }
    }
}
