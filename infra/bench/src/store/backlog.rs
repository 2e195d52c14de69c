//! A backlog of due executions that is worked off while others are submitted.

use std::{
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::task::JoinHandle;

use super::{Options, count, filled, float};
use crate::{
    client::Connection,
    data_dir::DataDir,
    destination::{self, Seen},
    figures::cell,
    latencies::percentiles,
    process,
    started::send,
    sut::System,
};

/// The number of the first task that is submitted: those of the backlog have smaller ones.
const FIRST: u64 = 1_000_000_000;

/// How many clients submit, each one after the other: enough that none of them bounds the rate.
const CLIENTS: u32 = 256;

/// How often progress is looked at.
const LOOK: Duration = Duration::from_secs(1);

/// Measures and prints.
pub async fn run(options: &Options) -> anyhow::Result<()> {
    let data_dir = DataDir::new()?;
    let seen = Arc::new(Seen::default());
    let destination = destination::start(Arc::clone(&seen)).await?;
    filled::pending(&options.beadle, data_dir.path(), options.backlog, &destination).await?;
    filled::evict(data_dir.path())?;
    let system = System::beadle(&options.beadle, data_dir.path()).await?;
    let start_ms = system.ready_after.as_millis();

    let start = Instant::now();
    let arrivals = Arc::new(Arrivals::default());
    let clients = submit(&system.address, &destination, options.incoming, &arrivals);
    let (mut per_second, mut memory, mut before) = (Vec::new(), Vec::new(), seen.calls());
    while seen.calls() < options.backlog {
        tokio::time::sleep(LOOK).await;
        let now = seen.calls();
        per_second.push(float(now - before));
        memory.push(process::pss_mb(system.pid)?);
        before = now;
    }
    arrivals.over.store(true, Ordering::Relaxed);
    let (submitting, cpu) = (start.elapsed(), process::cpu_seconds(system.pid)?);
    let ran = seen.calls();
    for client in clients {
        client.await??;
    }
    let accepted = arrivals.accepted.load(Ordering::Relaxed);
    seen.succeeded(options.backlog + accepted).await;
    let elapsed = start.elapsed();
    let latency = percentiles(&arrivals.latencies()?)?;
    println!(
        "A backlog of {}, {} a second submitted by {CLIENTS} clients meanwhile\n",
        count(options.backlog),
        count(options.incoming.into())
    );
    println!(
        "| start ms | accepted/s | accepted after, p50 ms | p99 ms | run/s | CPU s per 1000 run | MB | peak MB |"
    );
    println!("|---|---|---|---|---|---|---|---|");
    println!(
        "| {start_ms} | {:.0} | {:.2} | {:.2} | {} | {:.3} | {} | {:.0} |",
        float(accepted) / submitting.as_secs_f64(),
        latency.p50,
        latency.p99,
        cell(0, per_second),
        cpu * 1_000.0 / float(ran),
        cell(0, memory),
        process::peak_rss_mb(system.pid)?,
    );
    println!(
        "\nIt was worked off after {:.0} s, and what was submitted meanwhile, {accepted}, after {:.0} s.\n",
        submitting.as_secs_f64(),
        elapsed.as_secs_f64()
    );
    system.finish().await
}

/// What the clients submit.
#[derive(Default)]
struct Arrivals {
    over: AtomicBool,
    accepted: AtomicU64,
    /// From submission to acceptance, in microseconds.
    latencies: Mutex<Vec<u64>>,
}

impl Arrivals {
    fn latencies(&self) -> anyhow::Result<Vec<u64>> {
        self.latencies.lock().map(|found| found.clone()).map_err(|_| anyhow::anyhow!("a client panicked"))
    }
}

/// Submits `rate` a second, as far as the answers come in time, until it is over.
fn submit(
    address: &str,
    destination: &str,
    rate: u32,
    arrivals: &Arc<Arrivals>,
) -> Vec<JoinHandle<anyhow::Result<()>>> {
    let between = Duration::from_secs(1) * CLIENTS / rate.max(1);
    let next = Arc::new(AtomicU64::new(FIRST));
    let client = |_| {
        let (address, destination) = (address.to_owned(), destination.to_owned());
        let (arrivals, next) = (Arc::clone(arrivals), Arc::clone(&next));
        tokio::spawn(async move {
            let mut connection = Connection::open(&address).await?;
            let mut pace = tokio::time::interval(between);
            let mut latencies = Vec::new();
            while !arrivals.over.load(Ordering::Relaxed) && rate > 0 {
                pace.tick().await;
                let start = Instant::now();
                send(&mut connection, &destination, next.fetch_add(1, Ordering::Relaxed), "").await?;
                latencies.push(u64::try_from(start.elapsed().as_micros()).unwrap_or(u64::MAX));
                arrivals.accepted.fetch_add(1, Ordering::Relaxed);
            }
            if let Ok(mut all) = arrivals.latencies.lock() {
                all.append(&mut latencies);
            }
            Ok(())
        })
    };
    (0..CLIENTS).map(client).collect()
}
