//! The fresh folder of a run, and its end.

use std::{
    fs::{self, DirBuilder, Permissions},
    io,
    os::unix::fs::{DirBuilderExt, MetadataExt, PermissionsExt},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

/// More entries than this count as too much, whatever their size.
const MAX_ENTRIES: u64 = 50_000;

static COUNTER: AtomicU64 = AtomicU64::new(0);

/// A folder that only one run uses; it is removed when this is dropped.
#[derive(Debug)]
pub(crate) struct Folder {
    root: PathBuf,
}

impl Folder {
    /// Makes `home`, `tmp` and `work` in a new folder below `base`.
    pub(crate) fn fresh(base: &Path) -> io::Result<Self> {
        let number = COUNTER.fetch_add(1, Ordering::Relaxed);
        let root = base.join(format!("beadle-run-{}-{number}", std::process::id()));
        match fs::symlink_metadata(&root) {
            Ok(_) => wipe(&root)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
        let make = |path: &Path| DirBuilder::new().mode(0o700).create(path);
        make(&root)?;
        let folder = Self { root };
        for path in [folder.home(), folder.scratch(), folder.work()] {
            make(&path)?;
        }
        Ok(folder)
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    pub(crate) fn home(&self) -> PathBuf {
        self.root.join("home")
    }

    pub(crate) fn scratch(&self) -> PathBuf {
        self.root.join("tmp")
    }

    pub(crate) fn work(&self) -> PathBuf {
        self.root.join("work")
    }

    /// Whether there are more than `most` bytes in it.
    pub(crate) fn is_over(&self, most: u64) -> bool {
        let mut left = (most, MAX_ENTRIES);
        !fits(&self.root, &mut left)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Err(error) = wipe(&self.root) {
            tracing::warn!(%error, folder = %self.root.display(), "the folder of a run could not be removed");
        }
    }
}

/// Takes what is in `folder` from `left`, in bytes and entries; false if it is more. A folder that can't be read counts as
/// too much: nobody could say how much is in it.
fn fits(folder: &Path, left: &mut (u64, u64)) -> bool {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) => return error.kind() == io::ErrorKind::NotFound,
    };
    for entry in entries.flatten() {
        let Ok(meta) = entry.metadata() else { continue };
        let size = meta.blocks().saturating_mul(512);
        match (left.0.checked_sub(size), left.1.checked_sub(1)) {
            (Some(bytes), Some(entries)) => *left = (bytes, entries),
            _ => return false,
        }
        if meta.is_dir() && !fits(&entry.path(), left) {
            return false;
        }
    }
    true
}

/// Removes a folder. A script may have taken its own rights to some of it: then they are given back first.
fn wipe(root: &Path) -> io::Result<()> {
    fs::remove_dir_all(root).or_else(|_| {
        open_up(root)?;
        fs::remove_dir_all(root)
    })
}

fn open_up(folder: &Path) -> io::Result<()> {
    fs::set_permissions(folder, Permissions::from_mode(0o700))?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            open_up(&entry.path())?;
        }
    }
    Ok(())
}
