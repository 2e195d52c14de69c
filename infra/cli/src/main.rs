//! The `beadle` command.
//!
//! `beadle dev` is the whole system in one process, for its developer: see [`dev`]. `beadle serve` is the same for a server: see
//! [`serve`]. Some commands work on the data folder of a machine: see [`store`]. The others are clients of the API: see [`commands`].

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command talks to its terminal")]

mod aws;
mod client;
mod commands;
mod data_dir;
mod dev;
mod machine;
mod output;
mod serve;
mod store;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// What one thread of a server allocates another one frees, for which threads wait for each other with the allocator of glibc
/// (ADR 59).
#[cfg(feature = "jemalloc")]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

/// Beadle runs your tasks on time.
#[derive(Debug, Parser)]
#[command(name = "beadle", version, about, infer_subcommands = false, after_help = EXAMPLES)]
struct Cli {
    #[command(flatten)]
    global: commands::Global,
    #[command(subcommand)]
    command: Command,
}

const EXAMPLES: &str = "Examples:
  beadle run GET http://127.0.0.1:8080/health --wait
  beadle exec list --status failed --since 1h";

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the whole system in one process, on this machine only.
    Dev(dev::Options),
    /// Runs the whole system in one process, for callers with credentials from any network.
    Serve(serve::Options),
    /// Writes the store of this machine to one file, also while a server runs.
    Backup(store::backup::Options),
    /// Restores a data folder from a backup; no server may run on it.
    Restore(store::restore::Options),
    #[command(flatten)]
    Client(Box<commands::Command>),
}

/// The exit code of a failed start; standard error explains it in one line.
const CANNOT_START: u8 = 2;

/// The exit code of a command that failed.
const FAILED: u8 = 1;

fn main() -> ExitCode {
    // A child of the sandbox is this binary too, and knows nothing of the command's options.
    if std::env::args_os().nth(1).is_some_and(|argument| argument == beadle_sandbox_child::ARGUMENT) {
        return beadle_sandbox_child::main();
    }
    let cli = Cli::parse();
    match cli.command {
        Command::Dev(options) => exit(dev::run(&options), CANNOT_START),
        Command::Serve(options) => exit(serve::run(&options), CANNOT_START),
        Command::Backup(options) => exit(store::backup::run(&options, &cli.global.output()), FAILED),
        Command::Restore(options) => exit(store::restore::run(&options, &cli.global.output()), FAILED),
        Command::Client(command) => commands::run(*command, &cli.global),
    }
}

/// The exit code of a command: 0 if all is well, `code` if it failed.
fn exit(result: Result<(), impl std::fmt::Display>, code: u8) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("beadle: {error}");
            ExitCode::from(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Cli;

    #[test]
    fn no_two_options_collide() {
        Cli::command().debug_assert();
    }
}
