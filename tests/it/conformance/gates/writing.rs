//! Compare-and-swap.

use beadle_application::port::GateWritten;
use beadle_domain::{
    gate::{GateKey, GatePart, StoredGate},
    policy::RateStrategy::TokenBucket,
};

use super::{Fixture, fresh_key, limiter};
use crate::conformance::{Verdict, specimen::at};

pub async fn a_document_that_was_never_written_has_version_0(gates: Fixture) -> Verdict {
    assert_eq!(gates.store.read(&fresh_key(GatePart::Breaker)).await?, StoredGate::default());
    Ok(())
}

pub async fn a_written_document_can_be_read(gates: Fixture) -> Verdict {
    let key = fresh_key(GatePart::Limiter(0));
    for version in 0..3 {
        let state = limiter(TokenBucket, version, at(0));
        assert_eq!(gates.store.write(&key, &state, version.into()).await?, GateWritten::Done);
        let expected = StoredGate { version: u64::from(version) + 1, state: Some(state) };
        assert_eq!(gates.store.read(&key).await?, expected);
    }
    Ok(())
}

pub async fn parts_and_configs_are_isolated(gates: Fixture) -> Verdict {
    let parts = [
        GatePart::Breaker,
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
        assert_eq!(written, GateWritten::Done, "{key:?}");
    }
    for (taken, key) in (1..).zip(&keys) {
        let state = gates.store.read(key).await?.state;
        assert_eq!(state, Some(limiter(TokenBucket, taken, at(0))), "{key:?}");
    }
    Ok(())
}
