//! The Lambda function that runs the executions of a batch.

use std::sync::Arc;

use anyhow::Result;
use aws_lambda_events::sqs::SqsEvent;
use beadle_application::{
    port::{Clock, Ids},
    tick::TickService,
};
use beadle_aws::{
    ApiSecretsSettings, Aws, QueueSettings, SandboxSettings, SchedulerSettings, SecretsSettings,
    TableSettings,
};
use beadle_domain::{callback::Callbacks, egress::EgressPolicy};
use beadle_executor::{Code, Executor, Ports, gate::Gates, lambda};
use beadle_outbound::{Authorization, Builder, Databases, Mails};
use beadle_runtime::{
    Emf, Environment, Format, SystemClock, SystemIds, SystemJitter, logging, settings, spans, time_zones,
};
use lambda_runtime::{Error, LambdaEvent, service_fn};

/// Which part of its memory the function uses for the bodies of large responses at a time: what one becomes as JSON takes several times as
/// much, and only one is read so at a time.
const SHARE_OF_BODIES: usize = 4;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let executor = &set_up().await?;
    lambda_runtime::run(service_fn(|event: LambdaEvent<SqsEvent>| async move {
        Ok::<_, Error>(lambda::handle(executor, &event.payload, event.context.deadline).await)
    }))
    .await
}

/// The environment with the keys of callbacks, if Parameter Store has them.
async fn with_callback_keys(aws: &Aws, environment: Environment) -> Result<Environment> {
    if environment.get(settings::CALLBACK_KEYS).is_some() {
        return Ok(environment);
    }
    let prefix = ApiSecretsSettings::read(&|name| environment.get(name))?;
    let found = aws.api_secrets(&prefix, &[settings::CALLBACK_KEYS]).await?;
    Ok(environment.with(found))
}

async fn set_up() -> Result<Executor> {
    let aws = Aws::connect();
    let environment = with_callback_keys(&aws, Environment::process()).await?;
    let ((level, collector), (concurrency, memory), (defaults, rate_limit), egress_allow, scripts, callbacks) =
        environment.read(|env| {
            let concurrency =
                env.parsed_or("EXECUTOR_CONCURRENCY", usize::MAX, "a number of messages to run at once");
            let memory = env.parsed_or("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", 512, "a number of megabytes");
            let rate_limit = settings::rate_limit(env);
            let defaults = settings::task_defaults(env);
            let egress_allow = settings::egress_allow(env);
            let scripts = settings::scripts(env);
            let callbacks = settings::callback_keys(env).zip(settings::public_url(env));
            let process = (settings::log_level(env), spans::collector(env));
            (process, (concurrency, memory), (defaults, rate_limit), egress_allow, scripts, callbacks)
        })?;
    logging::init("executor", level, Format::Json)?;
    time_zones::use_newer(&environment)?;
    let lookup = |name: &str| environment.get(name);
    let (table, queue) = (TableSettings::read(&lookup)?, QueueSettings::read(&lookup)?);
    let scheduler = SchedulerSettings::read(&lookup)?;
    let (secrets, sandbox) = (SecretsSettings::read(&lookup)?, SandboxSettings::read(&lookup)?);
    let clock = Arc::new(SystemClock);
    let (ids, jitter) = (Arc::new(SystemIds::default()), Arc::new(SystemJitter));
    let mut shared = aws.ports(&table, queue, clock.clone(), ids.clone());
    if let Some(sandbox) = sandbox {
        shared.sandbox = Arc::new(aws.sandbox(sandbox));
    }
    let egress = EgressPolicy::strict(egress_allow);
    let bodies = memory * 1024 * 1024 / SHARE_OF_BODIES;
    let caller = Arc::new(Builder::new(egress.clone()).bodies(bodies).build()?);
    let process = ids.fresh(clock.now());
    let ticks = TickService {
        tasks: shared.tasks.clone(),
        executions: shared.runs.clone(),
        starter: shared.starter,
        scheduler: Arc::new(aws.scheduler(scheduler, clock.clone())),
        clock: clock.clone(),
        defaults,
    };
    let ports = Ports {
        runs: shared.runs,
        queue: shared.queue,
        tasks: shared.tasks,
        accounts: shared.accounts,
        configs: shared.configs,
        defaults,
        rate_limit,
        gates: Arc::new(Gates::new(shared.gates, clock.clone(), jitter.clone(), process)),
        secrets: Arc::new(aws.secrets(secrets, clock.clone())),
        authorizer: Arc::new(Authorization::new(caller.clone(), shared.tokens, clock.clone(), ids)),
        caller,
        databases: Arc::new(Databases::new(egress.clone())),
        mails: Arc::new(Mails::new(egress)),
        callbacks: callbacks.map(|(keys, public_url)| Arc::new(Callbacks { keys, public_url })),
        code: Code::new(shared.sandbox, shared.functions, Arc::new(scripts)),
        clock,
        jitter,
        metrics: Arc::new(Emf::stdout("executor")),
        spans: spans::exporter(collector.as_ref(), "executor")?,
    };
    Ok(Executor::new(ports).with_concurrency(concurrency).with_ticks(ticks))
}
