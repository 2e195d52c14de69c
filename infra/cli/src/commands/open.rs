//! `beadle open`: the console in the browser.

use std::process::{Command, Stdio};

use beadle_values::id::{BatchId, ConfigId, TaskId};
use clap::Args;

use super::Session;
use crate::client::{
    Error, Result,
    lookup::{self, Noun},
};

/// The options of `beadle open`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  beadle open --print
  beadle open 'Health check' --print")]
pub struct Open {
    /// An execution, a task or a config: its id, its name, or the beginning of it.
    id: Option<String>,
    /// Show the address and open nothing.
    #[arg(long)]
    print: bool,
}

impl Open {
    /// Runs the command.
    ///
    /// # Errors
    /// [`Error`].
    pub async fn run(self, session: &Session) -> Result<()> {
        let id = match &self.id {
            Some(given) => Some(find(session, given).await?),
            None => None,
        };
        let address = address(session, id.as_deref());
        session.output.text(&address)?;
        if self.print || !session.output.is_terminal() { Ok(()) } else { browse(&address, session) }
    }
}

async fn find(session: &Session, given: &str) -> Result<String> {
    let mut last = Error::NotFound(format!("nothing is called {given}"));
    for noun in [Noun::Task, Noun::Config, Noun::Batch, Noun::Execution] {
        match lookup::id(&session.client, noun, given).await {
            Err(Error::NotFound(_)) => {}
            Err(error) => {
                last = error;
                break;
            }
            found => return found,
        }
    }
    Err(last)
}

/// The console's address of what has this id.
pub fn address(session: &Session, id: Option<&str>) -> String {
    let console = session.client.connection().at("/console/");
    let Some(id) = id else { return console };
    let screen = match id.split('_').next() {
        Some(TaskId::PREFIX) => "tasks",
        Some(ConfigId::PREFIX) => "destinations",
        Some(BatchId::PREFIX) => "batches",
        _ => "executions",
    };
    format!("{console}#/{screen}/{id}")
}

/// Opens an address in the browser.
///
/// # Errors
/// [`Error::Failed`] if there is none.
pub fn browse(address: &str, session: &Session) -> Result<()> {
    let programs: &[&str] = if cfg!(target_os = "macos") { &["open"] } else { &["xdg-open", "wslview"] };
    let started = programs.iter().any(|program| {
        let mut command = Command::new(program);
        command.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        command.spawn().is_ok()
    });
    if started {
        session.output.note("opened in the browser");
        return Ok(());
    }
    Err(Error::Failed(format!("no browser was found: open {address}")))
}
