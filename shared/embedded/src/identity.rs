//! Whether the file is the store it should be: at the start, and while it is open.
//!
//! Beside the store lies `store.id` with the name of its change stream, which no other store has, and the
//! length that the file had when it was last opened; SQLite never shortens it. `store.id` is written once
//! everything is in the file, so that the file can be compared without its write-ahead log: SQLite would mix
//! the log of one store into the file of another.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    os::unix::fs::{MetadataExt, OpenOptionsExt},
    path::{Path, PathBuf},
};

use rusqlite::{Connection, OpenFlags, OptionalExtension};

const ID_FILE: &str = "store.id";

/// The shortest SQLite file, in bytes.
const SHORTEST: u64 = 512;

/// The paths of a store.
#[derive(Debug, Clone)]
struct Paths {
    file: PathBuf,
    log: PathBuf,
    id: PathBuf,
}

impl Paths {
    fn of(file: &Path) -> Self {
        let mut log = file.as_os_str().to_owned();
        log.push("-wal");
        Self { file: file.to_owned(), log: log.into(), id: file.with_file_name(ID_FILE) }
    }
}

/// Why `file` is not the store that belongs to its folder, in one line; `None` if it may be opened. It is not
/// changed.
pub(crate) fn mistaken(file: &Path) -> Option<String> {
    let paths = Paths::of(file);
    let length = |path: &Path| fs::metadata(path).map_or(0, |data| data.len());
    let (found, log) = (length(&paths.file), length(&paths.log));
    let known = fs::read_to_string(&paths.id).ok();
    let remedy = format!("restore it from a backup, or remove {} to begin anew", paths.id.display());
    if found < SHORTEST && log > 0 {
        return Some(format!(
            "it is missing or empty, but its write-ahead log {} is not; restore it from a backup, or remove the log to begin anew",
            paths.log.display()
        ));
    }
    let known = known?;
    let (id, before) = known.trim().split_once(' ').unwrap_or_else(|| (known.trim(), ""));
    if found < SHORTEST {
        return Some(format!("it is missing or empty, but it was the store {id}; {remedy}"));
    }
    if log > 0 && before.parse().is_ok_and(|before: u64| found < before) {
        return Some(format!(
            "it has {found} bytes, but had {before} when its write-ahead log began; {remedy}"
        ));
    }
    let other = id_without_log(&paths.file).filter(|other| other != id)?;
    Some(format!("it is the store {other}, but the folder belongs to the store {id}; {remedy}"))
}

/// The id in the file, as far as it can be read without its log.
fn id_without_log(file: &Path) -> Option<String> {
    let uri = format!("file:{}?immutable=1", encoded(file));
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let sql = Connection::open_with_flags(uri, flags).ok()?;
    let id: Option<Vec<u8>> = sql
        .query_row("SELECT value FROM meta WHERE name = 'shard'", [], |row| row.get(0))
        .optional()
        .ok()
        .flatten();
    String::from_utf8(id?).ok()
}

/// A path in an URI.
fn encoded(path: &Path) -> String {
    path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23")
}

/// Notes that `file`, which holds everything of the store `id`, belongs to its folder.
pub(crate) fn note(file: &Path, id: &str) -> io::Result<()> {
    let paths = Paths::of(file);
    let text = format!("{id} {}\n", fs::metadata(&paths.file)?.len());
    if fs::read_to_string(&paths.id).is_ok_and(|noted| noted == text) {
        return Ok(());
    }
    let new = paths.id.with_extension("id.new");
    let mut written = File::options().create(true).truncate(true).write(true).mode(0o600).open(&new)?;
    written.write_all(text.as_bytes())?;
    written.sync_all()?;
    fs::rename(&new, &paths.id)?;
    match paths.id.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

/// The files that a running store has open.
#[derive(Debug)]
pub(crate) struct OpenFiles {
    paths: Paths,
    file: (u64, u64),
    log: (u64, u64),
    length: u64,
}

impl OpenFiles {
    /// The files of the store `file`, which was just opened.
    pub(crate) fn of(file: &Path) -> io::Result<Self> {
        let paths = Paths::of(file);
        let (data, log) = (fs::metadata(&paths.file)?, fs::metadata(&paths.log)?);
        Ok(Self { file: place(&data), log: place(&log), length: data.len(), paths })
    }

    /// Why the files in the folder are not those that are open, in one line; `None` if they are.
    pub(crate) fn lost(&mut self) -> Option<String> {
        let found = match fs::metadata(&self.paths.file) {
            Ok(found) => found,
            Err(error) => return Some(format!("it is gone: {error}")),
        };
        if place(&found) != self.file {
            return Some("another file is in its place".to_owned());
        }
        if found.len() < self.length {
            return Some(format!("it was shortened from {} to {} bytes", self.length, found.len()));
        }
        self.length = found.len();
        match fs::metadata(&self.paths.log) {
            Ok(log) if place(&log) == self.log => None,
            Ok(_) => Some("another write-ahead log is in the place of its own".to_owned()),
            Err(error) => Some(format!("its write-ahead log is gone: {error}")),
        }
    }

    /// The store.
    pub(crate) fn file(&self) -> &Path {
        &self.paths.file
    }
}

/// The file system and the number of a file in it.
fn place(data: &fs::Metadata) -> (u64, u64) {
    (data.dev(), data.ino())
}
