//! Makes sure that only one process uses a data folder.

use std::{
    fs::{File, OpenOptions, TryLockError},
    path::Path,
};

use crate::open::OpenError;

/// Holds the data folder until it is dropped or the process ends, for whatever reason.
#[derive(Debug)]
pub(crate) struct FolderLock {
    _file: File,
}

impl FolderLock {
    /// Locks the folder, which must exist.
    pub(crate) fn take(folder: &Path) -> Result<Self, OpenError> {
        let path = folder.join("beadle.lock");
        let unwritable = |error: std::io::Error| OpenError::unwritable(folder, &error);
        let file =
            OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(unwritable)?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(OpenError::Locked { folder: folder.to_owned() }),
            Err(TryLockError::Error(error)) => Err(unwritable(error)),
        }
    }
}
