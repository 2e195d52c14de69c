//! `beadle config`: the profiles of destinations, and the gates that protect them.

mod members;
mod shown;

use clap::{Args, Subcommand};
use jiff::Timestamp;
use serde_json::{Value, json};

use self::members::Members;
use super::{
    Session, input,
    saved::{self, Named, OfUser},
};
use crate::client::{Result, lookup::Noun};

/// A command about configs.
#[derive(Debug, Subcommand)]
pub enum Config {
    /// Lists configs, newest first.
    #[command(after_help = "Examples:
  beadle config list
  beadle config list -o ndjson")]
    List(OfUser),
    /// Shows a config.
    #[command(after_help = "Examples:
  beadle config view shop
  beadle config view shop -o json")]
    View(Named),
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
    Gate(Named),
    /// Closes an open circuit breaker, and forgets what slowed the destination down.
    #[command(after_help = "Examples:
  beadle config reset shop
  beadle config reset shop -o json")]
    Reset(Named),
    /// Keeps back all calls to the destination.
    #[command(after_help = "Examples:
  beadle config pause shop --reason 'their maintenance'
  beadle config pause shop --reason 'their maintenance' --for 2h")]
    Pause(Pause),
    /// Lets the calls go again.
    #[command(after_help = "Examples:
  beadle config resume shop
  beadle config resume shop -o json")]
    Resume(Named),
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
    one: Named,
    #[command(flatten)]
    members: Members,
}

/// The options of `beadle config pause`.
#[derive(Debug, Args)]
pub struct Pause {
    #[command(flatten)]
    one: Named,
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
            Self::List(options) => options.list(session, Noun::Config, shown::COLUMNS).await,
            Self::View(one) => {
                let config = session.client.get(&one.path(session, Noun::Config).await?).await?;
                session.output.item(shown::FIELDS, &config)
            }
            Self::Create(options) => {
                saved::create(session, Noun::Config, options.members.body()?, members::FLAGS).await
            }
            Self::Edit(options) => {
                let (path, patch) = (options.one.path(session, Noun::Config).await?, options.members.body()?);
                saved::edit(session, &path, patch, members::FLAGS).await
            }
            Self::Gate(one) => {
                let gate =
                    session.client.get(&format!("{}/gate", one.path(session, Noun::Config).await?)).await?;
                session.output.item(shown::GATE, &gate)
            }
            Self::Reset(one) => act(session, &one, "gate/reset", &json!({})).await,
            Self::Resume(one) => act(session, &one, "resume", &json!({})).await,
            Self::Pause(options) => options.run(session).await,
        }
    }
}

/// Changes the gate and shows it as it is then.
async fn act(session: &Session, one: &Named, action: &str, body: &Value) -> Result<()> {
    let path = one.path(session, Noun::Config).await?;
    let gate = session.client.post(&format!("{path}/{action}"), body).await?;
    session.output.item(shown::GATE, &gate)
}

impl Pause {
    async fn run(self, session: &Session) -> Result<()> {
        let until = self.span.map(|span| beadle_values::duration::after(Timestamp::now(), span).to_string());
        let body = json!({"reason": self.reason, "until": until});
        let flags = [("reason", "--reason"), ("until", "--for")];
        act(session, &self.one, "pause", &body).await.map_err(|error| error.under(&flags))
    }
}
