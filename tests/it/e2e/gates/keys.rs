//! Rate limits with keys.

use std::time::Duration;

use anyhow::ensure;
use beadle_domain::{
    config::Profile,
    execution::Execution,
    interpolation::KeyTemplate,
    policy::{RateLimit, RateStrategy},
};
use beadle_values::violation::Path;
use serde_json::{Map, Value};
use tokio::time::Instant;

use super::{PATIENCE, PROCESSES, config, destination::Destination, executions, rate_limit::lowest_level};
use crate::e2e::fleet::Fleet;

/// More than all keys together may send: then the limit of each key is exact.
const RATE: u32 = 100;
const OF_KEY: u32 = 10;
/// How much later than its token was taken a call may arrive, the first of a process above all, which connects. Those after it arrive
/// in time, so the log may be ahead of a bucket that is used up at once by as many as this time allows. Four processes that did not
/// share the bucket would be ahead by thirty.
const LATE: Duration = Duration::from_millis(250);
const BACKLOG: usize = 200;
const FEW: usize = 20;
const SMALL: usize = 4;

/// One config, a destination for the calls of each key: one with a backlog, and some with few calls.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_key_keeps_its_limit_and_a_backlog_keeps_back_no_other() -> anyhow::Result<()> {
    let fleet = Fleet::start(PROCESSES).await?;
    let limit = |rate| RateLimit {
        strategy: RateStrategy::TokenBucket,
        rate,
        per: Duration::from_secs(1),
        burst: rate,
        key: None,
        per_key: None,
    };
    let rate_limit = RateLimit {
        key: Some(KeyTemplate::parse("${input.tenant}", &Path::body())?),
        per_key: Some(Box::new(limit(OF_KEY))),
        ..limit(RATE)
    };
    let config = config(&fleet, Profile { rate_limit: Some(rate_limit), ..Profile::default() }).await?;
    let begun = Instant::now();
    let mut destinations = Vec::new();
    for (number, count) in std::iter::once(BACKLOG).chain([FEW; SMALL]).enumerate() {
        let destination = Destination::start(Duration::from_millis(5)).await?;
        let tenant = Map::from_iter([("tenant".to_owned(), Value::String(format!("tenant-{number}")))]);
        let of_tenant = |execution: Execution| {
            let mut request = (*execution.request).clone();
            request.input = tenant.clone();
            let due = request.created_at;
            Execution::new(request, due)
        };
        fleet.submit(executions(count, &destination, config)?.into_iter().map(of_tenant).collect()).await?;
        destinations.push((destination, count));
    }
    let mut took = Vec::new();
    for (destination, count) in destinations.iter().rev() {
        let done = tokio::select! {
            done = tokio::time::timeout(PATIENCE, destination.effects(*count)) => done.is_ok(),
            () = fleet.broken() => false,
        };
        ensure!(done, "{} of {count} calls", destination.keys().len());
        took.insert(0, begun.elapsed());
    }
    fleet.stop().await?;
    for (number, (destination, count)) in destinations.iter().enumerate() {
        let lowest = lowest_level(&destination.log(), f64::from(OF_KEY), OF_KEY);
        println!(
            "tenant-{number}: {count} calls done by {:.1} s; lowest level of {OF_KEY}/s {lowest:.2}",
            took[number].as_secs_f64()
        );
        let ahead = f64::from(OF_KEY) * LATE.as_secs_f64();
        ensure!(lowest >= -ahead, "tenant-{number} exceeded its limit: {lowest:.2}");
        ensure!(number == 0 || took[number] < took[0], "tenant-{number} waited for the backlog");
    }
    Ok(())
}
