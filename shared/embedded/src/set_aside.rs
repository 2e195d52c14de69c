//! Rows that can't be read are set aside: noted in the table `set_aside` with a copy of their contents,
//! logged once, and passed over. One such row stops neither the rows after it nor the projector.
//!
//! A row that has its own readers stays where it is; a single read of it fails. A row that only waits to be
//! handled, such as a change, and a sum that begins anew, are moved here. A note about a row that was
//! repaired or deleted meanwhile is dropped at the next start.

use std::collections::BTreeMap;

use rusqlite::{
    Connection, OptionalExtension, Row, params, params_from_iter,
    types::{Value, ValueRef},
};
use serde_json::{Map, json};

use crate::{error::Error, group::Write, writer::Writer};

/// A table whose rows can be set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Table {
    pub(crate) name: &'static str,
    key: &'static [Column],
}

/// A column of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Id(&'static str),
    Text(&'static str),
    Number(&'static str),
}

use Column::{Id, Number, Text};

pub(crate) const API_KEYS: Table = Table { name: "api_keys", key: &[Id("id")] };
pub(crate) const AUDIT: Table = Table { name: "audit", key: &[Id("id")] };
pub(crate) const CALENDARS: Table = Table { name: "calendars", key: &[Text("owner"), Text("name")] };
pub(crate) const BATCHES: Table = Table { name: "batches", key: &[Id("id")] };
pub(crate) const CENSUSES: Table = Table { name: "censuses", key: &[Text("owner")] };
pub(crate) const CHANGES: Table = Table { name: "changes", key: &[Number("seq")] };
pub(crate) const CONFIGS: Table = Table { name: "configs", key: &[Id("id")] };
pub(crate) const DEAD_LETTERS: Table = Table { name: "dead_letters", key: &[Number("seq")] };
pub(crate) const EVENTS: Table = Table { name: "events", key: &[Number("seq")] };
pub(crate) const EXECUTIONS: Table = Table { name: "executions", key: &[Id("id")] };
pub(crate) const FUNCTIONS: Table = Table { name: "functions", key: &[Text("name")] };
pub(crate) const ROLLUPS: Table = Table { name: "rollups", key: &[Text("owner"), Number("hour")] };
pub(crate) const SCHEDULES: Table = Table { name: "schedules", key: &[Id("task_id")] };
pub(crate) const TASKS: Table = Table { name: "tasks", key: &[Id("id")] };
pub(crate) const TASK_STATS: Table = Table { name: "task_stats", key: &[Id("task_id")] };
pub(crate) const TEMPLATES: Table = Table { name: "templates", key: &[Text("id")] };
pub(crate) const WATCHES: Table = Table { name: "watches", key: &[Text("key")] };

/// All of them.
pub(crate) const ALL: [Table; 17] = [
    API_KEYS,
    AUDIT,
    CALENDARS,
    BATCHES,
    CENSUSES,
    CHANGES,
    CONFIGS,
    DEAD_LETTERS,
    EVENTS,
    EXECUTIONS,
    FUNCTIONS,
    ROLLUPS,
    SCHEDULES,
    TASKS,
    TASK_STATS,
    TEMPLATES,
    WATCHES,
];

/// Separates the columns of a key.
const SEPARATOR: char = '/';

/// A row that was set aside, for the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Noted {
    pub(crate) table: &'static str,
    pub(crate) key: String,
    pub(crate) reason: String,
}

/// Sets aside what reads come across.
#[derive(Clone)]
pub(crate) struct SetAside {
    writer: Writer,
}

impl SetAside {
    pub(crate) fn new(writer: Writer) -> Self {
        Self { writer }
    }

    /// What was read from a row; `None` when the row can't be read. It is then set aside. `key` are the
    /// columns of its key.
    pub(crate) fn or_skip<T>(
        &self,
        sql: &Connection,
        table: Table,
        key: &[ValueRef<'_>],
        read: Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        let error = match read {
            Ok(read) => return Ok(Some(read)),
            Err(error) if error.is_of_a_row() => error,
            Err(error) => return Err(error),
        };
        let (key, reason) = (key_of(key), error.to_string());
        if !is_noted(sql, table, &key)? {
            self.writer.submit(move |write| note(write, table, &key, &reason));
        }
        Ok(None)
    }
}

/// Notes a row that stays where it is, as it is now.
pub(crate) fn note(write: &mut Write<'_>, table: Table, key: &str, reason: &str) -> Result<(), Error> {
    const AS_IT_IS: &str =
        "UPDATE set_aside SET contents = ?3 WHERE table_name = ?1 AND key = ?2 AND moved = 0";
    if !is_noted(write.sql, table, key)? {
        return insert(write, table, key, reason, false);
    }
    if let Some(contents) = contents(write.sql, table, key)? {
        write.sql.prepare_cached(AS_IT_IS)?.execute([table.name, key, &contents])?;
    }
    Ok(())
}

/// Notes a row and deletes it from its table.
pub(crate) fn move_out(write: &mut Write<'_>, table: Table, key: &str, reason: &str) -> Result<(), Error> {
    const IN_PLACE: &str = "DELETE FROM set_aside WHERE table_name = ?1 AND key = ?2 AND moved = 0";
    write.sql.prepare_cached(IN_PLACE)?.execute([table.name, key])?;
    insert(write, table, key, reason, true)?;
    let (condition, values) = table.row(key)?;
    let delete = format!("DELETE FROM {} WHERE {condition}", table.name);
    write.sql.prepare_cached(&delete)?.execute(params_from_iter(values))?;
    Ok(())
}

fn insert(write: &mut Write<'_>, table: Table, key: &str, reason: &str, moved: bool) -> Result<(), Error> {
    const INSERT: &str = "INSERT INTO set_aside (table_name, key, reason, first_seen, moved, contents) \
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    // It may have been deleted meanwhile.
    let Some(contents) = contents(write.sql, table, key)? else { return Ok(()) };
    let seen = write.now.as_millisecond();
    write.sql.prepare_cached(INSERT)?.execute(params![table.name, key, reason, seen, moved, contents])?;
    let noted = Noted { table: table.name, key: key.to_owned(), reason: reason.to_owned() };
    write.effects.set_aside.push(noted);
    Ok(())
}

fn is_noted(sql: &Connection, table: Table, key: &str) -> Result<bool, Error> {
    const NOTED: &str = "SELECT 1 FROM set_aside WHERE table_name = ?1 AND key = ?2 AND moved = 0";
    Ok(sql.prepare_cached(NOTED)?.exists([table.name, key])?)
}

/// The number of rows that are set aside, by table.
pub(crate) fn counts(sql: &Connection) -> Result<BTreeMap<String, u64>, Error> {
    const COUNTS: &str = "SELECT table_name, count(*) FROM set_aside GROUP BY table_name";
    let mut statement = sql.prepare_cached(COUNTS)?;
    let counts = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(counts.collect::<Result<_, _>>()?)
}

/// Drops the notes about rows that are not as they were noted: somebody repaired or deleted them.
pub(crate) fn forget_repaired(sql: &Connection) -> Result<(), Error> {
    const IN_PLACE: &str = "SELECT seq, table_name, key, contents FROM set_aside WHERE moved = 0";
    let mut statement = sql.prepare(IN_PLACE)?;
    let mut rows = statement.query([])?;
    let mut repaired: Vec<i64> = Vec::new();
    while let Some(found) = rows.next()? {
        let (name, key, noted): (String, String, String) = (found.get(1)?, found.get(2)?, found.get(3)?);
        let Some(table) = ALL.into_iter().find(|table| table.name == name) else { continue };
        if contents(sql, table, &key)?.is_none_or(|contents| contents != noted) {
            repaired.push(found.get(0)?);
        }
    }
    for seq in repaired {
        sql.execute("DELETE FROM set_aside WHERE seq = ?1", [seq])?;
    }
    Ok(())
}

/// The columns of a row as a JSON object.
fn contents(sql: &Connection, table: Table, key: &str) -> Result<Option<String>, Error> {
    let (condition, values) = table.row(key)?;
    let select = format!("SELECT * FROM {} WHERE {condition}", table.name);
    let mut statement = sql.prepare(&select)?;
    let names: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let read = |row: &Row<'_>| {
        let mut columns = Map::new();
        for (column, name) in names.iter().enumerate() {
            let value = match row.get_ref(column)? {
                ValueRef::Null => json!(null),
                ValueRef::Integer(number) => json!(number),
                ValueRef::Real(number) => json!(number),
                ValueRef::Text(text) => json!(String::from_utf8_lossy(text)),
                ValueRef::Blob(bytes) => json!(hex(bytes)),
            };
            columns.insert(name.clone(), value);
        }
        Ok(serde_json::Value::Object(columns).to_string())
    };
    Ok(statement.query_row(params_from_iter(values), read).optional()?)
}

/// A key as text.
pub(crate) fn key_of(columns: &[ValueRef<'_>]) -> String {
    let texts = columns.iter().map(|column| match column {
        ValueRef::Null => String::new(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
        ValueRef::Blob(bytes) => hex(bytes),
    });
    texts.collect::<Vec<_>>().join(&SEPARATOR.to_string())
}

impl Table {
    /// The condition that selects the row with `key`, and its values. Only the first column may contain the
    /// separator.
    fn row(self, key: &str) -> Result<(String, Vec<Value>), Error> {
        let mut texts: Vec<&str> = key.rsplitn(self.key.len(), SEPARATOR).collect();
        texts.reverse();
        let wrong = || Error::Unreadable(format!("`{key}` is no key of {}", self.name));
        if texts.len() != self.key.len() {
            return Err(wrong());
        }
        let (mut conditions, mut values) = (Vec::new(), Vec::new());
        for (column, text) in self.key.iter().zip(texts) {
            let (name, value) = match column {
                Id(name) => (name, Value::Blob(bytes(text).ok_or_else(wrong)?)),
                Text(name) => (name, Value::Text(text.to_owned())),
                Number(name) => (name, Value::Integer(text.parse().map_err(|_| wrong())?)),
            };
            values.push(value);
            conditions.push(format!("{name} = ?{}", values.len()));
        }
        Ok((conditions.join(" AND "), values))
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn bytes(hex: &str) -> Option<Vec<u8>> {
    let digits = hex.as_bytes();
    let pairs = digits.chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
    digits.len().is_multiple_of(2).then(|| pairs.collect())?
}
