//! Turns a tick of EventBridge Scheduler into an execution, takes up what was not delivered, and reports what did not happen.

use std::sync::Arc;

use aws_lambda_events::sqs::SqsEvent;
use beadle_application::{Policies, PolicyDefaults};
use beadle_aws::{Aws, EventBusSettings, QueueSettings, SchedulerSettings, TableSettings};
use beadle_domain::tick::Tick;
use beadle_runtime::{Environment, Format, SystemClock, SystemIds, logging, settings, time_zones};
use beadle_schedule_function::{TickHandler, Watchdog, payload, undelivered::Undelivered};
use lambda_runtime::{Error, LambdaEvent, service_fn};
use serde::Deserialize;
use serde_json::Value;
use tracing::Instrument;

/// What invokes the function.
#[derive(Deserialize)]
#[serde(untagged)]
enum Payload {
    /// The queue of what was not delivered.
    Undelivered(SqsEvent),
    /// EventBridge Scheduler.
    Tick(Value),
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let (ticks, undelivered, watchdog) = &set_up().await?;
    lambda_runtime::run(service_fn(|event: LambdaEvent<Payload>| {
        let context = event.context;
        let invocation = logging::invocation(&context.request_id, context.xray_trace_id.as_deref());
        async move {
            match event.payload {
                Payload::Undelivered(event) => Ok(Some(undelivered.handle(&event).await)),
                Payload::Tick(event) if payload::is_watch(&event) => {
                    watchdog.look().await?;
                    Ok(None)
                }
                Payload::Tick(event) => {
                    let tick = Tick::try_from(event).inspect_err(|error| tracing::error!(%error))?;
                    ticks.handle(&tick).await?;
                    Ok::<_, Error>(None)
                }
            }
        }
        .instrument(invocation)
    }))
    .await
}

async fn set_up() -> anyhow::Result<(TickHandler, Undelivered, Watchdog)> {
    let environment = Environment::process();
    let (level, defaults, bus, published) = environment.read(|env| {
        let defaults =
            PolicyDefaults { task: settings::task_defaults(env), ad_hoc: settings::ad_hoc_defaults(env) };
        let bus = env.required("EVENT_BUS_NAME", "the name of the event bus");
        (settings::log_level(env), defaults, bus, settings::published_events(env))
    })?;
    logging::init("schedule", level, Format::Json)?;
    time_zones::use_newer(&environment)?;
    let lookup = |name: &str| environment.get(name);
    let (table, queue) = (TableSettings::read(&lookup)?, QueueSettings::read(&lookup)?);
    let scheduler = SchedulerSettings::read(&lookup)?;
    let (aws, clock) = (Aws::connect(), Arc::new(SystemClock));
    let mut ports = aws.ports(&table, queue, clock.clone(), Arc::new(SystemIds::default()));
    ports.scheduler = Arc::new(aws.scheduler(scheduler, clock));
    let kinds = published.iter().copied().collect();
    ports.bus = Arc::new(aws.event_bus(EventBusSettings { bus, published: kinds }));
    let queue = ports.queue.clone();
    let services = ports.services(Policies { defaults, published, ..Policies::default() });
    let ticks = TickHandler::new(services.ticks);
    Ok((ticks.clone(), Undelivered::new(ticks, queue), Watchdog::new(services.watches)))
}
