//! `beadle key`: API keys.

mod local;

use std::time::Duration;

use beadle_values::duration;
use clap::{Args, Subcommand};
use jiff::Timestamp;
use reqwest::Method;
use serde_json::{Map, Value, json};

use super::{Session, input};
use crate::{
    client::{
        Result,
        lookup::{self, Noun},
        with_query,
    },
    output::{
        Column, bar,
        cell::{self, column},
    },
};

/// A command about API keys.
#[derive(Debug, Subcommand)]
pub enum Key {
    /// Lists API keys, newest first; never the keys themselves.
    #[command(after_help = "Examples:
  beadle key list
  beadle key list -o id")]
    List {
        /// Those of another user; for admins.
        #[arg(long, value_name = "USER")]
        user: Option<String>,
    },
    /// Makes an API key, which is shown this once.
    #[command(after_help = "Examples:
  beadle key create reports --role viewer --scope read --expires-in 90d
  beadle key create deploy -o json")]
    Create(Create),
    /// Makes a key like another one, and revokes that one.
    #[command(after_help = "Examples:
  beadle key rotate ci -y
  beadle key rotate ci --overlap 1s -y")]
    Rotate(Rotate),
    /// Revokes an API key for good.
    #[command(after_help = "Examples:
  beadle key revoke reports -y
  beadle key revoke deploy -y -o json")]
    Revoke {
        /// Its name or id, or the beginning of it; the id with `--local`.
        key: String,
        #[command(flatten)]
        local: local::Options,
    },
}

/// The options of `beadle key create`.
#[derive(Debug, Args)]
pub struct Create {
    /// Its name.
    #[arg(required_unless_present = "local")]
    name: Option<String>,
    /// What it may do at most: viewer, user, operator or admin. With `--local` admin unless given.
    #[arg(long)]
    role: Option<String>,
    /// What it is for: read, execute, write or admin; may be repeated. The first three unless given, with `--local` all.
    #[arg(long = "scope", value_name = "SCOPE")]
    scopes: Vec<String>,
    /// How long it is valid.
    #[arg(long, value_name = "DURATION", value_parser = input::span)]
    expires_in: Option<Duration>,
    #[command(flatten)]
    local: local::Options,
    /// The user as whom it acts, with `--local`; `local` unless given.
    #[arg(long, value_name = "USER", requires = "local")]
    owner: Option<String>,
}

/// The scopes of a key that is given none.
const SCOPES: [&str; 3] = ["read", "execute", "write"];

/// The options of `beadle key rotate`.
#[derive(Debug, Args)]
pub struct Rotate {
    /// The name or id of the key to replace, or the beginning of it.
    key: String,
    /// How long both are valid: the command waits meanwhile, and then revokes the other one.
    #[arg(long, value_name = "DURATION", value_parser = input::span)]
    overlap: Option<Duration>,
    /// Leave the other one valid, until `beadle key revoke`.
    #[arg(long, conflicts_with = "overlap")]
    keep: bool,
}

const COLUMNS: &[Column] = &[
    column("ID", |key| cell::text(&key["id"])),
    column("NAME", |key| cell::text(&key["name"])),
    column("ROLE", |key| cell::text(&key["role"])),
    column("SCOPES", |key| cell::text(&key["scopes"])),
    column("CREATED", |key| cell::ago(&key["created_at"])),
    column("LAST USED", |key| cell::ago(&key["last_used_at"])),
    column("EXPIRES", |key| cell::ago(&key["expires_at"])),
];

const FIELDS: &[Column] = &[
    column("id", |key| cell::text(&key["id"])),
    column("name", |key| cell::text(&key["name"])),
    column("role", |key| cell::text(&key["role"])),
    column("scopes", |key| cell::text(&key["scopes"])),
    column("expires", |key| cell::text(&key["expires_at"])),
    column("key", |key| cell::text(&key["key"])),
];

/// The members of the body, and the options that set them.
const FLAGS: &[(&str, &str)] =
    &[("name", "NAME"), ("role", "--role"), ("scopes", "--scope"), ("expires_at", "--expires-in")];

impl Key {
    /// Runs the command.
    ///
    /// # Errors
    /// [`crate::client::Error`].
    pub async fn run(self, session: impl FnOnce() -> Result<Session>) -> Result<()> {
        match self {
            Self::Create(options) if options.local.local => options.run_locally().await,
            Self::Revoke { key, local } if local.local => Ok(local::revoke(&local, &key).await?),
            command => command.run_remotely(&session()?).await,
        }
    }

    async fn run_remotely(self, session: &Session) -> Result<()> {
        match self {
            Self::List { user } => {
                let path = with_query(Noun::Key.list(), &[("user_id", user)]);
                let keys = session.client.get(&path).await?;
                session.output.list(COLUMNS, keys["api_keys"].as_array().map_or(&[], Vec::as_slice))
            }
            Self::Create(options) => options.run(session).await,
            Self::Rotate(options) => options.run(session).await,
            Self::Revoke { key, .. } => {
                let id = lookup::id(&session.client, Noun::Key, &key).await?;
                session.output.confirm(&format!("Revoke {key} ({id})? It can't be taken back."))?;
                revoke(session, &id).await?;
                session.output.done(&format!("{id}  revoked"), &json!({"id": id}))
            }
        }
    }
}

impl Create {
    async fn run(self, session: &Session) -> Result<()> {
        let expires = self.expires_at().map(|time| time.to_string());
        let mut body = Map::new();
        input::set(&mut body, "name", self.name);
        input::set(&mut body, "role", self.role);
        let scopes = if self.scopes.is_empty() { json!(SCOPES) } else { json!(self.scopes) };
        body.insert("scopes".to_owned(), scopes);
        input::set(&mut body, "expires_at", expires);
        create(session, body).await
    }

    async fn run_locally(self) -> Result<()> {
        let expires_at = self.expires_at();
        let Self { name, role, scopes, local, owner, .. } = self;
        Ok(local::create(&local, &local::Wanted { owner, name, role, scopes, expires_at }).await?)
    }

    fn expires_at(&self) -> Option<Timestamp> {
        self.expires_in.map(|span| duration::after(Timestamp::now(), span))
    }
}

async fn create(session: &Session, body: Map<String, Value>) -> Result<()> {
    let key = session.client.post(Noun::Key.list(), &Value::Object(body)).await;
    session.output.item(FIELDS, &key.map_err(|error| error.under(FLAGS))?)?;
    session.output.note("the key is shown this once: keep it now");
    Ok(())
}

async fn revoke(session: &Session, id: &str) -> Result<()> {
    session.client.send(Method::DELETE, &format!("{}/{id}", Noun::Key.list()), None, &[]).await?;
    Ok(())
}

impl Rotate {
    async fn run(self, session: &Session) -> Result<()> {
        let id = lookup::id(&session.client, Noun::Key, &self.key).await?;
        if !self.keep {
            session.output.confirm(&format!("Replace {} and revoke {id}?", self.key))?;
        }
        let keys = session.client.get(Noun::Key.list()).await?;
        let keys = keys["api_keys"].as_array().into_iter().flatten();
        let old = keys.into_iter().find(|key| key["id"].as_str() == Some(&id)).cloned().unwrap_or_default();
        let mut body = Map::new();
        for member in ["name", "role", "scopes"] {
            body.insert(member.to_owned(), old[member].clone());
        }
        input::set(&mut body, "expires_at", expires_like(&old, Timestamp::now()));
        create(session, body).await?;
        if self.keep {
            session
                .output
                .note(&format!("{id} is still valid: `beadle key revoke {id}` once nothing uses it"));
            return Ok(());
        }
        if let Some(overlap) = self.overlap {
            session
                .output
                .note(&format!("{id} stays valid for {}", cell::elapsed(duration::millis(overlap))));
            let spinner = bar::spinner(&session.output, "both are valid");
            tokio::time::sleep(overlap).await;
            spinner.finish_and_clear();
        }
        // The new one is there before the old one goes.
        revoke(session, &id).await?;
        session.output.note(&format!("{id} is revoked"));
        Ok(())
    }
}

/// When a key expires that is valid as long as `old` was.
fn expires_like(old: &Value, now: Timestamp) -> Option<String> {
    let time = |member: &str| old[member].as_str().and_then(|text| text.parse::<Timestamp>().ok());
    let valid = duration::between(time("created_at")?, time("expires_at")?);
    Some(duration::after(now, valid).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_replaces_another_is_valid_as_long() {
        let now: Timestamp = "2027-03-01T00:00:00Z".parse().unwrap();
        let old = json!({"created_at": "2027-01-01T00:00:00Z", "expires_at": "2027-01-31T00:00:00Z"});
        assert_eq!(expires_like(&old, now).as_deref(), Some("2027-03-31T00:00:00Z"));
        assert_eq!(
            expires_like(&json!({"created_at": "2027-01-01T00:00:00Z", "expires_at": null}), now),
            None
        );
    }
}
