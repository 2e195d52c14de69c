//! Configs as records.

use beadle_values::{
    id::OwnerId,
    violation::{Path, Violations},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{Record, RecordKind, Stamp, record::stored};
use crate::{
    config::{Config, ConfigDraft},
    execution::IdempotencyStamp,
    masking,
};

/// What only Beadle writes of a config.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct State {
    created_at: Timestamp,
    updated_at: Timestamp,
    version: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    idempotency: Option<IdempotencyStamp>,
}

/// `config` as a record. Credentials are masked.
pub fn record(config: &Config) -> Record {
    let mut shown = config.clone();
    masking::mask_headers(&mut shown.profile.headers);
    if let Some(connection) = &mut shown.profile.connection {
        masking::mask_connection(connection);
    }
    let Config { created_at, updated_at, version, idempotency, .. } = shown.clone();
    let state = State { created_at, updated_at, version, idempotency };
    let members = Value::Object(ConfigDraft::document(&shown));
    Record::new(RecordKind::Config, config.id, [("members", members), ("state", stored(&state))])
}

/// The config of `owner` that `record` describes.
///
/// # Errors
/// All violations of its members, or those of its state.
pub fn read(record: &Record, owner: &OwnerId, now: Timestamp) -> Result<Config, Violations> {
    let id = record.id()?;
    let state: State = record.stored("state")?;
    let State { created_at, updated_at, version, idempotency } = state;
    Stamp { created_at, updated_at, version }.check(now, &Path::body().key("state"))?;
    let draft = ConfigDraft::parse(record.part("members")?, &Path::body())?;
    let ConfigDraft { key, name, description, shared, profile, plan } = draft;
    Ok(Config {
        id,
        owner: owner.clone(),
        key,
        name,
        description,
        shared,
        profile,
        plan,
        created_at,
        updated_at,
        updated_by: owner.clone(),
        version,
        idempotency,
    })
}
