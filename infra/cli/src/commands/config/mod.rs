//! `beadle config`: the profiles of destinations, and the gates that protect them.

mod members;
mod shown;

use clap::{Args, Subcommand};
use jiff::Timestamp;
use reqwest::Method;
use serde_json::{Value, json};

use self::members::Members;
use super::{
    Session, editor,
    exec::{HowMany, note_more},
    input,
};
use crate::client::{
    Pages, Result,
    lookup::{self, Noun},
};

/// A command about configs.
#[derive(Debug, Subcommand)]
pub enum Config {
    /// Lists configs, newest first.
    #[command(after_help = "Examples:
  beadle config list
  beadle config list -o ndjson")]
    List(List),
    /// Shows a config.
    #[command(after_help = "Examples:
  beadle config view shop
  beadle config view shop -o json")]
    View(One),
    /// Saves a config.
    #[command(after_help = "Examples:
  beadle config create --name stock --base-url http://127.0.0.1:8080 --rate 50/s --concurrency 5
  beadle config create -d '{\"name\": \"billing\", \"base_url\": \"https://billing.example.com\", \"retries\": 5}'")]
    Create(Create),
    /// Changes members of a config; without options in your editor.
    #[command(after_help = "Examples:
  beadle config edit shop --rate 100/m
  beadle config edit shop -d '{\"headers\": {\"X-Team\": \"web\"}}' --timeout 10s")]
    Edit(Edit),
    /// Shows the gate: what it lets through, what waits, and why.
    #[command(after_help = "Examples:
  beadle config gate shop
  beadle config gate shop -o json")]
    Gate(One),
    /// Closes an open circuit breaker, and forgets what slowed the destination down.
    #[command(after_help = "Examples:
  beadle config reset shop
  beadle config reset shop -o json")]
    Reset(One),
    /// Keeps back all calls to the destination.
    #[command(after_help = "Examples:
  beadle config pause shop --reason 'their maintenance'
  beadle config pause shop --reason 'their maintenance' --for 2h")]
    Pause(Pause),
    /// Lets the calls go again.
    #[command(after_help = "Examples:
  beadle config resume shop
  beadle config resume shop -o json")]
    Resume(One),
}

/// The options of `beadle config list`.
#[derive(Debug, Args)]
pub struct List {
    /// Those of another user; for operators and admins.
    #[arg(long, value_name = "USER")]
    user: Option<String>,
    #[command(flatten)]
    amount: HowMany,
}

/// One config.
#[derive(Debug, Args)]
pub struct One {
    /// Its name or id, or the beginning of it.
    config: String,
}

/// The options of `beadle config create`.
#[derive(Debug, Args)]
pub struct Create {
    #[command(flatten)]
    members: Members,
}

/// The options of `beadle config edit`.
#[derive(Debug, Args)]
pub struct Edit {
    #[command(flatten)]
    one: One,
    #[command(flatten)]
    members: Members,
}

/// The options of `beadle config pause`.
#[derive(Debug, Args)]
pub struct Pause {
    #[command(flatten)]
    one: One,
    /// Why: explanations of what waits say it.
    #[arg(long)]
    reason: String,
    /// For how long; until it is resumed without that.
    #[arg(long = "for", value_name = "DURATION", value_parser = input::span)]
    span: Option<std::time::Duration>,
}

impl Config {
    /// Runs the command.
    ///
    /// # Errors
    /// [`crate::client::Error`].
    pub async fn run(self, session: &Session) -> Result<()> {
        match self {
            Self::List(options) => options.run(session).await,
            Self::View(one) => {
                let config = session.client.get(&one.path(session).await?).await?;
                session.output.item(shown::FIELDS, &config)
            }
            Self::Create(options) => options.run(session).await,
            Self::Edit(options) => options.run(session).await,
            Self::Gate(one) => {
                let gate = session.client.get(&format!("{}/gate", one.path(session).await?)).await?;
                session.output.item(shown::GATE, &gate)
            }
            Self::Reset(one) => one.act(session, "gate/reset", &json!({})).await,
            Self::Resume(one) => one.act(session, "resume", &json!({})).await,
            Self::Pause(options) => options.run(session).await,
        }
    }
}

impl List {
    async fn run(self, session: &Session) -> Result<()> {
        let (query, amount) = (vec![("user_id", self.user)], self.amount.amount());
        let pages = Pages::new(&session.client, Noun::Config.list(), "configs", query, amount);
        let (configs, more) = pages.collect().await?;
        session.output.list(shown::COLUMNS, &configs)?;
        note_more(session, more);
        Ok(())
    }
}

impl One {
    async fn path(&self, session: &Session) -> Result<String> {
        lookup::path(&session.client, Noun::Config, &self.config).await
    }

    /// Changes the gate and shows it as it is then.
    async fn act(&self, session: &Session, action: &str, body: &Value) -> Result<()> {
        let path = self.path(session).await?;
        let gate = session.client.post(&format!("{path}/{action}"), body).await?;
        session.output.item(shown::GATE, &gate)
    }
}

impl Create {
    async fn run(self, session: &Session) -> Result<()> {
        let body = Value::Object(self.members.body()?);
        let key = input::idempotency_key();
        let headers = [("idempotency-key", key.as_str())];
        let config = session.client.send(Method::POST, Noun::Config.list(), Some(&body), &headers).await;
        let config = config.map_err(|error| error.under(members::FLAGS))?;
        session.output.done(&shown::sentence(&config, "created"), &config)
    }
}

impl Edit {
    async fn run(self, session: &Session) -> Result<()> {
        let path = self.one.path(session).await?;
        let changed = editor::change(session, &path, self.members.body()?).await;
        match changed.map_err(|error| error.under(members::FLAGS))? {
            Some(config) => session.output.done(&shown::sentence(&config, "changed"), &config),
            None => {
                session.output.note("nothing was changed");
                Ok(())
            }
        }
    }
}

impl Pause {
    async fn run(self, session: &Session) -> Result<()> {
        let until = self.span.map(|span| beadle_values::duration::after(Timestamp::now(), span).to_string());
        let body = json!({"reason": self.reason, "until": until});
        let flags = [("reason", "--reason"), ("until", "--for")];
        self.one.act(session, "pause", &body).await.map_err(|error| error.under(&flags))
    }
}
