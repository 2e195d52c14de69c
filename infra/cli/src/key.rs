//! `beadle key create --local` and `beadle key revoke --local`: API keys of the store on this machine, also beside the server that
//! runs on it. So an operator gets the first one, without a key or a token.

use std::sync::Arc;

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
use clap::{Args, Subcommand};
use serde_json::{Map, Value, json};

use crate::data_dir::DataDir;

/// The user that callers of a server without credentials are.
const OWNER: &str = "local";

/// The options of `beadle key`.
#[derive(Debug, Args)]
pub struct Options {
    #[command(subcommand)]
    command: KeyCommand,
}

#[derive(Debug, Subcommand)]
enum KeyCommand {
    /// Creates an API key and prints it; it is not shown again.
    Create(CreateOptions),
    /// Revokes an API key, by the id that was told when it was created.
    Revoke(RevokeOptions),
}

/// The options of `beadle key revoke`.
#[derive(Debug, Args)]
struct RevokeOptions {
    /// The id of the key, such as `key_3f8a1c2b4d5e8f60a1b2c3d4e5f60718`.
    id: String,
    /// Revoke a key of the store of this machine.
    #[arg(long, required = true)]
    local: bool,
    #[command(flatten)]
    data_dir: DataDir,
}

/// The options of `beadle key create`.
#[derive(Debug, Args)]
struct CreateOptions {
    /// Write the key into the store of this machine.
    #[arg(long, required = true)]
    local: bool,
    #[command(flatten)]
    data_dir: DataDir,
    /// The user as whom it acts.
    #[arg(long, default_value = OWNER)]
    owner: String,
    /// The role: viewer, user, operator or admin.
    #[arg(long, default_value = Role::Admin.as_str())]
    role: String,
    /// A scope of the role that it has: read, execute, write or admin. Repeat it for several; all by default.
    #[arg(long = "scope", value_name = "SCOPE")]
    scopes: Vec<String>,
    /// Its name.
    #[arg(long, default_value = "local")]
    name: String,
    /// The time from which on it is invalid, such as 2030-01-01T00:00:00Z; never by default.
    #[arg(long, value_name = "TIME")]
    expires_at: Option<String>,
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

/// Creates or revokes a key.
///
/// # Errors
/// [`KeyError`]; then the keys are as they were.
pub fn run(options: &Options) -> Result<(), KeyError> {
    let system = |error: &dyn std::fmt::Display| KeyError::System(error.to_string());
    let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(|error| system(&error))?;
    match &options.command {
        KeyCommand::Create(options) => runtime.block_on(create(options)),
        KeyCommand::Revoke(options) => runtime.block_on(revoke(options)),
    }
}

async fn create(options: &CreateOptions) -> Result<(), KeyError> {
    let clock = Arc::new(SystemClock);
    let now = clock.now();
    let owner = OwnerId::of_caller(options.owner.as_str()).map_err(KeyError::Owner)?;
    if owner.is_reserved() {
        return Err(KeyError::Reserved);
    }
    let draft = ApiKeyDraft::parse_at(&options.body(), now, &Path::body()).map_err(KeyError::Draft)?;
    let service = service(&options.data_dir, clock)?;
    let generated = auth::generate_api_key().map_err(|error| KeyError::System(error.to_string()))?;
    let by = Principal::in_person(owner, Role::Admin);
    let key = service.create(Call::new(&by, now), draft, generated.hash).await?;
    println!("{}", generated.text);
    let (id, role) = (key.id, key.role.as_str());
    eprintln!("beadle: created {id} of {} with the role {role}; the key is not shown again", key.owner);
    Ok(())
}

async fn revoke(options: &RevokeOptions) -> Result<(), KeyError> {
    let clock = Arc::new(SystemClock);
    let now = clock.now();
    let id = options.id.parse().map_err(|_| KeyError::Id(options.id.clone()))?;
    let by = Principal::in_person(OwnerId::of_caller(OWNER).map_err(KeyError::Owner)?, Role::Admin);
    let key = service(&options.data_dir, clock)?.delete(Call::new(&by, now), id).await?;
    eprintln!("beadle: revoked {} of {}", key.id, key.owner);
    Ok(())
}

/// The service over the store in the data folder. Whoever may write its files may do everything with it, so callers are admins.
fn service(data_dir: &DataDir, clock: Arc<SystemClock>) -> Result<ApiKeyService, KeyError> {
    let folder = DataFolder::new(data_dir.folder(&Environment::process()));
    Ok(ApiKeyService { api_keys: Arc::new(folder.api_keys(clock)?) })
}

impl CreateOptions {
    /// The options as the body of a request that creates a key.
    fn body(&self) -> Value {
        let scopes = match &self.scopes[..] {
            [] => Scope::ALL.into_iter().map(Scope::as_str).collect(),
            scopes => scopes.iter().map(String::as_str).collect::<Vec<_>>(),
        };
        let mut body = Map::new();
        body.insert("name".to_owned(), json!(self.name));
        body.insert("role".to_owned(), json!(self.role));
        body.insert("scopes".to_owned(), json!(scopes));
        if let Some(time) = &self.expires_at {
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
        let option = if member == "scopes" { "scope".to_owned() } else { member.replace('_', "-") };
        let hint = violation.hint.as_ref().map_or_else(String::new, |hint| format!(" ({hint})"));
        format!("--{option} {}{hint}", violation.message)
    };
    violations.iter().map(line).collect::<Vec<_>>().join("; ")
}
