//! A destination that fails for a while under load.

use std::time::Duration;

use anyhow::{Context, ensure};
use beadle_domain::{config::Profile, policy::BreakerPolicy};
use beadle_values::id::ExecutionId;
use tokio::time::{Instant, sleep};

use super::{PROCESSES, completed, config, destination::Destination, executions};
use crate::e2e::fleet::Fleet;

/// Tasks submitted every tenth of a second.
const EACH_TENTH: usize = 3;
const HEALTHY: Duration = Duration::from_secs(5);
const DEAD: Duration = Duration::from_secs(20);

const POLICY: BreakerPolicy = BreakerPolicy {
    failure_rate: 0.5,
    window: Duration::from_secs(5),
    minimum: 10,
    open_for: Duration::from_secs(3),
};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_dead_destination_gets_one_probe_per_period() -> anyhow::Result<()> {
    let fleet = Fleet::start(PROCESSES).await?;
    let destination = Destination::start(Duration::from_millis(5)).await?;
    let config = config(&fleet, Profile { breaker: Some(POLICY), ..Profile::default() }).await?;

    let begun = Instant::now();
    let mut ids: Vec<ExecutionId> = Vec::new();
    while begun.elapsed() < HEALTHY + DEAD {
        destination.set_dead(begun.elapsed() >= HEALTHY);
        let batch = executions(EACH_TENTH, &destination, config)?;
        ids.extend(batch.iter().map(beadle_domain::execution::Execution::id));
        fleet.submit(batch).await?;
        sleep(Duration::from_millis(100)).await;
    }
    let recovered = Instant::now();
    destination.set_dead(false);
    completed(&fleet, &destination, &ids, begun).await?;
    fleet.stop().await?;

    let log = destination.log();
    let died = log.iter().find(|arrival| !arrival.healthy).context("no call met the dead destination")?.at;
    let refused: Vec<Duration> =
        log.iter().filter(|arrival| !arrival.healthy).map(|arrival| arrival.at - died).collect();
    // Calls arrive in quick succession until the breaker opens; after that only probes do.
    let gap = refused.windows(2).position(|pair| pair[1] - pair[0] >= POLICY.open_for / 2);
    let opened = refused[gap.context("the breaker never opened")?];
    let probes: Vec<Duration> = refused.iter().filter(|at| **at > opened).copied().collect();
    println!(
        "{} calls failed until the breaker opened after {:.1} s; then {} probes at {probes:.1?}",
        refused.len() - probes.len(),
        opened.as_secs_f64(),
        probes.len(),
    );
    ensure!(opened <= POLICY.window, "calls went on for {opened:?}");
    for pair in probes.windows(2) {
        ensure!(pair[1] - pair[0] >= POLICY.open_for, "two probes within one period: {pair:?}");
    }
    let after: Vec<Duration> =
        log.iter().filter(|arrival| arrival.at >= recovered).map(|arrival| arrival.at - recovered).collect();
    let first = after.first().copied().unwrap_or_default();
    let seconds = after.last().copied().unwrap_or_default().as_secs() + 1;
    let paced: Vec<usize> = (0..seconds.min(12))
        .map(|second| {
            let from = first + Duration::from_secs(second);
            after.iter().filter(|at| (from..from + Duration::from_secs(1)).contains(*at)).count()
        })
        .collect();
    println!("drained after the probe succeeded, calls in each second: {paced:?}");
    ensure!(paced.first().is_some_and(|calls| *calls * 4 <= ids.len() / 4), "the drain is not paced");
    Ok(())
}
