//! `beadle plan` and `beadle apply`: a server has what a file says.

mod apply;
mod change;
mod difference;
mod fault;
mod file;
mod order;
mod references;
mod saved;
mod show;

use std::path::PathBuf;

use clap::Args;
use serde_json::Value;

use self::{change::Changes, file::Plan};
use super::Session;
use crate::{
    client::{Error, Result},
    output::{Format, Output},
};

/// The options of `beadle plan`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  beadle plan -f beadle.toml
  beadle plan --schema > beadle.schema.json")]
pub struct PlanCommand {
    #[command(flatten)]
    file: FileOption,
    /// Also what --prune would delete.
    #[arg(long)]
    prune: bool,
    /// End with 2 if anything differs, 0 if nothing does, 1 if that can't be found out.
    #[arg(long)]
    exit_code: bool,
    /// Write the JSON Schema of the file instead, for editors.
    #[arg(long, conflicts_with_all = ["file", "prune", "exit_code"])]
    schema: bool,
}

/// The options of `beadle apply`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  beadle apply -f beadle.toml -y
  beadle apply -f beadle.toml --prune -y")]
pub struct Apply {
    #[command(flatten)]
    file: FileOption,
    /// Delete what the plan once made and no longer has.
    #[arg(long)]
    prune: bool,
}

/// Which plan.
#[derive(Debug, Args)]
struct FileOption {
    /// The file of the plan: TOML, or JSON if its name ends so.
    #[arg(short, long, value_name = "FILE", default_value = "beadle.toml")]
    file: PathBuf,
}

impl PlanCommand {
    /// Runs the command; `session` is only wanted where a server is asked.
    ///
    /// # Errors
    /// [`Error::Failed`] for a file with faults, [`Error::Differs`], and what the requests return.
    pub async fn run(self, output: &Output, session: impl FnOnce() -> Result<Session>) -> Result<()> {
        if self.schema {
            return output.json(&beadle_domain::plan::schema());
        }
        let compared = self.compare(session).await;
        // 2 says that something differs, and nothing else.
        compared.map_err(|error| match error.exit_code() {
            2 if self.exit_code && !matches!(error, Error::Differs(_)) => Error::Failed(error.to_string()),
            _ => error,
        })
    }

    async fn compare(&self, session: impl FnOnce() -> Result<Session>) -> Result<()> {
        let plan = file::read(&self.file.file)?;
        let session = session()?;
        let changes = Changes::find(&session.client, &plan, self.prune).await?;
        show(&session, &changes)?;
        if self.exit_code && !changes.changes.is_empty() {
            return Err(Error::Differs(show::summary(&changes)));
        }
        Ok(())
    }
}

impl Apply {
    /// Runs the command.
    ///
    /// # Errors
    /// [`Error::Failed`] for a file with faults or a change that is refused, and what the requests return.
    pub async fn run(self, session: &Session) -> Result<()> {
        let plan: Plan = file::read(&self.file.file)?;
        let mut changes = Changes::find(&session.client, &plan, self.prune).await?;
        show(session, &changes)?;
        let count = changes.changes.len();
        if count == 0 {
            return Ok(());
        }
        session.output.confirm(&format!(
            "Make {}?",
            if count == 1 { "this change".to_owned() } else { format!("these {count} changes") }
        ))?;
        apply::apply(session, &plan, &mut changes).await
    }
}

fn show(session: &Session, changes: &Changes) -> Result<()> {
    match session.output.format() {
        Format::Table => session.output.text(&show::text(changes)),
        Format::Json => session.output.json(&Value::Array(show::json(changes))),
        Format::Ndjson | Format::Id => session.output.list(&[], &show::json(changes)),
    }
}
