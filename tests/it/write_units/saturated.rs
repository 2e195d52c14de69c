//! What a concurrency limit costs those that wait for it: executions that come at once to four executors.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering::Relaxed},
    },
    time::Duration,
};

use beadle_aws::Gates as GateTable;
use beadle_domain::{
    config::{Config, Profile},
    gate::Verdict,
};
use beadle_executor::gate::{GateAdmission, Gates};
use beadle_runtime::{SystemClock, SystemJitter};
use beadle_values::id::{ConfigId, OwnerId};
use jiff::Timestamp;
use tokio::{task::JoinSet, time::Instant};
use uuid::Uuid;

use super::*;

const EXECUTORS: usize = 4;
const EXECUTIONS: u32 = 400;
const AT_ONCE: u32 = 5;
const CALL: Duration = Duration::from_millis(50);

/// The calls under way, and what came of the executions.
#[derive(Default)]
struct Calls {
    running: AtomicU32,
    most: AtomicU32,
    deferrals: AtomicU32,
}

fn config() -> anyhow::Result<Config> {
    let (ada, now) = (OwnerId::parse("ada")?, Timestamp::now());
    Ok(Config {
        id: ConfigId::from_uuid(Uuid::now_v7()),
        owner: ada.clone(),
        name: "destination".to_owned(),
        description: None,
        shared: false,
        profile: Profile { concurrency: Some(AT_ONCE), ..Profile::default() },
        created_at: now,
        updated_at: now,
        updated_by: ada,
        version: 1,
        key: None,
        plan: None,
        idempotency: None,
    })
}

/// Makes the call of `execution` when its gate lets it, through a queue that counts in whole seconds and hands it to one
/// executor after the other.
async fn call(
    executors: &[Gates],
    config: &Config,
    execution: &Execution,
    mut next: usize,
    calls: &Calls,
) -> anyhow::Result<()> {
    let (mut hops, mut waited) = (0, None);
    loop {
        let gates = &executors[next % EXECUTORS];
        match gates.admit(config, execution, hops, waited.take()).await? {
            GateAdmission::Go(pass) => {
                let running = calls.running.fetch_add(1, Relaxed) + 1;
                calls.most.fetch_max(running, Relaxed);
                tokio::time::sleep(CALL).await;
                calls.running.fetch_sub(1, Relaxed);
                gates.report(config, pass, Verdict::Healthy, CALL).await;
                return Ok(());
            }
            GateAdmission::Wait(wait) => {
                wait.end().await;
                waited = Some(wait);
            }
            GateAdmission::Defer { due, .. } => {
                let delay = Duration::try_from(due.duration_since(Timestamp::now())).unwrap_or_default();
                tokio::time::sleep(Duration::from_secs(delay.as_millis().div_ceil(1_000).try_into()?)).await;
                calls.deferrals.fetch_add(1, Relaxed);
                (hops, next) = (hops + 1, next + 1);
            }
        }
    }
}

#[tokio::test]
async fn a_concurrency_limit_costs_a_fifth_of_a_unit_for_each_that_waits_for_it() -> anyhow::Result<()> {
    let dynamo = Dynamo::start().await?;
    let meter = Meter::default();
    let table = Table::new(meter.attached_to(&dynamo.client), TABLE);
    let executors = || {
        let store = Arc::new(GateTable::new(table.clone()));
        Gates::new(store, Arc::new(SystemClock), Arc::new(SystemJitter), Uuid::now_v7())
    };
    let executors: Arc<[Gates]> = (0..EXECUTORS).map(|_| executors()).collect();
    let (config, calls, begun) = (Arc::new(config()?), Arc::new(Calls::default()), Instant::now());
    let mut running = JoinSet::new();
    for number in 0..EXECUTIONS as usize {
        let (executors, config, calls) = (Arc::clone(&executors), Arc::clone(&config), Arc::clone(&calls));
        let execution = execution(None, body());
        running.spawn(async move { call(&executors, &config, &execution, number, &calls).await });
    }
    while let Some(ended) = running.join_next().await {
        ended??;
    }
    let each = |all: f64| all / f64::from(EXECUTIONS);
    let (units, deferrals) = (each(units(&meter.take())), each(calls.deferrals.load(Relaxed).into()));
    println!(
        "{EXECUTIONS} executions at once, {AT_ONCE} calls at once of {CALL:?}: {:.1} s, ideally {:.1} s, {deferrals:.2} deferrals and {units:.3} write units each",
        begun.elapsed().as_secs_f64(),
        CALL.as_secs_f64() * f64::from(EXECUTIONS / AT_ONCE),
    );
    ensure!(calls.most.load(Relaxed) <= AT_ONCE, "{} at once", calls.most.load(Relaxed));
    ensure!(deferrals <= 2.0, "{deferrals} deferrals");
    ensure!(units <= 0.2, "{units} write units");
    Ok(())
}
