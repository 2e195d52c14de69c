//! Batches that have ended as records.

use beadle_values::{
    id::{BatchId, OwnerId},
    violation::{Path, Violation, Violations},
};
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{
    Record, RecordKind,
    record::stored,
    stamp::{changes, past},
};
use crate::{
    batch::{Batch, Successor},
    masking,
};

/// The members that hold what runs at the end.
const SUCCESSORS: [&str; 2] = ["on_complete", "on_failure"];

/// `batch` as a record; `None` for one that has not ended. Credentials are masked.
pub fn record(batch: &Batch) -> Option<Record> {
    batch.end.as_ref()?;
    let mut shown = batch.clone();
    for successor in [&mut shown.on_complete, &mut shown.on_failure].into_iter().flatten() {
        if let Successor::Request(request) = successor {
            masking::mask(&mut request.spec);
        }
    }
    let mut value = stored(&shown);
    owners(&mut value, |members| {
        members.shift_remove("owner");
    });
    let parts = [("members", Value::Object(Map::new())), ("state", value)];
    Some(Record::new(RecordKind::Batch, batch.id, parts))
}

/// The batch of `owner` that `record` describes.
///
/// # Errors
/// The violations of its state.
pub fn read(record: &Record, owner: &OwnerId, now: Timestamp) -> Result<Batch, Violations> {
    let id: BatchId = record.id()?;
    let path = Path::body().key("state");
    let mut value = record.part("state")?.clone();
    owners(&mut value, |members| {
        members.insert("owner".to_owned(), owner.as_str().into());
    });
    let batch: Batch = serde_json::from_value(value).map_err(|error| {
        let message = format!("has another form than a record of this version: {error}");
        Violation::new(path.clone(), "record", message)
    })?;
    let mut violations = Violations::new();
    past(batch.created_at, now, &path.key("created_at"), &mut violations);
    changes(batch.version, &path.key("version"), &mut violations);
    if batch.id != id {
        violations.push(Violation::new(path.key("id"), "id", "is another one than that of the record"));
    }
    if batch.end.is_none() || batch.closed_at.is_none() {
        violations.push(Violation::new(
            path.key("end"),
            "missing",
            "is required: only ended batches are moved",
        ));
    }
    violations.into_result(batch)
}

/// Changes the objects that name their owner: a stored batch and the requests in it.
fn owners(batch: &mut Value, change: impl Fn(&mut Map<String, Value>)) {
    let Value::Object(members) = batch else { return };
    change(members);
    for name in SUCCESSORS {
        if let Some(Value::Object(request)) =
            members.get_mut(name).and_then(|successor| successor.get_mut("request"))
        {
            change(request);
        }
    }
}
