//! Who may read the store: nobody but its user. It holds what tasks send and what destinations answered.

use std::{
    fs::{self, DirBuilder, OpenOptions, Permissions},
    io,
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::Path,
};

const FOLDER: u32 = 0o700;
const FILE: u32 = 0o600;

/// Everybody but the user.
const OTHERS: u32 = 0o077;

/// Creates the folder and those above it that are missing, or narrows the access to one that is there.
pub(crate) fn folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(FOLDER).create(folder)?;
    narrow(folder, FOLDER);
    Ok(())
}

/// Creates the file, or narrows the access to one that is there and to the files that SQLite keeps beside it. SQLite gives
/// those the access of the file.
pub(crate) fn file(file: &Path) -> io::Result<()> {
    OpenOptions::new().create(true).append(true).mode(FILE).open(file)?;
    narrow(file, FILE);
    for suffix in ["-wal", "-shm"] {
        let mut beside = file.as_os_str().to_owned();
        beside.push(suffix);
        narrow(beside.as_ref(), FILE);
    }
    Ok(())
}

/// Takes the access of others away, with a warning. One that can't be narrowed, such as the mount of a container, is used
/// as it is.
fn narrow(path: &Path, mode: u32) {
    let Ok(found) = fs::metadata(path).map(|data| data.permissions().mode()) else { return };
    if found & OTHERS == 0 {
        return;
    }
    let was = format!("{:04o}", found & 0o7777);
    match fs::set_permissions(path, Permissions::from_mode(mode)) {
        Ok(()) => {
            tracing::warn!(path = %path.display(), was, "store was open to others; its access was narrowed")
        }
        Err(error) => {
            tracing::warn!(path = %path.display(), was, %error, "store is open to others; its access can't be narrowed");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o7777
    }

    #[test]
    fn what_is_created_is_for_its_user_alone() {
        let parent = tempfile::tempdir().unwrap();
        let data = parent.path().join("a/data");
        folder(&data).unwrap();
        file(&data.join("beadle.db")).unwrap();
        assert_eq!((mode(&data), mode(&data.join("beadle.db"))), (FOLDER, FILE));
    }

    #[test]
    fn what_is_open_to_others_is_narrowed() {
        let parent = tempfile::tempdir().unwrap();
        let data = parent.path().join("data");
        fs::create_dir(&data).unwrap();
        fs::set_permissions(&data, Permissions::from_mode(0o755)).unwrap();
        let files = ["beadle.db", "beadle.db-wal", "beadle.db-shm"].map(|name| data.join(name));
        for file in &files {
            fs::write(file, "kept").unwrap();
            fs::set_permissions(file, Permissions::from_mode(0o644)).unwrap();
        }
        folder(&data).unwrap();
        file(&files[0]).unwrap();
        assert_eq!(mode(&data), FOLDER);
        for file in &files {
            assert_eq!(mode(file), FILE, "{}", file.display());
            assert_eq!(fs::read_to_string(file).unwrap(), "kept");
        }
    }
}
