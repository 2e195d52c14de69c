//! Compare-and-swap.

use std::{sync::Arc, time::Duration};

use beadle_application::port::VersionedWrite;
use beadle_domain::{
    gate::{
        GateKey, GatePart, GateState, Holder, StoredGate,
        limiter::{self as limiting, Share},
    },
    policy::{RateLimit, RateStrategy::TokenBucket},
};
use jiff::SignedDuration;
use uuid::Uuid;

use super::{Fixture, asks, fresh_key, limiter};
use crate::conformance::{Verdict, specimen::at};

pub async fn a_document_that_was_never_written_has_version_0(gates: Fixture) -> Verdict {
    assert_eq!(gates.store.read(&fresh_key(GatePart::Breaker)).await?, StoredGate::default());
    Ok(())
}

pub async fn a_written_document_can_be_read(gates: Fixture) -> Verdict {
    let key = fresh_key(GatePart::Limiter(0));
    for version in 0..3 {
        let state = limiter(TokenBucket, version, at(0));
        assert_eq!(gates.store.write(&key, &state, version.into()).await?, VersionedWrite::Done);
        let expected = StoredGate { version: u64::from(version) + 1, state: Some(state) };
        assert_eq!(gates.store.read(&key).await?, expected);
    }
    Ok(())
}

pub async fn parts_and_configs_are_isolated(gates: Fixture) -> Verdict {
    let parts = [
        GatePart::Breaker,
        GatePart::Pause,
        GatePart::Limiter(0),
        GatePart::Limiter(1),
        GatePart::Limiter(11),
        GatePart::Permits(0),
        GatePart::Permits(1),
    ];
    let subject = fresh_key(GatePart::Breaker).subject;
    let mut keys: Vec<_> = parts.map(|part| GateKey { subject: subject.clone(), part }).into();
    keys.push(fresh_key(GatePart::Breaker));
    for (taken, key) in (1..).zip(&keys) {
        let written = gates.store.write(key, &limiter(TokenBucket, taken, at(0)), 0).await?;
        assert_eq!(written, VersionedWrite::Done, "{key:?}");
    }
    for (taken, key) in (1..).zip(&keys) {
        let state = gates.store.read(key).await?.state;
        assert_eq!(state, Some(limiter(TokenBucket, taken, at(0))), "{key:?}");
    }
    Ok(())
}

pub async fn slots_that_racing_processes_book_are_all_different(gates: Fixture) -> Verdict {
    const EACH: u32 = 15;
    let limit = RateLimit {
        strategy: TokenBucket,
        rate: 100,
        per: Duration::from_secs(1),
        burst: 1,
        key: None,
        per_key: None,
    };
    let key = fresh_key(GatePart::Limiter(0));
    let mut processes = tokio::task::JoinSet::new();
    for process in 0..4 {
        let (store, key, limit) = (Arc::clone(&gates.store), key.clone(), limit.clone());
        processes.spawn(async move {
            let (share, holder) = (Share::of(&limit, 0, 1.0), Holder::of(Uuid::from_u128(process)));
            let (mut stored, mut dates) = (StoredGate::default(), Vec::new());
            while dates.len() < EACH as usize {
                let request = limiting::Request { may_wait: 3, ..asks(holder, 3) };
                let state = stored.state.clone().and_then(GateState::limiter);
                let (next, grant) = limiting::lease(state.as_ref(), &share, at(0), &request);
                let state = GateState::Limiter(next);
                match store.write(&key, &state, stored.version).await? {
                    VersionedWrite::Conflict(found) => stored = *found,
                    VersionedWrite::Done => {
                        stored = StoredGate { version: stored.version + 1, state: Some(state) };
                        dates.extend((0..grant.newcomers).map(|_| at(0)));
                        dates.extend(grant.slots);
                    }
                }
            }
            anyhow::Ok(dates)
        });
    }
    let mut dates = Vec::new();
    while let Some(booked) = processes.join_next().await {
        dates.extend(booked??);
    }
    dates.sort_unstable();
    let evenly: Vec<_> =
        (0..i64::from(4 * EACH)).map(|slot| at(0) + SignedDuration::from_millis(slot * 10)).collect();
    assert_eq!(dates, evenly, "ten milliseconds apart, each once");
    Ok(())
}
