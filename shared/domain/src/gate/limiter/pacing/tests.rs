use jiff::Timestamp;
use rstest::rstest;
use uuid::Uuid;

use super::*;
use crate::{
    gate::{
        Holder,
        limiter::{Grant, lease},
    },
    policy::{RateLimit, RateStrategy::TokenBucket},
};

const T0: i64 = 1_800_000_000_000;

fn at(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(T0 + milliseconds).unwrap()
}

fn share(rate: u32, per: u64, burst: u32) -> Share {
    let limit = RateLimit {
        strategy: TokenBucket,
        rate,
        per: Duration::from_millis(per),
        burst,
        key: None,
        per_key: None,
    };
    Share::of(&limit, 0, 1.0)
}

fn asks(returning: u32, newcomers: u32) -> Request {
    Request {
        holder: Holder::of(Uuid::from_u128(1)),
        unused: 0,
        returning,
        urgent: 0,
        newcomers,
        may_wait: 1_000,
        spare: 0,
        places: newcomers,
        back: returning,
        lined_up: 0,
    }
}

/// The dates of the slots in milliseconds after the start.
fn dates(grant: &Grant) -> Vec<f64> {
    grant.slots.map(|date| date.duration_since(at(0)).as_secs_f64() * 1_000.0).collect()
}

/// What the first to ask gets: rate per second and burst, returning calls and newcomers, how many may wait → how many
/// go at once, how many later, and the dates of the first and the last of these.
#[rstest]
#[case::one_at_a_time((10, 1), (0, 4, 9), (1, 3), (100.0, 300.0))]
#[case::burst_first((10, 8), (0, 9, 9), (6, 3), (100.0, 300.0))]
#[case::newcomers_look_a_second_ahead((10, 1), (0, 50, 99), (1, 10), (100.0, 1_000.0))]
#[case::those_from_the_line_two((10, 1), (50, 0, 99), (1, 20), (100.0, 2_000.0))]
#[case::those_from_the_line_go_first((10, 1), (5, 50, 99), (1, 10), (100.0, 1_000.0))]
#[case::a_full_process((10, 1), (0, 50, 4), (1, 4), (100.0, 400.0))]
#[case::fast((400, 1), (0, 3, 9), (1, 2), (2.5, 5.0))]
fn the_first_to_ask(
    #[case] (rate, burst): (u32, u32),
    #[case] (returning, newcomers, may_wait): (u32, u32, u32),
    #[case] (at_once, later): (u32, u32),
    #[case] (first, last): (f64, f64),
) {
    let request = Request { may_wait, ..asks(returning, newcomers) };
    let (_, grant) = lease(None, &share(rate, 1_000, burst), at(0), &request);
    let dates = dates(&grant);
    assert_eq!((grant.returning + grant.newcomers, dates.len() as u32), (at_once, later));
    assert_eq!((dates.first(), dates.last()), (Some(&first), Some(&last)));
    assert_eq!(grant.later_returning + grant.later_newcomers, later);
}

#[test]
fn a_slot_is_given_once_and_the_next_process_gets_the_next_ones() {
    let share = share(100, 1_000, 1);
    let (mut state, mut all) = (None, Vec::new());
    for (process, now) in [(1, 0), (2, 0), (3, 7), (1, 11), (4, 40)] {
        let request = Request { holder: Holder::of(Uuid::from_u128(process)), ..asks(0, 5) };
        let (next, grant) = lease(state.as_ref(), &share, at(now), &request);
        all.extend(vec![now as f64; grant.newcomers as usize]);
        all.extend(dates(&grant));
        state = Some(next);
    }
    assert_eq!(all, (0..25).map(|slot| f64::from(slot) * 10.0).collect::<Vec<_>>());
}

#[test]
fn newcomers_leave_the_slots_of_the_line_to_it() {
    let share = share(10, 1_000, 1);
    let (state, grant) = lease(None, &share, at(0), &asks(0, 31));
    assert_eq!(grant.places.map(|places| places.left()), Some(20), "no more than were refused");
    let (state, grant) = lease(Some(&state), &share, at(500), &asks(0, 3));
    assert_eq!((grant.newcomers, grant.slots.left()), (0, 0), "twenty are in line");
    let (state, grant) = lease(Some(&state), &share, at(850), &asks(3, 0));
    assert_eq!(dates(&grant), [1_100.0, 1_200.0, 1_300.0]);
    assert_eq!(state.in_line(&share, at(850)), 20, "twenty and three, without those three");
}

#[test]
fn those_in_line_return_before_their_slots() {
    let share = share(100, 1_000, 1);
    let (_, grant) = lease(None, &share, at(0), &asks(0, 151));
    let mut places = grant.places.unwrap();
    let due: Vec<i64> =
        std::iter::from_fn(|| places.take(at(0))).take(50).map(|due| due.as_millisecond() - T0).collect();
    // The slots of the second after the first, less those of calls that come between: 24 in 247 ms.
    assert_eq!((due[0], due[23], due[24]), (752, 752, 1_000));
}

#[test]
fn a_line_that_vanished_does_not_keep_newcomers_out() {
    let share = share(10, 1_000, 1);
    let (state, _) = lease(None, &share, at(0), &asks(0, 300));
    let (_, grant) = lease(Some(&state), &share, at(2_500), &asks(0, 5));
    assert_eq!(grant.newcomers + grant.slots.left(), 0, "they may be late");
    let (_, grant) = lease(Some(&state), &share, at(2_700), &asks(0, 5));
    assert_eq!((grant.newcomers, grant.slots.left()), (1, 4));
}

#[test]
fn who_returns_and_finds_no_slot_comes_between_those_in_line() {
    let share = share(10, 1_000, 1);
    let (state, _) = lease(None, &share, at(0), &asks(0, 1_000));
    let (state, grant) = lease(Some(&state), &share, at(800), &asks(40, 0));
    assert_eq!((grant.later_returning, grant.back.map(|back| back.left())), (18, Some(22)));
    let due = grant.back.unwrap().take(at(800)).unwrap();
    assert!(due < at(8_000), "{due}");
    assert_eq!(state.waiting_at(&share, at(800)), 1_000 - 11 + 20 - 18);
}

#[test]
fn the_number_that_waits_is_of_those_in_line_and_those_with_a_slot() {
    let share = share(100, 1_000, 1);
    let (state, grant) = lease(None, &share, at(0), &Request { places: 500, ..asks(0, 301) });
    assert_eq!((grant.newcomers, grant.slots.left()), (1, 100));
    let waiting = |state: &LimiterState, now| state.waiting_at(&share, at(now));
    assert_eq!((waiting(&state, 0), waiting(&state, 500)), (300, 250));
    let (state, _) = lease(Some(&state), &share, at(900), &Request { lined_up: 7, ..asks(24, 0) });
    assert_eq!(waiting(&state, 900), 10 + 24 + (200 + 7 - 24));
    assert_eq!(waiting(&state, 60_000), 0, "nobody came: they are gone");
}

#[test]
fn slots_of_a_reduced_rate_are_further_apart() {
    let limit = RateLimit {
        strategy: TokenBucket,
        rate: 10,
        per: Duration::from_secs(1),
        burst: 1,
        key: None,
        per_key: None,
    };
    let (state, _) = lease(None, &Share::of(&limit, 0, 1.0), at(0), &asks(0, 1));
    let (_, grant) = lease(Some(&state), &Share::of(&limit, 0, 0.5), at(0), &asks(0, 3));
    assert_eq!(dates(&grant), [200.0, 400.0, 600.0]);
}

#[test]
fn no_slot_is_lost_while_calls_wait() {
    for (rate, burst) in [(10, 1), (100, 1), (100, 8), (400, 2), (3, 1)] {
        let share = share(rate, 1_000, burst);
        let (mut state, mut granted) = (None, 0);
        for step in 0..400 {
            let (next, grant) = lease(state.as_ref(), &share, at(step * 25), &asks(5, 5));
            granted += grant.returning + grant.newcomers + grant.slots.left();
            state = Some(next);
        }
        // Ten seconds, and what is booked ahead.
        assert!(granted >= rate * 10, "{granted} of {} at {rate}/s burst {burst}", rate * 10);
        assert!(granted <= rate * 12 + burst, "{granted} at {rate}/s burst {burst}");
    }
}
