//! Rate limits.

use std::{sync::atomic::Ordering, time::Duration};

use anyhow::{Context, ensure};
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
    Ok(saturated(RateLimit { strategy, rate: RATE, per: PER, burst: RATE, key: None, per_key: None }, TASKS)
        .await?
        .0)
}

/// The destination's log of `tasks` at once under `limit`, and how many messages that took.
async fn saturated(limit: RateLimit, tasks: usize) -> anyhow::Result<(Vec<Arrival>, usize)> {
    let fleet = Fleet::start(PROCESSES).await?;
    let destination = Destination::start(Duration::from_millis(5)).await?;
    let config = config(&fleet, Profile { rate_limit: Some(limit), ..Profile::default() }).await?;
    all_complete(&fleet, &destination, executions(tasks, &destination, config)?).await?;
    let messages = usize::try_from(fleet.work.messages.load(Ordering::Relaxed))?;
    fleet.stop().await?;
    Ok((destination.log(), messages))
}

/// The lowest level of a bucket that every call of the log takes a token from.
pub(super) fn lowest_level(log: &[Arrival], rate: f64, burst: u32) -> f64 {
    let (mut level, mut lowest) = (f64::from(burst), f64::from(burst));
    for (index, arrival) in log.iter().enumerate() {
        if let Some(before) = index.checked_sub(1) {
            level = f64::from(burst).min(level + rate * (arrival.at - log[before].at).as_secs_f64());
        }
        level -= 1.0;
        lowest = lowest.min(level);
    }
    lowest
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
    let lowest = lowest_level(&log, f64::from(RATE) / PER.as_secs_f64(), RATE);
    println!(
        "token bucket {RATE}/s: at most {} calls in one second; the bucket's lowest level {lowest:.2}",
        most_within(&log, PER)
    );
    ensure!(lowest >= 0.0, "the bucket was overdrawn: {lowest:.2}");
    Ok(())
}

/// How long after the date of its slot a call arrives depends on this machine, so the rate and the level are printed.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn small_bursts_put_an_execution_off_twice_at_most_on_average() -> anyhow::Result<()> {
    const TASKS: usize = 600;
    for burst in [1, 8] {
        let limit = RateLimit {
            strategy: RateStrategy::TokenBucket,
            rate: RATE,
            per: PER,
            burst,
            key: None,
            per_key: None,
        };
        let (log, messages) = saturated(limit, TASKS).await?;
        let took = log.last().context("a call")?.at - log.first().context("a call")?.at;
        let paced = f64::from(u32::try_from(TASKS)? - burst);
        println!(
            "token bucket {RATE}/s with a burst of {burst}: {:.1} % of the rate, {:.2} deferrals each, lowest level {:.2}",
            paced / f64::from(RATE) / took.as_secs_f64() * 100.0,
            f64::from(u32::try_from(messages - TASKS)?) / f64::from(u32::try_from(TASKS)?),
            lowest_level(&log, f64::from(RATE), burst),
        );
        ensure!(messages <= 3 * TASKS, "{messages} messages for {TASKS} tasks");
    }
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
