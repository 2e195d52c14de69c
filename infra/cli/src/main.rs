//! The `beadle` command.
//!
//! `beadle dev` is the whole system in one process, for its developer: see [`dev`]. `beadle serve` is the same for a server: see
//! [`serve`].

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command talks to its terminal")]

mod dev;
mod machine;
mod serve;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Beadle runs your tasks on time.
#[derive(Debug, Parser)]
#[command(name = "beadle", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Runs the whole system in one process, on this machine only.
    Dev(dev::Options),
    /// Runs the whole system in one process, for callers with credentials from any network.
    Serve(serve::Options),
}

/// The exit code of a failed start; standard error explains it in one line.
const CANNOT_START: u8 = 2;

fn main() -> ExitCode {
    // A child of the sandbox is this binary too, and knows nothing of the command's options.
    if std::env::args_os().nth(1).is_some_and(|argument| argument == beadle_sandbox_child::ARGUMENT) {
        return beadle_sandbox_child::main();
    }
    let ended = match Cli::parse().command {
        Command::Dev(options) => dev::run(&options).map_err(|error| error.to_string()),
        Command::Serve(options) => serve::run(&options).map_err(|error| error.to_string()),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("beadle: {error}");
            ExitCode::from(CANNOT_START)
        }
    }
}
