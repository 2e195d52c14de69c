//! Runs the executions of a batch: parse, claim, admit, prepare, run, judge, settle.

use std::sync::Arc;

use anyhow::Result;
use aws_lambda_events::sqs::{SqsBatchResponse, SqsEvent};
use beadle_aws::{Aws, QueueSettings, TableSettings};
use beadle_executor::{Executor, Ports, Record};
use beadle_outbound::ReqwestCaller;
use beadle_runtime::{Emf, Environment, Format, SystemClock, SystemJitter, logging, settings};
use jiff::Timestamp;
use lambda_runtime::{Error, LambdaEvent, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let executor = set_up().await?;
    lambda_runtime::run(service_fn(|event: LambdaEvent<SqsEvent>| handle(&executor, event))).await
}

async fn set_up() -> Result<Executor> {
    let environment = Environment::process();
    let (level, concurrency) = environment.read(|env| {
        let concurrency =
            env.parsed_or("EXECUTOR_CONCURRENCY", usize::MAX, "a number of messages to run at once");
        (settings::log_level(env), concurrency)
    })?;
    logging::init("executor", level, Format::Json)?;
    let lookup = |name: &str| environment.get(name);
    let (table, queue) = (TableSettings::read(&lookup)?, QueueSettings::read(&lookup)?);
    let aws = Aws::connect().await;
    let clock = Arc::new(SystemClock);
    let queue = Arc::new(aws.queue(queue, clock.clone()));
    let ports = Ports {
        runs: Arc::new(aws.executions(&table, queue.clone())),
        queue,
        tasks: Arc::new(aws.tasks(&table)),
        caller: Arc::new(ReqwestCaller::new()?),
        clock,
        jitter: Arc::new(SystemJitter),
        metrics: Arc::new(Emf::stdout("executor")),
    };
    Ok(Executor::new(ports).with_concurrency(concurrency))
}

async fn handle(executor: &Executor, event: LambdaEvent<SqsEvent>) -> Result<SqsBatchResponse, Error> {
    let milliseconds = |text: &str| Timestamp::from_millisecond(text.parse().ok()?).ok();
    let records: Vec<Record<'_>> = event
        .payload
        .records
        .iter()
        .map(|message| Record {
            id: message.message_id.as_deref().unwrap_or_default(),
            body: message.body.as_deref().unwrap_or_default(),
            sent_at: message.attributes.get("SentTimestamp").and_then(|text| milliseconds(text)),
        })
        .collect();
    let deadline =
        i64::try_from(event.context.deadline).ok().and_then(|at| Timestamp::from_millisecond(at).ok());
    let mut response = SqsBatchResponse::default();
    response.set_failures(executor.handle_batch(&records, deadline).await);
    Ok(response)
}
