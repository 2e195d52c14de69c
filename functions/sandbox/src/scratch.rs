//! The folder that outlives an invocation.

use std::{fs, path::Path};

/// Removes all that is in `folder`. Where landlock does not hold, a script may have left something there for the next one.
/// What can't be removed is left: the next invocation is one of the same owner.
pub fn empty(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
        // Best effort, as said above.
        let _ = if is_folder { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
    }
}
