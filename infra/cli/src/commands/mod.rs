//! The commands over the API, a file or a folder for each group.

mod api;
mod batch;
mod completions;
mod config;
mod cost;
mod deploy;
mod doctor;
mod editor;
mod exec;
mod export;
mod functions;
mod import;
mod input;
mod key;
mod mcp;
mod occurrences;
mod open;
mod pace;
mod plan;
mod profile;
mod replay;
mod run;
mod saved;
mod schedule;
mod tail;
mod task;
mod token;
mod transfer;

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

impl Global {
    /// Where commands write.
    pub fn output(&self) -> Output {
        Output::new(&self.output)
    }
}

/// A command over the API.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Runs an HTTP request now or later.
    Run(run::Run),
    /// Lists, shows, follows and steers executions.
    #[command(subcommand, visible_alias = "executions")]
    Exec(exec::Exec),
    /// Lists, makes, changes and runs saved tasks.
    #[command(subcommand, visible_alias = "tasks")]
    Task(Box<task::Task>),
    /// Shows what happens, as it happens.
    Tail(tail::Tail),
    /// Runs again what has failed.
    Replay(replay::Replay),
    /// Makes, shows, follows and cancels batches of executions.
    #[command(subcommand, visible_alias = "batches")]
    Batch(Box<batch::Batch>),
    /// Uploads, shows, tries and rolls back functions in JavaScript.
    #[command(subcommand, visible_alias = "function")]
    Functions(functions::Functions),
    /// Shows what a schedule means.
    #[command(subcommand)]
    Schedule(schedule::Schedule),
    /// Shows what executions cost, or would cost on AWS.
    Cost(cost::Cost),
    /// Makes, lists, replaces and revokes API keys.
    #[command(subcommand)]
    Key(key::Key),
    /// Offers tools to language models, over the Model Context Protocol on standard input and output.
    Mcp(mcp::Mcp),
    /// Makes tokens on this machine.
    #[command(subcommand)]
    Token(token::Token),
    /// Finds what is wrong between this machine, the server and its destinations.
    Doctor(doctor::Doctor),
    /// Deploys the template to AWS, and keeps a first key.
    Deploy(Box<deploy::Deploy>),
    /// Writes the completions of a shell.
    Completions(completions::Completions),
    /// Writes manual pages.
    Man(completions::Man),
    /// Writes all that you have to a file, for another server.
    Export(export::Export),
    /// Imports such a file.
    Import(import::Import),
    /// Keeps what destinations need, and shows and steers their gates.
    #[command(subcommand, visible_alias = "configs")]
    Config(Box<config::Config>),
    /// Opens the console in the browser.
    Open(open::Open),
    /// Keeps the addresses and keys of servers.
    #[command(subcommand)]
    Profile(profile::Command),
    /// Sends a request to the API as it is.
    Api(api::Api),
    /// Makes the server have what a file says.
    Apply(plan::Apply),
    /// Shows what `apply` would change.
    Plan(plan::PlanCommand),
}

/// A client and where it shows what it gets.
#[derive(Debug)]
pub struct Session {
    client: Client,
    output: Output,
}

/// Runs a command and tells why it failed.
pub fn run(command: Command, global: &Global) -> ExitCode {
    let output = global.output();
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return conclude(Err(error.into()), &output),
    };
    end_on_interrupt(output.clone());
    let result = runtime.block_on(dispatch(command, global, output.clone()));
    conclude(result, &output)
}

/// Ends the process on Ctrl-C whatever it does, also while it waits for an answer, an editor or standard input.
fn end_on_interrupt(output: Output) {
    std::thread::spawn(move || {
        // Without a runtime the signal ends the process as it does by itself.
        let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build() else { return };
        if runtime.block_on(tokio::signal::ctrl_c()).is_ok() {
            let error = Error::Interrupted("interrupted".to_owned());
            let code = i32::from(error.exit_code());
            conclude(Err(error), &output);
            std::process::exit(code);
        }
    });
}

async fn dispatch(command: Command, global: &Global, output: Output) -> Result<()> {
    let session = || -> Result<Session> {
        let client = Client::new(Connection::open(&global.connection)?)?;
        Ok(Session { client, output: output.clone() })
    };
    match command {
        Command::Run(options) => options.run(&session()?).await,
        Command::Exec(command) => command.run(&session()?).await,
        Command::Task(command) => command.run(&session()?).await,
        Command::Tail(options) => options.run(&session()?).await,
        Command::Config(command) => command.run(&session()?).await,
        Command::Replay(options) => options.run(&session()?).await,
        Command::Batch(command) => command.run(&session()?).await,
        Command::Functions(command) => command.run(&session()?).await,
        Command::Schedule(command) => command.run(&session()?).await,
        Command::Cost(options) => options.run(&session()?).await,
        Command::Key(command) => command.run(session).await,
        Command::Mcp(options) => options.run(session()?).await,
        Command::Token(command) => command.run(&output),
        Command::Deploy(options) => options.run(&global.connection, &output).await,
        Command::Doctor(options) => options.run(&global.connection, &output).await,
        Command::Completions(options) => options.run(&output),
        Command::Man(options) => options.run(&output),
        Command::Export(options) => options.run(&session()?).await,
        Command::Import(options) => options.run(&session()?).await,
        Command::Open(options) => options.run(&session()?).await,
        Command::Profile(command) => command.run(&output),
        Command::Api(options) => options.run(&session()?).await,
        Command::Apply(options) => options.run(&session()?).await,
        Command::Plan(options) => options.run(&output, session).await,
    }
}

fn conclude(result: Result<()>, output: &Output) -> ExitCode {
    output::keys::restore();
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
