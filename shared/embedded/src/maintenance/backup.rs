//! Backups of a store, also while a server writes to it.

use std::{path::Path, thread, time::Duration};

use rusqlite::{
    Connection, OpenFlags,
    backup::{Backup, StepResult},
};

use super::{DataFolder, MaintenanceError, check, connect, files, files::Unpublished, of_file, of_sql};

/// The pages that are copied between two reports of the progress: a megabyte.
const PAGES_PER_STEP: i32 = 256;

/// The pause before a page is asked for again that another process has locked.
const LOCKED: Duration = Duration::from_millis(50);

/// How far a copy is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Copied {
    /// Bytes that are copied.
    pub bytes: u64,
    /// Bytes in all.
    pub of: u64,
}

/// A backup that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackedUp {
    /// The schema of the store.
    pub schema: i64,
    /// The bytes of the backup.
    pub bytes: u64,
    /// The files of the data folder that it contains beside the store.
    pub files: Vec<String>,
}

impl DataFolder {
    /// Writes the store as it is at one moment to the file `into`, with those of the files `beside` that the folder has. The file
    /// appears once it is whole, checked and durable.
    ///
    /// A server that runs on the folder goes on reading and writing. Its write-ahead log grows meanwhile: what the copy still
    /// has to read can't be moved out of it.
    ///
    /// # Errors
    /// [`MaintenanceError`]: if `into` exists, unless it may be replaced; if the store is damaged.
    pub fn back_up(
        &self,
        into: &Path,
        may_replace: bool,
        beside: &[&str],
        progress: &mut dyn FnMut(Copied),
    ) -> Result<BackedUp, MaintenanceError> {
        let (store, file, schema) = self.open_to_read()?;
        self.ensure_outside(into)?;
        if into.exists() && !may_replace {
            return Err(MaintenanceError::Exists(into.to_owned()));
        }
        let new = Unpublished::create(into)?;
        let mut copy = connect(new.path(), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        // One snapshot for all steps. Without it, each write of the server would make the copy begin again.
        let snapshot = store.unchecked_transaction().map_err(of_sql(&file))?;
        snapshot
            .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))
            .map_err(of_sql(&file))?;
        copy_pages(&snapshot, &file, &mut copy, progress)?;
        drop(snapshot);
        // The copied header says that there is a write-ahead log, but a backup is a single file.
        let mode = copy.pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()));
        mode.map_err(of_sql(new.path()))?;
        let packed = files::pack(&copy, new.path(), &self.folder, beside)?;
        check(&copy, &file)?;
        copy.close().map_err(|(_, error)| of_sql(new.path())(error))?;
        let bytes = std::fs::metadata(new.path()).map_err(of_file(new.path()))?.len();
        new.publish(may_replace)?;
        Ok(BackedUp { schema, bytes, files: packed })
    }

    /// A backup in the data folder would be lost with it, and could take the place of the store.
    fn ensure_outside(&self, into: &Path) -> Result<(), MaintenanceError> {
        let parent = match into.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent,
            _ => Path::new("."),
        };
        let parent = parent.canonicalize().map_err(of_file(parent))?;
        let folder = self.folder.canonicalize().map_err(of_file(&self.folder))?;
        if parent.starts_with(folder) { Err(MaintenanceError::Inside(into.to_owned())) } else { Ok(()) }
    }
}

fn copy_pages(
    store: &Connection,
    file: &Path,
    copy: &mut Connection,
    progress: &mut dyn FnMut(Copied),
) -> Result<(), MaintenanceError> {
    let failed = of_sql(file);
    let page: u64 =
        store.pragma_query_value(None, "page_size", |row| row.get::<_, u64>(0)).map_err(&failed)?;
    let backup = Backup::new(store, copy).map_err(&failed)?;
    loop {
        let step = backup.step(PAGES_PER_STEP).map_err(&failed)?;
        let counted = backup.progress();
        let bytes = |pages: i32| u64::try_from(pages).unwrap_or_default() * page;
        progress(Copied {
            bytes: bytes(counted.pagecount - counted.remaining),
            of: bytes(counted.pagecount),
        });
        match step {
            StepResult::Done => return Ok(()),
            StepResult::More => {}
            // Busy or locked: another process recovers the log.
            _ => thread::sleep(LOCKED),
        }
    }
}
