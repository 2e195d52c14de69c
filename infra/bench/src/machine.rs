//! The workloads on one machine.
//!
//! W1: N tasks, each a `POST` of a 200-byte JSON to a local server that answers 200 with 100 bytes, submitted
//! by one client with 32 in flight. Latency: 50 submissions a second, from submission to arrival. W2: 500
//! tasks whose destination answers 500 twice, then 200: each exactly three attempts. BullMQ takes part if it is
//! there, in the same rounds.

use std::{
    ops::Range,
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
    bullmq::{BullMq, Fsync},
    client::Connection,
    data_dir::DataDir,
    destination::{self, Seen, task_body},
    figures::{self, Figures},
    latencies::percentiles,
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
    /// The folder `infra/bench/peers/bullmq`, after `npm ci` there: BullMQ is measured too. Needs `redis-server` and `node`.
    #[arg(long)]
    bullmq: Option<PathBuf>,
    /// Runs of each system, alternating; the median is reported.
    #[arg(long, default_value_t = 3)]
    runs: usize,
}

/// Measures and prints.
pub async fn run(options: &Options) -> anyhow::Result<()> {
    let mut subjects =
        vec![Subject::Probe, Subject::Beadle(&options.beadle), Subject::Gated(&options.beadle)];
    if let Some(programs) = &options.bullmq {
        subjects.extend([Fsync::EverySecond, Fsync::Always].map(|fsync| Subject::BullMq(programs, fsync)));
    }
    let mut figures: Vec<Vec<Figures>> = subjects.iter().map(|_| Vec::new()).collect();
    for _ in 0..options.runs {
        for (subject, figures) in subjects.iter().zip(&mut figures) {
            figures.push(measure(*subject, options).await?);
        }
    }
    println!(
        "W1, {} tasks, {IN_FLIGHT} in flight; latency at 50/s; medians of {} runs, with the least and the most",
        options.tasks, options.runs
    );
    println!("{}", Figures::head());
    for (subject, figures) in subjects.iter().zip(&figures) {
        println!("{}", Figures::row(subject.name(), figures));
    }
    let [probe, beadle, gated, peers @ ..] = &figures[..] else { return Ok(()) };
    println!("beadle reaches {} of the probe's throughput", figures::ratio(beadle, probe));
    println!("with gates on (gated) it reaches {} of what it does without", figures::ratio(gated, beadle));
    for (subject, peer) in subjects.iter().skip(3).zip(peers) {
        println!("beadle does {} times what {} does", figures::ratio(beadle, peer), subject.name());
    }
    retries(options).await
}

#[derive(Clone, Copy)]
enum Subject<'a> {
    Probe,
    Beadle(&'a Path),
    /// The same, with every task under a config with a rate limit, a circuit breaker and a concurrency limit.
    Gated(&'a Path),
    /// BullMQ by the programs in a folder.
    BullMq(&'a Path, Fsync),
}

/// A started subject.
enum Started {
    /// It takes requests with the additional members of each.
    Http(Box<System>, String),
    BullMq(Box<BullMq>),
}

/// Gates that never close, so that only their overhead is measured.
const GATES: &str = r#"{"name":"gated","rate_limit":{"rate":1000000,"per":"1s"},"concurrency":10000,"breaker":{"window":"10s"}}"#;

impl Subject<'_> {
    fn name(&self) -> &'static str {
        match self {
            Self::Probe => "probe",
            Self::Beadle(_) => "beadle",
            Self::Gated(_) => "gated",
            Self::BullMq(_, Fsync::EverySecond) => "BullMQ everysec",
            Self::BullMq(_, Fsync::Always) => "BullMQ fsync",
        }
    }

    async fn start(&self, data_dir: &Path, destination: &str) -> anyhow::Result<Started> {
        Ok(match self {
            Self::Probe => {
                let system = System::probe(data_dir, destination).await?;
                Started::Http(Box::new(system), String::new())
            }
            Self::Beadle(binary) => {
                let system = System::beadle(binary, data_dir).await?;
                Started::Http(Box::new(system), String::new())
            }
            Self::Gated(binary) => {
                let system = System::beadle(binary, data_dir).await?;
                let config = config(&system).await?;
                Started::Http(Box::new(system), format!(r#","config_id":{config}"#))
            }
            Self::BullMq(programs, fsync) => {
                Started::BullMq(Box::new(BullMq::start(programs, *fsync, data_dir, destination).await?))
            }
        })
    }
}

/// Makes the config with the gates, and returns its id.
async fn config(system: &System) -> anyhow::Result<serde_json::Value> {
    let mut connection = Connection::open(&system.address).await?;
    let response = connection.request("POST", "/api/v1/configs", GATES).await?;
    ensure!(response.status == 201, "{} {}", response.status, String::from_utf8_lossy(&response.body));
    let config: serde_json::Value = serde_json::from_slice(&response.body)?;
    Ok(config["id"].clone())
}

impl Started {
    async fn submit(&mut self, destination: &str, numbers: Range<u64>) -> anyhow::Result<()> {
        match self {
            Self::Http(system, members) => submit(system, destination, numbers, members).await,
            Self::BullMq(queue) => queue.add(numbers).await,
        }
    }

    /// Submits the tasks of `numbers` one by one, 50 a second.
    async fn pace(&mut self, destination: &str, numbers: Range<u64>, seen: &Seen) -> anyhow::Result<()> {
        let mut connection = match self {
            Self::Http(system, _) => Some(Connection::open(&system.address).await?),
            Self::BullMq(_) => None,
        };
        let mut pace = tokio::time::interval(Duration::from_millis(20));
        for number in numbers {
            pace.tick().await;
            seen.submitted(number);
            match (&mut *self, &mut connection) {
                (Self::Http(_, members), Some(connection)) => {
                    send(connection, destination, number, members).await?
                }
                (started, _) => started.submit(destination, number..number + 1).await?,
            }
        }
        Ok(())
    }

    fn cpu_seconds(&self) -> anyhow::Result<f64> {
        match self {
            Self::Http(system, _) => process::cpu_seconds(system.pid),
            Self::BullMq(queue) => queue.cpu_seconds(),
        }
    }

    fn pss_mb(&self) -> anyhow::Result<f64> {
        match self {
            Self::Http(system, _) => process::pss_mb(system.pid),
            Self::BullMq(queue) => queue.pss_mb(),
        }
    }

    async fn stop(self) -> anyhow::Result<()> {
        match self {
            Self::Http(system, _) => system.stop().await,
            Self::BullMq(queue) => queue.stop().await,
        }
    }
}

async fn measure(subject: Subject<'_>, options: &Options) -> anyhow::Result<Figures> {
    let data_dir = DataDir::new()?;
    let seen = Arc::new(Seen::default());
    let destination = destination::start(Arc::clone(&seen)).await?;
    let mut started = subject.start(data_dir.path(), &destination).await?;
    started.submit(&destination, 0..WARM_UP).await?;
    seen.succeeded(WARM_UP).await;

    let cpu_before = started.cpu_seconds()?;
    let start = Instant::now();
    let end = WARM_UP + options.tasks;
    started.submit(&destination, WARM_UP..end).await?;
    seen.succeeded(end).await;
    let elapsed = start.elapsed();
    let cpu = started.cpu_seconds()? - cpu_before;
    let pss_mb = started.pss_mb()?;

    seen.take_latencies();
    started.pace(&destination, end..end + options.paced, &seen).await?;
    seen.succeeded(end + options.paced).await;
    let latency = percentiles(&seen.take_latencies())?;
    started.stop().await?;
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
    numbers: Range<u64>,
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
