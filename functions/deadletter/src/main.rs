//! Records the end of an execution whose message could not be handled.

use std::sync::Arc;

use aws_lambda_events::sqs::SqsEvent;
use beadle_application::dead_letter::DeadLetterService;
use beadle_aws::{Absent, Aws, TableSettings};
use beadle_deadletter::{Recorder, lambda::handle};
use beadle_runtime::{Environment, Format, SystemClock, logging, settings};
use lambda_runtime::{Error, LambdaEvent, service_fn};
use tracing::Instrument;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let (recorder, deliveries) = &set_up().await?;
    lambda_runtime::run(service_fn(|event: LambdaEvent<SqsEvent>| {
        let context = event.context;
        let invocation = logging::invocation(&context.request_id, context.xray_trace_id.as_deref());
        async move { Ok::<_, Error>(handle(recorder, &event.payload, *deliveries).await) }
            .instrument(invocation)
    }))
    .await
}

async fn set_up() -> anyhow::Result<(Recorder, u32)> {
    let environment = Environment::process();
    let (level, deliveries) = environment.read(|env| {
        let deliveries = env.parsed_or("MAX_RECEIVES", 5, "the maxReceiveCount of the queues");
        (settings::log_level(env), deliveries)
    })?;
    logging::init("deadletter", level, Format::Json)?;
    let table = TableSettings::read(&|name: &str| environment.get(name))?;
    // None of the states that it writes needs a message.
    let executions = Arc::new(Aws::connect().executions(&table, Arc::new(Absent)));
    let recorder = Recorder::new(DeadLetterService { executions }, Arc::new(SystemClock));
    Ok((recorder, deliveries))
}
