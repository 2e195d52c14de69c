//! The commands over the API, a file or a folder for each group.

mod api;
mod exec;
mod input;
mod profile;
mod run;

use std::process::ExitCode;

use clap::{Args, Subcommand};

use crate::{
    client::{self, Client, Connection, Error, Result},
    output::{self, Output},
};

/// The options of every command.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    #[command(flatten)]
    connection: client::ConnectionOptions,
    #[command(flatten)]
    output: output::OutputOptions,
}

/// A command over the API.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Runs an HTTP request now or later.
    Run(run::Run),
    /// Lists, shows, follows and steers executions.
    #[command(subcommand, visible_alias = "executions")]
    Exec(exec::Exec),
    /// Keeps the addresses and keys of servers.
    #[command(subcommand)]
    Profile(profile::Command),
    /// Sends a request to the API as it is.
    Api(api::Api),
}

/// A client and where it shows what it gets.
#[derive(Debug)]
pub struct Session {
    client: Client,
    output: Output,
}

/// Runs a command and tells why it failed.
pub fn run(command: Command, global: &Global) -> ExitCode {
    let output = Output::new(&global.output);
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return conclude(Err(error.into()), &output),
    };
    let result = runtime.block_on(async {
        tokio::select! {
            result = dispatch(command, global, output.clone()) => result,
            Ok(()) = tokio::signal::ctrl_c() => Err(Error::Interrupted("interrupted".to_owned())),
        }
    });
    // A read of standard input may still block a thread, and nobody waits for it.
    runtime.shutdown_background();
    conclude(result, &output)
}

async fn dispatch(command: Command, global: &Global, output: Output) -> Result<()> {
    let session = || -> Result<Session> {
        let client = Client::new(Connection::open(&global.connection)?)?;
        Ok(Session { client, output: output.clone() })
    };
    match command {
        Command::Run(options) => options.run(&session()?).await,
        Command::Exec(command) => command.run(&session()?).await,
        Command::Profile(command) => command.run(&output),
        Command::Api(options) => options.run(&session()?).await,
    }
}

fn conclude(result: Result<()>, output: &Output) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let code = error.exit_code();
            if code != 0 {
                output.complain(&format!("beadle: {error}"));
            }
            ExitCode::from(code)
        }
    }
}
