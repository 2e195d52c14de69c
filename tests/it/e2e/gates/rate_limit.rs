//! Rate limits.

use std::time::Duration;

use anyhow::ensure;
use beadle_domain::{
    config::Profile,
    policy::{RateLimit, RateStrategy},
};

use super::{
    PROCESSES, all_complete, config,
    destination::{Arrival, Destination},
    executions,
};
use crate::e2e::fleet::Fleet;

const TASKS: usize = 2_000;
const RATE: u32 = 50;
const PER: Duration = Duration::from_secs(1);

async fn log_under(strategy: RateStrategy) -> anyhow::Result<Vec<Arrival>> {
    let fleet = Fleet::start(PROCESSES).await?;
    let destination = Destination::start(Duration::from_millis(5)).await?;
    let rate_limit = Some(RateLimit { strategy, rate: RATE, per: PER, burst: RATE });
    let config = config(&fleet, Profile { rate_limit, ..Profile::default() }).await?;
    all_complete(&fleet, &destination, executions(TASKS, &destination, config)?).await?;
    fleet.stop().await?;
    Ok(destination.log())
}

/// The most calls in any interval of this length, its end included.
fn most_within(log: &[Arrival], length: Duration) -> usize {
    let mut first = 0;
    let mut most = 0;
    for (index, last) in log.iter().enumerate() {
        while last.at - log[first].at > length {
            first += 1;
        }
        most = most.max(index + 1 - first);
    }
    most
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_destinations_log_never_exceeds_the_token_bucket() -> anyhow::Result<()> {
    let log = log_under(RateStrategy::TokenBucket).await?;
    // A bucket that is filled as the limit says is never empty when a call arrives.
    let (rate, burst) = (f64::from(RATE) / PER.as_secs_f64(), f64::from(RATE));
    let (mut level, mut lowest) = (burst, burst);
    for (index, arrival) in log.iter().enumerate() {
        if let Some(before) = index.checked_sub(1) {
            level = burst.min(level + rate * (arrival.at - log[before].at).as_secs_f64());
        }
        level -= 1.0;
        lowest = lowest.min(level);
    }
    println!(
        "token bucket {RATE}/s: at most {} calls in one second; the bucket's lowest level {lowest:.2}",
        most_within(&log, PER)
    );
    ensure!(lowest >= 0.0, "the bucket was overdrawn: {lowest:.2}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_destinations_log_never_exceeds_the_sliding_window() -> anyhow::Result<()> {
    let log = log_under(RateStrategy::SlidingWindow).await?;
    let most = most_within(&log, PER);
    println!("sliding window of {RATE} a second: at most {most} calls in one second");
    ensure!(most <= RATE as usize, "{most} calls in one second");
    Ok(())
}
