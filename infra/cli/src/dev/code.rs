//! What runs scripts and functions on this machine, and the file that lists the commands.

use std::{io, path::Path, sync::Arc};

use beadle_application::port::{NoSandbox, Sandbox};
use beadle_domain::script::{AllowListError, Scripts};

/// The sandbox and the commands that scripts may run.
#[derive(Clone)]
pub struct Code {
    pub sandbox: Arc<dyn Sandbox>,
    pub scripts: Arc<Scripts>,
}

/// Why the list of commands can't be used.
#[derive(Debug, thiserror::Error)]
pub enum ScriptsFileError {
    /// The file can't be read.
    #[error("can't read the list of commands {path}: {source}")]
    Unreadable {
        /// The file.
        path: String,
        /// The system's error.
        source: io::Error,
    },
    /// The file is no list of commands.
    #[error("the list of commands {path} {source}")]
    Invalid {
        /// The file.
        path: String,
        /// What is wrong with it.
        source: AllowListError,
    },
}

impl Code {
    /// Reads the list of commands in `file`, which has to exist only where it `is_given`.
    ///
    /// # Errors
    /// [`ScriptsFileError`].
    pub fn open((file, is_given): (&Path, bool)) -> Result<Self, ScriptsFileError> {
        Ok(Self { sandbox: Arc::new(NoSandbox), scripts: Arc::new(scripts(file, is_given)?) })
    }
}

fn scripts(file: &Path, is_given: bool) -> Result<Scripts, ScriptsFileError> {
    let path = std::path::absolute(file).unwrap_or_else(|_| file.to_owned()).display().to_string();
    match std::fs::read_to_string(file) {
        Ok(text) => {
            Scripts::parse(&text, &path).map_err(|source| ScriptsFileError::Invalid { path, source })
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound && !is_given => Ok(Scripts::none(path)),
        Err(source) => Err(ScriptsFileError::Unreadable { path, source }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_of_commands_is_read_from_its_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("scripts.json");
        assert_eq!(scripts(&file, false).unwrap().get("date"), None, "there need not be one");
        assert!(matches!(scripts(&file, true), Err(ScriptsFileError::Unreadable { .. })));
        std::fs::write(&file, r#"{"date": {"path": "/usr/bin/date"}}"#).unwrap();
        assert_eq!(scripts(&file, false).unwrap().get("date").unwrap().path, "/usr/bin/date");
        std::fs::write(&file, r#"{"date": {"path": "date"}}"#).unwrap();
        let error = scripts(&file, false).unwrap_err().to_string();
        assert!(error.contains("scripts.json") && error.contains("not absolute"), "{error}");
    }
}
