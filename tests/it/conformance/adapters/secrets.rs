//! Secrets on one machine, in a file of their own.

use std::{fs, io::Write as _, os::unix::fs::OpenOptionsExt as _, path::PathBuf, sync::Arc};

use async_trait::async_trait;
use beadle_runtime::{Environment, LocalSecrets};
use serde_json::{Map, Value};
use tempfile::TempDir;

use crate::conformance::secrets::{Fixture, SecretWriter};

/// A file of secrets.
pub async fn file() -> anyhow::Result<Fixture> {
    let folder = TempDir::new()?;
    let file = SecretsFile(folder.path().join("secrets.json"));
    file.write(&Map::new())?;
    let store = LocalSecrets::open(Some(file.0.clone()), Environment::of::<&str, &str>([]))?;
    Ok(Fixture { store: Arc::new(store), writer: Box::new(file), _held: Box::new(folder) })
}

struct SecretsFile(PathBuf);

impl SecretsFile {
    /// Replaces the file by a new one, as editors do.
    fn write(&self, secrets: &Map<String, Value>) -> anyhow::Result<()> {
        let fresh = self.0.with_extension("new");
        let mut file =
            fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&fresh)?;
        file.write_all(serde_json::to_string(secrets)?.as_bytes())?;
        Ok(fs::rename(fresh, &self.0)?)
    }
}

#[async_trait]
impl SecretWriter for SecretsFile {
    async fn put(&self, name: &str, value: &str) -> anyhow::Result<()> {
        let mut secrets: Map<String, Value> = serde_json::from_str(&fs::read_to_string(&self.0)?)?;
        secrets.insert(name.to_owned(), value.into());
        self.write(&secrets)
    }
}
