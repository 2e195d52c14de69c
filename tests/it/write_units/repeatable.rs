//! Executions whose call may be made more than once: no claim is written, and the first outcome stays.

use std::sync::Arc;

use beadle_application::port::{CancelRequest, Claim, Executions, RunExecutions, Saved, StartExecutions};
use beadle_domain::{
    execution::{
        CancelReason, Event, Execution, Failure, FailureCode, Message, Status,
        conclude::{Outcome, conclude},
    },
    spec::{TaskSpec, TaskType},
};
use beadle_values::violation::Path;
use jiff::{SignedDuration, Timestamp};
use serde_json::json;

use super::{Metered, NOW, answer, execution, is_on_the_receipt, print, units};

/// A `GET` that may be made more than once.
fn repeatable() -> Execution {
    let mut call = execution(None, json!({}));
    let config = json!({"url": "https://api.example.com/v1/orders", "effects": "at_least_once"});
    let members = config.as_object().expect("an object");
    let spec = TaskSpec::parse(TaskType::Http, members, &[], &Path::body()).expect("a spec");
    Arc::make_mut(&mut call.request).spec = spec;
    call
}

/// `later` milliseconds after the start.
fn at(later: i64) -> Timestamp {
    NOW + SignedDuration::from_millis(later)
}

async fn taken(metered: &Metered, message: &Message, now: Timestamp) -> anyhow::Result<Execution> {
    match metered.executions.claim(message, now).await? {
        Claim::Taken(running) => Ok(*running),
        other => anyhow::bail!("not taken but {other:?}"),
    }
}

/// Settles the attempt of `running` as `outcome`, as the executor does.
async fn settled(
    metered: &Metered,
    running: &Execution,
    outcome: Outcome,
) -> anyhow::Result<(Execution, Saved)> {
    let next = conclude(running, outcome, &running.request.policy, at(140), 0.5)?;
    let saved = metered.executions.settle(&next, running, 0).await?;
    Ok((next, saved))
}

#[tokio::test]
async fn a_call_that_may_be_repeated_costs_two_write_units() -> anyhow::Result<()> {
    let metered = Metered::start().await?;
    let call = repeatable();
    metered.executions.start(&call).await?;
    let running = taken(&metered, &Message::start(call.clone()), at(40)).await?;
    assert_eq!((running.status(), running.version()), (Status::Running, 2));
    assert_eq!(metered.executions.get(call.id()).await?, Some(call), "nothing is written");
    let (ended, saved) = settled(&metered, &running, Outcome::Succeeded { answer: answer() }).await?;
    assert_eq!(saved, Saved::Done);
    let writes = metered.meter.take();
    print("a call that may be repeated, start to done", &writes);
    assert_eq!(writes.len(), 2, "start, settle");
    assert!(units(&writes) <= 2.0, "{}", units(&writes));
    is_on_the_receipt(&ended, &writes);
    assert_eq!(metered.executions.get(ended.id()).await?, Some(ended));
    Ok(())
}

#[tokio::test]
async fn each_further_attempt_of_it_costs_one_more() -> anyhow::Result<()> {
    let metered = Metered::start().await?;
    let call = repeatable();
    metered.executions.start(&call).await?;
    let running = taken(&metered, &Message::start(call), at(40)).await?;
    let failure = Failure::new(FailureCode::Connect, "no connection");
    let (waiting, saved) = settled(&metered, &running, Outcome::Failed { failure, answer: None }).await?;
    assert_eq!((saved, waiting.status()), (Saved::Done, Status::Retrying));
    let due = waiting.state().due().expect("a retry");
    let running = taken(&metered, &Message::start(waiting), due).await?;
    let (ended, saved) = settled(&metered, &running, Outcome::Succeeded { answer: answer() }).await?;
    assert_eq!(saved, Saved::Done);
    let writes = metered.meter.take();
    print("a call that may be repeated, with a retry", &writes);
    assert_eq!(writes.len(), 3, "start, retry, settle");
    is_on_the_receipt(&ended, &writes);
    Ok(())
}

#[tokio::test]
async fn the_first_outcome_stays() -> anyhow::Result<()> {
    let metered = Metered::start().await?;
    let call = repeatable();
    metered.executions.start(&call).await?;
    let message = Message::start(call);
    // Its message comes twice, and both make the call.
    let (first, second) =
        (taken(&metered, &message, at(40)).await?, taken(&metered, &message, at(50)).await?);
    let (ended, saved) = settled(&metered, &first, Outcome::Succeeded { answer: answer() }).await?;
    assert_eq!(saved, Saved::Done);
    let failure = Failure::new(FailureCode::Connect, "no connection");
    let (_, saved) = settled(&metered, &second, Outcome::Failed { failure, answer: None }).await?;
    assert_eq!(saved, Saved::Conflict);
    assert_eq!(metered.executions.get(ended.id()).await?, Some(ended));
    assert_eq!(metered.executions.claim(&message, at(900)).await?, Claim::Done);
    Ok(())
}

#[tokio::test]
async fn a_cancellation_while_it_runs_stays() -> anyhow::Result<()> {
    let metered = Metered::start().await?;
    let call = repeatable();
    metered.executions.start(&call).await?;
    let running = taken(&metered, &Message::start(call.clone()), at(40)).await?;
    let asked = metered.executions.request_cancel(call.id(), &CancelReason::Requested.into()).await?;
    assert_eq!(asked, CancelRequest::NotRunning, "its row is pending");
    let cancelled = call.apply(Event::Cancel { reason: CancelReason::Requested }, at(60))?;
    assert_eq!(metered.executions.save(&cancelled, call.version(), 0).await?, Saved::Done);
    assert_eq!(cancelled.version(), running.version(), "the version of the claim that was not written");
    let (_, saved) = settled(&metered, &running, Outcome::Succeeded { answer: answer() }).await?;
    assert_eq!(saved, Saved::Conflict);
    assert_eq!(metered.executions.get(call.id()).await?, Some(cancelled));
    Ok(())
}

#[tokio::test]
async fn after_a_crash_its_message_makes_the_call_again() -> anyhow::Result<()> {
    let metered = Metered::start().await?;
    let call = repeatable();
    let message = Message::start(call.clone());
    // Before its row was written it is claimed by writing it.
    let running = taken(&metered, &message, at(40)).await?;
    assert_eq!(metered.executions.get(call.id()).await?, Some(running.clone()));
    let lease_until = at(40) + SignedDuration::from_secs(90);
    assert!(matches!(metered.executions.claim(&message, at(50)).await?, Claim::Later(_)));
    let again = taken(&metered, &message, lease_until).await?;
    assert_eq!(again.progress.interruptions(), 1);
    let (ended, saved) = settled(&metered, &again, Outcome::Succeeded { answer: answer() }).await?;
    assert_eq!(saved, Saved::Done);
    // The runner that was slow finds the outcome of the other.
    let (_, saved) = settled(&metered, &running, Outcome::Succeeded { answer: None }).await?;
    assert_eq!(saved, Saved::Conflict);
    is_on_the_receipt(&ended, &metered.meter.take());

    // After its row was written nothing tells that a runner stopped.
    let call = repeatable();
    metered.executions.start(&call).await?;
    let message = Message::start(call);
    let stopped = taken(&metered, &message, at(40)).await?;
    assert_eq!(taken(&metered, &message, at(1_800_000)).await?.version(), stopped.version());
    // One that saved its outcome and stopped before it sent the next message: the message that comes again sends it.
    let failure = Failure::new(FailureCode::Connect, "no connection");
    let (waiting, saved) = settled(&metered, &stopped, Outcome::Failed { failure, answer: None }).await?;
    assert_eq!(saved, Saved::Done);
    let follow_up = Message::follow_up(&waiting, 0).expect("a retry has a message");
    let claim = metered.executions.claim(&message, at(1_800_000)).await?;
    assert_eq!(claim, Claim::Reissue(Box::new(follow_up)));
    Ok(())
}
