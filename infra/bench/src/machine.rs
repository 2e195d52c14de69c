//! The workloads on one machine.
//!
//! W1: N tasks, each a `POST` of a 200-byte JSON to a local server that answers 200 with 100 bytes, submitted
//! by one client with 32 in flight. Latency: 50 submissions a second, from submission to arrival. W2: 500
//! tasks whose destination answers 500 twice, then 200: each exactly three attempts. BullMQ and apalis take part
//! if they are there, in the same rounds.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

use anyhow::ensure;
use clap::Args;

use crate::{
    apalis::{self, Wake},
    bullmq::{self, Fsync},
    client::Connection,
    data_dir::DataDir,
    destination::{self, Seen},
    figures::{self, Figures},
    started::{IN_FLIGHT, Started, submit},
    sut::System,
};

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
    /// The binary of `infra/bench/peers/apalis`, built for release: apalis is measured too. Needs `initdb` and `postgres`.
    #[arg(long)]
    apalis: Option<PathBuf>,
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
    if let Some(program) = &options.apalis {
        subjects.extend([Wake::Listen, Wake::Poll].map(|wake| Subject::Apalis(program, wake)));
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
    /// apalis by its binary.
    Apalis(&'a Path, Wake),
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
            Self::Apalis(_, Wake::Listen) => "apalis listen",
            Self::Apalis(_, Wake::Poll) => "apalis poll",
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
                Started::Peer(Box::new(bullmq::start(programs, *fsync, data_dir, destination).await?))
            }
            Self::Apalis(program, wake) => {
                Started::Peer(Box::new(apalis::start(program, *wake, data_dir, destination).await?))
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

async fn measure(subject: Subject<'_>, options: &Options) -> anyhow::Result<Figures> {
    let data_dir = DataDir::new()?;
    let seen = Arc::new(Seen::default());
    let destination = destination::start(Arc::clone(&seen)).await?;
    let mut started = subject.start(data_dir.path(), &destination).await?;
    let figures = started.w1(&destination, &seen, options.tasks, options.paced).await?;
    started.stop().await?;
    Ok(figures)
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
    submit(&system.address, &destination, 0..options.retried, policy).await?;
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
