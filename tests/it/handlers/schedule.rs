//! The schedule function.

use std::{collections::BTreeSet, sync::Arc};

use anyhow::Context;
use aws_lambda_events::sqs::SqsEvent;
use beadle_application::{
    port::{Claim, Clock, Executions, RunExecutions, Tasks},
    tick::{Begun, RunOutcome, TickOutcome},
    watch::Looked,
};
use beadle_domain::{
    execution::{Event, Message, Status, TriggerKind},
    task::{Notify, Task},
    tick::Tick,
};
use beadle_embedded::Embedded;
use beadle_schedule_function::{TickHandler, Watchdog, payload, undelivered::Undelivered};
use beadle_testing::FailingStore;
use beadle_values::{id::ExecutionId, violation::Path};
use jiff::Timestamp;
use serde_json::Value;

use super::{execution_id, sample, store, task, task_id};
use crate::conformance::specimen::executions_of_owner;

fn tick_handler(store: &Embedded, clock: Arc<dyn Clock>) -> TickHandler {
    TickHandler::new(beadle_testing::services_at(&Arc::new(store.clone()), clock).ticks)
}

/// The tick in a sample event.
fn tick(name: &str) -> anyhow::Result<Tick> {
    Ok(Tick::try_from(serde_json::from_str::<Value>(&sample(name)?)?)?)
}

#[tokio::test]
async fn a_tick_starts_the_execution_of_its_time() -> anyhow::Result<()> {
    let tick = tick("schedule-tick.json")?;
    let time = tick.scheduled_time.context("a time")?;
    let (store, clock) = store()?;
    clock.advance_to(time);
    store.insert(&task()?).await?;
    let id = ExecutionId::for_tick(task_id(), time);
    for expected in [RunOutcome::Started, RunOutcome::Repeated] {
        let outcome = tick_handler(&store, clock.clone()).handle(&tick).await?;
        assert_eq!(outcome, TickOutcome::Handled(vec![(id, expected)]));
    }
    let execution = Executions::get(&store, id).await?.context("an execution")?;
    assert_eq!(execution.status(), Status::Pending);
    assert_eq!(execution.request.trigger.kind, TriggerKind::Schedule);
    Ok(())
}

#[tokio::test]
async fn a_tick_with_an_unfilled_placeholder_means_the_current_minute() -> anyhow::Result<()> {
    let tick = tick("schedule-tick-unsubstituted.json")?;
    let (store, clock) = store()?;
    clock.advance_to("2027-01-16T06:00:42.123Z".parse()?);
    store.insert(&task()?).await?;
    let minute: Timestamp = "2027-01-16T06:00:00Z".parse()?;
    let id = ExecutionId::for_tick(task_id(), minute);
    let outcome = tick_handler(&store, clock).handle(&tick).await?;
    assert_eq!(outcome, TickOutcome::Handled(vec![(id, RunOutcome::Started)]));
    Ok(())
}

#[tokio::test]
async fn the_watchdog_looks_and_its_payload_is_no_tick() -> anyhow::Result<()> {
    let payload: Value = serde_json::from_str(&sample("schedule-watch.json")?)?;
    assert!(payload::is_watch(&payload) && Tick::try_from(payload).is_err());
    assert!(!payload::is_watch(&serde_json::from_str(&sample("schedule-tick.json")?)?));
    let (store, clock) = store()?;
    let notify = serde_json::json!({"on": ["missed"], "event": true});
    let notify = Notify::parse(&notify, &Path::body()).map_err(|faults| anyhow::anyhow!("{faults}"))?;
    store.insert(&Task { notify: Some(notify), ..task()? }).await?;
    let services = beadle_testing::services_at(&Arc::new(store.clone()), clock.clone());
    let records = store.changes().first().await?;
    services.projections.follow_up.follow_up(&records).await?;
    let watchdog = Watchdog::new(services.watches);
    assert_eq!(watchdog.look().await?, Looked::default());
    clock.advance_to(clock.now() + jiff::SignedDuration::from_hours(25));
    let looked = watchdog.look().await?;
    assert_eq!((looked.due, looked.reported, looked.failed), (1, 1, 0));
    assert_eq!(watchdog.look().await?, Looked::default());
    Ok(())
}

#[tokio::test]
async fn a_tick_of_a_deleted_task_disarms_it() -> anyhow::Result<()> {
    let tick = tick("schedule-tick.json")?;
    let (store, clock) = store()?;
    clock.advance_to(tick.scheduled_time.context("a time")?);
    assert_eq!(tick_handler(&store, clock).handle(&tick).await?, TickOutcome::Disarmed);
    Ok(())
}

#[tokio::test]
async fn what_was_not_delivered_is_taken_up_and_what_is_cut_off_stays() -> anyhow::Result<()> {
    let event: SqsEvent = serde_json::from_str(&sample("schedule-undelivered.json")?)?;
    let due: Timestamp = "2027-01-16T06:00:00Z".parse()?;
    let (store, clock) = store()?;
    clock.advance_to(due);
    store.insert(&task()?).await?;
    let undelivered = Undelivered::new(tick_handler(&store, clock), Arc::new(store.clone()));

    // However often they are delivered.
    for _ in 0..2 {
        let again = undelivered.handle(&event).await.batch_item_failures;
        let again: Vec<_> = again.iter().map(|failure| failure.item_identifier.as_str()).collect();
        let cut_off = event.records.last().and_then(|record| record.message_id.as_deref());
        assert_eq!(again, [cut_off.context("an id")?]);
    }
    // The time of the first tick is in an attribute; the second, which Lambda gave up on, is of the same time.
    let page = Executions::list(&store, &executions_of_owner("ada", 10)).await?;
    let started: BTreeSet<_> = page.items.iter().map(|execution| execution.id()).collect();
    assert_eq!(page.items.len(), 2);
    assert_eq!(started, BTreeSet::from([ExecutionId::for_tick(task_id(), due), execution_id()]));
    Ok(())
}

#[tokio::test]
async fn what_a_tick_began_goes_on_when_it_was_not_delivered() -> anyhow::Result<()> {
    let mut event: SqsEvent = serde_json::from_str(&sample("schedule-undelivered.json")?)?;
    event.records.truncate(1);
    let due: Timestamp = "2027-01-16T06:00:00Z".parse()?;
    event.records[0].attributes.insert("SentTimestamp".to_owned(), due.as_millisecond().to_string());
    let (store, clock) = store()?;
    clock.advance_to(due);
    store.insert(&task()?).await?;
    let services = beadle_testing::services_at(&Arc::new(store.clone()), clock.clone());
    let tick = tick("schedule-tick.json")?;
    let Begun::Run(run, _) = services.ticks.begin(&tick, due, due).await? else { anyhow::bail!("no run") };
    let claim = store.claim_new(&Message::start(*run), due).await?;
    let Claim::Taken(running) = claim else { anyhow::bail!("not taken") };

    // Meanwhile the task was paused, so the tick starts nothing any more.
    store.replace(&Task { paused: true, version: 2, schedule_version: 2, ..task()? }, 1).await?;
    let queue = Arc::new(FailingStore::new(store.clone(), |_, _| None));
    let undelivered = Undelivered::new(tick_handler(&store, clock.clone()), queue.clone());
    assert_eq!(undelivered.handle(&event).await.batch_item_failures, []);
    let sent = queue.sent();
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].0.execution(), &*running);

    // One that has ended needs nothing more.
    let ended = running.apply(Event::Succeed { answer: None }, due)?;
    store.save(&ended, running.version(), 0).await?;
    assert_eq!(undelivered.handle(&event).await.batch_item_failures, []);
    assert_eq!(queue.sent().len(), 1);
    Ok(())
}
