//! Restores a store from a backup.

use std::path::Path;

use rusqlite::{Connection, OpenFlags, params};

use super::{
    DataFolder, MaintenanceError, check, connect,
    files::{self, Unpublished},
    of_file, of_sql, schema_of,
};
use crate::{OpenError, error::Error, identity, lock::FolderLock, open::FILE, permissions, recovery, schema};

/// A store that was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The schema of the backup, and whether the next start upgrades it.
    pub schema: i64,
    /// Whether the next start of a server upgrades it.
    pub is_older: bool,
    /// The bytes of the store.
    pub bytes: u64,
    /// The files of the data folder that came with it.
    pub files: Vec<String>,
}

impl DataFolder {
    /// Puts the backup `from` into the folder, which is created if it is missing, with the files that came with it: any of
    /// `beside`. What the backup holds is checked first.
    ///
    /// The store gets a new name for its change stream: what happens from now on is something else than what happened after
    /// the backup was made, so events must not have the same ids. Space that was free in the backup is given back.
    ///
    /// # Errors
    /// [`MaintenanceError`]: if a server runs on the folder; if it has a store, unless that may be replaced; if the backup is
    /// damaged, no store, or of a newer version.
    pub fn restore(
        &self,
        from: &Path,
        may_replace: bool,
        beside: &[&str],
    ) -> Result<Restored, MaintenanceError> {
        let backup = connect(from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let schema = schema_of(&backup, from)?;
        permissions::folder(&self.folder).map_err(of_file(&self.folder))?;
        let _lock = FolderLock::take(&self.folder)?;
        let file = self.folder.join(FILE);
        let (log, index) = (files::with_suffix(&file, "-wal"), files::with_suffix(&file, "-shm"));
        let named = beside.iter().map(|name| self.folder.join(name));
        let present = [file.clone(), log.clone()].into_iter().chain(named).find(|path| path.exists());
        if let Some(present) = present.filter(|_| !may_replace) {
            return Err(MaintenanceError::Exists(present));
        }
        check(&backup, from)?;
        let new = Unpublished::create(&file)?;
        compact(&backup, from, new.path())?;
        drop(backup);
        let store = connect(new.path(), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let found = files::unpack(&store, new.path(), beside)?;
        let shard = rename(&store, new.path())?;
        store.close().map_err(|(_, error)| of_sql(new.path())(error))?;
        let bytes = std::fs::metadata(new.path()).map_err(of_file(new.path()))?.len();
        // From here on the folder changes. A crash before the end leaves a store whose name is not the one in `store.id`, which
        // no server opens, so that the log of the old store is never mixed into the new one.
        for name in beside {
            match found.iter().find(|(found, _)| found == name) {
                Some((_, contents)) => files::write(&self.folder.join(name), contents)?,
                None => files::remove(&self.folder.join(name))?,
            }
        }
        new.publish(true)?;
        files::remove(&log)?;
        files::remove(&index)?;
        files::sync_folder_of(&file)?;
        identity::note(&file, &shard).map_err(of_file(&self.folder))?;
        Ok(Restored {
            schema,
            is_older: schema < schema::VERSION,
            bytes,
            files: found.into_iter().map(|(name, _)| name).collect(),
        })
    }
}

/// Copies the store without the pages that hold nothing.
fn compact(backup: &Connection, from: &Path, into: &Path) -> Result<(), MaintenanceError> {
    let path = into.to_str().ok_or_else(|| {
        let reason = std::io::Error::new(std::io::ErrorKind::InvalidInput, "the path is not Unicode");
        of_file(into)(reason)
    })?;
    backup.execute("VACUUM INTO ?1", [path]).map(|_| ()).map_err(of_sql(from))
}

/// Gives the store a new name for its change stream, whose checkpoint stays where it was.
fn rename(sql: &Connection, file: &Path) -> Result<String, MaintenanceError> {
    const CHECKPOINT: &str = "UPDATE checkpoints SET shard = ?1 \
        WHERE shard = (SELECT CAST(value AS TEXT) FROM meta WHERE name = 'shard')";
    const META: &str = "UPDATE meta SET value = ?1 WHERE name = 'shard'";
    let failed = of_sql(file);
    let shard = recovery::shard()
        .map_err(|error: Error| OpenError::Damaged { file: file.to_owned(), reason: error.to_string() })?;
    let transaction = sql.unchecked_transaction().map_err(&failed)?;
    transaction.execute(CHECKPOINT, [&shard]).map_err(&failed)?;
    transaction.execute(META, params![shard.as_bytes()]).map_err(&failed)?;
    transaction.commit().map_err(&failed)?;
    Ok(shard)
}
