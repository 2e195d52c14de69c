use std::time::Duration;

use jiff::Timestamp;
use proptest::prelude::*;
use rstest::rstest;
use uuid::Uuid;

use super::*;
use crate::{
    gate::Holder,
    policy::{
        RateLimit,
        RateStrategy::{self, SlidingWindow, TokenBucket},
    },
};

const T0: i64 = 1_800_000_000_000;

fn at(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(T0 + milliseconds).unwrap()
}

fn holder(number: u128) -> Holder {
    Holder::of(Uuid::from_u128(number))
}

fn limit(strategy: RateStrategy, rate: u32, per: u64, burst: u32) -> RateLimit {
    RateLimit { strategy, rate, per: Duration::from_millis(per), burst, key: None, per_key: None }
}

fn asks(newcomers: u32) -> Request {
    Request {
        holder: holder(1),
        unused: 0,
        returning: 0,
        urgent: 0,
        newcomers,
        may_wait: 0,
        spare: 0,
        places: 0,
        back: 0,
        lined_up: 0,
    }
}

#[rstest]
#[case::per_second(1_000, 1_000, 2)]
#[case::just_one(500, 1_000, 1)]
#[case::slow(1_000_000, 86_400_000, 1)]
#[case::fast(10_000, 1_000, 20)]
fn limits_are_split_by_decisions_per_second(#[case] rate: u32, #[case] per: u64, #[case] expected: u16) {
    assert_eq!(shards(&limit(TokenBucket, rate, per, rate)), expected);
}

#[rstest]
#[case(10_007, 3)]
#[case(10_007, 7)]
#[case(1_201, 2_000)]
fn the_shares_of_all_shards_add_up_to_the_limit(#[case] rate: u32, #[case] burst: u32) {
    let limit = limit(SlidingWindow, rate, 1_000, burst);
    let shares: Vec<Share> = (0..shards(&limit)).map(|shard| Share::of(&limit, shard, 1.0)).collect();
    assert_eq!(shares.iter().map(|share| share.rate).sum::<u32>(), rate);
    assert!(shares.iter().map(|share| share.capacity).sum::<u32>() <= burst);
}

#[test]
fn a_bucket_grants_its_burst_and_then_its_rate() {
    let share = Share::of(&limit(TokenBucket, 10, 1_000, 20), 0, 1.0);
    let (state, grant) = lease(None, &share, at(0), &asks(100));
    assert_eq!(grant.newcomers, 18, "the tokens made in transit are kept in reserve");
    let (state, grant) = lease(Some(&state), &share, at(99), &asks(100));
    assert_eq!(grant.newcomers, 0);
    let (_, grant) = lease(Some(&state), &share, at(1_000), &asks(100));
    assert_eq!(grant.newcomers, 10);
}

#[test]
fn a_small_burst_lets_one_call_pass_at_a_time() {
    let share = Share::of(&limit(TokenBucket, 100, 1_000, 1), 0, 1.0);
    let (state, grant) = lease(None, &share, at(0), &asks(5));
    assert_eq!(grant.newcomers, 1);
    let (_, grant) = lease(Some(&state), &share, at(10), &asks(5));
    assert_eq!(grant.newcomers, 1);
}

#[test]
fn returning_calls_pass_before_newcomers() {
    let share = Share::of(&limit(TokenBucket, 10, 1_000, 20), 0, 1.0);
    let (state, grant) = lease(None, &share, at(0), &Request { places: 30, ..asks(48) });
    assert_eq!((grant.newcomers, grant.places.map(|places| places.left())), (18, Some(30)));
    let (state, grant) = lease(Some(&state), &share, at(1_000), &Request { places: 4, ..asks(5) });
    assert_eq!(grant.newcomers, 0, "thirty wait in line");
    let (_, grant) = lease(Some(&state), &share, at(1_000), &Request { returning: 10, ..asks(0) });
    assert_eq!(grant.returning, 10);
}

#[test]
fn unused_tokens_are_returned_or_expire() {
    let share = Share::of(&limit(TokenBucket, 1, 1_000, 20), 0, 1.0);
    let (state, grant) = lease(None, &share, at(0), &Request { spare: 8, ..asks(1) });
    assert_eq!((grant.newcomers, grant.spare), (1, 8));
    let (given_back, grant) = lease(Some(&state), &share, at(0), &Request { unused: 8, ..asks(19) });
    assert_eq!(grant.newcomers, 18, "one was used, and one is kept in reserve");
    assert_eq!(given_back.outstanding(), 0);
    let late = Request { holder: holder(2), ..asks(50) };
    let (_, grant) = lease(Some(&state), &share, at(29_999), &late);
    assert_eq!(grant.newcomers, 11, "eight are still leased");
    let (lapsed, grant) = lease(Some(&state), &share, at(38_000), &late);
    assert_eq!((grant.newcomers, lapsed.outstanding()), (19, 0));
    let (_, grant) = lease(Some(&lapsed), &share, at(38_000), &Request { unused: 8, ..asks(50) });
    assert_eq!(grant.newcomers, 0, "expired tokens can't be returned");
}

#[test]
fn a_lagging_clock_credits_no_tokens() {
    let share = Share::of(&limit(TokenBucket, 10, 1_000, 20), 0, 1.0);
    let (state, _) = lease(None, &share, at(10_000), &asks(100));
    let (state, grant) = lease(Some(&state), &share, at(0), &asks(100));
    assert_eq!((grant.newcomers, state.seen), (0, at(10_000)));
    let (_, grant) = lease(Some(&state), &share, at(10_100), &asks(100));
    assert_eq!(grant.newcomers, 1);
}

#[test]
fn the_document_follows_a_change_of_the_config() {
    let [bucket, window] = [TokenBucket, SlidingWindow].map(|s| Share::of(&limit(s, 10, 1_000, 10), 0, 1.0));
    let (state, _) = lease(None, &bucket, at(0), &asks(100));
    let (state, grant) = lease(Some(&state), &window, at(1), &asks(100));
    assert_eq!(grant.newcomers, 10);
    let slower = Share::of(&limit(SlidingWindow, 3, 60_000, 3), 0, 1.0);
    let (_, grant) = lease(Some(&state), &slower, at(2), &asks(100));
    assert_eq!(grant.newcomers, 3);
}

#[test]
fn the_document_stays_below_a_kilobyte() {
    for strategy in [TokenBucket, SlidingWindow] {
        let share = Share::of(&limit(strategy, 500, 1_000, 500), 0, 1.0);
        let mut state = None;
        for number in 0..500 {
            let request = Request { holder: holder(number % 40), spare: 2, places: 9, ..asks(1) };
            state = Some(lease(state.as_ref(), &share, at(number as i64 * 5), &request).0);
        }
        let text = serde_json::to_string(&state).unwrap();
        assert!(text.len() < 1_000, "{} bytes: {text}", text.len());
        assert_eq!(serde_json::from_str::<Option<LimiterState>>(&text).unwrap(), state);
    }
}

/// A step of one of several processes.
#[derive(Debug, Clone)]
enum Step {
    /// Time passes.
    Pass(u16),
    /// A process asks for its calls and sends those that may pass after some time in transit, those with a slot at its
    /// date.
    Ask { process: usize, returning: u8, newcomers: u8, may_wait: u8, spare: u8, on_the_way: u16 },
    /// A process sends a call with a spare token.
    Spend { process: usize, on_the_way: u16 },
    /// A process crashes and restarts without its leases.
    Crash { process: usize },
}

fn step(longest_way: u16) -> impl Strategy<Value = Step> {
    let way = 0..=longest_way;
    prop_oneof![
        3 => (0_u16..1_500).prop_map(Step::Pass),
        6 => (0_usize..4, 0_u8..8, 0_u8..8, 0_u8..12, 0_u8..20, way.clone()).prop_map(
            |(process, returning, newcomers, may_wait, spare, on_the_way)|
                Step::Ask { process, returning, newcomers, may_wait, spare, on_the_way }
        ),
        6 => (0_usize..4, way).prop_map(|(process, on_the_way)| Step::Spend { process, on_the_way }),
        1 => (0_usize..4).prop_map(|process| Step::Crash { process }),
        1 => Just(Step::Pass(31_000)),
    ]
}

/// The arrival times of the calls of four processes that execute `steps`, with clocks ahead of the true time
/// by `skews`.
fn arrivals(limit: &RateLimit, skews: [i64; 4], factor: f64, steps: &[Step]) -> Vec<f64> {
    let count = shards(limit);
    let mut documents: Vec<Option<LimiterState>> = vec![None; usize::from(count)];
    // The leases of each process for each shard: how many tokens, and until when by its own clock.
    let mut held = vec![[(0_u32, 0_i64); 4]; usize::from(count)];
    let (mut now, mut asked, mut calls) = (0_i64, 0_usize, Vec::new());
    for step in steps {
        match *step {
            Step::Pass(milliseconds) => now += i64::from(milliseconds),
            Step::Crash { process } => held.iter_mut().for_each(|shard| shard[process] = (0, 0)),
            Step::Spend { process, on_the_way } => {
                let own = now + skews[process];
                if let Some(shard) =
                    held.iter_mut().find(|shard| shard[process].0 > 0 && own < shard[process].1)
                {
                    shard[process].0 -= 1;
                    calls.push((now + i64::from(on_the_way)) as f64);
                }
            }
            Step::Ask { process, returning, newcomers, may_wait, spare, on_the_way } => {
                asked += 1;
                let shard = asked % usize::from(count);
                let own = now + skews[process];
                let (left, until) = std::mem::take(&mut held[shard][process]);
                let request = Request {
                    holder: holder(process as u128 + 1),
                    unused: if own < until { left } else { 0 },
                    returning: returning.into(),
                    urgent: 0,
                    newcomers: newcomers.into(),
                    may_wait: may_wait.into(),
                    spare: spare.into(),
                    places: 1,
                    back: 1,
                    lined_up: 0,
                };
                let share = Share::of(limit, shard as u16, factor);
                let (next, grant) = lease(documents[shard].as_ref(), &share, at(own), &request);
                let text = serde_json::to_string(&next).unwrap();
                documents[shard] = Some(serde_json::from_str(&text).unwrap());
                let usable = grant.lease.saturating_sub(CLOCK_TOLERANCE).as_millis() as i64;
                held[shard][process] = (grant.spare, own + usable);
                let sent = grant.returning + grant.newcomers;
                let arrival = (now + i64::from(on_the_way)) as f64;
                calls.extend((0..sent).map(|_| arrival));
                // The process waits as long as the document says.
                let waits = grant.slots.map(|date| date.duration_since(next.seen).as_secs_f64() * 1_000.0);
                calls.extend(waits.map(|wait| arrival + wait));
            }
        }
    }
    calls.sort_unstable_by(f64::total_cmp);
    calls
}

proptest! {
    #[test]
    fn a_bucket_never_exceeds_its_limit(
        (rate, per, burst) in (1_u32..800, prop_oneof![Just(1_000_u64), 200_u64..20_000], 2_u32..300),
        skews in [-450_i64..450, -450_i64..450, -450_i64..450, -450_i64..450],
        factor in prop_oneof![Just(1.0), 0.05_f64..1.0],
        steps in prop::collection::vec(step(TRANSIT.as_millis() as u16), 1..120),
    ) {
        let limit = limit(TokenBucket, rate, per, burst);
        let calls = arrivals(&limit, skews, factor, &steps);
        // Only half of a small burst can be kept in reserve for calls in transit; and clock differences shift
        // the time at which tokens are credited by as much as they differ.
        let made_on_the_way = f64::from(rate) / per as f64 * TRANSIT.as_millis() as f64;
        let count = f64::from(shards(&limit));
        let short = (made_on_the_way - f64::from(burst / 2)).max(0.0) + count;
        let shifted = (skews.iter().max().unwrap() - skews.iter().min().unwrap()) as f64;
        for (first, start) in calls.iter().enumerate() {
            for (last, end) in calls.iter().enumerate().skip(first) {
                let time = end - start + shifted;
                let allowed = f64::from(burst) + short + time * f64::from(rate) / per as f64;
                let seen = (last - first + 1) as f64;
                prop_assert!(seen <= allowed + 1e-6, "{seen} calls in {} ms, {allowed} allowed", end - start);
            }
        }
    }

    #[test]
    fn a_bucket_is_exact_with_synchronised_clocks(
        (rate, per) in (1_u32..400, prop_oneof![Just(1_000_u64), 500_u64..20_000]),
        more in 0_u32..300,
        steps in prop::collection::vec(step(TRANSIT.as_millis() as u16), 1..120),
    ) {
        // A burst that is large enough for the reserve for calls in transit.
        let made_on_the_way = (f64::from(rate) / per as f64 * TRANSIT.as_millis() as f64).ceil() as u32;
        let limit = limit(TokenBucket, rate, per, 2 * made_on_the_way + more);
        let calls = arrivals(&limit, [0; 4], 1.0, &steps);
        for (first, start) in calls.iter().enumerate() {
            for (last, end) in calls.iter().enumerate().skip(first) {
                let allowed = f64::from(limit.burst) + (end - start) * f64::from(rate) / per as f64;
                prop_assert!((last - first + 1) as f64 <= allowed + 1e-6, "from {start} to {end}");
            }
        }
    }

    #[test]
    fn a_bucket_of_any_burst_is_exact_where_calls_arrive_at_once(
        (rate, per) in (1_u32..450, prop_oneof![Just(1_000_u64), 500_u64..20_000]),
        burst in prop_oneof![Just(1_u32), Just(2), Just(8), 1_u32..60],
        steps in prop::collection::vec(step(0), 1..160),
    ) {
        let limit = limit(TokenBucket, rate, per, burst);
        let calls = arrivals(&limit, [0; 4], 1.0, &steps);
        for (first, start) in calls.iter().enumerate() {
            for (last, end) in calls.iter().enumerate().skip(first) {
                let allowed = f64::from(burst) + (end - start) * f64::from(rate) / per as f64;
                prop_assert!((last - first + 1) as f64 <= allowed + 1e-6, "from {start} to {end}");
            }
        }
    }

    #[test]
    fn a_window_never_exceeds_its_limit(
        (rate, per) in (1_u32..1_200, prop_oneof![Just(1_000_u64), 100_u64..20_000]),
        steps in prop::collection::vec(step(TRANSIT.as_millis() as u16), 1..120),
    ) {
        let limit = limit(SlidingWindow, rate, per, rate);
        let calls = arrivals(&limit, [0; 4], 1.0, &steps);
        for (first, start) in calls.iter().enumerate() {
            let seen = calls[first..].iter().take_while(|call| **call < start + per as f64).count();
            prop_assert!(seen <= rate as usize, "{seen} calls from {start} on");
        }
    }
}
