//! Records as documents.

use serde::Serialize;
use serde_json::{Map, Value};

/// The members of a record as it would be written.
#[expect(
    clippy::expect_used,
    reason = "the records are structs of this crate: objects whose keys are strings"
)]
pub(crate) fn of(record: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(record).expect("a record is written") {
        Value::Object(members) => members,
        other => Map::from_iter([("value".to_owned(), other)]),
    }
}
