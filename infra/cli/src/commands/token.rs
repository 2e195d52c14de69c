//! `beadle token`: tokens (RFC 7519) made on this machine, with the secret that the server checks them with.

use std::{path::PathBuf, time::Duration};

use beadle_values::duration;
use clap::{Args, Subcommand, ValueEnum};
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use super::input;
use crate::{
    client::{Error, Result},
    output::{Format, Output},
};

/// The variable with the secret, as the server reads it.
const SECRET: &str = "JWT_SECRET";
/// The shortest secret that the server takes, in bytes: the length of the hash (RFC 7518 section 3.2).
const SHORTEST_SECRET: usize = 32;

/// A command about tokens.
#[derive(Debug, Subcommand)]
pub enum Token {
    /// Makes a token for HS256, without a server: the secret is in `JWT_SECRET`, or in a file.
    #[command(after_help = "Examples:
  beadle token create --sub ada --role admin --ttl 1h
  beadle token create --sub ci --role user --ttl 10m -o json")]
    Create(Create),
}

/// What a caller may do.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Role {
    /// Sees.
    Viewer,
    /// Has tasks.
    User,
    /// Sees and steers all.
    Operator,
    /// May do all.
    Admin,
}

/// The options of `beadle token create`.
#[derive(Debug, Args)]
pub struct Create {
    /// Who the token is for.
    #[arg(long, value_name = "USER")]
    sub: String,
    /// What that user may do; may be repeated.
    #[arg(long = "role", value_enum, value_name = "ROLE", default_values_t = [Role::User])]
    roles: Vec<Role>,
    /// How long it is valid.
    #[arg(long, value_name = "DURATION", value_parser = input::span, default_value = "1h")]
    ttl: Duration,
    /// The subscription level.
    #[arg(long)]
    level: Option<String>,
    /// The issuer, where the server checks it.
    #[arg(long, env = "JWT_ISSUER", value_name = "TEXT")]
    issuer: Option<String>,
    /// The audience, where the server checks it.
    #[arg(long, env = "JWT_AUDIENCE", value_name = "TEXT")]
    audience: Option<String>,
    /// The file with the secret.
    #[arg(long, value_name = "FILE")]
    secret_file: Option<PathBuf>,
}

impl Token {
    /// Runs the command.
    ///
    /// # Errors
    /// [`Error::Usage`] without a secret, or with one that the server does not take.
    pub fn run(self, output: &Output) -> Result<()> {
        let Self::Create(options) = self;
        let secret = options.secret()?;
        let claims = options.claims(Timestamp::now());
        let token = encode(&claims, &secret)?;
        match output.format() {
            Format::Table | Format::Id => output.text(&token),
            Format::Json | Format::Ndjson => output.item(&[], &json!({"token": token, "claims": claims})),
        }
    }
}

/// What a token says.
pub struct Claims<'a> {
    /// Who it is for.
    pub sub: &'a str,
    /// What that user may do.
    pub roles: &'a [&'a str],
    /// How long it is valid.
    pub ttl: Duration,
    /// The subscription level.
    pub level: Option<&'a str>,
    /// The issuer.
    pub issuer: Option<&'a str>,
    /// The audience.
    pub audience: Option<&'a str>,
}

impl Claims<'_> {
    /// A token that says so, from now on.
    ///
    /// # Errors
    /// [`Error::Failed`] if it can't be signed.
    pub fn sign(&self, secret: &str) -> Result<String> {
        encode(&self.json(Timestamp::now()), secret)
    }

    fn json(&self, now: Timestamp) -> Value {
        let mut claims = json!({
            "sub": self.sub,
            "roles": self.roles,
            "iat": now.as_second(),
            "exp": duration::after(now, self.ttl).as_second(),
        });
        let more = [("subscription_level", self.level), ("iss", self.issuer), ("aud", self.audience)];
        for (name, value) in more {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                claims[name] = json!(value);
            }
        }
        claims
    }
}

fn encode(claims: &Value, secret: &str) -> Result<String> {
    let key = EncodingKey::from_secret(secret.as_bytes());
    jsonwebtoken::encode(&Header::new(Algorithm::HS256), claims, &key)
        .map_err(|error| Error::Failed(format!("can't sign: {error}")))
}

impl Create {
    fn secret(&self) -> Result<String> {
        let secret = match &self.secret_file {
            Some(file) => std::fs::read_to_string(file)
                .map(|text| text.trim_end_matches(['\r', '\n']).to_owned())
                .map_err(|error| Error::Usage(format!("--secret-file: {}: {error}", file.display())))?,
            None => std::env::var(SECRET)
                .map_err(|_| Error::Usage(format!("no secret: set {SECRET}, or say --secret-file")))?,
        };
        if secret.len() < SHORTEST_SECRET {
            return Err(Error::Usage(format!("the secret must have {SHORTEST_SECRET} bytes or more")));
        }
        Ok(secret)
    }

    fn claims(&self, now: Timestamp) -> Value {
        let roles: Vec<_> = self.roles.iter().filter_map(ValueEnum::to_possible_value).collect();
        let roles: Vec<&str> = roles.iter().map(|role| role.get_name()).collect();
        let claims = Claims {
            sub: &self.sub,
            roles: &roles,
            ttl: self.ttl,
            level: self.level.as_deref(),
            issuer: self.issuer.as_deref(),
            audience: self.audience.as_deref(),
        };
        claims.json(now)
    }
}
