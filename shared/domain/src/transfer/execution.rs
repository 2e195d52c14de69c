//! Executions as records: those that have ended, and those that have not begun.

use beadle_values::{
    id::{ExecutionId, OwnerId},
    violation::{Path, Violation, Violations},
};
use jiff::Timestamp;
use serde_json::Value;

use super::{
    Record, RecordKind,
    record::stored,
    stamp::{changes, past},
};
use crate::{
    execution::{Execution, Progress, Request},
    masking,
    policy::{Milliseconds, StatedPolicy},
    task::TaskDraft,
};

/// The members of a request that the record or its importer says.
const LEFT_OUT: [&str; 2] = ["id", "owner"];

/// Whether `execution` can be moved: it has ended, or it has not begun and counts in no batch.
pub fn is_movable(execution: &Execution) -> bool {
    let waits = execution.is_unbegun() && execution.state().due().is_some();
    execution.status().is_final() || (waits && execution.request.batch_id.is_none())
}

/// `execution` as a record. Credentials are masked.
pub fn record(execution: &Execution) -> Record {
    let mut request = (*execution.request).clone();
    masking::mask(&mut request.spec);
    let id = request.id;
    let mut request = stored(&request);
    if let Value::Object(members) = &mut request {
        for name in LEFT_OUT {
            members.shift_remove(name);
        }
    }
    let parts = [("request", request), ("progress", stored(&execution.progress))];
    Record::new(RecordKind::Execution, id, parts)
}

/// The execution of `owner` that `record` describes: one that has ended as it was, and one that has not begun as it was when
/// it was requested.
///
/// # Errors
/// The violations of its parts.
pub fn read(record: &Record, owner: &OwnerId, now: Timestamp) -> Result<Execution, Violations> {
    let id: ExecutionId = record.id()?;
    let mut request = record.part("request")?.clone();
    if let Value::Object(members) = &mut request {
        members.insert("id".to_owned(), id.to_string().into());
        members.insert("owner".to_owned(), owner.as_str().into());
    }
    let path = Path::body();
    let request: Request = serde_json::from_value(request).map_err(|error| {
        let message = format!("has another form than a record of this version: {error}");
        Violation::new(path.key("request"), "record", message)
    })?;
    let progress: Progress = record.stored("progress")?;
    let mut violations = Violations::new();
    past(request.created_at, now, &path.key("request").key("created_at"), &mut violations);
    changes(progress.version, &path.key("progress").key("version"), &mut violations);
    if let Some(ended) = progress.state.ended_at() {
        past(ended, now, &path.key("progress").key("state").key("at"), &mut violations);
    }
    let execution = Execution { request: request.into(), progress };
    violations.take(valid(&execution.request));
    if !is_movable(&execution) {
        let message = "is neither that of an execution that has ended nor of one that has not begun";
        violations.push(Violation::new(path.key("progress").key("state"), "not_movable", message));
    }
    violations.into_result(())?;
    Ok(match execution.state().due() {
        Some(due) => Execution::new((*execution.request).clone(), due),
        None => execution,
    })
}

/// Refuses a request that no caller could have made: what it does and how often it is tried are read by the rules of a task.
fn valid(request: &Request) -> Result<(), Violations> {
    let policy = StatedPolicy {
        timeout: Some(Milliseconds(request.policy.timeout)),
        retry: Some(request.policy.retry.clone()),
        give_up_after: request.policy.give_up_after,
    };
    let mut task = stored(&request.spec);
    if let (Value::Object(members), Value::Object(policy)) = (&mut task, stored(&policy)) {
        members.insert("name".to_owned(), "an execution".into());
        // With one, a URL may be relative.
        members.insert("config_id".to_owned(), stored(&request.config_id));
        members.extend(policy);
    }
    let path = Path::body().key("request");
    let read = TaskDraft::parse(&task, &path)?;
    if read.spec == request.spec && read.policy == policy {
        return Ok(());
    }
    let message = "is not what is read from it: it was not written by Beadle";
    Err(Violation::new(path.key("spec"), "record", message).into())
}
