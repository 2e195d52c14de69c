//! Opens a store: the folder, its lock, the file, and recovery after the last run.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::{
    Embedded, Options,
    agenda::Agenda,
    checkpointer::{self, Checkpointer},
    cleaner::Cleaner,
    clock_watch::ClockWatch,
    engine::Engine,
    error::Error,
    group::Memory,
    identity::{self, OpenFiles},
    job_queue::JobQueue,
    lock::FolderLock,
    permissions,
    reader::Readers,
    rebase, recovery,
    retention::Retention,
    schema::{self, Found},
    set_aside::{self, SetAside},
    shared::Shared,
    timers::Timers,
    writer::Writer,
};

pub(crate) const FILE: &str = "beadle.db";

/// A file up to this size, in bytes, is checked completely at every start; a larger one only when it looks
/// damaged.
const ALWAYS_CHECKED: u64 = 16 * 1024 * 1024;

/// Why a store could not be opened. Each message is one line for the terminal.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder or its file can't be created or written.
    #[error("the data folder {} can't be written: {reason}", .folder.display())]
    Unwritable {
        /// The data folder.
        folder: PathBuf,
        /// The system's error.
        reason: String,
    },
    /// Another process uses it.
    #[error("the data folder {} is in use by another beadle", .folder.display())]
    Locked {
        /// The data folder.
        folder: PathBuf,
    },
    /// The file is damaged, or not a store of Beadle.
    #[error("the store {} is damaged: {reason}", .file.display())]
    Damaged {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The file is not the store that belongs to the folder.
    #[error("the store {} can't be opened: {reason}", .file.display())]
    Mistaken {
        /// The file.
        file: PathBuf,
        /// Why, and what to do.
        reason: String,
    },
    /// The file was written by a newer Beadle.
    #[error("the store {} was written by a newer beadle (schema {found}, this one knows {known})", .file.display())]
    NewerSchema {
        /// The file.
        file: PathBuf,
        /// The schema of the file.
        found: i64,
        /// The newest schema that this version knows.
        known: i64,
    },
}

impl OpenError {
    pub(crate) fn unwritable(folder: &Path, reason: &impl ToString) -> Self {
        Self::Unwritable { folder: folder.to_owned(), reason: one_line(&reason.to_string()) }
    }
}

impl Embedded {
    /// Opens a store. Executions that ran when the last process ended are due at once.
    ///
    /// # Errors
    /// [`OpenError`] with a message of one line.
    pub fn open(options: Options) -> Result<Self, OpenError> {
        match options.path.clone() {
            Some(folder) => Self::open_folder(&folder, options),
            None => {
                let sql = Connection::open_in_memory();
                let opened =
                    sql.map_err(Error::from).and_then(|sql| Self::assemble(sql, None, None, options));
                opened.map_err(|error| OpenError::unwritable(Path::new(":memory:"), &error))
            }
        }
    }

    fn open_folder(folder: &Path, options: Options) -> Result<Self, OpenError> {
        permissions::folder(folder).map_err(|error| OpenError::unwritable(folder, &error))?;
        let lock = FolderLock::take(folder)?;
        let file = folder.join(FILE);
        if let Some(reason) = identity::mistaken(&file) {
            return Err(OpenError::Mistaken { file, reason });
        }
        permissions::file(&file).map_err(|error| OpenError::unwritable(folder, &error))?;
        let failed = |error: Error| explain(folder, &file, &error);
        let sql = connect(&file).map_err(failed)?;
        match schema::inspect(&sql).map_err(failed)? {
            Found::New | Found::Known | Found::Older(_) => {}
            Found::Newer(found) => {
                return Err(OpenError::NewerSchema { file, found, known: schema::VERSION });
            }
            Found::Foreign => {
                return Err(OpenError::Damaged { file, reason: "it is not a store of Beadle".to_owned() });
            }
        }
        if fs::metadata(&file).is_ok_and(|data| data.len() <= ALWAYS_CHECKED) {
            check(&sql).map_err(|reason| OpenError::Damaged { file: file.clone(), reason })?;
        }
        Self::assemble(sql, Some(lock), Some(&file), options).map_err(failed)
    }

    fn assemble(
        mut sql: Connection,
        lock: Option<FolderLock>,
        file: Option<&Path>,
        options: Options,
    ) -> Result<Self, Error> {
        let durable = file.is_some();
        configure(&mut sql, durable)?;
        match schema::inspect(&sql)? {
            Found::New => {
                let (key, shard) = (recovery::random::<32>()?, recovery::shard()?);
                schema::create(&sql, &key, &shard)?;
            }
            Found::Older(from) => upgrade(&sql, from)?,
            Found::Known | Found::Newer(_) | Found::Foreign => {}
        }
        let now = options.clock.now();
        let (cursor_key, shard) = recovery::identity(&sql)?;
        recovery::release_leases(&sql, now)?;
        let moved = rebase::bring_back(&sql, now)?;
        let memory =
            Memory { agenda: Agenda::load(&sql)?, next_change: recovery::next_change(&sql, &shard)? };
        set_aside::forget_repaired(&sql)?;
        let job_queue = Arc::new(JobQueue::new());
        let writer = Writer::new(Arc::clone(&job_queue));
        let timers = Timers::load(&sql, now, &SetAside::new(writer.clone()))?;
        if let Some(file) = file {
            checkpointer::empty_log(&sql)?;
            identity::note(file, &shard).map_err(|error| Error::unreadable("store.id", error))?;
        }
        let files = file.map(OpenFiles::of).transpose();
        let files = files.map_err(|error| Error::unreadable("the files of the store", error))?;
        let readers = file.map(Readers::open).transpose()?;
        let checkpointer = file.map(Checkpointer::start).transpose()?;
        let shared = Arc::new(Shared::new(shard, &cursor_key));
        let clock = Arc::clone(&options.clock);
        let engine = Engine {
            sql,
            job_queue,
            shared: Arc::clone(&shared),
            clock,
            memory,
            timers,
            checkpointer,
            files,
            watch: (!options.manual_clock).then(|| ClockWatch::new(now, Instant::now())),
            cleaner: Cleaner::new(Retention::of(&options)),
            effects: 0,
            moved,
            lock,
        };
        let thread = thread::Builder::new()
            .name("beadle-writer".to_owned())
            .spawn(move || engine.run())
            .map_err(|error| Error::unreadable("a thread", error))?;
        Ok(Self::new(writer, readers, shared, options, thread))
    }
}

/// Upgrades the schema. Of a large store that takes a while, so the log says how far it is.
fn upgrade(sql: &Connection, from: i64) -> Result<(), Error> {
    schema::upgrade(sql, from, &|_, schema| tracing::info!(schema, "upgrading the schema of the store"))?;
    tracing::info!(from, to = schema::VERSION, "upgraded the schema of the store");
    Ok(())
}

fn connect(file: &Path) -> Result<Connection, Error> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Ok(Connection::open_with_flags(file, flags)?)
}

fn configure(sql: &mut Connection, durable: bool) -> Result<(), Error> {
    sql.busy_timeout(Duration::from_secs(5))?;
    sql.set_prepared_statement_cache_capacity(64);
    sql.pragma_update(None, "temp_store", "MEMORY")?;
    if durable {
        sql.pragma_update_and_check(None, "journal_mode", "WAL", |_| Ok(()))?;
        sql.pragma_update(None, "synchronous", "FULL")?;
        checkpointer::watch(sql)?;
        // In KiB: enough for the frequently used parts of table and indexes.
        sql.pragma_update(None, "cache_size", -8_192)?;
    }
    Ok(())
}

/// Describes the error of the file in one line.
fn explain(folder: &Path, file: &Path, error: &Error) -> OpenError {
    let damaged = |reason: String| OpenError::Damaged { file: file.to_owned(), reason };
    match error {
        Error::Sql(error) => match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase) => damaged("it is not an SQLite file".to_owned()),
            Some(ErrorCode::DatabaseCorrupt) => damaged(
                connect(file)
                    .map_err(|error| error.to_string())
                    .and_then(|sql| check(&sql))
                    .err()
                    .unwrap_or_else(|| one_line(&error.to_string())),
            ),
            Some(_) => OpenError::unwritable(folder, error),
            None => damaged(one_line(&error.to_string())),
        },
        error => damaged(one_line(&error.to_string())),
    }
}

/// Makes SQLite check the structure of the whole file.
fn check(sql: &Connection) -> Result<(), String> {
    let found: Result<String, _> = sql.query_row("PRAGMA quick_check(1)", [], |row| row.get(0));
    match found {
        Ok(verdict) if verdict == "ok" => Ok(()),
        Ok(verdict) => Err(one_line(&verdict)),
        Err(error) => Err(one_line(&error.to_string())),
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
