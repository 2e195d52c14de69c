//! Turns a tick of EventBridge Scheduler into an execution.

use std::sync::Arc;

use beadle_application::tick::TickService;
use beadle_aws::{Aws, QueueSettings, SchedulerSettings, TableSettings};
use beadle_runtime::{Environment, Format, SystemClock, logging, settings};
use beadle_schedule_function::{TickHandler, payload};
use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde_json::Value;
use tracing::Instrument;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let handler = &set_up().await?;
    lambda_runtime::run(service_fn(|event: LambdaEvent<Value>| {
        let context = event.context;
        let invocation = logging::invocation(&context.request_id, context.xray_trace_id.as_deref());
        async move {
            let tick = payload::tick(event.payload).inspect_err(|error| tracing::error!(%error))?;
            handler.handle(&tick).await?;
            Ok::<_, Error>(())
        }
        .instrument(invocation)
    }))
    .await
}

async fn set_up() -> anyhow::Result<TickHandler> {
    let environment = Environment::process();
    let (level, defaults) =
        environment.read(|env| (settings::log_level(env), settings::task_defaults(env)))?;
    logging::init("schedule", level, Format::Json)?;
    let lookup = |name: &str| environment.get(name);
    let (table, queue) = (TableSettings::read(&lookup)?, QueueSettings::read(&lookup)?);
    let scheduler = SchedulerSettings::read(&lookup)?;
    let (aws, clock) = (Aws::connect(), Arc::new(SystemClock));
    let executions = Arc::new(aws.executions(&table, Arc::new(aws.queue(queue, clock.clone()))));
    let ticks = TickService {
        tasks: Arc::new(aws.tasks(&table)),
        executions: executions.clone(),
        starter: executions,
        scheduler: Arc::new(aws.scheduler(scheduler, clock.clone())),
        defaults,
    };
    Ok(TickHandler::new(ticks, clock))
}
