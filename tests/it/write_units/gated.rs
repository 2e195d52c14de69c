//! The additional cost of a config's gates: a steady flow through four executors with a rate limit, a
//! concurrency limit and a circuit breaker, and the same flow without.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use beadle_application::port::{Clock, Configs, Delivery, Executions, HttpCaller, StartExecutions};
use beadle_aws::{AccountStore, ConfigStore, FunctionTable, Gates as GateTable, TaskStore};
use beadle_domain::{
    call::{CallError, CallLimits, HttpRequest, HttpResponse},
    config::{Config, Profile},
    execution::Status,
    interpolation::KeyTemplate,
    policy::{BreakerPolicy, RateLimit, RateStrategy, RunDefaults},
};
use beadle_executor::{Executor, Ports, gate::Gates};
use beadle_runtime::{NoSpans, Silent, SystemJitter};
use beadle_values::{
    id::{ConfigId, OwnerId},
    violation::Path,
};
use jiff::Timestamp;
use uuid::Uuid;

use super::*;
use crate::{
    conformance::adapters::{nothing::Nothing, stepped_clock::SteppedClock},
    executor_ports,
};

const EXECUTORS: usize = 4;

/// The number of executions in the flow, one every 25 ms.
const FLOW: i64 = 1_200;
const BETWEEN: SignedDuration = SignedDuration::from_millis(25);

/// The executions before units are counted: the gates adapt to the flow.
const WARM_UP: i64 = 200;

/// A destination that answers at once.
struct Swift;

#[async_trait]
impl HttpCaller for Swift {
    async fn call(&self, _: HttpRequest, _: CallLimits) -> Result<HttpResponse, CallError> {
        Ok(HttpResponse {
            status: 200,
            headers: Vec::new(),
            body: "{}".into(),
            truncated: false,
            lost_body: None,
        })
    }
}

/// Every kind of gate; the bucket holds `burst` calls.
fn gates(rate: u32, burst: u32) -> Profile {
    let limit = RateLimit {
        strategy: RateStrategy::TokenBucket,
        rate,
        per: Duration::from_secs(1),
        burst,
        key: None,
        per_key: None,
    };
    let breaker = BreakerPolicy {
        failure_rate: 0.5,
        window: Duration::from_secs(30),
        minimum: 10,
        open_for: Duration::from_secs(15),
    };
    Profile { rate_limit: Some(limit), concurrency: Some(20), breaker: Some(breaker), ..Profile::default() }
}

/// The units of each execution of the flow, under a config with this profile.
async fn units_of_flow(profile: Profile) -> anyhow::Result<f64> {
    units_of_flow_of(1, profile).await
}

/// The same for a flow of so many tenants, who take turns.
async fn units_of_flow_of(tenants: usize, profile: Profile) -> anyhow::Result<f64> {
    let dynamo = Dynamo::start().await?;
    let meter = Meter::default();
    let table = Table::new(meter.attached_to(&dynamo.client), TABLE);
    let clock = Arc::new(SteppedClock::default());
    let begin = clock.now();
    let ada = OwnerId::parse("ada")?;
    let config = Config {
        id: ConfigId::from_uuid(Uuid::now_v7()),
        owner: ada.clone(),
        name: "destination".to_owned(),
        description: None,
        shared: false,
        profile,
        created_at: begin,
        updated_at: begin,
        updated_by: ada.clone(),
        version: 1,
        key: None,
        plan: None,
        idempotency: None,
    };
    ConfigStore::new(table.clone()).insert(&config).await?;
    let executions = Arc::new(ExecutionStore::new(table.clone(), Arc::new(Sink), Retention::default()));
    let executors: Vec<Executor> = (0..EXECUTORS)
        .map(|_| {
            let store = Arc::new(GateTable::new(table.clone()));
            let gates = Gates::new(store, clock.clone(), Arc::new(SystemJitter), Uuid::now_v7());
            Executor::new(Ports {
                runs: executions.clone(),
                queue: Arc::new(Sink),
                tasks: Arc::new(TaskStore::new(table.clone())),
                accounts: Arc::new(AccountStore::new(table.clone())),
                configs: Arc::new(ConfigStore::new(table.clone())),
                defaults: RunDefaults::TASK,
                rate_limit: None,
                gates: Arc::new(gates),
                secrets: Arc::new(Nothing),
                authorizer: Arc::new(Nothing),
                caller: Arc::new(Swift),
                databases: Arc::new(Nothing),
                mails: Arc::new(Nothing),
                code: executor_ports::without_sandbox(Arc::new(FunctionTable::new(table.clone()))),
                clock: clock.clone(),
                jitter: Arc::new(SystemJitter),
                callbacks: None,
                metrics: Arc::new(Silent),
                spans: Arc::new(NoSpans),
            })
        })
        .collect();
    for number in 0..FLOW {
        if number == WARM_UP {
            meter.take();
        }
        let now: Timestamp = begin + BETWEEN * i32::try_from(number)?;
        clock.advance_to(now);
        let mut execution = execution(None, body());
        let request = Arc::make_mut(&mut execution.request);
        (request.owner, request.config_id, request.created_at) = (ada.clone(), Some(config.id), now);
        let tenant = usize::try_from(number)? % tenants;
        request.input.insert("tenant".to_owned(), format!("tenant-{tenant}").into());
        let execution = Execution::new(request.clone(), now);
        executions.start(&execution).await?;
        // One process takes a batch of ten, as from Lambda, then the next does.
        let executor = &executors[usize::try_from(number / 10)? % EXECUTORS];
        executor.handle(Delivery::Message(Box::new(Message::start(execution.clone()))), None).await?;
        let row = executions.get(execution.id()).await?.expect("a row");
        ensure!(row.status() == Status::Completed, "{:?}", row.progress);
    }
    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    Ok(units(&meter.take()) / (FLOW - WARM_UP) as f64)
}

#[tokio::test]
async fn gates_add_a_tenth_of_a_unit_to_each_execution_of_a_steady_flow() -> anyhow::Result<()> {
    let without = units_of_flow(Profile::default()).await?;
    let all = gates(100, 200);
    let with = units_of_flow(all.clone()).await?;
    println!(
        "a flow of 40 a second through {EXECUTORS} executors: {without:.3} write units each without gates, {with:.3} under \
         a limit of 100 a second with a burst of 200, 20 calls at once and a breaker: {:.3} for the gates",
        with - without
    );
    let limited = Profile { rate_limit: all.rate_limit, ..Profile::default() };
    let limited = units_of_flow(limited).await? - without;
    let at_once = Profile { concurrency: all.concurrency, ..Profile::default() };
    let at_once = units_of_flow(at_once).await? - without;
    let healthy = units_of_flow(Profile { breaker: all.breaker, ..Profile::default() }).await? - without;
    println!(
        "each alone: rate limit {limited:.3}, calls at once {at_once:.3}, a breaker that is closed and healthy {healthy:.3}"
    );
    // A bucket hardly larger than the flow leaves each of four processes a small block.
    let tight = units_of_flow(gates(50, 50)).await? - without;
    println!("under a limit of 50 a second with a burst of 50: {tight:.3} for the gates");
    assert!(with - without <= 0.1, "{:.3}", with - without);
    assert!(tight <= 0.2, "{tight:.3}");
    assert!(healthy.abs() < f64::EPSILON, "{healthy}");
    Ok(())
}

#[tokio::test]
async fn a_key_of_a_rate_limit_adds_at_most_one_unit_to_each_execution() -> anyhow::Result<()> {
    let common = gates(100, 200).rate_limit;
    let keyed = common.clone().map(|limit| {
        let key = KeyTemplate::parse("${input.tenant}", &Path::body());
        anyhow::Ok(RateLimit { key: Some(key.map_err(|faults| anyhow::anyhow!("{faults:?}"))?), ..limit })
    });
    let keyed = Profile { rate_limit: keyed.transpose()?, ..Profile::default() };
    let common = Profile { rate_limit: common, ..Profile::default() };
    let without = units_of_flow(common).await?;
    for (tenants, most) in [(1, 0.2), (20, 1.1)] {
        let added = units_of_flow_of(tenants, keyed.clone()).await? - without;
        println!("a key with {tenants} values, 40 calls a second in all: {added:.3} write units for each");
        ensure!(added <= most, "{tenants} values: {added:.3}");
    }
    Ok(())
}
