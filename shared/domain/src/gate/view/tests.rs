use std::time::Duration;

use beadle_values::id::OwnerId;
use uuid::Uuid;

use super::*;
use crate::{
    gate::{Holder, PhaseName, breaker::Outcomes},
    policy::{BreakerPolicy, RateLimit, RateStrategy},
};

fn at(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(1_800_000_000_000 + milliseconds).unwrap()
}

fn policy() -> GatePolicy {
    GatePolicy {
        rate_limit: Some(RateLimit {
            strategy: RateStrategy::TokenBucket,
            rate: 1_000,
            per: Duration::from_secs(1),
            burst: 2_000,
            key: None,
            per_key: None,
        }),
        concurrency: Some(100),
        breaker: Some(BreakerPolicy { minimum: 2, ..BreakerPolicy::default() }),
    }
}

fn breaker() -> BreakerState {
    BreakerState::new(OwnerId::parse("ada").unwrap(), at(0))
}

#[test]
fn an_unused_gate_is_fully_available() {
    let expected = GateView {
        status: GateStatus::Closed,
        tokens: Some(1_850),
        factor: 1.0,
        rate_per_second: Some(1_000.0),
        in_use: Some(0),
        waiting: 0,
        closed_until: None,
        transitions: Vec::new(),
        pause: None,
    };
    assert_eq!(view(&[], &policy(), at(0)), expected);
    let unlimited = GateView { tokens: None, rate_per_second: None, in_use: None, ..expected };
    assert_eq!(view(&[], &GatePolicy::default(), at(0)), unlimited);
}

#[test]
fn parts_follow_the_policy() {
    use GatePart::{Breaker, Limiter, Permits};
    assert_eq!(policy().parts(), [Breaker, Limiter(0), Limiter(1), Permits(0), Permits(1)]);
    assert_eq!(GatePolicy::default().parts(), [Breaker]);
}

#[test]
fn usage_of_every_shard_is_visible_and_a_reset_clears_the_line() {
    let holder = Holder::of(Uuid::from_u128(7));
    let share = Share::of(&policy().rate_limit.unwrap(), 1, 1.0);
    let asks = limiter::Request {
        urgent: 0,
        holder,
        unused: 0,
        returning: 0,
        newcomers: 1_000,
        may_wait: 0,
        spare: 0,
        places: 75,
        back: 0,
        lined_up: 0,
    };
    let limiter = limiter::lease(None, &share, at(0), &asks).0;
    let asks = permits::Request {
        holder,
        in_use: 0,
        idle: 0,
        returning: 0,
        newcomers: 7,
        took: None,
        places: 0,
        back: 0,
        job: None,
    };
    let permits = permits::lease(None, 50, at(0), &asks).0;
    let states = [
        (GatePart::Limiter(1), GateState::Limiter(limiter)),
        (GatePart::Permits(0), GateState::Permits(permits)),
    ];
    let seen = view(&states, &policy(), at(0));
    assert_eq!((seen.tokens, seen.in_use, seen.waiting), (Some(925), Some(7), 75));
    let states = states.map(|(part, state)| (part, reset(state, at(0))));
    let seen = view(&states, &policy(), at(0));
    assert_eq!((seen.tokens, seen.in_use, seen.waiting), (Some(925), Some(7), 0));
}

#[test]
fn every_status_is_reported() {
    let breaker_policy = policy().breaker.unwrap();
    let published = |state: &BreakerState, now| {
        breaker::record(state, &breaker_policy, now, Outcomes { ok: 0, failed: 2 })
    };
    let open = published(&published(&breaker(), at(0)).unwrap(), at(1_000)).unwrap();
    let throttled = breaker::throttle(&breaker(), at(0), Some(at(5_000)), true).unwrap();
    let seen = |state: &BreakerState, now| {
        let states = [(GatePart::Breaker, GateState::Breaker(state.clone()))];
        let seen = view(&states, &policy(), now);
        (seen.status, seen.closed_until)
    };
    assert_eq!(seen(&open, at(2_000)), (GateStatus::Open, Some(at(16_000))));
    assert_eq!(seen(&throttled, at(4_999)), (GateStatus::Throttled, Some(at(5_000))));
    assert_eq!(seen(&throttled, at(5_000)), (GateStatus::Closed, None));
    let states = [(GatePart::Breaker, GateState::Breaker(throttled))];
    let slowed = view(&states, &policy(), at(5_000));
    assert_eq!((slowed.factor, slowed.rate_per_second), (0.5, Some(500.0)));
    let GateState::Breaker(closed) = reset(GateState::Breaker(open), at(2_000)) else {
        panic!("another part")
    };
    assert_eq!(closed.phase.name(), PhaseName::Closed);
    assert_eq!(seen(&closed, at(2_000)), (GateStatus::Closed, None));
}
