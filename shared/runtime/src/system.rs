//! The system's clock, ids and randomness.

use std::sync::{Mutex, PoisonError};

use beadle_application::port::{Clock, Ids, Jitter};
use beadle_values::{
    id::{ExecutionId, ListParts, OwnerId},
    time::whole_milliseconds,
};
use jiff::Timestamp;
use uuid::{ContextV7, Uuid};

/// The clock of the system.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        whole_milliseconds(Timestamp::now())
    }
}

/// `UUIDv7` with a counter (RFC 9562 section 6.2, method 1), so that the ids of one process sort in the order
/// of their creation, even when the clock steps back.
#[derive(Debug)]
pub struct SystemIds {
    context: Mutex<ContextV7>,
    list_parts: ListParts,
}

impl SystemIds {
    /// Ids whose executions are spread over so many parts of their owners' lists.
    pub fn spread_over(list_parts: ListParts) -> Self {
        Self { context: Mutex::default(), list_parts }
    }
}

impl Default for SystemIds {
    /// Ids of one part.
    fn default() -> Self {
        Self::spread_over(ListParts::ONE)
    }
}

impl Ids for SystemIds {
    fn fresh(&self, now: Timestamp) -> Uuid {
        let seconds = u64::try_from(now.as_second()).unwrap_or_default();
        let nanoseconds = u32::try_from(now.subsec_nanosecond()).unwrap_or_default();
        let context = self.context.lock().unwrap_or_else(PoisonError::into_inner);
        Uuid::new_v7(uuid::Timestamp::from_unix(&*context, seconds, nanoseconds))
    }

    fn execution(&self, owner: &OwnerId, now: Timestamp) -> ExecutionId {
        let fresh = self.fresh(now);
        ExecutionId::in_list_of(owner, self.list_parts.part_of(fresh), now, fresh)
    }
}

/// Random fractions of a fast generator: to spread load, not for secrets.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemJitter;

impl Jitter for SystemJitter {
    fn fraction(&self) -> f64 {
        fastrand::f64()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_counts_whole_milliseconds() {
        let now = SystemClock.now();
        assert_eq!(now, whole_milliseconds(now));
        assert!(now > Timestamp::UNIX_EPOCH);
    }

    #[test]
    fn ids_sort_in_creation_order() {
        let ids = SystemIds::default();
        let now = Timestamp::from_millisecond(1_800_000_000_123).unwrap();
        let earlier = Timestamp::from_millisecond(1_800_000_000_100).unwrap();
        let later = Timestamp::from_millisecond(1_800_000_000_124).unwrap();
        let made: Vec<Uuid> =
            [now; 1_000].into_iter().chain([earlier, later]).map(|at| ids.fresh(at)).collect();
        assert!(made.is_sorted_by(|a, b| a < b));
        assert!(made.iter().all(|id| id.get_version_num() == 7));
        let first = made[0].get_timestamp().unwrap().to_unix();
        assert_eq!(first, (1_800_000_000, 123_000_000));
    }

    #[test]
    fn random_fractions_vary() {
        let drawn: Vec<f64> = (0..100).map(|_| SystemJitter.fraction()).collect();
        assert!(drawn.iter().all(|fraction| (0.0..1.0).contains(fraction)));
        assert!(drawn.iter().any(|fraction| *fraction != drawn[0]));
    }
}
