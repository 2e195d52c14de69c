//! Tasks as records.

use beadle_values::{
    id::{OwnerId, TaskId, TemplateId},
    violation::{Path, Violation, Violations},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Record, RecordKind,
    record::stored,
    stamp::{changes, past},
};
use crate::{
    dependency::Release,
    execution::IdempotencyStamp,
    masking,
    task::{Notify, PausedBy, Task, TaskDraft},
};

/// What only Beadle writes of a task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaskState {
    created_at: Timestamp,
    updated_at: Timestamp,
    version: u64,
    schedule_version: u64,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    paused: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    paused_by: Option<PausedBy>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    completed_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    deleted_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    template_id: Option<TemplateId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    idempotency: Option<IdempotencyStamp>,
    /// Whether it has a number: it gets another one where it is imported.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    numbered: bool,
    /// Its last release, without its version, which counts writes of one store.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    release: Option<Value>,
}

/// A task that is imported.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportedTask {
    /// Its id.
    pub id: TaskId,
    /// The members that callers write.
    pub draft: TaskDraft,
    /// Whether it gets a number.
    pub is_numbered: bool,
    /// Its last release, to be written first.
    pub release: Option<Release>,
    state: TaskState,
}

/// `task`, which was last released by `release`, as a record. Credentials are masked.
pub fn record(task: &Task, release: Option<&Release>) -> Record {
    let mut shown = task.clone();
    masking::mask(&mut shown.spec);
    for (_, webhook) in shown.notify.iter_mut().flat_map(Notify::webhooks_mut) {
        masking::mask_headers(&mut webhook.http.headers);
    }
    let release = release.map(|release| {
        let mut release = stored(release);
        if let Value::Object(members) = &mut release {
            members.shift_remove("version");
        }
        release
    });
    let state = TaskState {
        created_at: task.created_at,
        updated_at: task.updated_at,
        version: task.version,
        schedule_version: task.schedule_version,
        paused: task.paused,
        paused_by: task.paused_by,
        completed_at: task.completed_at,
        deleted_at: task.deleted_at,
        template_id: task.template_id.clone(),
        idempotency: task.idempotency.clone(),
        numbered: task.number.is_some(),
        release,
    };
    let members = Value::Object(TaskDraft::document(&shown));
    Record::new(RecordKind::Task, task.id, [("members", members), ("state", stored(&state))])
}

/// The task that `record` describes.
///
/// # Errors
/// All violations of its members, or those of its state.
pub fn read(record: &Record, now: Timestamp) -> Result<ImportedTask, Violations> {
    let id: TaskId = record.id()?;
    let mut state: TaskState = record.stored("state")?;
    let path = Path::body().key("state");
    let mut violations = Violations::new();
    past(state.created_at, now, &path.key("created_at"), &mut violations);
    past(state.updated_at, now, &path.key("updated_at"), &mut violations);
    changes(state.version, &path.key("version"), &mut violations);
    changes(state.schedule_version, &path.key("schedule_version"), &mut violations);
    let release = state.release.take().map(|mut release| {
        if let Value::Object(members) = &mut release {
            members.insert("version".to_owned(), 1.into());
            members.insert("task".to_owned(), id.to_string().into());
        }
        serde_json::from_value::<Release>(release)
    });
    let release = release.transpose().map_err(|error| {
        let message = format!("is no release: {error}");
        Violation::new(path.key("release"), "record", message)
    })?;
    let is_numbered = state.numbered;
    let draft = violations.take(TaskDraft::parse(record.part("members")?, &Path::body()));
    match draft {
        Some(draft) if violations.is_empty() => Ok(ImportedTask { id, draft, is_numbered, release, state }),
        _ => Err(violations),
    }
}

impl ImportedTask {
    /// When it was deleted.
    pub fn deleted_at(&self) -> Option<Timestamp> {
        self.state.deleted_at
    }

    /// The task of `owner`, imported at `now`.
    pub fn into_task(self, owner: &OwnerId, now: Timestamp) -> Task {
        let TaskState {
            created_at,
            updated_at,
            version,
            schedule_version,
            paused,
            paused_by,
            completed_at,
            deleted_at,
            template_id,
            idempotency,
            ..
        } = self.state;
        Task {
            created_at,
            updated_at,
            version,
            schedule_version,
            paused,
            paused_by,
            completed_at,
            deleted_at,
            template_id,
            idempotency,
            imported_at: Some(now),
            ..self.draft.into_task(self.id, owner.clone(), now)
        }
    }
}
