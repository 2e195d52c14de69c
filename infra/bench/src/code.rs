//! What code of users costs on one machine: an empty function and `/bin/true` next to an empty HTTP call, then a steady load of
//! functions.
//!
//! Each run is asked for with `Prefer: wait`, so that one request takes as long as the run from its submission to its end.
//! Processor time and memory are those of the process and of all that it starts: each function and each script is a process.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use clap::Args;
use tokio::task::JoinHandle;

use crate::{
    client::Connection,
    data_dir::DataDir,
    destination::{self, Seen, task_body},
    latencies::{Percentiles, percentiles},
    process,
    sut::System,
};

/// Runs of each kind that are not counted.
const WARM_UP: u64 = 20;

/// How often the memory of all processes is looked at.
const SAMPLE_EVERY: Duration = Duration::from_millis(20);

/// What to measure.
#[derive(Debug, Args)]
pub struct Options {
    /// The `beadle` binary, built for release.
    #[arg(long)]
    beadle: PathBuf,
    /// Runs of each kind, one after the other.
    #[arg(long, default_value_t = 200)]
    runs: u64,
    /// Functions a second of the steady load, each by a client of its own.
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u64).range(1..=1_000))]
    rate: u64,
    /// How long the steady load lasts, in seconds.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
}

/// What is run.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Http,
    Function,
    Script,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Http, Self::Function, Self::Script];

    fn name(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Function => "function",
            Self::Script => "script",
        }
    }

    /// The request of run `number`.
    fn request(self, destination: &str, number: u64) -> String {
        match self {
            Self::Http => {
                let body = task_body(number);
                format!(r#"{{"type":"http","method":"POST","url":"http://{destination}/","body":{body}}}"#)
            }
            Self::Function => r#"{"type":"custom","function":"empty"}"#.to_owned(),
            Self::Script => r#"{"type":"script","command":"true"}"#.to_owned(),
        }
    }
}

/// What runs of one kind took.
struct Figures {
    latency: Percentiles,
    cpu_ms: f64,
    peak_mb: f64,
}

/// Measures and prints.
pub async fn run(options: &Options) -> anyhow::Result<()> {
    let folder = DataDir::new()?;
    let program = std::fs::canonicalize("/bin/true").context("looking for /bin/true")?;
    let list = serde_json::json!({"true": {"path": program}});
    std::fs::write(folder.path().join("scripts.json"), list.to_string())?;
    let destination = destination::start(Arc::new(Seen::default())).await?;
    let system = System::beadle(&options.beadle, &folder.path().join("data")).await?;
    upload(&system).await?;

    println!("{} runs of each kind, one after the other", options.runs);
    println!(
        "{:<10} {:>8} {:>8} {:>12} {:>12} {:>12}",
        "kind", "p50 ms", "p99 ms", "over http", "CPU ms each", "peak PSS MB"
    );
    let mut http = None;
    for kind in Kind::ALL {
        let figures = measure(kind, &system, &destination, options.runs).await?;
        let base = *http.get_or_insert(figures.latency.p50);
        println!(
            "{:<10} {:>8.2} {:>8.2} {:>9.2} ms {:>12.2} {:>12.1}",
            kind.name(),
            figures.latency.p50,
            figures.latency.p99,
            figures.latency.p50 - base,
            figures.cpu_ms,
            figures.peak_mb,
        );
    }
    steady(&system, options).await?;
    system.stop().await
}

/// Makes the empty function.
async fn upload(system: &System) -> anyhow::Result<()> {
    const EMPTY: &str = r#"{"modules":{"index.js":"export function empty() {}"},"entry":"index.js"}"#;
    let mut connection = Connection::open(&system.address).await?;
    let response = connection.request("PUT", "/api/v1/functions/empty", EMPTY).await?;
    ensure!(response.status == 201, "{} {}", response.status, String::from_utf8_lossy(&response.body));
    Ok(())
}

async fn measure(kind: Kind, system: &System, destination: &str, runs: u64) -> anyhow::Result<Figures> {
    let mut connection = Connection::open(&system.address).await?;
    for number in 0..WARM_UP {
        once(&mut connection, &kind.request(destination, number)).await?;
    }
    let cpu_before = process::tree_cpu_seconds(system.pid)?;
    let memory = Memory::watch(system.pid);
    let mut took = Vec::new();
    for number in WARM_UP..WARM_UP + runs {
        took.push(once(&mut connection, &kind.request(destination, number)).await?);
    }
    let peak_mb = memory.peak_mb().await?;
    let cpu = process::tree_cpu_seconds(system.pid)? - cpu_before;
    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    let cpu_ms = cpu * 1_000.0 / runs as f64;
    Ok(Figures { latency: percentiles(&took)?, cpu_ms, peak_mb })
}

/// Runs one and waits for its end; returns how long that took, in microseconds.
async fn once(connection: &mut Connection, request: &str) -> anyhow::Result<u64> {
    let start = Instant::now();
    let response = connection.request_preferring("wait=20", "POST", "/api/v1/execute", request).await?;
    let took = start.elapsed();
    let text = String::from_utf8_lossy(&response.body);
    ensure!(response.status == 200, "{} {text}", response.status);
    let ended: serde_json::Value = serde_json::from_slice(&response.body)?;
    ensure!(ended["status"] == "completed", "{text}");
    Ok(u64::try_from(took.as_micros())?)
}

/// As many functions a second as asked for, by as many clients: each asks once a second, and they take turns.
async fn steady(system: &System, options: &Options) -> anyhow::Result<()> {
    let (rate, seconds) = (options.rate, options.seconds);
    let done = Arc::new(AtomicU64::new(0));
    let cpu_before = process::tree_cpu_seconds(system.pid)?;
    let memory = Memory::watch(system.pid);
    let start = tokio::time::Instant::now();
    let clients: Vec<JoinHandle<anyhow::Result<Vec<u64>>>> = (0..rate)
        .map(|client| {
            let (address, done) = (system.address.clone(), Arc::clone(&done));
            let turn = start
                + Duration::from_secs(1) * u32::try_from(client).unwrap_or(u32::MAX)
                    / u32::try_from(rate).unwrap_or(u32::MAX);
            tokio::spawn(async move {
                let mut connection = Connection::open(&address).await?;
                let mut pace = tokio::time::interval_at(turn, Duration::from_secs(1));
                let mut took = Vec::new();
                for number in 0..seconds {
                    pace.tick().await;
                    took.push(once(&mut connection, &Kind::Function.request("", number)).await?);
                    done.fetch_add(1, Ordering::Relaxed);
                }
                Ok(took)
            })
        })
        .collect();
    let mut took = Vec::new();
    for client in clients {
        took.extend(client.await??);
    }
    let elapsed = start.elapsed().as_secs_f64();
    let peak_mb = memory.peak_mb().await?;
    let cpu = process::tree_cpu_seconds(system.pid)? - cpu_before;
    let latency = percentiles(&took)?;
    let ran = done.load(Ordering::Relaxed);
    #[expect(clippy::cast_precision_loss, reason = "counts are small")]
    let ran_f = ran as f64;
    println!(
        "{rate} functions a second for {seconds} s: {ran} completed in {elapsed:.1} s ({:.1}/s), p50 {:.2} ms, p99 {:.2} ms, \
         {:.2} ms of CPU each, peak {peak_mb:.1} MB",
        ran_f / elapsed,
        latency.p50,
        latency.p99,
        cpu * 1_000.0 / ran_f,
    );
    ensure!(ran == rate * seconds, "each function has to complete");
    Ok(())
}

/// Looks at the memory of a process and all that it started.
struct Memory {
    stops: Arc<AtomicBool>,
    peak: JoinHandle<anyhow::Result<f64>>,
}

impl Memory {
    fn watch(pid: u32) -> Self {
        let stops = Arc::new(AtomicBool::new(false));
        let stopping = Arc::clone(&stops);
        let peak = tokio::spawn(async move {
            let mut peak = 0.0_f64;
            while !stopping.load(Ordering::Relaxed) {
                peak = peak.max(process::tree_pss_mb(pid)?);
                tokio::time::sleep(SAMPLE_EVERY).await;
            }
            Ok(peak)
        });
        Self { stops, peak }
    }

    async fn peak_mb(self) -> anyhow::Result<f64> {
        self.stops.store(true, Ordering::Relaxed);
        self.peak.await?
    }
}
