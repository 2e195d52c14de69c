//! The `beadle` command.
//!
//! `beadle dev` is the whole system in one process: see [`dev`]. The other commands are clients of the API: see [`commands`].

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a command talks to its terminal")]

mod client;
mod commands;
mod dev;
mod output;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

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
    #[command(flatten)]
    Client(Box<commands::Command>),
}

/// The exit code of a failed start; standard error explains it in one line.
const CANNOT_START: u8 = 2;

fn main() -> ExitCode {
    // A child of the sandbox is this binary too, and knows nothing of the command's options.
    if std::env::args_os().nth(1).is_some_and(|argument| argument == beadle_sandbox_child::ARGUMENT) {
        return beadle_sandbox_child::main();
    }
    let cli = Cli::parse();
    match cli.command {
        Command::Dev(options) => match dev::run(&options) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => {
                eprintln!("beadle: {error}");
                ExitCode::from(CANNOT_START)
            }
        },
        Command::Client(command) => commands::run(*command, &cli.global),
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
