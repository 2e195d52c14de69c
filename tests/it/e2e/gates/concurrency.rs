//! Concurrency limits.

use std::time::Duration;

use anyhow::ensure;
use beadle_domain::config::Profile;

use super::{PROCESSES, all_complete, config, destination::Destination, executions};
use crate::e2e::fleet::Fleet;

const TASKS: usize = 500;
const AT_ONCE: u32 = 5;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_destinations_log_never_exceeds_the_concurrency_limit() -> anyhow::Result<()> {
    let fleet = Fleet::start(PROCESSES).await?;
    let destination = Destination::start(Duration::from_millis(50)).await?;
    let config = config(&fleet, Profile { concurrency: Some(AT_ONCE), ..Profile::default() }).await?;
    all_complete(&fleet, &destination, executions(TASKS, &destination, config)?).await?;
    fleet.stop().await?;
    let most = destination.log().iter().map(|arrival| arrival.in_flight).max().unwrap_or_default();
    println!("concurrency {AT_ONCE}: at most {most} calls at once");
    ensure!(most <= AT_ONCE as usize, "{most} calls at once");
    Ok(())
}
