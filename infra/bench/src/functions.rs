//! Size, start-up time, duration and memory of each function's bootstrap.

use std::{
    path::{Path, PathBuf},
    process::Stdio,
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use axum::body::Bytes;
use clap::Args;
use serde_json::Value;
use tokio::process::Command;

use beadle_bench::{runtime_api, runtime_api::RuntimeApi};

use crate::{process, sample, share::Share};

/// Each function and the sample event it is measured with.
const FUNCTIONS: [(&str, &str); 7] = [
    ("api", "api-execute.json"),
    ("executor", "executor-sqs.json"),
    ("schedule", "schedule-tick.json"),
    ("projector", "projector-stream.json"),
    ("listener", "listener-user-deleted.json"),
    ("deadletter", "deadletter-sqs.json"),
    ("sandbox", "sandbox-function.json"),
];

/// What the function is called that the others are compared with.
const LEAN: &str = "lean SDK";

/// What to measure.
#[derive(Debug, Args)]
pub struct Options {
    /// The folder that contains `<function>/bootstrap`, as `infra/release/build` prints it.
    #[arg(long, default_value = "target/lambda/x86_64")]
    bootstraps: PathBuf,
    /// The binary of `infra/bench/peers/lambda-sdk`, built for release: a function that only writes an item and sends a message is
    /// measured in the same run.
    #[arg(long)]
    lean: Option<PathBuf>,
    /// The folder of the sample events.
    #[arg(long, default_value = "events")]
    events: PathBuf,
    /// A function to measure; all unless given.
    #[arg(long, value_parser = FUNCTIONS.map(|(name, _)| name))]
    function: Vec<String>,
    /// Starts of each function; medians are reported.
    #[arg(long, default_value_t = 5)]
    starts: usize,
    /// Invocations after each start.
    #[arg(long, default_value_t = 200)]
    invocations: u32,
    /// The messages of each invocation of the executor.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=10))]
    messages: u16,
    /// The memory of the functions in MB, with which each has its share of a processor. Takes root; a whole processor unless given.
    #[arg(long)]
    memory: Option<u64>,
    /// How long the executor's destination takes to respond, in milliseconds.
    #[arg(long, default_value_t = 0)]
    answer_ms: u64,
    /// How long AWS services take to respond, in milliseconds.
    #[arg(long, default_value_t = 0)]
    service_ms: u64,
}

/// The results of one start.
struct Figures {
    init_ms: f64,
    init_cpu_ms: f64,
    init_rss_mb: f64,
    cpu_ms: f64,
    ms: f64,
    peak_rss_mb: f64,
}

/// Measures and prints.
pub async fn run(options: &Options) -> anyhow::Result<()> {
    let services = runtime_api::start_services(Duration::from_millis(options.service_ms)).await?;
    println!("{} starts each, {} invocations a start, medians", options.starts, options.invocations);
    println!(
        "{:<11} {:>8} {:>8} {:>8} {:>12} {:>11} {:>18} {:>13} {:>11}",
        "function",
        "MB",
        "gzip MB",
        "init ms",
        "init CPU ms",
        "init RSS MB",
        "CPU ms/invocation",
        "ms/invocation",
        "peak RSS MB"
    );
    let asked =
        |name: &str| options.function.is_empty() || options.function.iter().any(|asked| asked == name);
    let lean = options.lean.iter().map(|bootstrap| (LEAN, "api-execute.json", bootstrap.clone()));
    let functions = FUNCTIONS
        .into_iter()
        .filter(|(name, _)| asked(name))
        .map(|(name, event)| (name, event, options.bootstraps.join(name).join("bootstrap")));
    for (function, event, bootstrap) in lean.chain(functions) {
        let path = options.events.join(event);
        let event = std::fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
        let event = match function {
            "executor" => sample::messages(&event, &services, options.messages, options.answer_ms)?,
            "deadletter" => sample::dead_letters(&event)?,
            "projector" => sample::full_batch(&event)?,
            _ => event.into(),
        };
        let mut figures = Vec::new();
        for _ in 0..options.starts {
            figures.push(measure(&bootstrap, &services, &event, options).await?);
        }
        let mut median = |pick: fn(&Figures) -> f64| {
            figures.sort_by(|a, b| pick(a).total_cmp(&pick(b)));
            figures.get(figures.len() / 2).map_or(f64::NAN, pick)
        };
        println!(
            "{function:<11} {:>8.2} {:>8.2} {:>8.1} {:>12.1} {:>11.1} {:>18.3} {:>13.2} {:>11.1}",
            megabytes(std::fs::metadata(&bootstrap)?.len()),
            megabytes(gzipped(&bootstrap).await?),
            median(|figures| figures.init_ms),
            median(|figures| figures.init_cpu_ms),
            median(|figures| figures.init_rss_mb),
            median(|figures| figures.cpu_ms),
            median(|figures| figures.ms),
            median(|figures| figures.peak_rss_mb),
        );
    }
    Ok(())
}

async fn measure(
    bootstrap: &Path,
    services: &str,
    event: &Bytes,
    options: &Options,
) -> anyhow::Result<Figures> {
    let mut runtime = RuntimeApi::start().await?;
    let share = options.memory.map(Share::of).transpose()?;
    let invocations = options.invocations;
    let start = Instant::now();
    let mut child = Command::new(bootstrap)
        .env_clear()
        .envs(environment(&runtime.address, services, options.memory.unwrap_or(256)))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .with_context(|| format!("starting {}", bootstrap.display()))?;
    let pid = child.id().context("the function ended at once")?;
    if let Some(share) = &share {
        share.take(pid)?;
    }
    tokio::select! {
        ready = runtime.ready() => ready?,
        ended = child.wait() => anyhow::bail!("{} ended before it was ready: {}", bootstrap.display(), ended?),
    }
    let init_ms = start.elapsed().as_secs_f64() * 1_000.0;
    let init_cpu = process::cpu_exact(pid)?;
    let init_rss_mb = process::peak_rss_mb(pid)?;
    ensure_done(&runtime.invoke(event.clone()).await?)?;
    let cpu_before = process::cpu_exact(pid)?;
    let begun = Instant::now();
    for _ in 0..invocations {
        ensure_done(&runtime.invoke(event.clone()).await?)?;
    }
    let elapsed = begun.elapsed();
    let cpu = process::cpu_exact(pid)?.saturating_sub(cpu_before);
    let peak_rss_mb = process::peak_rss_mb(pid)?;
    child.kill().await?;
    Ok(Figures {
        init_ms,
        init_cpu_ms: init_cpu.as_secs_f64() * 1_000.0,
        init_rss_mb,
        cpu_ms: cpu.as_secs_f64() * 1_000.0 / f64::from(invocations),
        ms: elapsed.as_secs_f64() * 1_000.0 / f64::from(invocations),
        peak_rss_mb,
    })
}

/// Checks that a function did what it was asked for: a request is answered with a success, no message of a batch has failed.
fn ensure_done(response: &[u8]) -> anyhow::Result<()> {
    let response: Value = serde_json::from_slice(response)?;
    let status = response["statusCode"].as_u64();
    let failures = response["batchItemFailures"].as_array();
    ensure!(
        status.is_none_or(|status| status < 300) && failures.is_none_or(Vec::is_empty),
        "it did not: {response}"
    );
    Ok(())
}

/// The variables that the template gives the functions, all of them to each.
fn environment(runtime_api: &str, services: &str, memory: u64) -> Vec<(&'static str, String)> {
    let arn = |service: &str, name: &str| format!("arn:aws:{service}:us-east-1:123456789012:{name}");
    vec![
        ("AWS_LAMBDA_RUNTIME_API", runtime_api.to_owned()),
        ("AWS_LAMBDA_FUNCTION_NAME", "bench".to_owned()),
        ("AWS_LAMBDA_FUNCTION_VERSION", "1".to_owned()),
        ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", memory.to_string()),
        ("AWS_LAMBDA_LOG_GROUP_NAME", "bench".to_owned()),
        ("AWS_LAMBDA_LOG_STREAM_NAME", "bench".to_owned()),
        ("AWS_REGION", "us-east-1".to_owned()),
        ("AWS_ACCESS_KEY_ID", "bench".to_owned()),
        ("AWS_SECRET_ACCESS_KEY", "bench".to_owned()),
        ("AWS_ENDPOINT_URL", format!("http://{services}")),
        ("TABLE_NAME", "bench".to_owned()),
        ("SECRETS_PREFIX", "/bench/secrets".to_owned()),
        ("API_SECRETS_PREFIX", "/bench/api".to_owned()),
        ("DISPATCH_QUEUE_URL", format!("http://{services}/123456789012/dispatch")),
        ("EXPRESS_QUEUE_URL", format!("http://{services}/123456789012/express")),
        ("DISPATCH_QUEUE_ARN", arn("sqs", "dispatch")),
        ("EXPRESS_QUEUE_ARN", arn("sqs", "express")),
        ("SCHEDULE_GROUP", "bench".to_owned()),
        ("SCHEDULE_ROLE_ARN", arn("iam", "role/bench")),
        ("TICK_QUEUE_ARN", arn("sqs", "ticks")),
        ("SANDBOX_FUNCTION", "bench-sandbox".to_owned()),
        ("EVENT_BUS_NAME", "bench".to_owned()),
        ("EGRESS_ALLOW", "127.0.0.0/8".to_owned()),
        ("PUBLISHED_EVENTS", "all".to_owned()),
        ("TRUST_GATEWAY_IDENTITY", "true".to_owned()),
        ("GATEWAY_SECRET", "the secret of the sample events' gateway".to_owned()),
        ("LOG_LEVEL", "info".to_owned()),
    ]
}

async fn gzipped(path: &Path) -> anyhow::Result<u64> {
    let output = Command::new("gzip").args(["-9", "-c"]).arg(path).output().await.context("running gzip")?;
    Ok(u64::try_from(output.stdout.len())?)
}

fn megabytes(bytes: u64) -> f64 {
    f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)) / 1_000_000.0
}
