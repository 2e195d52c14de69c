//! The cost of an execution in DynamoDB write units, from its start to its end, as reported by
//! `ConsumedCapacity`.
//!
//! A write unit is 1 KB of the row, and as much again for each index that a write affects. dynoxide counts
//! like DynamoDB: by the larger of the old and the new item, and an index only if its keys changed.

mod answers;
mod batched;
mod calendars;
mod deferring;
mod followed;
mod gated;
mod hooks;
mod meter;
mod ordered;
mod projected;
mod repeatable;
mod replayed;
mod saturated;
mod waits;
mod watched;

use std::sync::Arc;

use anyhow::ensure;
use async_trait::async_trait;
use beadle_application::port::{
    Claim, Executions, Queue, QueueError, Renewal, RunExecutions, Saved, StartExecutions, Started,
};
use beadle_aws::{ExecutionStore, Retention, Table};
use beadle_domain::{
    cost::Receipt,
    execution::{
        Answer, AnswerBody, CancelReason, Execution, Failure, FailureCode, Hold, HoldKind, Message, Request,
        Trigger, TriggerKind,
        conclude::{Outcome, conclude},
    },
    policy::{RunDefaults, StatedPolicy},
    spec::{TaskSpec, TaskType},
    task::Priority,
};
use beadle_values::{
    id::{ExecutionId, OwnerId, TaskId},
    violation::Path,
};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use uuid::Uuid;

use self::meter::{Meter, Write};
use crate::{
    bucket::Bucket,
    dynamo::{Dynamo, TABLE},
};

/// A time in whole milliseconds, like those of the clock.
const NOW: Timestamp = Timestamp::constant(1_800_000_000, 123_000_000);

/// The budgets of the design, without the projector.
const AD_HOC: f64 = 3.0;
const SAVED: f64 = 4.0;
const SCHEDULED: f64 = 4.0;
/// What an execution costs more whose id is derived from what starts it, so that the index lists it.
const INDEX: f64 = 1.0;

/// Accepts every message and keeps none.
struct Sink;

#[async_trait]
impl Queue for Sink {
    async fn send(&self, _: &Message, _: Option<Timestamp>) -> Result<(), QueueError> {
        Ok(())
    }
}

struct Metered {
    executions: Arc<ExecutionStore>,
    meter: Meter,
    bucket: Bucket,
    _dynamo: Dynamo,
}

impl Metered {
    async fn start() -> anyhow::Result<Self> {
        let dynamo = Dynamo::start().await?;
        let meter = Meter::default();
        let client = meter.attached_to(&dynamo.client);
        let bucket = Bucket::start().await?;
        let table = bucket.attached_to(Table::new(client, TABLE));
        let executions = Arc::new(ExecutionStore::new(table, Arc::new(Sink), Retention::default()));
        Ok(Self { executions, meter, bucket, _dynamo: dynamo })
    }

    /// Starts `execution` and claims it.
    async fn run(&self, execution: &Execution) -> anyhow::Result<Execution> {
        ensure!(self.executions.start(execution).await? == Started::Created);
        let message = Message::start(execution.clone());
        match self.executions.claim(&message, NOW + SignedDuration::from_millis(40)).await? {
            Claim::Taken(running) => Ok(*running),
            other => anyhow::bail!("not taken but {other:?}"),
        }
    }

    async fn settle(&self, running: &Execution, outcome: Outcome) -> anyhow::Result<Execution> {
        let settled =
            conclude(running, outcome, &running.request.policy, NOW + SignedDuration::from_millis(140), 0.5)?;
        let saved = self.executions.save(&settled, running.version(), 0).await?;
        ensure!(saved == Saved::Done, "not saved but {saved:?}");
        Ok(settled)
    }
}

/// The workload of the benchmarks: a `POST` of 200 bytes of JSON.
fn execution(task: Option<TaskId>, body: Value) -> Execution {
    let config = json!({
        "method": "POST",
        "url": "https://api.example.com/v1/orders/notify",
        "headers": {"content-type": "application/json"},
        "body": body,
    });
    let kind = if task.is_some() { TriggerKind::Manual } else { TriggerKind::Api };
    let owner = OwnerId::parse("auth0|5f7c8ec7c33c6c004bbafe82").expect("an owner");
    let request = Request {
        id: ExecutionId::in_list_of(&owner, 0, NOW, Uuid::now_v7()),
        owner,
        task_id: task,
        spec: TaskSpec::parse(TaskType::Http, config.as_object().expect("an object"), &[], &Path::body())
            .expect("a spec"),
        config_id: None,
        input: Default::default(),
        policy: StatedPolicy::default().resolve(&RunDefaults::AD_HOC, false),
        priority: Priority::Medium,
        credits: Default::default(),
        order: None,
        trigger: Trigger::of(kind),
        created_at: NOW,
        batch_id: None,
        idempotency: None,
    };
    Execution::new(request, NOW)
}

/// 200 bytes of JSON.
fn body() -> Value {
    let body = json!({"order": 4711, "items": ["a", "b"], "note": ""});
    let fill = 200 - body.to_string().len();
    json!({"order": 4711, "items": ["a", "b"], "note": "n".repeat(fill)})
}

/// 100 bytes of JSON, with typical response headers.
fn answer() -> Option<Answer> {
    let body = json!({"accepted": true, "pad": "p".repeat(100 - r#"{"accepted":true,"pad":""}"#.len())});
    let headers = [("content-type", "application/json"), ("date", "Fri, 15 Jan 2027 08:00:00 GMT")];
    Some(Answer {
        status: Some(200),
        headers: headers.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
        size: body.to_string().len() as u64,
        body: AnswerBody::Json(body),
        truncated: false,
        extracted: None,
        warnings: Vec::new(),
    })
}

fn units(writes: &[Write]) -> f64 {
    writes.iter().map(|write| write.units).sum()
}

/// The receipt of `execution` states the measured consumption of its writes.
fn is_on_the_receipt(execution: &Execution, writes: &[Write]) {
    let receipt = Receipt::of(execution);
    #[expect(clippy::cast_precision_loss, reason = "a few hundred")]
    let stated = receipt.write_units as f64;
    assert!(
        (stated - units(writes)).abs() < f64::EPSILON,
        "{stated} on the receipt, {} measured",
        units(writes)
    );
}

fn print(what: &str, writes: &[Write]) {
    let each: Vec<String> = writes.iter().map(Write::to_string).collect();
    println!("{what}: {} write units ({})", units(writes), each.join(", "));
}

#[tokio::test]
async fn an_ad_hoc_execution_costs_three_write_units() -> anyhow::Result<()> {
    let metered = Metered::start().await?;
    let running = metered.run(&execution(None, body())).await?;
    let settled = metered.settle(&running, Outcome::Succeeded { answer: answer() }).await?;
    let writes = metered.meter.take();
    print("ad hoc, start to done", &writes);
    assert_eq!(writes.len(), 3, "start, claim, settle");
    assert!(units(&writes) <= AD_HOC, "{} > {AD_HOC}", units(&writes));
    is_on_the_receipt(&settled, &writes);
    assert_eq!(metered.executions.get(settled.id()).await?, Some(settled));
    Ok(())
}

#[tokio::test]
async fn an_execution_with_an_idempotency_key_costs_its_entry_in_the_index_too() -> anyhow::Result<()> {
    let metered = Metered::start().await?;
    let mut keyed = execution(None, body());
    let request = Arc::make_mut(&mut keyed.request);
    request.id = ExecutionId::for_key(&request.owner, "execute", "order 4711");
    let running = metered.run(&keyed).await?;
    let settled = metered.settle(&running, Outcome::Succeeded { answer: answer() }).await?;
    let writes = metered.meter.take();
    print("ad hoc with an Idempotency-Key, start to done", &writes);
    assert!(units(&writes) <= AD_HOC + INDEX, "{} > {}", units(&writes), AD_HOC + INDEX);
    is_on_the_receipt(&settled, &writes);
    Ok(())
}

#[tokio::test]
async fn an_execution_of_a_saved_task_costs_four_write_units() -> anyhow::Result<()> {
    let metered = Metered::start().await?;
    let task = TaskId::from_uuid(Uuid::now_v7());
    let running = metered.run(&execution(Some(task), body())).await?;
    let settled = metered.settle(&running, Outcome::Succeeded { answer: answer() }).await?;
    let writes = metered.meter.take();
    is_on_the_receipt(&settled, &writes);
    print("saved task, start to done", &writes);
    assert_eq!(writes.len(), 4, "link, start, claim, settle");
    assert!(units(&writes) <= SAVED, "{} > {SAVED}", units(&writes));
    Ok(())
}

#[tokio::test]
async fn an_execution_of_a_schedule_costs_four_write_units() -> anyhow::Result<()> {
    let metered = Metered::start().await?;
    let task = TaskId::from_uuid(Uuid::now_v7());
    let mut run = execution(Some(task), body());
    let request = Arc::make_mut(&mut run.request);
    (request.id, request.trigger) = (ExecutionId::for_tick(task, NOW), Trigger::of(TriggerKind::Schedule));
    let Claim::Taken(running) = metered.executions.claim_new(&Message::start(run), NOW).await? else {
        anyhow::bail!("the run is not taken")
    };
    let settled = metered.settle(&running, Outcome::Succeeded { answer: answer() }).await?;
    let writes = metered.meter.take();
    is_on_the_receipt(&settled, &writes);
    print("a run of a schedule, tick to done", &writes);
    assert_eq!(writes.len(), 3, "link, claimed row, settle");
    assert!(units(&writes) <= SCHEDULED, "{} > {SCHEDULED}", units(&writes));
    assert_eq!(metered.executions.get(settled.id()).await?, Some(settled));
    Ok(())
}

#[tokio::test]
async fn each_further_attempt_costs_two_more() -> anyhow::Result<()> {
    let metered = Metered::start().await?;
    let running = metered.run(&execution(None, json!({"n": 1}))).await?;
    let first = units(&metered.meter.take());
    let failure = Failure::new(FailureCode::Connect, "no connection");
    let waiting = metered.settle(&running, Outcome::Failed { failure, answer: None }).await?;
    let message = Message::start(waiting.clone());
    let due = waiting.state().due().expect("a retry");
    let Claim::Taken(running) = metered.executions.claim(&message, due).await? else {
        anyhow::bail!("the retry is not taken")
    };
    let writes = metered.meter.take();
    print("a failed attempt and the claim of the next", &writes);
    assert!((units(&writes) - 2.0).abs() < f64::EPSILON && first <= AD_HOC - 1.0);

    let until = NOW + SignedDuration::from_secs(600);
    let renewal = metered.executions.renew(running.id(), running.version(), until).await?;
    assert_eq!(renewal, Renewal::Extended { cancel_requested: false });
    assert!((units(&metered.meter.take()) - 1.0).abs() < f64::EPSILON, "a longer lease");
    Ok(())
}

#[tokio::test]
async fn receipts_include_retries_and_deferrals() -> anyhow::Result<()> {
    let retried =
        Outcome::Failed { failure: Failure::new(FailureCode::Connect, "no connection"), answer: None };
    let deferred = Outcome::Deferred {
        due: NOW + SignedDuration::from_secs(2),
        hold: Hold::new(HoldKind::RateLimit, "the rate limit of the config is used up"),
    };
    for (what, outcome) in [("a retry", retried), ("a deferral", deferred)] {
        let metered = Metered::start().await?;
        let running = metered.run(&execution(None, body())).await?;
        let waiting = metered.settle(&running, outcome).await?;
        let due = waiting.state().due().expect("it goes on later");
        let Claim::Taken(running) = metered.executions.claim(&Message::start(waiting), due).await? else {
            anyhow::bail!("{what} is not taken")
        };
        let settled = metered.settle(&running, Outcome::Succeeded { answer: answer() }).await?;
        let writes = metered.meter.take();
        print(what, &writes);
        is_on_the_receipt(&settled, &writes);
    }
    Ok(())
}

#[tokio::test]
async fn a_large_request_is_paid_for_once() -> anyhow::Result<()> {
    let metered = Metered::start().await?;
    let large = execution(None, json!({"blob": "x".repeat(200 * 1024)}));
    let running = metered.run(&large).await?;
    let settled = metered.settle(&running, Outcome::Succeeded { answer: answer() }).await?;
    let writes = metered.meter.take();
    print("ad hoc with a request of 200 KB, start to done", &writes);
    assert!(units(&writes) <= 201.0 + AD_HOC, "{}", units(&writes));
    is_on_the_receipt(&settled, &writes);
    assert_eq!(metered.executions.get(large.id()).await?, Some(settled));
    Ok(())
}
