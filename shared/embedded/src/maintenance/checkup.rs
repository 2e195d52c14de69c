//! Whether a store is as it should be.

use std::{collections::BTreeMap, fs};

use rusqlite::Connection;

use super::{DataFolder, MaintenanceError, of_sql};
use crate::{
    FileSize,
    error::Error,
    figures::{file_size, log_bytes},
    schema, set_aside,
};

/// The most problems of one kind that are listed.
const MAX_PROBLEMS: usize = 100;

/// The first schema in which rows are set aside.
const SET_ASIDE: i64 = 4;

/// What was found out about a store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkup {
    /// The schema of the store.
    pub schema: i64,
    /// The schema of this version: a server upgrades an older one when it starts.
    pub known_schema: i64,
    /// What SQLite finds wrong in the file (`PRAGMA integrity_check`), at most 100 lines.
    pub integrity: Vec<String>,
    /// Rows that refer to none (`PRAGMA foreign_key_check`), at most 100 lines; `None` where the structure is damaged, so that
    /// nothing is known of rows.
    pub foreign_keys: Option<Vec<String>>,
    /// Columns and indexes that the schema has and the store does not; `None` also for a store with an older schema.
    pub missing: Option<Vec<String>>,
    /// The bytes of the file's pages, and those of them that are free.
    pub file: FileSize,
    /// The bytes of the write-ahead log.
    pub log_bytes: u64,
    /// How many rows can't be read, by table; `None` as for [`Self::foreign_keys`].
    pub set_aside: Option<BTreeMap<String, u64>>,
}

impl Checkup {
    /// Whether nothing is wrong. Rows that were set aside are: what they said is not known any more.
    pub fn is_sound(&self) -> bool {
        self.integrity.is_empty()
            && self.foreign_keys.as_ref().is_none_or(Vec::is_empty)
            && self.missing.as_ref().is_none_or(Vec::is_empty)
            && self.set_aside.as_ref().is_none_or(BTreeMap::is_empty)
    }
}

impl DataFolder {
    /// Reads the whole store and says what is wrong with it, without changing anything.
    ///
    /// # Errors
    /// [`MaintenanceError`] if there is no store that can be read at all.
    pub fn check_up(&self) -> Result<Checkup, MaintenanceError> {
        let (sql, file, schema) = self.open_to_read()?;
        let failed = of_sql(&file);
        let refused =
            |error: Error| crate::OpenError::Damaged { file: file.clone(), reason: error.to_string() };
        let integrity = integrity(&sql, MAX_PROBLEMS);
        // What is asked of a damaged file may fail, or be wrong.
        let is_whole = integrity.is_empty();
        let foreign_keys = is_whole.then(|| foreign_keys(&sql)).transpose().map_err(&failed)?;
        let is_known = is_whole && schema == schema::VERSION;
        let missing = is_known.then(|| missing(&sql)).transpose().map_err(&failed)?;
        let set_aside = match is_whole {
            true if schema >= SET_ASIDE => Some(set_aside::counts(&sql).map_err(refused)?),
            true => Some(BTreeMap::new()),
            false => None,
        };
        let size = match file_size(&sql) {
            Ok(size) => size,
            Err(_) => FileSize { bytes: fs::metadata(&file).map_or(0, |data| data.len()), free_bytes: 0 },
        };
        Ok(Checkup {
            schema,
            known_schema: schema::VERSION,
            integrity,
            foreign_keys,
            missing,
            file: size,
            log_bytes: log_bytes(&self.folder),
            set_aside,
        })
    }
}

/// What SQLite finds wrong in the whole file, at most `most` lines and one that says why it has stopped looking.
pub(super) fn integrity(sql: &Connection, most: usize) -> Vec<String> {
    let mut found = Vec::new();
    if let Err(error) = look_into(sql, most, &mut found) {
        found.push(words(&error.to_string()));
    }
    found
}

fn look_into(sql: &Connection, most: usize, found: &mut Vec<String>) -> Result<(), rusqlite::Error> {
    let mut statement = sql.prepare(&format!("PRAGMA integrity_check({most})"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        // What is wrong with the trees comes in one text, below a heading.
        let text: String = row.get(0)?;
        found.extend(text.lines().map(words).filter(|line| line != "ok" && !line.starts_with("***")));
    }
    Ok(())
}

fn foreign_keys(sql: &Connection) -> Result<Vec<String>, rusqlite::Error> {
    let mut statement = sql.prepare("PRAGMA foreign_key_check")?;
    let violation = |row: &rusqlite::Row<'_>| {
        let (table, parent): (String, String) = (row.get(0)?, row.get(2)?);
        Ok(format!("a row of {table} refers to none of {parent}"))
    };
    statement.query_map([], violation)?.take(MAX_PROBLEMS).collect()
}

/// What the schema has and the store does not. More than the schema does no harm: tools that replicate SQLite keep tables of
/// their own.
fn missing(sql: &Connection) -> Result<Vec<String>, rusqlite::Error> {
    let found = shape(sql)?;
    let pattern = Connection::open_in_memory()?;
    pattern.execute_batch(schema::SCHEMA)?;
    Ok(shape(&pattern)?.into_iter().filter(|part| !found.contains(part)).collect())
}

/// The columns of the tables of a file, and its indexes.
pub(crate) fn shape(sql: &Connection) -> Result<Vec<String>, rusqlite::Error> {
    const COLUMNS: &str = "SELECT m.name || ' ' || c.name || ' ' || c.type || iif(c.\"notnull\", ' NOT NULL', '') \
        FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY 1";
    const INDEXES: &str =
        "SELECT sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name";
    let mut shape = Vec::new();
    for query in [COLUMNS, INDEXES] {
        let mut statement = sql.prepare(query)?;
        let parts = statement.query_map([], |row| row.get::<_, String>(0))?;
        for part in parts {
            shape.push(words(&part?));
        }
    }
    Ok(shape)
}

/// The text with one space between its words.
fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
