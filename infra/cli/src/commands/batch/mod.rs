//! `beadle batch`: executions that are counted together.

mod create;
mod shown;
mod template;
mod watch;

use clap::{Args, Subcommand};
use serde_json::json;

use super::{
    Session, input,
    saved::{Named, OfUser},
};
use crate::client::{
    Result,
    lookup::{self, Noun},
};

/// A command about batches.
#[derive(Debug, Subcommand)]
pub enum Batch {
    /// Makes a batch of the lines of a CSV file, a request each.
    #[command(after_help = "Examples:
  beadle batch create jobs.csv --name dec --config shop --url '/u/{id}' --json '{\"email\": \"{email}\"}' --pace 50/s
  beadle batch create jobs.csv --url 'http://127.0.0.1:8080/health?id={id}' --watch

`{column}` stands for the value of that column. The server's own address is `--server`, or `--url` before `batch`.")]
    Create(create::Create),
    /// Lists batches, newest first.
    #[command(after_help = "Examples:
  beadle batch list
  beadle batch list --limit 5 -o json")]
    List(OfUser),
    /// Shows a batch with its counts.
    #[command(after_help = "Examples:
  beadle batch view nov
  beadle batch view nov -o json")]
    View(Named),
    /// Follows a batch until all of it has ended.
    #[command(after_help = "Examples:
  beadle batch watch ok
  beadle batch watch ok --timeout 60s -o json")]
    Watch(Watch),
    /// Cancels what has not ended.
    #[command(after_help = "Examples:
  beadle batch cancel nov -y
  beadle batch cancel nov -y -o json")]
    Cancel(Named),
}

/// The options of `beadle batch watch`.
#[derive(Debug, Args)]
pub struct Watch {
    #[command(flatten)]
    one: Named,
    /// How long to wait: exit code 8 if it still runs then.
    #[arg(long, value_name = "DURATION", value_parser = input::span)]
    timeout: Option<std::time::Duration>,
}

impl Batch {
    /// Runs the command.
    ///
    /// # Errors
    /// [`crate::client::Error`].
    pub async fn run(self, session: &Session) -> Result<()> {
        match self {
            Self::Create(options) => options.run(session).await,
            Self::List(options) => options.list(session, Noun::Batch, shown::COLUMNS).await,
            Self::View(one) => {
                let batch = session.client.get(&one.path(session, Noun::Batch).await?).await?;
                session.output.item(shown::FIELDS, &batch)
            }
            Self::Watch(options) => {
                let id = lookup::id(&session.client, Noun::Batch, &options.one.name).await?;
                watch::until_end(session, &id, options.timeout).await
            }
            Self::Cancel(one) => cancel(session, &one).await,
        }
    }
}

async fn cancel(session: &Session, one: &Named) -> Result<()> {
    let path = one.path(session, Noun::Batch).await?;
    session.output.confirm(&format!("Cancel what has not ended of {}?", one.name))?;
    let mut cancelled = Vec::new();
    let mut body = json!({});
    loop {
        let mut page = session.client.post(&format!("{path}/cancel"), &body).await?;
        for result in page["results"].as_array().into_iter().flatten() {
            // What has ended meanwhile can't be cancelled any more, and need not be.
            if result["problem"].is_null() {
                cancelled.push(result["execution_id"].clone());
            }
        }
        if page["next_cursor"].is_null() {
            break;
        }
        body["cursor"] = page["next_cursor"].take();
    }
    let sentence = format!("{} cancelled", cancelled.len());
    session.output.done(&sentence, &json!({"id": path.rsplit('/').next(), "execution_ids": cancelled}))
}
