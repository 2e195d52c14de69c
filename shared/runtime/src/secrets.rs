//! Secrets on one machine: a private file, and environment variables.

use std::{
    collections::{BTreeSet, HashMap},
    fs::File,
    io::Read as _,
    os::unix::fs::MetadataExt as _,
    path::PathBuf,
    sync::{Mutex, PoisonError},
};

use async_trait::async_trait;
use beadle_application::port::{Secrets, secrets::folders};
use beadle_domain::interpolation::{SecretError, SecretRef, SecretValues, secret_values};
use beadle_values::{cause::Cause, id::OwnerId};
use secrecy::SecretString;
use serde_json::Value;

use crate::Environment;

/// The prefix of the variables.
const VARIABLE: &str = "BEADLE_SECRET_";

/// The largest file of secrets, in bytes.
const MAX_FILE_BYTES: u64 = 1024 * 1024;

/// Secrets from a file and from the environment; the file takes precedence.
///
/// The file is a JSON object. Its names are those of secrets on AWS without their prefix: `shared/<name>`, or
/// `owners/<owner>/<name>` (see [`folders`]). A value is a string, or an object whose members are fields. The
/// file is read again when it has changed. The variable of a secret is `BEADLE_SECRET_` and its name in upper
/// case, with every character other than letters and digits replaced by `_`; every owner may use it.
#[derive(Debug)]
pub struct LocalSecrets {
    file: Option<SecretsFile>,
    environment: Environment,
}

#[derive(Debug)]
struct SecretsFile {
    path: PathBuf,
    read: Mutex<Read>,
}

/// The contents, and the state of the file that they were read from.
#[derive(Debug, Default)]
struct Read {
    stamp: Option<Stamp>,
    secrets: HashMap<String, SecretString>,
}

/// Identifies a state of the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    inode: u64,
    length: u64,
    changed: (i64, i64),
}

/// Why a file of secrets can't be used. No message contains any of its contents.
#[derive(Debug, thiserror::Error)]
pub enum SecretsFileError {
    /// It can't be opened or read.
    #[error("the file of secrets {} can't be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// Other users may read or write it.
    #[error("the file of secrets {} is open to others (mode {mode:04o}): chmod 600 it", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// Its permissions.
        mode: u32,
    },
    /// Its contents are invalid.
    #[error("the file of secrets {} {problem}", path.display())]
    Invalid {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: &'static str,
    },
}

impl LocalSecrets {
    /// Secrets in the file at `path`, if one is given (`SECRETS_FILE`), and in `environment`.
    ///
    /// # Errors
    /// [`SecretsFileError`] when the file can't be used.
    pub fn open(path: Option<PathBuf>, environment: Environment) -> Result<Self, SecretsFileError> {
        let file = path.map(|path| SecretsFile { path, read: Mutex::default() });
        if let Some(file) = &file {
            file.find(&[])?;
        }
        Ok(Self { file, environment })
    }

    fn find(&self, owner: &OwnerId, name: &str) -> Result<Option<SecretString>, SecretsFileError> {
        if let Some(file) = &self.file {
            let paths = folders(owner).map(|folder| format!("{folder}/{name}"));
            if let Some(value) = file.find(&paths)? {
                return Ok(Some(value));
            }
        }
        Ok(self.environment.get(&variable(name)).map(SecretString::from))
    }
}

/// The variable of the secret `name`.
fn variable(name: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
    name.chars().fold(VARIABLE.to_owned(), |mut variable, c| {
        variable.push(plain(c));
        variable
    })
}

impl SecretsFile {
    /// The first of `names` that exists.
    fn find(&self, names: &[String]) -> Result<Option<SecretString>, SecretsFileError> {
        let mut read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        let metadata = std::fs::metadata(&self.path).map_err(|error| self.unreadable(error))?;
        if read.stamp != Some(stamp(&metadata)) {
            // Secrets read before are dropped on any change, even if the new contents can't be used.
            *read = Read::default();
            *read = self.read()?;
        }
        Ok(names.iter().find_map(|name| read.secrets.get(name).cloned()))
    }

    fn read(&self) -> Result<Read, SecretsFileError> {
        let file = File::open(&self.path).map_err(|error| self.unreadable(error))?;
        let metadata = file.metadata().map_err(|error| self.unreadable(error))?;
        // A file of mode 0600 that can be opened belongs to this user, unless the user is root.
        let mode = metadata.mode() & 0o7777;
        if mode & 0o077 != 0 {
            return Err(SecretsFileError::Open { path: self.path.clone(), mode });
        }
        let mut text = String::new();
        file.take(MAX_FILE_BYTES).read_to_string(&mut text).map_err(|error| self.unreadable(error))?;
        let secrets = contents(&text).map_err(|problem| self.invalid(problem))?;
        Ok(Read { stamp: Some(stamp(&metadata)), secrets })
    }

    fn unreadable(&self, source: std::io::Error) -> SecretsFileError {
        SecretsFileError::Unreadable { path: self.path.clone(), source }
    }

    fn invalid(&self, problem: &'static str) -> SecretsFileError {
        SecretsFileError::Invalid { path: self.path.clone(), problem }
    }
}

fn stamp(metadata: &std::fs::Metadata) -> Stamp {
    let changed = (metadata.ctime(), metadata.ctime_nsec());
    Stamp { inode: metadata.ino(), length: metadata.len(), changed }
}

fn contents(text: &str) -> Result<HashMap<String, SecretString>, &'static str> {
    let Ok(Value::Object(members)) = serde_json::from_str(text) else {
        return Err("is not a JSON object of at most 1 MB");
    };
    let secret = |(name, value): (String, Value)| {
        let in_a_folder = name.starts_with("shared/") || name.starts_with("owners/");
        match value {
            _ if !in_a_folder => Err("has a name that does not begin with `shared/` or `owners/`"),
            Value::String(text) => Ok((name, text.into())),
            Value::Object(fields) => Ok((name, Value::Object(fields).to_string().into())),
            _ => Err("has a value that is neither a string nor an object"),
        }
    };
    members.into_iter().map(secret).collect()
}

#[async_trait]
impl Secrets for LocalSecrets {
    async fn resolve(
        &self,
        owner: &OwnerId,
        places: &BTreeSet<SecretRef>,
    ) -> Result<SecretValues, SecretError> {
        let mut found = HashMap::new();
        for place in places {
            let value = self.find(owner, &place.name);
            let value = value.map_err(|error| SecretError::Unavailable(Cause::of(error)))?;
            if let Some(value) = value {
                found.insert(place.name.as_str(), value);
            }
        }
        secret_values::of(places, |name| found.get(name).cloned())
    }
}

#[cfg(test)]
mod tests;
