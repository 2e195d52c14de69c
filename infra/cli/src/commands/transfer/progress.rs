//! A file beside another one that says how far a command came, so that the next call goes on there.

use std::{
    fs::{File, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
};

use serde::{Serialize, de::DeserializeOwned};

use crate::client::{Error, Result};

/// Opens a file that only its owner may read.
///
/// # Errors
/// [`Error::Failed`] with the path.
pub fn private(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).read(true).write(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(|error| fault(path, &error))
}

fn fault(path: &Path, error: &std::io::Error) -> Error {
    Error::Failed(format!("{}: {error}", path.display()))
}

/// The file beside another one.
#[derive(Debug)]
pub struct Sidecar {
    path: PathBuf,
}

impl Sidecar {
    /// The file whose name is that of `file` and `ending`.
    pub fn beside(file: &Path, ending: &str) -> Self {
        let mut name = file.as_os_str().to_owned();
        name.push(ending);
        Self { path: name.into() }
    }

    /// Its path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What it says; `None` if there is none, or one that can't be read.
    pub fn read<T: DeserializeOwned>(&self) -> Option<T> {
        serde_json::from_slice(&std::fs::read(&self.path).ok()?).ok()
    }

    /// Writes it: as it was or as it is, whenever the process ends.
    ///
    /// # Errors
    /// [`Error::Failed`] with the path.
    pub fn write(&self, progress: &impl Serialize) -> Result<()> {
        let next = Self::beside(&self.path, ".next").path;
        let text = serde_json::to_vec(progress).map_err(|error| Error::Failed(error.to_string()))?;
        let write = || {
            let mut file = File::create(&next)?;
            file.write_all(&text)?;
            file.sync_data()?;
            std::fs::rename(&next, &self.path)
        };
        write().map_err(|error| fault(&self.path, &error))
    }

    /// Removes it, if there is one.
    pub fn remove(&self) {
        // What stays behind is only started from, and checked then.
        std::fs::remove_file(&self.path).ok();
    }
}
