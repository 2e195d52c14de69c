//! `beadle exec`: executions.

mod filter;
mod follow;
mod shown;

use clap::{Args, Subcommand};
use serde_json::{Value, json};

pub use self::{
    filter::{FLAGS as FILTER_FLAGS, Filter},
    follow::{outcome, until_end},
    shown::{COLUMNS, EVENT, FIELDS},
};
use super::{
    Session, input,
    run::{self, Wait},
    saved::{self, HowMany},
};
use crate::{
    client::{
        Pages, Result,
        lookup::{self, Noun},
    },
    output::{
        Column, Format,
        cell::{self, column},
    },
};

/// A command about executions.
#[derive(Debug, Subcommand)]
pub enum Exec {
    /// Lists executions, newest first.
    #[command(after_help = "Examples:
  beadle exec list --status failed --since 1h
  beadle exec list --config shop --limit 5 -o id")]
    List(Box<List>),
    /// Shows an execution.
    #[command(after_help = "Examples:
  beadle exec view exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70
  beadle exec view exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70 -o json")]
    View(One),
    /// Follows an execution until it has ended.
    #[command(after_help = "Examples:
  beadle exec watch exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70
  beadle exec watch exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70 --timeout 60s -o ndjson")]
    Watch(Watch),
    /// Shows the logs of an execution, oldest first.
    #[command(after_help = "Examples:
  beadle exec logs exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70
  beadle exec logs exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70 -o ndjson")]
    Logs(One),
    /// Says why an execution is as it is, and what comes next.
    #[command(after_help = "Examples:
  beadle exec explain exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70
  beadle exec explain exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f70 -o json")]
    Explain(One),
    /// Cancels executions.
    #[command(after_help = "Examples:
  beadle exec cancel exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f71
  beadle exec cancel exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f72 -o json")]
    Cancel(Several),
    /// Runs an execution again that has failed or was cancelled.
    #[command(after_help = "Examples:
  beadle exec retry exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f71
  beadle exec retry exe_0198c1f4a2b37c7e9d1a2b3c4d5e6f72 --wait --timeout 60s")]
    Retry(Retry),
}

/// The options of `beadle exec list`.
#[derive(Debug, Args)]
pub struct List {
    #[command(flatten)]
    filter: Filter,
    /// The oldest first.
    #[arg(long)]
    oldest: bool,
    #[command(flatten)]
    amount: HowMany,
}

/// One execution.
#[derive(Debug, Args)]
pub struct One {
    /// Its id, or the beginning of it.
    id: String,
}

/// Several executions.
#[derive(Debug, Args)]
pub struct Several {
    /// Their ids, or the beginnings of them.
    #[arg(required = true)]
    ids: Vec<String>,
}

/// The options of `beadle exec watch`.
#[derive(Debug, Args)]
pub struct Watch {
    #[command(flatten)]
    one: One,
    /// How long to wait: exit code 8 if it still runs then.
    #[arg(long, value_name = "DURATION", value_parser = input::span)]
    timeout: Option<std::time::Duration>,
}

/// The options of `beadle exec retry`.
#[derive(Debug, Args)]
pub struct Retry {
    #[command(flatten)]
    one: One,
    /// Run the task as it is now, in place of the request as it was.
    #[arg(long)]
    current: bool,
    #[command(flatten)]
    wait: Wait,
}

const LOG: &[Column] = &[
    column("TIME", |line| cell::text(&line["timestamp"])),
    column("LEVEL", |line| cell::text(&line["level"])),
    column("MESSAGE", |line| cell::text(&line["message"])),
];

impl Exec {
    /// Runs the command.
    ///
    /// # Errors
    /// [`crate::client::Error`].
    pub async fn run(self, session: &Session) -> Result<()> {
        match self {
            Self::List(options) => options.run(session).await,
            Self::View(one) => {
                let execution = session.client.get(&one.path(session).await?).await?;
                session.output.item(FIELDS, &execution)
            }
            Self::Watch(options) => options.run(session).await,
            Self::Logs(one) => one.logs(session).await,
            Self::Explain(one) => one.explain(session).await,
            Self::Cancel(several) => several.cancel(session).await,
            Self::Retry(options) => {
                let path = format!("{}/retry", options.one.path(session).await?);
                let body = repetition(options.current);
                let started =
                    run::start(session, &path, &body, &input::idempotency_key(), &options.wait).await;
                started.map_err(|error| error.under(&[("with", "--current")]))
            }
        }
    }
}

/// The body that runs an execution again: with its task as it is now, or as it was.
pub fn repetition(current: bool) -> Value {
    if current { json!({"with": "current"}) } else { json!({}) }
}

impl List {
    async fn run(self, session: &Session) -> Result<()> {
        let mut query = self.filter.query(session).await?;
        query.push(("sort", self.oldest.then(|| "created_at".to_owned())));
        let pages = Pages::new(
            &session.client,
            Noun::Execution.list(),
            Noun::Execution.member(),
            query,
            self.amount.amount(),
        );
        saved::list(session, pages, COLUMNS, FILTER_FLAGS).await
    }
}

impl One {
    async fn path(&self, session: &Session) -> Result<String> {
        lookup::path(&session.client, Noun::Execution, &self.id).await
    }

    async fn logs(&self, session: &Session) -> Result<()> {
        let mut answer = session.client.get(&format!("{}/logs", self.path(session).await?)).await?;
        let mut lines = match answer["logs"].take() {
            Value::Array(lines) => lines,
            _ => Vec::new(),
        };
        lines.reverse();
        session.output.list(LOG, &lines)
    }

    async fn explain(&self, session: &Session) -> Result<()> {
        let explanation = session.client.get(&format!("{}/explain", self.path(session).await?)).await?;
        if session.output.format() != Format::Table {
            return session.output.item(&[], &explanation);
        }
        session.output.text(&shown::explanation(&explanation))
    }
}

impl Watch {
    async fn run(self, session: &Session) -> Result<()> {
        let id = lookup::id(&session.client, Noun::Execution, &self.one.id).await?;
        let shown = |execution: &Value| session.output.event(shown::EVENT, execution);
        let ended = until_end(session, &id, self.timeout, shown).await?;
        outcome(&ended)
    }
}

impl Several {
    async fn cancel(&self, session: &Session) -> Result<()> {
        for given in &self.ids {
            let path = lookup::path(&session.client, Noun::Execution, given).await?;
            let cancelled = session.client.post(&format!("{path}/cancel"), &json!({})).await?;
            let text = |member: &str| cancelled[member].as_str().unwrap_or_default().to_owned();
            let asked =
                cancelled["cancel_requested"].as_bool() == Some(true) && text("status") != "cancelled";
            let status = if asked { "is asked to stop".to_owned() } else { text("status") };
            session.output.done(&format!("{}  {status}", text("id")), &cancelled)?;
        }
        Ok(())
    }
}
