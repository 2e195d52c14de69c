//! The `beadle` command.
//!
//! `beadle dev` is the whole system in one process: see [`dev`].

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command talks to its terminal")]

mod dev;

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
}

/// The exit code of a failed start; standard error explains it in one line.
const CANNOT_START: u8 = 2;

fn main() -> ExitCode {
    // A child of the sandbox is this binary too, and knows nothing of the command's options.
    if std::env::args_os().nth(1).is_some_and(|argument| argument == beadle_sandbox_child::ARGUMENT) {
        return beadle_sandbox_child::main();
    }
    let Command::Dev(options) = Cli::parse().command;
    match dev::run(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("beadle: {error}");
            ExitCode::from(CANNOT_START)
        }
    }
}
