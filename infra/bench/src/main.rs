//! Benchmarks of Beadle: the evidence for its claims of speed and size.
//!
//! - `machine`: the workloads on one machine (W1, W2, latency) on the `beadle` binary, next to a bare probe
//!   of the limit, to BullMQ and to apalis
//! - `store`: the same over stores with millions of finished executions, with a backlog, while old ones are deleted, with many
//!   schedules due at once, and on fewer processors
//! - `code`: functions and scripts next to an HTTP call, and a steady load of functions
//! - `costs`: US dollars for a million executions on AWS, from measured units
//! - `scale`: what saturates first at 10,000, 100,000 and 1,000,000 executions a second on AWS, by a model
//! - `functions`: size, start-up time and memory of each Lambda bootstrap, under a small emulation of the
//!   Runtime API
//!
//! Figures are ratios, comparable only within one run: machines differ and are noisy.

#![expect(clippy::print_stdout, reason = "a benchmark reports to its terminal")]

mod apalis;
mod bullmq;
mod client;
mod code;
mod costs;
mod data_dir;
mod destination;
mod figures;
mod functions;
mod latencies;
mod machine;
mod peer;
mod plot;
mod probe;
mod process;
mod sample;
mod scale;
mod share;
mod started;
mod store;
mod sut;

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// Benchmarks of Beadle.
#[derive(Debug, Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Workloads on one machine: throughput (W1), retries (W2) and latency, next to the bare probe.
    Machine(machine::Options),
    /// One machine at scale: finished executions, a backlog, retention, schedules, processors.
    Store(store::Options),
    /// Functions and scripts next to an HTTP call, and a steady load of functions.
    Code(code::Options),
    /// Size, start-up time and memory of the function bootstraps.
    Functions(functions::Options),
    /// US dollars for a million executions on AWS.
    Costs(costs::Options),
    /// How a stack on AWS behaves at many executions a second, by a model.
    Scale(scale::Options),
    /// The bare probe as a server of its own; `machine` starts it.
    #[command(hide = true)]
    Probe {
        /// The folder of its database.
        #[arg(long)]
        data_dir: PathBuf,
        /// The destination of its tasks.
        #[arg(long)]
        destination: String,
    },
}

fn main() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    match Cli::parse().command {
        Command::Machine(options) => runtime.block_on(machine::run(&options)),
        Command::Store(options) => runtime.block_on(store::run(&options)),
        Command::Code(options) => runtime.block_on(code::run(&options)),
        Command::Functions(options) => runtime.block_on(functions::run(&options)),
        Command::Costs(options) => costs::run(&options),
        Command::Scale(options) => {
            scale::run(&options);
            Ok(())
        }
        Command::Probe { data_dir, destination } => runtime.block_on(probe::serve(&data_dir, destination)),
    }
}
