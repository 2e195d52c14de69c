//! The first key of a stack: made with a token that its own secret signs, and kept in a profile.

use std::time::Duration;

use beadle_domain::access::{Role, Scope};
use serde_json::json;
use tokio::time::{Instant, sleep};

use super::{super::token, stack::Parameters};
use crate::client::{
    self, Client, Connection, Error, Result,
    lookup::Noun,
    profile::{self, Profile, Profiles},
};

/// How long the token is valid that makes the key.
const TOKEN_LIFETIME: Duration = Duration::from_secs(300);
/// How long the new address may take until it answers.
const PATIENCE: Duration = Duration::from_secs(90);
/// The pause between two questions.
const PAUSE: Duration = Duration::from_secs(2);

/// What became of the first key.
#[derive(Debug, PartialEq, Eq)]
pub enum Kept {
    /// It is new.
    New,
    /// The profile has one that works.
    Before,
    /// The stack takes tokens of somebody else, who has to make it.
    Elsewhere,
}

impl Kept {
    /// Whether a profile has a key.
    pub fn is_kept(&self) -> bool {
        *self != Self::Elsewhere
    }

    /// What a person is told.
    pub fn note(&self, profile: &str) -> String {
        match self {
            Self::New => format!("a key of an admin is kept in the profile {profile}: `beadle -p {profile} exec list`"),
            Self::Before => format!("the profile {profile} has a key that works"),
            Self::Elsewhere => "the stack takes tokens of your issuer: make a key with one of an admin, `BEADLE_TOKEN=… beadle --url … key create`".to_owned(),
        }
    }
}

/// Makes a key of an admin and keeps it in the profile, unless that has one that works.
///
/// # Errors
/// [`Error::Usage`] if the profile is that of another address, and what the requests return.
pub async fn keep(
    name: &str,
    url: &str,
    owner: &str,
    secret: Option<&str>,
    parameters: &Parameters,
) -> Result<Kept> {
    let file = profile::file()?;
    let mut profiles = Profiles::read(&file)?;
    if let Some(known) = profiles.profiles.get(name) {
        if client::parse_url(&known.url)?.origin() != client::parse_url(url)?.origin() {
            return Err(Error::Usage(format!(
                "the stack is deployed, but the profile {name} is for {}: say -p with another name",
                known.url
            )));
        }
        let known = Client::new(Connection::to(known)?)?;
        if answers(&known).await.is_ok() {
            return Ok(Kept::Before);
        }
    }
    let Some(secret) = secret else { return Ok(Kept::Elsewhere) };
    let claims = token::Claims {
        sub: owner,
        roles: &[Role::Admin.as_str()],
        ttl: TOKEN_LIFETIME,
        issuer: parameters.get("JwtIssuer"),
        audience: parameters.get("JwtAudience"),
        level: None,
    };
    let signed = Profile { url: url.to_owned(), api_key: None, token: Some(claims.sign(secret)?) };
    let admin = Client::new(Connection::to(&signed)?)?;
    answers(&admin).await?;
    let scopes = Scope::ALL.map(Scope::as_str);
    let key = json!({"name": "beadle deploy", "role": Role::Admin.as_str(), "scopes": scopes});
    let key = admin.post(Noun::Key.list(), &key).await?;
    let key = key["key"].as_str().ok_or_else(|| Error::Failed("the server made no key".to_owned()))?;
    let kept = Profile { url: url.to_owned(), api_key: Some(key.to_owned()), token: None };
    answers(&Client::new(Connection::to(&kept)?)?).await?;
    profiles.profiles.insert(name.to_owned(), kept);
    profiles.current.get_or_insert_with(|| name.to_owned());
    profiles.write(&file)?;
    Ok(Kept::New)
}

/// Waits until the API answers whoever asks. A new address takes a while until it does.
async fn answers(client: &Client) -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        match client.get("/api/v1/account").await {
            Ok(_) => return Ok(()),
            Err(Error::Refused(problem)) if problem.status < 500 => return Err(Error::Refused(problem)),
            Err(error) if Instant::now() >= deadline => return Err(error),
            Err(_) => sleep(PAUSE).await,
        }
    }
}
