//! Projects the change stream and does its follow-up work.

use std::sync::Arc;

use beadle_application::{Policies, PolicyDefaults};
use beadle_aws::{Aws, EventBusSettings, QueueSettings, TableSettings};
use beadle_projector::{
    Projector,
    lambda::{StreamEvent, handle},
};
use beadle_runtime::{Environment, Format, SystemClock, SystemIds, logging, settings, time_zones};
use lambda_runtime::{Error, LambdaEvent, service_fn};
use tracing::Instrument;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let projector = &set_up().await?;
    lambda_runtime::run(service_fn(|event: LambdaEvent<StreamEvent>| {
        let context = event.context;
        let invocation = logging::invocation(&context.request_id, context.xray_trace_id.as_deref());
        async move { Ok::<_, Error>(handle(projector, event.payload).await) }.instrument(invocation)
    }))
    .await
}

async fn set_up() -> anyhow::Result<Projector> {
    let environment = Environment::process();
    let (level, bus, kinds, defaults) = environment.read(|env| {
        let bus = env.required("EVENT_BUS_NAME", "the name of the event bus");
        let defaults =
            PolicyDefaults { task: settings::task_defaults(env), ad_hoc: settings::ad_hoc_defaults(env) };
        (settings::log_level(env), bus, settings::published_events(env), defaults)
    })?;
    logging::init("projector", level, Format::Json)?;
    time_zones::use_newer(&environment)?;
    let lookup = |name: &str| environment.get(name);
    let (table, queue) = (TableSettings::read(&lookup)?, QueueSettings::read(&lookup)?);
    let aws = Aws::connect();
    let clock = Arc::new(SystemClock);
    let published = kinds.iter().copied().collect();
    let mut ports = aws.ports(&table, queue, clock, Arc::new(SystemIds::default()));
    ports.bus = Arc::new(aws.event_bus(EventBusSettings { bus, published }));
    let policies = Policies { defaults, published: kinds, ..Policies::default() };
    Ok(Projector::new(ports.services(policies).projections))
}
