//! The Lambda function that runs the executions of a batch.

use std::sync::Arc;

use anyhow::Result;
use aws_lambda_events::sqs::SqsEvent;
use beadle_application::port::{Clock, Ids, NoSandbox};
use beadle_aws::{Aws, QueueSettings, SecretsSettings, TableSettings};
use beadle_domain::egress::EgressPolicy;
use beadle_executor::{Code, Executor, Ports, gate::Gates, lambda};
use beadle_outbound::{Authorization, Databases, ReqwestCaller};
use beadle_runtime::{
    Emf, Environment, Format, SystemClock, SystemIds, SystemJitter, logging, settings, time_zones,
};
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
    let (level, concurrency, defaults, rate_limit, egress_allow, scripts) = environment.read(|env| {
        let concurrency =
            env.parsed_or("EXECUTOR_CONCURRENCY", usize::MAX, "a number of messages to run at once");
        let rate_limit = settings::rate_limit(env);
        let defaults = settings::task_defaults(env);
        let egress_allow = settings::egress_allow(env);
        let scripts = settings::scripts(env);
        (settings::log_level(env), concurrency, defaults, rate_limit, egress_allow, scripts)
    })?;
    logging::init("executor", level, Format::Json)?;
    time_zones::use_newer(&environment)?;
    let lookup = |name: &str| environment.get(name);
    let (table, queue) = (TableSettings::read(&lookup)?, QueueSettings::read(&lookup)?);
    let secrets = SecretsSettings::read(&lookup)?;
    let aws = Aws::connect();
    let clock = Arc::new(SystemClock);
    let queue = Arc::new(aws.queue(queue, clock.clone()));
    let (ids, jitter) = (Arc::new(SystemIds::default()), Arc::new(SystemJitter));
    let egress = EgressPolicy::strict(egress_allow);
    let caller = Arc::new(ReqwestCaller::new(egress.clone())?);
    let executions = Arc::new(aws.executions(&table, queue.clone()));
    let tokens = Arc::new(aws.tokens(&table));
    let gates = Arc::new(aws.gates(&table));
    let process = ids.fresh(clock.now());
    let ports = Ports {
        runs: executions,
        queue,
        tasks: Arc::new(aws.tasks(&table)),
        accounts: Arc::new(aws.accounts(&table)),
        configs: Arc::new(aws.configs(&table)),
        defaults,
        rate_limit,
        gates: Arc::new(Gates::new(gates, clock.clone(), jitter.clone(), process)),
        secrets: Arc::new(aws.secrets(secrets, clock.clone())),
        authorizer: Arc::new(Authorization::new(caller.clone(), tokens, clock.clone(), ids)),
        caller,
        databases: Arc::new(Databases::new(egress)),
        code: Code::new(Arc::new(NoSandbox), Arc::new(aws.functions(&table)), Arc::new(scripts)),
        clock,
        jitter,
        metrics: Arc::new(Emf::stdout("executor")),
    };
    Ok(Executor::new(ports).with_concurrency(concurrency))
}
