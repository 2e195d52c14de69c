//! The `beadle` command.
//!
//! `beadle dev` is the whole system in one process, for its developer: see [`dev`]. `beadle serve` is the same for a server: see
//! [`serve`]. The other commands are for its operator: [`store`] and [`key`].

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command talks to its terminal")]

mod data_dir;
mod dev;
mod key;
mod machine;
mod serve;
mod store;

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
    /// Writes the store of this machine to one file, also while a server runs.
    Backup(store::backup::Options),
    /// Restores a data folder from a backup; no server may run on it.
    Restore(store::restore::Options),
    /// Checks what a server stands on; exits with 1 if something is wrong.
    Doctor(store::doctor::Options),
    /// API keys.
    Key(key::Options),
}

/// The exit code of a failed start; standard error explains it in one line.
const CANNOT_START: u8 = 2;

/// The exit code of a command that failed, or that found something wrong.
const FAILED: u8 = 1;

fn main() -> ExitCode {
    // A child of the sandbox is this binary too, and knows nothing of the command's options.
    if std::env::args_os().nth(1).is_some_and(|argument| argument == beadle_sandbox_child::ARGUMENT) {
        return beadle_sandbox_child::main();
    }
    match Cli::parse().command {
        Command::Dev(options) => exit(dev::run(&options).map(|()| true), CANNOT_START),
        Command::Serve(options) => exit(serve::run(&options).map(|()| true), CANNOT_START),
        Command::Backup(options) => exit(store::backup::run(&options).map(|()| true), FAILED),
        Command::Restore(options) => exit(store::restore::run(&options).map(|()| true), FAILED),
        Command::Doctor(options) => exit(store::doctor::run(&options), FAILED),
        Command::Key(options) => exit(key::run(&options).map(|()| true), FAILED),
    }
}

/// The exit code of a command: 0 if all is well, `code` if it failed, 1 if it found something wrong.
fn exit(result: Result<bool, impl std::fmt::Display>, code: u8) -> ExitCode {
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(FAILED),
        Err(error) => {
            eprintln!("beadle: {error}");
            ExitCode::from(code)
        }
    }
}
