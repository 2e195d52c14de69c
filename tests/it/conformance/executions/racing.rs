//! Of many concurrent calls one succeeds, and the others learn of it.

use std::sync::Arc;

use beadle_application::port::Claim;
use beadle_domain::execution::{Execution, Message};
use jiff::Timestamp;

use super::Fixture;
use crate::conformance::{
    Verdict,
    race::race,
    specimen::{at, execution},
};

pub async fn one_of_sixteen_claims_is_taken(executions: Fixture) -> Verdict {
    let asked = execution();
    executions.start(&asked).await?;
    one_is_taken(&executions, &asked, at(0), at(60)).await
}

pub async fn one_of_sixteen_claims_without_a_row_is_taken(executions: Fixture) -> Verdict {
    one_is_taken(&executions, &execution(), at(0), at(60)).await
}

pub async fn one_of_sixteen_takes_over(executions: Fixture) -> Verdict {
    let asked = execution();
    executions.run(&asked, at(0)).await?;
    one_is_taken(&executions, &asked, at(60), at(120)).await?;
    let attempts = executions.stored(asked.id()).await?.progress.attempts;
    assert_eq!(attempts.len(), 1, "one interruption is on record: {attempts:?}");
    Ok(())
}

/// Lets many claim `asked` at `now`: one succeeds with a lease until `until`, and the others are deferred
/// until then.
async fn one_is_taken(executions: &Fixture, asked: &Execution, now: Timestamp, until: Timestamp) -> Verdict {
    let message = Message::start(asked.clone());
    let claims = race(|_| {
        let (store, message) = (Arc::clone(&executions.store), message.clone());
        async move { anyhow::Ok(store.claim(&message, now).await?) }
    })
    .await?;
    let (taken, others): (Vec<_>, Vec<_>) =
        claims.into_iter().partition(|claim| matches!(claim, Claim::Taken(_)));
    let stored = executions.stored(asked.id()).await?;
    assert_eq!(taken, [Claim::Taken(Box::new(stored))]);
    assert!(others.iter().all(|other| *other == Claim::Later(until)), "{others:?}");
    Ok(())
}
