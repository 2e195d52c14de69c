//! The HTTP API as a Lambda function behind API Gateway.

use std::sync::Arc;

use anyhow::Result;
use beadle_api::{Auth, Cors, RequestLimiter, RequestRate, Setup, event_streams, router};
use beadle_application::{PolicyDefaults, port::ExecutionFeeds};
use beadle_aws::{
    ApiSecretsSettings, Aws, FeedPace, PolledFeeds, QueueSettings, SandboxSettings, SchedulerSettings,
    SecretsSettings, TableSettings,
};
use beadle_runtime::{Environment, Format, SystemClock, SystemIds, logging, settings, time_zones};
use tokio_util::sync::CancellationToken;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), lambda_http::Error> {
    let (setup, streams) = set_up().await?;
    if streams {
        lambda_http::run_with_streaming_response(event_streams(setup)).await
    } else {
        lambda_http::run(router(setup)).await
    }
}

/// The environment with the secrets that the API needs and that Parameter Store has.
async fn with_secrets(aws: &Aws, environment: Environment) -> Result<Environment> {
    let mut missing = Auth::missing_secrets(&environment);
    if environment.get(settings::CALLBACK_KEYS).is_none() {
        missing.push(settings::CALLBACK_KEYS);
    }
    if missing.is_empty() {
        return Ok(environment);
    }
    let prefix = ApiSecretsSettings::read(&|name| environment.get(name))?;
    let secrets = aws.api_secrets(&prefix, &missing).await?;
    Ok(environment.with(secrets))
}

/// What the routes need, and whether this function only streams events.
async fn set_up() -> Result<(Setup, bool)> {
    let aws = Aws::connect();
    let environment = with_secrets(&aws, Environment::process()).await?;
    let ((level, service, streams), (auth, callback_keys), (rate, cors), (defaults, scripts)) =
        environment.read(|env| {
            let service = env.get("SERVICE_NAME").unwrap_or_else(|| "beadle".to_owned());
            let callers =
                (RequestRate::from_environment(env, RequestRate::ByLevel), Cors::from_environment(env));
            let defaults =
                (settings::ad_hoc_defaults(env), settings::task_defaults(env), settings::rate_limit(env));
            let scripts = settings::scripts(env);
            (
                (settings::log_level(env), service, env.flag("EVENT_STREAMS", false)),
                (Auth::from_environment(env), settings::callback_keys(env)),
                callers,
                (defaults, scripts),
            )
        })?;
    logging::init("api", level, Format::Json)?;
    time_zones::use_newer(&environment)?;
    let lookup = |name: &str| environment.get(name);
    let (table, queues) = (TableSettings::read(&lookup)?, QueueSettings::read(&lookup)?);
    let (schedules, sandbox) = (SchedulerSettings::read(&lookup)?, SandboxSettings::read(&lookup)?);
    let clock = Arc::new(SystemClock);
    let ids = Arc::new(SystemIds::spread_over(table.list_parts));
    let mut ports = aws.ports(&table, queues, clock.clone(), ids);
    let secrets = Arc::new(aws.secrets(SecretsSettings::read(&lookup)?, clock.clone()));
    ports.scheduler = Arc::new(aws.scheduler(schedules, clock));
    ports.scripts = Arc::new(scripts);
    if let Some(sandbox) = sandbox {
        ports.probes.push(Arc::new(aws.sandbox_probe(sandbox.clone())));
        ports.sandbox = Arc::new(aws.sandbox(sandbox));
    }
    let feeds = streams.then(|| {
        Arc::new(PolledFeeds::new(ports.executions.clone(), FeedPace::DEFAULT)) as Arc<dyn ExecutionFeeds>
    });
    let setup = Setup {
        ports,
        defaults: PolicyDefaults { ad_hoc: defaults.0, task: defaults.1 },
        rate_limit: defaults.2,
        callback_keys,
        secrets,
        auth,
        limiter: RequestLimiter::new(rate),
        cors,
        service,
        version: env!("CARGO_PKG_VERSION"),
        metrics: None,
        feeds,
        // Lambda does not stop a function while it answers.
        stopping: CancellationToken::new(),
    };
    Ok((setup, streams))
}
