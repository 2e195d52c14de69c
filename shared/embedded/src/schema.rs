//! The schema of the file, and how files with other schemas are recognised.

use rusqlite::Connection;

use crate::{error::Error, rollups};

/// The schema of this version (`PRAGMA user_version`).
pub(crate) const VERSION: i64 = 9;

/// Marks the file as a store of Beadle (`PRAGMA application_id`): "bead".
const APPLICATION: i64 = 0x6265_6164;

/// The statements that create it.
pub(crate) const SCHEMA: &str = include_str!("schema.sql");

/// The upgrade from each schema to the next, from the first on.
const UPGRADES: [&str; 8] = [
    include_str!("schema_2.sql"),
    include_str!("schema_3.sql"),
    include_str!("schema_4.sql"),
    include_str!("schema_5.sql"),
    include_str!("schema_6.sql"),
    include_str!("schema_7.sql"),
    include_str!("schema_8.sql"),
    include_str!("schema_9.sql"),
];

/// The first schema with a census of tasks.
const CENSUS: i64 = 3;

/// What kind of file it is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Found {
    /// An empty file.
    New,
    /// A store with the schema of this version.
    Known,
    /// A store with this earlier schema.
    Older(i64),
    /// A store with a later schema.
    Newer(i64),
    /// Something else.
    Foreign,
}

/// Determines the kind of a file.
pub(crate) fn inspect(sql: &Connection) -> Result<Found, Error> {
    let number = |pragma| sql.pragma_query_value(None, pragma, |row| row.get::<_, i64>(0));
    let (application, version) = (number("application_id")?, number("user_version")?);
    let tables: i64 = sql.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    Ok(match (application, version) {
        (APPLICATION, VERSION) if tables > 0 => Found::Known,
        (APPLICATION, newer) if newer > VERSION => Found::Newer(newer),
        (APPLICATION, older) if older > 0 && tables > 0 => Found::Older(older),
        (0, 0) if tables == 0 => Found::New,
        _ => Found::Foreign,
    })
}

/// Creates the schema in an empty file, atomically.
pub(crate) fn create(sql: &Connection, cursor_key: &[u8], shard: &str) -> Result<(), Error> {
    let transaction = sql.unchecked_transaction()?;
    transaction.execute_batch(SCHEMA)?;
    transaction.execute(
        "INSERT INTO meta VALUES ('cursor_key', ?1), ('shard', ?2)",
        (cursor_key, shard.as_bytes()),
    )?;
    transaction.pragma_update(None, "application_id", APPLICATION)?;
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit()?;
    Ok(())
}

/// Upgrades a store from schema `from` to that of this version, atomically. `stepped` is told each schema that it has reached.
pub(crate) fn upgrade(sql: &Connection, from: i64, stepped: &dyn Fn(&Connection, i64)) -> Result<(), Error> {
    let transaction = sql.unchecked_transaction()?;
    for (upgrade, to) in UPGRADES.iter().zip(2..).filter(|(_, to)| *to > from) {
        transaction.execute_batch(upgrade)?;
        stepped(&transaction, to);
    }
    if from < CENSUS {
        rollups::take_census(&transaction)?;
    }
    transaction.pragma_update(None, "user_version", VERSION)?;
    transaction.commit()?;
    Ok(())
}
