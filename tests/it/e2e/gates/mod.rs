//! The gates of a config, checked against the destination's own log, with four executor processes at once.

mod breaker;
mod concurrency;
mod destination;
mod keys;
mod rate_limit;

use std::{collections::HashSet, sync::atomic::Ordering, time::Duration};

use anyhow::ensure;
use beadle_application::port::{Configs, Executions};
use beadle_aws::ConfigStore;
use beadle_domain::{
    config::{Config, Profile},
    execution::{Execution, Status},
    spec::{TaskSpec, TaskType},
};
use beadle_values::{
    id::{ConfigId, ExecutionId},
    violation::Path,
};
use jiff::Timestamp;
use serde_json::json;
use tokio::time::Instant;
use uuid::Uuid;

use self::destination::Destination;
use super::fleet::Fleet;
use crate::conformance::specimen::{execution_with, owner};

/// The number of executor processes.
const PROCESSES: usize = 4;

/// The time limit for all tasks, which ends a test that hangs.
const PATIENCE: Duration = Duration::from_secs(240);

/// Saves a config with `profile`.
async fn config(fleet: &Fleet, profile: Profile) -> anyhow::Result<ConfigId> {
    let now = Timestamp::now();
    let config = Config {
        id: ConfigId::from_uuid(Uuid::now_v7()),
        owner: owner("ada"),
        name: "destination".to_owned(),
        description: None,
        shared: false,
        profile,
        created_at: now,
        updated_at: now,
        updated_by: owner("ada"),
        version: 1,
        key: None,
        plan: None,
        idempotency: None,
    };
    ConfigStore::new(fleet.table()).insert(&config).await?;
    Ok(config.id)
}

/// Creates `count` executions that call `destination` under `config`, all due now.
fn executions(count: usize, destination: &Destination, config: ConfigId) -> anyhow::Result<Vec<Execution>> {
    let call = json!({"method": "POST", "url": destination.url, "body": {"n": 1}});
    let call = call.as_object().cloned().unwrap_or_default();
    let spec = TaskSpec::parse(TaskType::Http, &call, &[], &Path::body())?;
    let now = Timestamp::now();
    let execution = |_| {
        execution_with(|request| {
            request.id = ExecutionId::from_uuid(Uuid::now_v7());
            request.spec = spec.clone();
            request.config_id = Some(config);
            request.created_at = now;
        })
    };
    Ok((0..count).map(execution).collect())
}

/// Submits `executions` and waits until each has called the destination and is `completed` in the table.
async fn all_complete(
    fleet: &Fleet,
    destination: &Destination,
    executions: Vec<Execution>,
) -> anyhow::Result<()> {
    let ids: Vec<ExecutionId> = executions.iter().map(Execution::id).collect();
    let begun = Instant::now();
    fleet.submit(executions).await?;
    completed(fleet, destination, &ids, begun).await
}

async fn completed(
    fleet: &Fleet,
    destination: &Destination,
    ids: &[ExecutionId],
    begun: Instant,
) -> anyhow::Result<()> {
    let done = tokio::select! {
        done = tokio::time::timeout(PATIENCE, destination.effects(ids.len())) => done.is_ok(),
        () = fleet.broken() => false,
    };
    ensure!(done, "{} of {} tasks had an effect", destination.keys().len(), ids.len());
    let took = begun.elapsed();
    let store = fleet.executions();
    for id in ids {
        super::eventually::eventually(&format!("the end of {id}"), || async {
            let row = store.get(*id).await?;
            Ok(row.filter(|row| row.status() == Status::Completed))
        })
        .await?;
    }
    let keys: HashSet<String> = destination.keys();
    ensure!(ids.iter().all(|id| keys.contains(&id.to_string())), "a task is done that was never called for");
    let work = &fleet.work;
    println!(
        "{} tasks completed in {:.1} s: {} calls, {} messages in {} invocations, \
         {:.1} s of {PROCESSES} processes at work",
        ids.len(),
        took.as_secs_f64(),
        destination.log().len(),
        work.messages.load(Ordering::Relaxed),
        work.invocations.load(Ordering::Relaxed),
        Duration::from_millis(work.busy_ms.load(Ordering::Relaxed)).as_secs_f64(),
    );
    Ok(())
}
