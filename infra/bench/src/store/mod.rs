//! One machine at scale: W1 over stores with millions of finished executions, with a backlog, while old executions are deleted,
//! with many schedules due at once, and on fewer processors.

mod backlog;
mod due;
mod filled;
mod finished;
mod processors;
mod retained;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// What to measure.
#[derive(Debug, Args)]
pub struct Options {
    /// The `beadle` binary, built for release.
    #[arg(long)]
    beadle: PathBuf,
    /// The parts to measure; all of them without.
    #[arg(long, value_enum, value_delimiter = ',')]
    parts: Vec<Part>,
    /// The finished executions of each store, the first of which the others are compared with.
    #[arg(long, value_delimiter = ',', default_values_t = [0, 1_000_000, 10_000_000])]
    finished: Vec<u64>,
    /// Tasks of W1.
    #[arg(long, default_value_t = 20_000)]
    tasks: u64,
    /// Tasks of the latency measurement, at 50 a second.
    #[arg(long, default_value_t = 250)]
    paced: u64,
    /// Rounds over all stores in turn; the median is reported.
    #[arg(long, default_value_t = 3)]
    rounds: usize,
    /// The file that the plot of the part `finished` is written to.
    #[arg(long)]
    plot: Option<PathBuf>,
    /// Executions that are due when the part `backlog` begins.
    #[arg(long, default_value_t = 1_000_000)]
    backlog: u64,
    /// How many are submitted a second while the backlog is worked off.
    #[arg(long, default_value_t = 10_000)]
    incoming: u32,
    /// Executions that are past their retention when the part `retention` begins.
    #[arg(long, default_value_t = 1_000_000)]
    expired: u64,
    /// Schedules of the part `schedules`, all due in the same minute.
    #[arg(long, default_value_t = 100_000)]
    schedules: u64,
}

/// A part of the measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// W1, the start and the size of an execution, with more and more finished ones.
    Finished,
    /// Executions that are due, while others are submitted.
    Backlog,
    /// W1 while executions past their retention are deleted.
    Retention,
    /// Schedules that are due in the same minute.
    Schedules,
    /// W1 on one processor, on two, and so on.
    Processors,
}

/// Measures and prints. Stores are in the folder for temporary files (`TMPDIR`).
pub async fn run(options: &Options) -> anyhow::Result<()> {
    let is_asked = |part| options.parts.is_empty() || options.parts.contains(&part);
    if is_asked(Part::Finished) {
        finished::run(options).await?;
    }
    if is_asked(Part::Backlog) {
        backlog::run(options).await?;
    }
    if is_asked(Part::Retention) {
        retained::run(options).await?;
    }
    if is_asked(Part::Schedules) {
        due::run(options).await?;
    }
    if is_asked(Part::Processors) {
        processors::run(options).await?;
    }
    Ok(())
}

/// A count as people write it.
fn count(number: u64) -> String {
    match number {
        0 => "0".to_owned(),
        millions if millions.is_multiple_of(1_000_000) => format!("{} M", millions / 1_000_000),
        thousands if thousands.is_multiple_of(1_000) => format!("{} k", thousands / 1_000),
        other => other.to_string(),
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts and sizes are far below 2^53")]
fn float(number: u64) -> f64 {
    number as f64
}
