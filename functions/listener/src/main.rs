//! Handles events of other services about users from the event bus.

use std::{sync::Arc, time::Duration};

use beadle_application::{
    account::{AccountClosing, AccountEventService, AccountService},
    code::Code,
    port::{Accounts, AuditTrail, Configs, Executions},
    task::TaskService,
};
use beadle_aws::{Aws, QueueSettings, SchedulerSettings, TableSettings};
use beadle_listener::{Listener, payload};
use beadle_runtime::{Environment, Format, SystemClock, SystemIds, logging, settings, time_zones};
use jiff::Timestamp;
use lambda_runtime::{Context, Error, LambdaEvent, service_fn};
use serde_json::Value;
use tracing::Instrument;

/// How long before the invocation's timeout no further page is begun: the time of the slowest page.
const RESERVE: Duration = Duration::from_secs(60);

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let listener = &set_up().await?;
    lambda_runtime::run(service_fn(|event: LambdaEvent<Value>| {
        let context = event.context;
        let invocation = logging::invocation(&context.request_id, context.xray_trace_id.as_deref());
        async move {
            let event = payload::event(event.payload).inspect_err(|error| tracing::error!(%error))?;
            listener.handle(&event, until(&context)).await?;
            Ok::<_, Error>(())
        }
        .instrument(invocation)
    }))
    .await
}

/// When to stop and leave the rest to a redelivery. A deadline in the past is ignored: `cargo lambda watch`
/// sends a duration.
fn until(context: &Context) -> Timestamp {
    let deadline = i64::try_from(context.deadline).ok().and_then(|ms| Timestamp::from_millisecond(ms).ok());
    let deadline = deadline.filter(|deadline| *deadline > Timestamp::now());
    deadline.and_then(|deadline| deadline.checked_sub(RESERVE).ok()).unwrap_or(Timestamp::MAX)
}

async fn set_up() -> anyhow::Result<Listener> {
    let environment = Environment::process();
    let level = environment.read(settings::log_level)?;
    logging::init("listener", level, Format::Json)?;
    time_zones::use_newer(&environment)?;
    let lookup = |name: &str| environment.get(name);
    let (table, queue) = (TableSettings::read(&lookup)?, QueueSettings::read(&lookup)?);
    let scheduler = SchedulerSettings::read(&lookup)?;
    let (aws, clock) = (Aws::connect(), Arc::new(SystemClock));
    let executions: Arc<dyn Executions> =
        Arc::new(aws.executions(&table, Arc::new(aws.queue(queue, clock.clone()))));
    let accounts: Arc<dyn Accounts> = Arc::new(aws.accounts(&table));
    let configs: Arc<dyn Configs> = Arc::new(aws.configs(&table));
    let audit: Arc<dyn AuditTrail> = Arc::new(aws.audit_trail(&table));
    let tasks = TaskService {
        tasks: Arc::new(aws.tasks(&table)),
        configs: configs.clone(),
        scheduler: Arc::new(aws.scheduler(scheduler, clock.clone())),
        accounts: accounts.clone(),
        code: Code::none(),
        ids: Arc::new(SystemIds::default()),
    };
    let closing = AccountClosing {
        tasks: tasks.clone(),
        executions: executions.clone(),
        configs,
        api_keys: Arc::new(aws.api_keys(&table)),
        audit,
        clock,
    };
    let accounts = AccountService { accounts, tasks, executions };
    Ok(Listener::new(AccountEventService { closing, accounts }))
}
