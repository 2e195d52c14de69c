//! W1 while executions that are past their retention are deleted.

use std::{path::Path, sync::Arc};

use super::{Options, count, filled, float};
use crate::{
    data_dir::DataDir,
    destination::{self, Seen},
    figures::{Figures, cell},
    started::Started,
    sut::{Conditions, System},
};

/// How long ago the executions ended, and how long they are to be kept, in days.
const ENDED: i64 = 40;
const KEPT: &str = "30";

/// Measures and prints.
pub async fn run(options: &Options) -> anyhow::Result<()> {
    let filled = DataDir::new()?;
    filled::finished(&options.beadle, filled.path(), options.expired, ENDED).await?;
    let (mut kept, mut deleted, mut rates) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..options.rounds {
        for retention in ["none", KEPT] {
            let data_dir = DataDir::new()?;
            copy(filled.path(), data_dir.path())?;
            let (figures, gone, seconds) = measure(options, data_dir.path(), retention).await?;
            if retention == KEPT {
                rates.push(float(gone) / seconds);
                deleted.push(figures);
            } else {
                kept.push(figures);
            }
        }
    }
    println!(
        "W1 of {} tasks over {} executions that ended {ENDED} days ago, medians of {} rounds in turn\n",
        options.tasks,
        count(options.expired),
        options.rounds
    );
    println!("| retention | tasks/s | p50 ms | p99 ms | CPU s per 1000 | deleted/s |");
    println!("|---|---|---|---|---|---|");
    for (name, figures, rates) in [("none", &kept, vec![0.0]), ("30 days, deleting", &deleted, rates)] {
        let all = |digits, pick: fn(&Figures) -> f64| cell(digits, figures.iter().map(pick).collect());
        println!(
            "| {name} | {} | {} | {} | {} | {} |",
            all(0, |round| round.per_second),
            all(2, |round| round.latency.p50),
            all(2, |round| round.latency.p99),
            all(3, |round| round.cpu_per_1000),
            cell(0, rates)
        );
    }
    let by_round = |pick: fn(&Figures) -> f64| {
        cell(2, deleted.iter().zip(&kept).map(|(with, without)| pick(with) / pick(without)).collect())
    };
    println!(
        "\ndeleting over not, by round: throughput {}, p99 {}, CPU s {}\n",
        by_round(|round| round.per_second),
        by_round(|round| round.latency.p99),
        by_round(|round| round.cpu_per_1000)
    );
    Ok(())
}

/// What W1 measured, how many executions were deleted meanwhile, and in how many seconds.
async fn measure(options: &Options, data_dir: &Path, retention: &str) -> anyhow::Result<(Figures, u64, f64)> {
    let seen = Arc::new(Seen::default());
    let destination = destination::start(Arc::clone(&seen)).await?;
    let conditions = Conditions { execution_retention: Some(retention), ..Conditions::default() };
    let start = std::time::Instant::now();
    let system = System::beadle_under(conditions, &options.beadle, data_dir).await?;
    let mut started = Started::Http(Box::new(system), String::new());
    let figures = started.w1(&destination, &seen, options.tasks, options.paced).await?;
    let seconds = start.elapsed().as_secs_f64();
    started.finish().await?;
    Ok((figures, options.expired.saturating_sub(filled::expired(data_dir, ENDED)?), seconds))
}

fn copy(from: &Path, into: &Path) -> anyhow::Result<()> {
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        std::fs::copy(entry.path(), into.join(entry.file_name()))?;
    }
    Ok(())
}
