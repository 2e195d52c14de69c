//! Files that appear whole or not at all, and the files of a data folder that a backup carries beside the store.
//!
//! A backup is one SQLite file: the store, and one table more with those files. So it can be looked at with any tool for
//! SQLite, and nothing can be lost of it by half.

use std::{
    fs::{self, File, TryLockError},
    io::{self, Write as _},
    os::unix::fs::{MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use rusqlite::{Connection, params};

use super::{MaintenanceError, of_file, of_sql};

/// The ends of the names of files that SQLite keeps beside its own.
const BESIDE: [&str; 3] = ["-wal", "-shm", "-journal"];

const TABLE: &str =
    "CREATE TABLE backup_files (name TEXT PRIMARY KEY, contents BLOB NOT NULL) STRICT, WITHOUT ROWID";
const HAS_TABLE: &str = "SELECT count(*) FROM sqlite_schema WHERE name = 'backup_files'";

/// A file under a temporary name beside its place. Removed when it is dropped before it was [published](Self::publish); one that
/// a killed process has left is begun anew by the next.
#[derive(Debug)]
pub(super) struct Unpublished {
    path: PathBuf,
    place: PathBuf,
    is_published: bool,
    /// Locked, so that two processes do not write the same file.
    _file: File,
}

impl Unpublished {
    /// An empty file that only its user can read, and that will be `place`.
    ///
    /// # Errors
    /// [`MaintenanceError::InProgress`] while another process writes it.
    pub(super) fn create(place: &Path) -> Result<Self, MaintenanceError> {
        let mut name = std::ffi::OsString::from(".");
        name.push(place.file_name().unwrap_or_default());
        name.push(".part");
        let path = place.with_file_name(name);
        let failed = |error| of_file(&path)(error);
        let mut options = File::options();
        options.read(true).write(true).create(true).truncate(false).mode(0o600);
        let file = options.open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(MaintenanceError::InProgress(path)),
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        // The process that had the lock may have given the file its name meanwhile: then it is not to be emptied.
        if !is_at(&file, &path) {
            return Err(MaintenanceError::InProgress(path));
        }
        file.set_len(0).map_err(failed)?;
        for suffix in BESIDE {
            remove(&with_suffix(&path, suffix))?;
        }
        Ok(Self { path, place: place.to_owned(), is_published: false, _file: file })
    }

    /// Its temporary name.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Makes its contents durable and gives it its name.
    ///
    /// # Errors
    /// [`MaintenanceError::Exists`] if there is a file of that name, unless it may be replaced.
    pub(super) fn publish(mut self, may_replace: bool) -> Result<(), MaintenanceError> {
        File::open(&self.path).and_then(|file| file.sync_all()).map_err(of_file(&self.path))?;
        self.name(may_replace)?;
        self.is_published = true;
        sync_folder_of(&self.place)
    }

    fn name(&self, may_replace: bool) -> Result<(), MaintenanceError> {
        let exists = || MaintenanceError::Exists(self.place.clone());
        let rename = || fs::rename(&self.path, &self.place).map_err(of_file(&self.place));
        if may_replace {
            return rename();
        }
        // A link, unlike a renaming, never replaces what another process has put there meanwhile.
        match fs::hard_link(&self.path, &self.place) {
            Ok(()) => remove(&self.path),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(exists()),
            // The file system has no links.
            Err(_) if self.place.exists() => Err(exists()),
            Err(_) => rename(),
        }
    }
}

impl Drop for Unpublished {
    fn drop(&mut self) {
        if !self.is_published {
            drop(fs::remove_file(&self.path));
            for suffix in BESIDE {
                drop(fs::remove_file(with_suffix(&self.path, suffix)));
            }
        }
    }
}

/// Whether the open file is the one that has the name `path`.
fn is_at(file: &File, path: &Path) -> bool {
    let place = |data: &fs::Metadata| (data.dev(), data.ino());
    matches!((file.metadata(), fs::metadata(path)), (Ok(open), Ok(named)) if place(&open) == place(&named))
}

/// The path with more at its end.
pub(super) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut path = path.as_os_str().to_owned();
    path.push(suffix);
    path.into()
}

/// Removes a file, if it is there.
pub(super) fn remove(path: &Path) -> Result<(), MaintenanceError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(of_file(path)(error)),
        _ => Ok(()),
    }
}

/// Makes the names in the folder of `path` durable.
pub(super) fn sync_folder_of(path: &Path) -> Result<(), MaintenanceError> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(of_file(folder))
}

/// Puts those of the files `names` that `folder` has into the backup `sql`; returns their names.
pub(super) fn pack(
    sql: &Connection,
    backup: &Path,
    folder: &Path,
    names: &[&str],
) -> Result<Vec<String>, MaintenanceError> {
    const PUT: &str = "INSERT INTO backup_files VALUES (?1, ?2)";
    let mut packed = Vec::new();
    sql.execute_batch(TABLE).map_err(of_sql(backup))?;
    for name in names {
        let path = folder.join(name);
        let contents = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            read => read.map_err(of_file(&path))?,
        };
        sql.execute(PUT, params![name, contents]).map_err(of_sql(backup))?;
        packed.push((*name).to_owned());
    }
    Ok(packed)
}

/// Takes the files out of the store `sql`, which was a backup. One that was copied by other means has none.
///
/// # Errors
/// [`MaintenanceError::UnknownFile`] if there is one that is none of `names`: a backup never decides where it is written.
pub(super) fn unpack(
    sql: &Connection,
    store: &Path,
    names: &[&str],
) -> Result<Vec<(String, Vec<u8>)>, MaintenanceError> {
    let failed = of_sql(store);
    let has_table: bool = sql.query_row(HAS_TABLE, [], |row| row.get(0)).map_err(&failed)?;
    if !has_table {
        return Ok(Vec::new());
    }
    let mut statement =
        sql.prepare("SELECT name, contents FROM backup_files ORDER BY name").map_err(&failed)?;
    let files = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).map_err(&failed)?;
    let files: Vec<(String, Vec<u8>)> = files.collect::<Result<_, _>>().map_err(&failed)?;
    drop(statement);
    if let Some((unknown, _)) = files.iter().find(|(name, _)| !names.contains(&name.as_str())) {
        return Err(MaintenanceError::UnknownFile(unknown.clone()));
    }
    // Among the files is a key, which is to leave no trace in the store.
    sql.pragma_update(None, "secure_delete", "ON").map_err(&failed)?;
    sql.execute_batch("DROP TABLE backup_files").map_err(&failed)?;
    Ok(files)
}

/// Writes a file of the data folder, whole or not at all.
pub(super) fn write(path: &Path, contents: &[u8]) -> Result<(), MaintenanceError> {
    let new = Unpublished::create(path)?;
    File::options()
        .write(true)
        .open(new.path())
        .and_then(|mut file| file.write_all(contents))
        .map_err(of_file(path))?;
    new.publish(true)
}
