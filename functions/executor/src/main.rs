//! Runs the executions of a batch: parse, claim, admit, prepare, run, judge, settle.

use std::sync::Arc;

use anyhow::Result;
use aws_lambda_events::sqs::SqsEvent;
use beadle_aws::{Aws, QueueSettings, TableSettings};
use beadle_domain::egress::EgressPolicy;
use beadle_executor::{Executor, Ports, lambda};
use beadle_outbound::ReqwestCaller;
use beadle_runtime::{Emf, Environment, Format, SystemClock, SystemJitter, logging, settings};
use lambda_runtime::{Error, LambdaEvent, service_fn};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let executor = &set_up().await?;
    lambda_runtime::run(service_fn(|event: LambdaEvent<SqsEvent>| async move {
        Ok::<_, Error>(lambda::handle(executor, &event.payload, event.context.deadline).await)
    }))
    .await
}

async fn set_up() -> Result<Executor> {
    let environment = Environment::process();
    let (level, concurrency, egress_allow) = environment.read(|env| {
        let concurrency =
            env.parsed_or("EXECUTOR_CONCURRENCY", usize::MAX, "a number of messages to run at once");
        (settings::log_level(env), concurrency, settings::egress_allow(env))
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
        caller: Arc::new(ReqwestCaller::new(EgressPolicy::strict(egress_allow))?),
        clock,
        jitter: Arc::new(SystemJitter),
        metrics: Arc::new(Emf::stdout("executor")),
    };
    Ok(Executor::new(ports).with_concurrency(concurrency))
}
