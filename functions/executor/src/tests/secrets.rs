//! A file of secrets, as one machine has it.

use std::{fs, io::Write as _, os::unix::fs::OpenOptionsExt as _, path::PathBuf, sync::Mutex};

use beadle_runtime::{Environment, LocalSecrets};
use serde_json::{Map, Value};
use tempfile::TempDir;

/// The file, in a folder of its own.
pub(super) struct SecretsFile {
    folder: TempDir,
    secrets: Mutex<Map<String, Value>>,
}

impl SecretsFile {
    /// A file without secrets.
    pub(super) fn new() -> Self {
        let file = Self { folder: TempDir::new().unwrap(), secrets: Mutex::default() };
        file.restore();
        file
    }

    /// The store that reads it.
    pub(super) fn open(&self) -> LocalSecrets {
        LocalSecrets::open(Some(self.path()), Environment::of::<&str, &str>([])).unwrap()
    }

    /// Adds a secret of `owner`.
    pub(super) fn put(&self, owner: &str, name: &str, value: &str) {
        self.secrets.lock().unwrap().insert(format!("owners/{owner}/{name}"), value.into());
        self.restore();
    }

    /// Makes all secrets unreadable, until [`restore`](Self::restore).
    pub(super) fn lose(&self) {
        fs::remove_file(self.path()).unwrap();
    }

    /// Writes the file anew.
    pub(super) fn restore(&self) {
        let fresh = self.path().with_extension("new");
        let mut options = fs::OpenOptions::new();
        let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(&fresh).unwrap();
        file.write_all(serde_json::to_string(&*self.secrets.lock().unwrap()).unwrap().as_bytes()).unwrap();
        fs::rename(fresh, self.path()).unwrap();
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("secrets.json")
    }
}
