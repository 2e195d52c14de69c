//! The clock, ids and randomness, as every function and the one machine use them.

use std::{collections::BTreeSet, sync::Arc};

use beadle_application::port::{Clock, Ids, Jitter};
use beadle_runtime::system::{SystemClock, SystemIds, SystemJitter};
use beadle_values::{
    id::{ExecutionId, ListParts},
    time::whole_milliseconds,
};
use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::specimen::{at, owner};

#[test]
fn the_clock_has_whole_milliseconds() {
    for _ in 0..1_000 {
        let now = SystemClock.now();
        assert_eq!(now, whole_milliseconds(now));
    }
}

#[test]
fn the_clock_agrees_with_the_machine() {
    let before = whole_milliseconds(Timestamp::now());
    let now = SystemClock.now();
    let after = Timestamp::now();
    assert!(before <= now && now <= after, "{before} {now} {after}");
}

#[test]
fn ids_are_version_7_of_their_time() {
    let ids = SystemIds::default();
    for now in [Timestamp::UNIX_EPOCH, at(0), at(0) + SignedDuration::from_millis(999), at(4_000_000_000)] {
        let id = SystemIds::default().fresh(now);
        assert_eq!((id.get_version_num(), id.get_variant()), (7, uuid::Variant::RFC4122));
        let (seconds, nanoseconds) = id.get_timestamp().expect("the time of a version 7").to_unix();
        let time = Timestamp::new(i64::try_from(seconds).expect("seconds"), nanoseconds as i32);
        assert_eq!(time.expect("a time"), now);
        assert_eq!(ids.fresh(now).get_version_num(), 7);
    }
}

#[test]
fn ids_of_one_millisecond_sort_in_creation_order() {
    let ids = SystemIds::default();
    let made: Vec<Uuid> = (0..100_000).map(|_| ids.fresh(at(0))).collect();
    assert!(made.is_sorted_by(|a, b| a < b));
}

#[test]
fn ids_sort_by_time() {
    let ids = SystemIds::default();
    let made: Vec<Uuid> =
        (0..10_000).map(|n| ids.fresh(at(0) + SignedDuration::from_millis(n / 7))).collect();
    assert!(made.is_sorted_by(|a, b| a < b));
}

#[test]
fn ids_of_many_threads_differ() {
    let shared = Arc::new(SystemIds::default());
    let makers: Vec<_> = (0..8)
        .map(|maker| {
            let shared = Arc::clone(&shared);
            std::thread::spawn(move || {
                let own = SystemIds::default();
                (0..12_500)
                    .map(|n| if (maker + n) % 2 == 0 { shared.fresh(at(0)) } else { own.fresh(at(0)) })
                    .collect::<Vec<Uuid>>()
            })
        })
        .collect();
    let made: Vec<Uuid> =
        makers.into_iter().flat_map(|maker| maker.join().expect("a maker of ids")).collect();
    let distinct: BTreeSet<Uuid> = made.iter().copied().collect();
    assert_eq!((made.len(), distinct.len()), (100_000, 100_000));
}

#[test]
fn ids_of_executions_differ_and_are_spread_over_the_list_of_their_owner() {
    let parts = ListParts::new(5).expect("so many parts are allowed");
    let ids = SystemIds::spread_over(parts);
    let ada = owner("ada");
    let made: BTreeSet<ExecutionId> = (0..100_000).map(|_| ids.execution(&ada, at(0))).collect();
    assert_eq!(made.len(), 100_000);
    assert!(made.iter().all(|id| id.lists_itself(&ada, at(0))));
    let used: BTreeSet<u8> = made.iter().filter_map(|id| id.list_place()).map(|place| place.part).collect();
    assert_eq!(used, parts.numbers().collect());
}

#[test]
fn random_fractions_cover_zero_to_one() {
    let mut tenths = [0_usize; 10];
    for _ in 0..100_000 {
        let fraction = SystemJitter.fraction();
        assert!((0.0..1.0).contains(&fraction), "{fraction}");
        tenths[(fraction * 10.0) as usize] += 1;
    }
    assert!(tenths.iter().all(|count| (9_000..11_000).contains(count)), "{tenths:?}");
}
