//! The values that one cron field matches, as a bit mask.

/// A set of numbers between a minimum and a maximum that are at most 256 apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Values {
    low: u16,
    high: u16,
    bits: [u64; 4],
}

impl Values {
    pub(crate) const fn none(low: u16, high: u16) -> Self {
        Self { low, high, bits: [0; 4] }
    }

    pub(crate) fn all(low: u16, high: u16) -> Self {
        let mut values = Self::none(low, high);
        values.insert_range(low, high, 1);
        values
    }

    /// Adds `value`; a value outside the bounds is ignored.
    pub(crate) fn insert(&mut self, value: u16) {
        if (self.low..=self.high).contains(&value) {
            let offset = value - self.low;
            self.bits[usize::from(offset / 64)] |= 1 << (offset % 64);
        }
    }

    pub(crate) fn insert_range(&mut self, from: u16, to: u16, step: u16) {
        for value in (from..=to).step_by(usize::from(step.max(1))) {
            self.insert(value);
        }
    }

    pub(crate) fn contains(&self, value: u16) -> bool {
        self.at_or_after(value) == Some(value)
    }

    /// The lowest member at or above `value`.
    pub(crate) fn at_or_after(&self, value: u16) -> Option<u16> {
        let from = value.saturating_sub(self.low);
        if value > self.high {
            return None;
        }
        let start = usize::from(from / 64);
        (start..4).find_map(|word| {
            let mask = if word == start { u64::MAX << (from % 64) } else { u64::MAX };
            let bits = self.bits[word] & mask;
            (bits != 0).then(|| self.low + position(word, bits.trailing_zeros()))
        })
    }

    /// The highest member at or below `value`.
    pub(crate) fn at_or_before(&self, value: u16) -> Option<u16> {
        let from = value.min(self.high).checked_sub(self.low)?;
        let start = usize::from(from / 64);
        (0..=start).rev().find_map(|word| {
            let mask = if word == start { u64::MAX >> (63 - from % 64) } else { u64::MAX };
            let bits = self.bits[word] & mask;
            (bits != 0).then(|| self.low + position(word, 63 - bits.leading_zeros()))
        })
    }

    pub(crate) fn first(&self) -> Option<u16> {
        self.at_or_after(self.low)
    }

    pub(crate) fn last(&self) -> Option<u16> {
        self.at_or_before(self.high)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = u16> {
        std::iter::successors(self.first(), |value| self.at_or_after(value + 1))
    }

    pub(crate) fn is_all(&self) -> bool {
        *self == Self::all(self.low, self.high)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.bits == [0; 4]
    }

    /// The start and step of `start/step` if that form denotes exactly these values: at least three of them,
    /// or two that divide the field evenly (`0/30`).
    pub(crate) fn as_step(&self) -> Option<(u16, u16)> {
        let mut members = self.iter();
        let (start, second) = (members.next()?, members.next()?);
        let step = second - start;
        let even = start == self.low && (self.high - self.low + 1).is_multiple_of(step);
        let mut stepped = Self::none(self.low, self.high);
        stepped.insert_range(start, self.high, step);
        (step > 1 && (members.next().is_some() || even) && stepped == *self).then_some((start, step))
    }

    /// The members as ranges of consecutive values, in ascending order.
    pub(crate) fn runs(&self) -> Vec<(u16, u16)> {
        let mut runs: Vec<(u16, u16)> = Vec::new();
        for value in self.iter() {
            match runs.last_mut() {
                Some((_, end)) if *end + 1 == value => *end = value,
                _ => runs.push((value, value)),
            }
        }
        runs
    }
}

fn position(word: usize, bit: u32) -> u16 {
    // Four words of 64 bits, so the position is below 256.
    (word * 64) as u16 + bit as u16
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn finds_the_same_neighbours_as_a_sorted_list(
            members in proptest::collection::btree_set(1970u16..=2199, 0..40),
            probe in 1900u16..2300,
        ) {
            let mut values = Values::none(1970, 2199);
            members.iter().for_each(|member| values.insert(*member));
            prop_assert_eq!(values.at_or_after(probe), members.range(probe..).next().copied());
            prop_assert_eq!(values.at_or_before(probe), members.range(..=probe).next_back().copied());
            prop_assert_eq!(values.iter().collect::<Vec<_>>(), members.into_iter().collect::<Vec<_>>());
        }
    }
}
