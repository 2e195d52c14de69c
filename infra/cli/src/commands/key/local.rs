//! `beadle key create --local` and `beadle key revoke --local`: API keys of the store on this machine, also beside the server that
//! runs on it. So an operator gets the first one, without a key or a token.

use std::{path::PathBuf, sync::Arc};

use beadle_api::auth;
use beadle_application::{Call, Error, api_key::ApiKeyService, port::Clock};
use beadle_domain::{
    access::{Principal, Role, Scope},
    api_key::ApiKeyDraft,
};
use beadle_embedded::{DataFolder, MaintenanceError};
use beadle_runtime::{Environment, system::SystemClock};
use beadle_values::{
    id::{InvalidOwner, OwnerId},
    violation::{Path, Violation, Violations},
};
use clap::Args;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::{client, data_dir::DataDir};

/// The user that callers of a server without credentials are, and the name of a key that is given none.
const LOCAL: &str = "local";

/// That a key is one of the store on this machine.
#[derive(Debug, Args)]
pub struct Options {
    /// Work on the store of this machine, without a server or beside it.
    #[arg(long)]
    pub(super) local: bool,
    /// The folder that contains the store, with `--local`. Also `TASK_DATA_DIR`; `.beadle` by default.
    #[arg(long, value_name = "FOLDER", requires = "local")]
    data_dir: Option<PathBuf>,
}

/// A key to be made.
#[derive(Debug)]
pub struct Wanted {
    /// The user as whom it acts; `local` unless given.
    pub owner: Option<String>,
    /// Its name; `local` unless given.
    pub name: Option<String>,
    /// Its role; admin unless given.
    pub role: Option<String>,
    /// Its scopes; all of the role if there are none.
    pub scopes: Vec<String>,
    /// The time from which on it is invalid, if there is one.
    pub expires_at: Option<Timestamp>,
}

/// Why no key was created. Each message is for the terminal.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The store can't be used.
    #[error(transparent)]
    Store(#[from] MaintenanceError),
    /// The owner is no name of a user.
    #[error("--owner {0}")]
    Owner(InvalidOwner),
    /// The owner is the system.
    #[error("--owner must not begin with system:")]
    Reserved,
    /// The text is no id of a key.
    #[error("{0} is no id of an API key, such as key_3f8a1c2b4d5e8f60a1b2c3d4e5f60718")]
    Id(String),
    /// The key is not one that can be created.
    #[error("{}", shown(.0))]
    Draft(Violations),
    /// The service has not created it.
    #[error(transparent)]
    Refused(#[from] Error),
    /// The system has no randomness or no threads.
    #[error("system error: {0}")]
    System(String),
}

impl From<KeyError> for client::Error {
    fn from(error: KeyError) -> Self {
        match error {
            KeyError::Owner(_) | KeyError::Reserved | KeyError::Id(_) | KeyError::Draft(_) => {
                Self::Usage(error.to_string())
            }
            KeyError::Store(_) | KeyError::Refused(_) | KeyError::System(_) => {
                Self::Failed(error.to_string())
            }
        }
    }
}

/// Makes a key and prints it.
///
/// # Errors
/// [`KeyError`]; then the keys are as they were.
pub async fn create(options: &Options, wanted: &Wanted) -> Result<(), KeyError> {
    let clock = Arc::new(SystemClock);
    let now = clock.now();
    let owner = OwnerId::of_caller(wanted.owner.as_deref().unwrap_or(LOCAL)).map_err(KeyError::Owner)?;
    if owner.is_reserved() {
        return Err(KeyError::Reserved);
    }
    let draft = ApiKeyDraft::parse_at(&wanted.body(), now, &Path::body()).map_err(KeyError::Draft)?;
    let service = service(options, clock)?;
    let generated = auth::generate_api_key().map_err(|error| KeyError::System(error.to_string()))?;
    let by = Principal::in_person(owner, Role::Admin);
    let key = service.create(Call::new(&by, now), draft, generated.hash).await?;
    println!("{}", generated.text);
    let (id, role) = (key.id, key.role.as_str());
    eprintln!("beadle: created {id} of {} with the role {role}; the key is not shown again", key.owner);
    Ok(())
}

/// Revokes the key with this id.
///
/// # Errors
/// [`KeyError`]; then the keys are as they were.
pub async fn revoke(options: &Options, id: &str) -> Result<(), KeyError> {
    let clock = Arc::new(SystemClock);
    let now = clock.now();
    let id = id.parse().map_err(|_| KeyError::Id(id.to_owned()))?;
    let by = Principal::in_person(OwnerId::of_caller(LOCAL).map_err(KeyError::Owner)?, Role::Admin);
    let key = service(options, clock)?.delete(Call::new(&by, now), id).await?;
    eprintln!("beadle: revoked {} of {}", key.id, key.owner);
    Ok(())
}

/// The service over the store in the data folder. Whoever may write its files may do everything with it, so callers are admins.
fn service(options: &Options, clock: Arc<SystemClock>) -> Result<ApiKeyService, KeyError> {
    let folder =
        DataFolder::new(DataDir { data_dir: options.data_dir.clone() }.folder(&Environment::process()));
    Ok(ApiKeyService { api_keys: Arc::new(folder.api_keys(clock)?) })
}

impl Wanted {
    /// The body of a request that creates a key.
    fn body(&self) -> Value {
        let scopes = match &self.scopes[..] {
            [] => Scope::ALL.into_iter().map(Scope::as_str).collect(),
            scopes => scopes.iter().map(String::as_str).collect::<Vec<_>>(),
        };
        let mut body = Map::new();
        body.insert("name".to_owned(), json!(self.name.as_deref().unwrap_or(LOCAL)));
        body.insert("role".to_owned(), json!(self.role.as_deref().unwrap_or(Role::Admin.as_str())));
        body.insert("scopes".to_owned(), json!(scopes));
        if let Some(time) = self.expires_at {
            body.insert("expires_at".to_owned(), json!(time));
        }
        Value::Object(body)
    }
}

/// All violations, each with its option.
fn shown(violations: &Violations) -> String {
    let line = |violation: &Violation| {
        let place = violation.path.to_string();
        let member = place.trim_start_matches("body.").split('[').next().unwrap_or(&place);
        let option = match member {
            "scopes" => "scope",
            "expires_at" => "expires-in",
            other => other,
        };
        let hint = violation.hint.as_ref().map_or_else(String::new, |hint| format!(" ({hint})"));
        format!("--{option} {}{hint}", violation.message)
    };
    violations.iter().map(line).collect::<Vec<_>>().join("; ")
}
