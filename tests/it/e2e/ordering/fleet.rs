//! Four executor processes over one table and one queue.

use std::time::Duration;

use anyhow::{Context, bail};
use beadle_application::port::{Executions as _, StartExecutions as _};
use beadle_domain::{
    execution::Execution,
    order::{OnOrderFailure, Order},
    policy::{Backoff, RetryPolicy},
    spec::{TaskSpec, TaskType},
};
use beadle_values::{
    id::{ExecutionId, OwnerId},
    violation::Path,
};
use futures_util::future::try_join_all;
use jiff::Timestamp;
use serde_json::json;
use tokio::sync::Semaphore;
use uuid::Uuid;

use super::destination::Destination;
use crate::{
    conformance::specimen::{execution_with, owner},
    e2e::{eventually::eventually, fleet::Fleet},
};

const PROCESSES: usize = 4;
const KEYS: usize = 100;

/// How many executions each key has unless `BEADLE_ORDER_ITEMS` says otherwise: the test runs everywhere, and with 100 for minutes.
const ITEMS: usize = 20;

/// How many executions are accepted at once: the emulator also has to serve the processes meanwhile.
const ACCEPTED_AT_ONCE: usize = 8;

/// How many executions may wait at most: the emulator looks through all messages of a queue for each that it delivers.
const BACKLOG: usize = 1_000;

/// The time limit for all executions, which ends a test that hangs.
const PATIENCE: Duration = Duration::from_secs(1_200);

fn execution(destination: &Destination, key: usize, number: usize) -> anyhow::Result<Execution> {
    let name = format!("key-{key:03}");
    let call = json!({"method": "POST", "url": destination.url, "body": {"key": name, "number": number}});
    let spec = TaskSpec::parse(TaskType::Http, call.as_object().expect("an object"), &[], &Path::body())?;
    Ok(execution_with(|request| {
        request.id = ExecutionId::from_uuid(Uuid::now_v7());
        request.created_at = Timestamp::now();
        request.spec = spec;
        let backoff = Backoff::Fixed { delay: Duration::from_millis(100) };
        request.policy.retry = RetryPolicy { max_retries: 20, backoff, retry_on: None, stop_when: None };
        request.order = Some(Order { key: name, on_failure: OnOrderFailure::Block, fault: None });
    }))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_keys_run_in_order_and_beside_each_other() -> anyhow::Result<()> {
    let items = match std::env::var("BEADLE_ORDER_ITEMS") {
        Ok(items) => items.parse()?,
        Err(_) => ITEMS,
    };
    let fleet = Fleet::start(PROCESSES).await?;
    let destination = Destination::start().await?;
    let starter = &fleet.executions();
    let accepting = &Semaphore::new(ACCEPTED_AT_ONCE);
    let of_key = |key| {
        let destination = &destination;
        async move {
            for number in 0..items {
                destination.successes((KEYS * number).saturating_sub(BACKLOG)).await;
                let _turn = accepting.acquire().await?;
                starter.start(&execution(destination, key, number)?).await?;
            }
            anyhow::Ok(())
        }
    };
    let begun = tokio::time::Instant::now();
    let working = async {
        try_join_all((0..KEYS).map(of_key)).await?;
        println!("{} accepted in {:.1} s", KEYS * items, begun.elapsed().as_secs_f64());
        destination.successes(KEYS * items).await;
        anyhow::Ok(())
    };
    let done = tokio::select! {
        worked = tokio::time::timeout(PATIENCE, working) => match worked {
            Ok(worked) => worked.map(|()| true)?,
            Err(_) => false,
        },
        () = fleet.broken() => false,
    };
    if !done {
        let succeeded = destination.succeeded();
        fleet.stop().await.with_context(|| format!("{succeeded} executions succeeded"))?;
        bail!("{succeeded} of {} executions succeeded", KEYS * items);
    }
    println!("{PROCESSES} processes: done after {:.1} s", begun.elapsed().as_secs_f64());
    let owner: OwnerId = owner("ada");
    eventually("empty lines", || async {
        Ok(starter.order_lines(&owner, 100, None).await?.items.is_empty().then_some(()))
    })
    .await?;
    fleet.stop().await?;
    destination.check(KEYS, items, false)
}
