//! Many schedules that are due in the same minute.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use anyhow::ensure;
use jiff::{Timestamp, ToSpan, tz::TimeZone};

use super::{Options, count, float};
use crate::{
    client::Connection,
    data_dir::DataDir,
    destination::{self, Seen, task_body},
    process,
    started::IN_FLIGHT,
    sut::System,
};

/// How many tasks a second are saved at least; the time they are due is far enough ahead for that.
const SAVED_A_SECOND: u64 = 1_000;

/// Measures and prints.
pub async fn run(options: &Options) -> anyhow::Result<()> {
    let data_dir = DataDir::new()?;
    let seen = Arc::new(Seen::default());
    let destination = destination::start(Arc::clone(&seen)).await?;
    let system = System::beadle(&options.beadle, data_dir.path()).await?;
    let ahead = i64::try_from(options.schedules / SAVED_A_SECOND)? + 60;
    let due = Timestamp::now() + ahead.seconds();
    let due = due.to_zoned(TimeZone::UTC).round(jiff::Unit::Minute)?.timestamp();
    let start = Instant::now();
    save(&system.address, &destination, options.schedules, due).await?;
    let saved = start.elapsed();
    let (before, cpu_before) = (process::pss_mb(system.pid)?, process::cpu_seconds(system.pid)?);
    ensure!(Timestamp::now() < due, "the schedules were due before all of them were saved");

    let left = due.duration_since(Timestamp::now());
    tokio::time::sleep(Duration::try_from(left)?).await;
    let start = Instant::now();
    seen.succeeded(1).await;
    let first = start.elapsed();
    seen.succeeded(options.schedules / 2).await;
    let half = start.elapsed();
    seen.succeeded(options.schedules).await;
    let last = start.elapsed();
    let cpu = process::cpu_seconds(system.pid)? - cpu_before;
    println!(
        "{} schedules, all due in the same minute, saved in {:.0} s\n",
        count(options.schedules),
        saved.as_secs_f64()
    );
    println!(
        "| first call after s | half after s | last after s | CPU s per 1000 | MB before | MB after | peak MB |"
    );
    println!("|---|---|---|---|---|---|---|");
    println!(
        "| {:.2} | {:.1} | {:.1} | {:.3} | {before:.0} | {:.0} | {:.0} |\n",
        first.as_secs_f64(),
        half.as_secs_f64(),
        last.as_secs_f64(),
        cpu * 1_000.0 / float(options.schedules),
        process::pss_mb(system.pid)?,
        process::peak_rss_mb(system.pid)?,
    );
    system.finish().await
}

/// Saves tasks that are due at `due`, and then once a year.
async fn save(address: &str, destination: &str, tasks: u64, due: Timestamp) -> anyhow::Result<()> {
    let cron = due.to_zoned(TimeZone::UTC).strftime("%-M %-H %-d %-m *").to_string();
    let next = Arc::new(AtomicU64::new(0));
    let clients = (0..IN_FLIGHT).map(|_| {
        let next = Arc::clone(&next);
        let (address, destination, cron) = (address.to_owned(), destination.to_owned(), cron.clone());
        tokio::spawn(async move {
            let mut connection = Connection::open(&address).await?;
            loop {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= tasks {
                    return anyhow::Ok(());
                }
                let body = task_body(number);
                let request = format!(
                    r#"{{"name":"{number}","type":"http","config":{{"method":"POST","url":"http://{destination}/","body":{body}}},"schedule":"{cron}"}}"#
                );
                let response = connection.request("POST", "/api/v1/tasks", &request).await?;
                ensure!(response.status == 201, "{} {}", response.status, String::from_utf8_lossy(&response.body));
            }
        })
    });
    for client in clients.collect::<Vec<_>>() {
        client.await??;
    }
    Ok(())
}
