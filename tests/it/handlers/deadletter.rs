//! The deadletter function.

use std::sync::Arc;

use anyhow::Context;
use aws_lambda_events::sqs::SqsEvent;
use beadle_application::{
    dead_letter::DeadLetterService,
    port::{Claim, Executions, RunExecutions, StartExecutions},
};
use beadle_deadletter::{Recorder, lambda::handle};
use beadle_domain::execution::{FailureCode, Message, State, Status, bundle};
use beadle_embedded::Embedded;
use serde_json::json;

use super::{execution_id, message, sample, store};
use crate::conformance::{
    adapters::stepped_clock::SteppedClock,
    specimen::{at, execution},
};

fn recorder(store: &Embedded, clock: Arc<SteppedClock>) -> Recorder {
    let letters = DeadLetterService { executions: Arc::new(store.clone()) };
    Recorder::new(letters, clock)
}

#[tokio::test]
async fn the_row_states_the_failure_its_reason_and_the_deliveries() -> anyhow::Result<()> {
    let sample = sample("deadletter-sqs.json")?;
    let event: SqsEvent = serde_json::from_str(&sample)?;
    for started in [true, false] {
        let (store, clock) = store()?;
        if started {
            store.start(message(&sample)?.execution()).await?;
        }
        for _ in 0..2 {
            let response = handle(&recorder(&store, clock.clone()), &event, 5).await;
            assert_eq!(response.batch_item_failures, [], "neither is redelivered");
            let row = store.get(execution_id()).await?.context("a row")?;
            assert_eq!(row.status(), Status::Failed);
            let failure = row.progress.failure().context("a failure")?;
            assert_eq!(failure.code, FailureCode::Undeliverable);
            assert!(failure.message.contains("delivered 5 times"), "{}", failure.message);
        }
    }
    Ok(())
}

#[tokio::test]
async fn each_message_of_a_bundle_fails_its_execution() -> anyhow::Result<()> {
    let sample = sample("deadletter-sqs.json")?;
    let mut event: SqsEvent = serde_json::from_str(&sample)?;
    let (store, clock) = store()?;
    let others = [execution(), execution()].map(Message::start);
    let bodies: Vec<String> = others.iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
    event.records[0].body = Some(bundle::body(&[&bodies[0], r#"{"v":"99"}"#, &bodies[1]]));
    let response = handle(&recorder(&store, clock), &event, 5).await;
    assert_eq!(response.batch_item_failures, []);
    for message in others {
        let row = store.get(message.execution().id()).await?.context("a row")?;
        assert_eq!(row.status(), Status::Failed);
    }
    Ok(())
}

#[tokio::test]
async fn a_letter_about_a_claimed_execution_is_redelivered() -> anyhow::Result<()> {
    let sample = sample("deadletter-sqs.json")?;
    let event: SqsEvent = serde_json::from_str(&sample)?;
    let (store, clock) = store()?;
    let message = message(&sample)?;
    store.start(message.execution()).await?;
    let Claim::Taken(running) = store.claim(&message, at(10)).await? else { anyhow::bail!("not taken") };
    let again = handle(&recorder(&store, clock.clone()), &event, 5).await.batch_item_failures;
    let again: Vec<_> = again.iter().map(|failure| failure.item_identifier.as_str()).collect();
    assert_eq!(again, [event.records[0].message_id.as_deref().context("an id")?]);

    let State::Running { lease_until, .. } = running.state() else { anyhow::bail!("not running") };
    clock.advance_to(*lease_until);
    let response = handle(&recorder(&store, clock), &event, 5).await;
    assert_eq!(response.batch_item_failures, []);
    assert_eq!(store.get(execution_id()).await?.context("a row")?.status(), Status::Failed);
    Ok(())
}

#[tokio::test]
async fn a_letter_that_is_all_there_is_of_an_execution_stays() -> anyhow::Result<()> {
    let sample = sample("deadletter-sqs.json")?;
    let mut event: SqsEvent = serde_json::from_str(&sample)?;
    let (store, clock) = store()?;
    let id = execution().id();
    for (named, stays) in [(id.deferring_its_record(), true), (id, false)] {
        event.records[0].body =
            Some(json!({"v": "999", "execution": {"request": {"id": named}}}).to_string());
        let again = handle(&recorder(&store, clock.clone()), &event, 5).await.batch_item_failures;
        assert_eq!(again.len(), usize::from(stays), "{named}");
    }
    Ok(())
}
