//! Projects the change stream: counters, rollups, domain events and the audit trail.

use std::sync::Arc;

use beadle_aws::{Aws, EventBusSettings, TableSettings};
use beadle_projector::{
    Projector,
    lambda::{StreamEvent, handle},
};
use beadle_runtime::{Environment, Format, SystemClock, logging, settings};
use lambda_runtime::{Error, LambdaEvent, service_fn};
use tracing::Instrument;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let projector = &set_up().await?;
    lambda_runtime::run(service_fn(|event: LambdaEvent<StreamEvent>| {
        let context = event.context;
        let invocation = tracing::info_span!(
            "invocation",
            request_id = context.request_id,
            trace.id = context.xray_trace_id
        );
        async move { Ok::<_, Error>(handle(projector, event.payload).await) }.instrument(invocation)
    }))
    .await
}

async fn set_up() -> anyhow::Result<Projector> {
    let environment = Environment::process();
    let (level, kinds, bus) = environment.read(|env| {
        let bus = env.required("EVENT_BUS_NAME", "the name of the event bus");
        (settings::log_level(env), settings::published_events(env), bus)
    })?;
    logging::init("projector", level, Format::Json)?;
    let table = TableSettings::read(&|name: &str| environment.get(name))?;
    let aws = Aws::connect().await;
    let bus = aws.event_bus(EventBusSettings { bus, published: kinds.iter().copied().collect() });
    Ok(Projector::new(Arc::new(aws.projections(&table, Arc::new(SystemClock))), Arc::new(bus), kinds))
}
