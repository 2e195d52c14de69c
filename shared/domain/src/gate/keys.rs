//! The keys of a rate limit that were held back most, for whoever looks at a gate.
//!
//! Processes add what they held back, a few times a minute at most. The counts halve every minute, and only the keys with the greatest
//! ones are kept, so the document stays small however many keys there are.

use beadle_values::duration;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The most keys that are kept.
pub const MAX_BUSY_KEYS: usize = 10;

/// The most bytes of keys that are kept, so that the document stays below a kilobyte.
const MAX_BYTES: usize = 500;

/// The keys that were held back most.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeysState {
    /// The greatest time that any writer has seen.
    #[serde(with = "jiff::fmt::serde::timestamp::millisecond::required")]
    pub seen: Timestamp,
    /// The keys, those with the greatest counts first.
    keys: Vec<BusyKey>,
}

/// A key that was held back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BusyKey {
    /// The key.
    pub key: String,
    /// How often it was held back lately: about the last minute.
    pub held_back: f64,
}

impl KeysState {
    /// The state after each of `keys` was held back this often since `state`, at `now`.
    pub fn add(state: Option<&Self>, keys: &[(String, u32)], now: Timestamp) -> Self {
        let seen = state.map_or(now, |state| state.seen.max(now));
        let mut next: Vec<BusyKey> = state.map_or_else(Vec::new, |state| state.busy(seen));
        for (key, count) in keys {
            match next.iter_mut().find(|busy| busy.key == *key) {
                Some(busy) => busy.held_back += f64::from(*count),
                None => next.push(BusyKey { key: key.clone(), held_back: f64::from(*count) }),
            }
        }
        next.sort_by(|a, b| b.held_back.total_cmp(&a.held_back).then_with(|| a.key.cmp(&b.key)));
        next.truncate(MAX_BUSY_KEYS);
        let mut bytes = 0;
        next.retain(|busy| {
            bytes += busy.key.len();
            bytes <= MAX_BYTES || bytes == busy.key.len()
        });
        Self { seen, keys: next }
    }

    /// The keys at `now`, those that were held back most first.
    pub fn busy(&self, now: Timestamp) -> Vec<BusyKey> {
        let minutes = duration::between(self.seen, now).as_secs_f64() / 60.0;
        let halved = |busy: &BusyKey| {
            let held_back = (busy.held_back * 0.5_f64.powf(minutes) * 100.0).round() / 100.0;
            BusyKey { key: busy.key.clone(), held_back }
        };
        self.keys.iter().map(halved).filter(|busy| busy.held_back >= 0.5).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::specimen::at;

    fn keys(state: &KeysState, now: Timestamp) -> Vec<(String, f64)> {
        state.busy(now).into_iter().map(|busy| (busy.key, busy.held_back)).collect()
    }

    #[test]
    fn the_greatest_counts_are_kept_and_halve_every_minute() {
        let first = KeysState::add(None, &[("a".to_owned(), 4), ("b".to_owned(), 40)], at(0));
        assert_eq!(keys(&first, at(0)), [("b".to_owned(), 40.0), ("a".to_owned(), 4.0)]);
        assert_eq!(keys(&first, at(60)), [("b".to_owned(), 20.0), ("a".to_owned(), 2.0)]);
        let next = KeysState::add(Some(&first), &[("a".to_owned(), 30)], at(60));
        assert_eq!(keys(&next, at(60)), [("a".to_owned(), 32.0), ("b".to_owned(), 20.0)]);
        assert_eq!(keys(&next, at(3_600)), []);
    }

    #[test]
    fn the_document_stays_small_however_many_keys_there_are() {
        let mut state = None;
        for round in 0..100 {
            let keys: Vec<_> =
                (0..100).map(|number| (format!("{number}-{}", "x".repeat(190)), number)).collect();
            let next = KeysState::add(state.as_ref(), &keys, at(round));
            assert!(serde_json::to_string(&next).unwrap().len() < 1_000);
            assert!(!next.busy(at(round)).is_empty());
            state = Some(next);
        }
        let short: Vec<_> = (0..100).map(|number| (format!("k{number}"), 1_000_000)).collect();
        let state = KeysState::add(state.as_ref(), &short, at(100));
        assert_eq!(state.busy(at(100)).len(), MAX_BUSY_KEYS);
        assert!(serde_json::to_string(&state).unwrap().len() < 1_000);
    }
}
