//! The request and the progress of an execution as its row holds them: JSON without the members that columns hold, in which
//! phrases that nearly every execution repeats are one control character each ([`compact`]).
//!
//! Rows that were written under schema 8 and before hold all members and no control characters. They are read as they are,
//! and so is a request that its columns would not restore exactly.

use beadle_domain::execution::{
    Progress, Request, compact,
    stored::request::{WHOLE as WHOLE_REQUEST, without_identity},
};
use beadle_values::id::ExecutionId;
use jiff::Timestamp;
use rusqlite::Row;
use uuid::Uuid;

use crate::{error::Error, row};

/// What only a progress with all members begins with.
const WHOLE_PROGRESS: &str = r#"{"version":"#;

const REQUEST: &str = "the request of an execution";
const PROGRESS: &str = "the progress of an execution";

/// The text of a request, for a row that has its id, its owner and its time.
pub(crate) fn request(request: &Request) -> Result<String, Error> {
    let json = serde_json::to_string(request)?;
    Ok(compact::shorten(without_columns(request, &json)?.unwrap_or(json)))
}

/// The text of a request with all members, for a row that may have been written for another one.
pub(crate) fn whole_request(request: &Request) -> Result<String, Error> {
    Ok(compact::shorten(serde_json::to_string(request)?))
}

/// The text of a progress, for a row that has its version.
pub(crate) fn progress(progress: &Progress) -> Result<String, Error> {
    let json = serde_json::to_string(progress)?;
    let version = format!("{WHOLE_PROGRESS}{},", progress.version);
    let short = json.strip_prefix(&version).map(|rest| format!("{{{rest}"));
    Ok(compact::shorten(short.unwrap_or(json)))
}

/// `json` without what columns hold; `None` if they would not restore it exactly, such as a time with microseconds.
fn without_columns(request: &Request, json: &str) -> Result<Option<String>, Error> {
    let time = request.created_at;
    if row::time(time.as_millisecond())? != time {
        return Ok(None);
    }
    Ok(without_identity(request, json)?)
}

/// The JSON of a request with all members, from a row that has `request, …, id, owner, created_at` as
/// [`columns`](row::columns) orders them from column `first` on.
pub(crate) fn request_json(row: &Row<'_>, first: usize) -> Result<String, Error> {
    let text = text(row, first, REQUEST)?;
    if text.starts_with(WHOLE_REQUEST) {
        return Ok(compact::expand(text));
    }
    let id = ExecutionId::from_uuid(Uuid::from_bytes(row.get(first + 3)?));
    let owner = serde_json::to_string(row.get_ref(first + 4)?.as_str().map_err(of(REQUEST))?)?;
    let created_at: Timestamp = row::time(row.get(first + 5)?)?;
    let created_at = serde_json::to_string(&created_at)?;
    restore(format!("{WHOLE_REQUEST}\"{id}\",\"owner\":{owner},\"created_at\":{created_at}"), text, REQUEST)
}

/// The request in a row that has the same columns.
pub(crate) fn read_request(row: &Row<'_>, first: usize) -> Result<Request, Error> {
    parse(&request_json(row, first)?, REQUEST)
}

/// The progress in column `column` of a row that has its version in column `version`.
pub(crate) fn read_progress(row: &Row<'_>, column: usize, version: usize) -> Result<Progress, Error> {
    let text = text(row, column, PROGRESS)?;
    if text.starts_with(WHOLE_PROGRESS) {
        return parse(&compact::expand(text), PROGRESS);
    }
    let version: u64 = row.get(version)?;
    parse(&restore(format!("{WHOLE_PROGRESS}{version}"), text, PROGRESS)?, PROGRESS)
}

/// The object of which `members` are the beginning and `text` holds the other members.
fn restore(members: String, text: &str, what: &str) -> Result<String, Error> {
    let mut json = members;
    let end = json.len();
    compact::expand_onto(&mut json, text);
    if !json[end..].starts_with('{') {
        return Err(Error::unreadable(what, "is no object"));
    }
    json.replace_range(end..=end, ",");
    Ok(json)
}

fn text<'r>(row: &'r Row<'_>, column: usize, what: &str) -> Result<&'r str, Error> {
    row.get_ref(column)?.as_str().map_err(of(what))
}

fn of<E: std::fmt::Display>(what: &str) -> impl Fn(E) -> Error {
    move |error| Error::unreadable(what, error)
}

fn parse<T: serde::de::DeserializeOwned>(json: &str, what: &str) -> Result<T, Error> {
    serde_json::from_str(json).map_err(|error| Error::unreadable(what, row::fault(&error)))
}
