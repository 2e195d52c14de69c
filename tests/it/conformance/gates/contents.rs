//! Contents of gate documents.

use std::time::Duration;

use beadle_domain::{
    gate::{
        BreakerState, GatePart, GateState, Holder, KeysState, Pause, PauseState, PauseTarget, StoredGate,
        breaker::{self, Outcomes, Query},
        permits,
    },
    policy::{BreakerPolicy, RateStrategy},
};
use uuid::Uuid;

use super::{Fixture, fresh_key, limiter};
use crate::conformance::{
    Verdict,
    specimen::{AWKWARD_TEXT, at, fresh_execution_id, owner},
};

pub async fn every_kind_of_document_round_trips(gates: Fixture) -> Verdict {
    let request = permits::Request {
        holder: Holder::of(Uuid::now_v7()),
        in_use: 1,
        idle: 1,
        returning: 1,
        newcomers: 9,
        took: Some(Duration::from_millis(1_234)),
        places: 4,
        back: 2,
        job: None,
    };
    let permit =
        permits::JobPermit::new(fresh_execution_id(), u64::MAX, at(3), Duration::from_secs(365 * 86_400));
    let job = permits::Request { job: Some(permits::JobRequest { permit, returning: true }), ..request };
    let awkward: String = AWKWARD_TEXT.chars().filter(|letter| !letter.is_control()).collect();
    let documents = [
        (GatePart::Limiter(0), limiter(RateStrategy::TokenBucket, 120, at(0))),
        (GatePart::Limiter(3), limiter(RateStrategy::SlidingWindow, 120, at(0))),
        (GatePart::KeyLimiter(0), limiter(RateStrategy::TokenBucket, 120, at(0))),
        (GatePart::Keys, GateState::Keys(KeysState::add(None, &[(AWKWARD_TEXT.to_owned(), 7)], at(2)))),
        (GatePart::Permits(0), GateState::Permits(permits::lease(None, 5, at(0), &request).0)),
        (GatePart::Permits(1), GateState::Permits(permits::lease(None, 5, at(3), &job).0)),
        (GatePart::Breaker, GateState::Breaker(troubled(&awkward))),
        (GatePart::Pause, GateState::Pause(paused(Some(&awkward)))),
        (GatePart::Pause, GateState::Pause(paused(None))),
    ];
    for (part, state) in documents {
        let key = fresh_key(part);
        gates.store.write(&key, &state, 0).await?;
        assert_eq!(gates.store.read(&key).await?, StoredGate { version: 1, state: Some(state) });
    }
    Ok(())
}

/// A pause with this reason, or its end.
fn paused(reason: Option<&str>) -> PauseState {
    let pause = reason.map(|reason| Pause {
        reason: reason.to_owned(),
        by: owner("ada"),
        since: at(1),
        until: Some(at(9)),
    });
    PauseState {
        target: PauseTarget::Account(owner("bob")),
        owner: owner("bob"),
        pause,
        by: owner("ada"),
        seen: at(2),
    }
}

/// A half-open breaker with a full history.
fn troubled(owner_name: &str) -> BreakerState {
    let policy = BreakerPolicy::default();
    let mut state = BreakerState::new(owner(owner_name), at(0));
    state = breaker::throttle(&state, at(0), None, true).unwrap_or(state);
    for second in 0..40 {
        let outcomes = Outcomes { ok: 1, failed: 2 };
        state = breaker::record(&state, &policy, at(second), outcomes).unwrap_or(state);
        let asked = Query {
            execution: fresh_execution_id(),
            timeout: Duration::from_secs(30),
            calls: 3,
            places: 5,
            pace: 10.0,
        };
        state = breaker::ask(&state, Some(&policy), at(second), &asked).0.unwrap_or(state);
    }
    assert!(!state.transitions.is_empty());
    state
}
