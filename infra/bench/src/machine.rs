//! The workloads on one machine.
//!
//! W1: N tasks, each a `POST` of a 200-byte JSON to a local server that answers 200 with 100 bytes, submitted
//! by one client with 32 in flight. Latency: 50 submissions a second, from submission to arrival. W2: 500
//! tasks whose destination answers 500 twice, then 200: each exactly three attempts.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::ensure;
use clap::Args;

use crate::{
    client::Connection,
    data_dir::DataDir,
    destination::{self, Seen, task_body},
    latencies::{Percentiles, percentiles},
    process,
    sut::System,
};

const IN_FLIGHT: u64 = 32;
const WARM_UP: u64 = 500;

/// What to measure.
#[derive(Debug, Args)]
pub struct Options {
    /// The `beadle` binary, built for release.
    #[arg(long)]
    beadle: PathBuf,
    /// Tasks of W1.
    #[arg(long, default_value_t = 20_000)]
    tasks: u64,
    /// Tasks of W2.
    #[arg(long, default_value_t = 500)]
    retried: u64,
    /// Tasks of the latency measurement, at 50 a second.
    #[arg(long, default_value_t = 250)]
    paced: u64,
    /// Runs of each system, alternating; the median is reported.
    #[arg(long, default_value_t = 3)]
    runs: usize,
}

/// The results of W1 and of the latency measurement.
struct Figures {
    per_second: f64,
    cpu_per_1000: f64,
    pss_mb: f64,
    latency: Percentiles,
}

/// Measures and prints.
pub async fn run(options: &Options) -> anyhow::Result<()> {
    let mut probe = Vec::new();
    let mut beadle = Vec::new();
    let mut gated = Vec::new();
    for _ in 0..options.runs {
        probe.push(measure(Subject::Probe, options).await?);
        beadle.push(measure(Subject::Beadle(&options.beadle), options).await?);
        gated.push(measure(Subject::Gated(&options.beadle), options).await?);
    }
    println!(
        "W1, {} tasks, {IN_FLIGHT} in flight; latency at 50/s; medians of {} runs",
        options.tasks, options.runs
    );
    println!(
        "{:<8} {:>9} {:>9} {:>9} {:>14} {:>8}",
        "system", "tasks/s", "p50 ms", "p99 ms", "CPU s per 1000", "PSS MB"
    );
    let limit = print_row("probe", &mut probe);
    let reached = print_row("beadle", &mut beadle);
    let behind_gates = print_row("gated", &mut gated);
    println!("beadle reaches {:.2} of the probe's throughput", reached / limit);
    println!("with gates on (gated) it reaches {:.2} of what it does without", behind_gates / reached);
    retries(options).await
}

enum Subject<'a> {
    Probe,
    Beadle(&'a Path),
    /// The same, with every task under a config with a rate limit, a circuit breaker and a concurrency limit.
    Gated(&'a Path),
}

/// Gates that never close, so that only their overhead is measured.
const GATES: &str = r#"{"name":"gated","rate_limit":{"rate":1000000,"per":"1s"},"concurrency":10000,"breaker":{"window":"10s"}}"#;

impl Subject<'_> {
    async fn start(&self, data_dir: &Path, destination: &str) -> anyhow::Result<System> {
        match self {
            Self::Probe => System::probe(data_dir, destination).await,
            Self::Beadle(binary) | Self::Gated(binary) => System::beadle(binary, data_dir).await,
        }
    }

    /// The additional members of its tasks.
    async fn members(&self, system: &System) -> anyhow::Result<String> {
        if !matches!(self, Self::Gated(_)) {
            return Ok(String::new());
        }
        let mut connection = Connection::open(&system.address).await?;
        let response = connection.request("POST", "/api/v1/configs", GATES).await?;
        ensure!(response.status == 201, "{} {}", response.status, String::from_utf8_lossy(&response.body));
        let config: serde_json::Value = serde_json::from_slice(&response.body)?;
        Ok(format!(r#","config_id":{}"#, config["id"]))
    }
}

async fn measure(subject: Subject<'_>, options: &Options) -> anyhow::Result<Figures> {
    let data_dir = DataDir::new()?;
    let seen = Arc::new(Seen::default());
    let destination = destination::start(Arc::clone(&seen)).await?;
    let system = subject.start(data_dir.path(), &destination).await?;
    let members = subject.members(&system).await?;
    submit(&system, &destination, 0..WARM_UP, &members).await?;
    seen.succeeded(WARM_UP).await;

    let cpu_before = process::cpu_seconds(system.pid)?;
    let start = Instant::now();
    let end = WARM_UP + options.tasks;
    submit(&system, &destination, WARM_UP..end, &members).await?;
    seen.succeeded(end).await;
    let elapsed = start.elapsed();
    let cpu = process::cpu_seconds(system.pid)? - cpu_before;
    let pss_mb = process::pss_mb(system.pid)?;

    seen.take_latencies();
    let mut connection = Connection::open(&system.address).await?;
    let mut pace = tokio::time::interval(Duration::from_millis(20));
    for number in end..end + options.paced {
        pace.tick().await;
        seen.submitted(number);
        send(&mut connection, &destination, number, &members).await?;
    }
    seen.succeeded(end + options.paced).await;
    let latency = percentiles(&seen.take_latencies())?;
    system.stop().await?;
    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    let tasks = options.tasks as f64;
    Ok(Figures {
        per_second: tasks / elapsed.as_secs_f64(),
        cpu_per_1000: cpu * 1_000.0 / tasks,
        pss_mb,
        latency,
    })
}

/// Submits the tasks of `numbers`, with the additional `members`, 32 at a time.
async fn submit(
    system: &System,
    destination: &str,
    numbers: std::ops::Range<u64>,
    members: &str,
) -> anyhow::Result<()> {
    let next = Arc::new(AtomicU64::new(numbers.start));
    let clients = (0..IN_FLIGHT).map(|_| {
        let (next, end) = (Arc::clone(&next), numbers.end);
        let (address, destination, members) =
            (system.address.clone(), destination.to_owned(), members.to_owned());
        tokio::spawn(async move {
            let mut connection = Connection::open(&address).await?;
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= end {
                    return anyhow::Ok(());
                }
                send(&mut connection, &destination, number, &members).await?;
            }
        })
    });
    for client in clients.collect::<Vec<_>>() {
        client.await??;
    }
    Ok(())
}

async fn send(
    connection: &mut Connection,
    destination: &str,
    number: u64,
    members: &str,
) -> anyhow::Result<()> {
    let body = task_body(number);
    let request =
        format!(r#"{{"type":"http","method":"POST","url":"http://{destination}/","body":{body}{members}}}"#);
    let response = connection.request("POST", "/api/v1/execute", &request).await?;
    ensure!(response.status == 202, "{} {}", response.status, String::from_utf8_lossy(&response.body));
    Ok(())
}

async fn retries(options: &Options) -> anyhow::Result<()> {
    let data_dir = DataDir::new()?;
    let seen = Arc::new(Seen::default());
    let destination = destination::start(Arc::clone(&seen)).await?;
    let system = System::beadle(&options.beadle, data_dir.path()).await?;
    for number in 0..options.retried {
        seen.fail(number, 2);
    }
    let start = Instant::now();
    let policy = r#","retry":{"strategy":"fixed","delay":"50ms","max_retries":3}"#;
    submit(&system, &destination, 0..options.retried, policy).await?;
    seen.succeeded(options.retried).await;
    let elapsed = start.elapsed();
    let calls = seen.calls();
    system.stop().await?;
    println!(
        "W2: {} tasks, each 500, 500, 200 with 50 ms between: {calls} calls ({} expected) in {:.2} s",
        options.retried,
        options.retried * 3,
        elapsed.as_secs_f64()
    );
    ensure!(calls == options.retried * 3, "each task must be attempted exactly three times");
    Ok(())
}

/// Prints the medians and returns that of the throughput.
fn print_row(name: &str, figures: &mut [Figures]) -> f64 {
    let mut median = |pick: fn(&Figures) -> f64| {
        figures.sort_by(|a, b| pick(a).total_cmp(&pick(b)));
        figures.get(figures.len() / 2).map_or(f64::NAN, pick)
    };
    let per_second = median(|figures| figures.per_second);
    println!(
        "{name:<8} {per_second:>9.0} {:>9.2} {:>9.2} {:>14.3} {:>8.1}",
        median(|figures| figures.latency.p50),
        median(|figures| figures.latency.p99),
        median(|figures| figures.cpu_per_1000),
        median(|figures| figures.pss_mb),
    );
    per_second
}
