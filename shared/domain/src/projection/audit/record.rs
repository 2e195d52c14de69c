//! Records whose changes are audited.

use beadle_values::id::{OwnerId, TaskId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use super::{
    action::{AuditAction, Subject, Verb},
    diff::{FieldChange, changes},
};
use crate::{
    config::{Config, ConfigDraft},
    gate::{Pause, PauseState, PauseTarget},
    task::{Task, TaskDraft},
};

/// A record whose changes are audited.
pub trait Audited {
    /// The kind of record.
    const SUBJECT: Subject;

    /// The id of the record.
    fn subject(&self) -> String;

    /// The owner of the record.
    fn owner(&self) -> &OwnerId;

    /// Who changed the record last.
    fn changed_by(&self) -> &OwnerId;

    /// The members to compare. They are masked by name afterwards ([`crate::masking::member`]), so they may
    /// contain credentials; a secret that masking does not recognise by name has to be left out here.
    fn members(&self) -> Map<String, Value>;

    /// The task that the record is about.
    fn task_id(&self) -> Option<TaskId> {
        None
    }

    /// The verb for the change from `before`, if it is more than an update.
    fn verb(&self, _before: &Self) -> Option<Verb> {
        None
    }
}

/// A change of a record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RecordChange {
    /// What was done.
    pub action: AuditAction,
    /// The owner of the record.
    pub owner: OwnerId,
    /// Who did it.
    pub actor: OwnerId,
    /// The id of the record.
    pub subject: String,
    /// The task that the record is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub task_id: Option<TaskId>,
    /// The changed members, with secrets masked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<FieldChange>,
}

impl RecordChange {
    /// The change from `before` to `after`; `None` if no compared member has changed.
    pub fn of<T: Audited>(before: Option<&T>, after: &T) -> Option<Self> {
        let old = before.map(Audited::members).unwrap_or_default();
        let new: Map<String, Value> = after.members();
        let mut changes = changes(&old, &new);
        let verb = match before {
            None => {
                changes.retain(|change| !change.after.is_null());
                Verb::Created
            }
            Some(before) => match after.verb(before) {
                Some(verb) => verb,
                None if changes.is_empty() => return None,
                None => Verb::Updated,
            },
        };
        Some(Self {
            action: AuditAction { subject: T::SUBJECT, verb },
            owner: after.owner().clone(),
            actor: after.changed_by().clone(),
            subject: after.subject(),
            task_id: after.task_id(),
            changes,
        })
    }
}

impl RecordChange {
    /// The pause or the resumption that led from `before` to `after`; `None` if the pause is the same. Its reason and its end
    /// are listed also if only one of them changed, so that the change says all about the pause.
    pub fn of_pause(before: Option<&PauseState>, after: &PauseState) -> Option<Self> {
        let old = before.and_then(|state| state.pause.as_ref());
        let new = after.pause.as_ref();
        let stated = |pause: Option<&Pause>| pause.map(|pause| (pause.reason.clone(), pause.until));
        if stated(old) == stated(new) {
            return None;
        }
        let subject = match &after.target {
            PauseTarget::Service => Subject::Service,
            PauseTarget::Account(_) => Subject::Account,
            PauseTarget::Config(_) => Subject::Config,
        };
        let verb = if new.is_some() { Verb::Paused } else { Verb::Resumed };
        let field = |name: &str, before, after| FieldChange { field: name.to_owned(), before, after };
        let reason = |pause: Option<&Pause>| json!(pause.map(|pause| &pause.reason));
        let until = |pause: Option<&Pause>| json!(pause.and_then(|pause| pause.until));
        Some(Self {
            action: AuditAction { subject, verb },
            owner: after.owner.clone(),
            actor: after.by.clone(),
            subject: after.target.id(),
            task_id: None,
            changes: vec![field("reason", reason(old), reason(new)), field("until", until(old), until(new))],
        })
    }
}

/// The verb of a task's change and the names of its changed members.
pub fn summary(before: Option<&Task>, after: &Task) -> Option<(Verb, Vec<String>)> {
    let change = RecordChange::of(before, after)?;
    let fields = match change.action.verb {
        Verb::Created | Verb::Deleted => Vec::new(),
        _ => change.changes.into_iter().map(|change| change.field).collect(),
    };
    Some((change.action.verb, fields))
}

impl Audited for Task {
    const SUBJECT: Subject = Subject::Task;

    fn subject(&self) -> String {
        self.id.to_string()
    }

    fn owner(&self) -> &OwnerId {
        &self.owner
    }

    fn changed_by(&self) -> &OwnerId {
        &self.updated_by
    }

    fn members(&self) -> Map<String, Value> {
        TaskDraft::document(self)
    }

    fn task_id(&self) -> Option<TaskId> {
        Some(self.id)
    }

    fn verb(&self, before: &Self) -> Option<Verb> {
        match (before.deleted_at.is_some(), self.deleted_at.is_some()) {
            (false, true) => return Some(Verb::Deleted),
            (true, false) => return Some(Verb::Restored),
            _ => {}
        }
        match (before.paused, self.paused) {
            (false, true) => Some(Verb::Paused),
            (true, false) => Some(Verb::Resumed),
            _ => None,
        }
    }
}

impl Audited for Config {
    const SUBJECT: Subject = Subject::Config;

    fn subject(&self) -> String {
        self.id.to_string()
    }

    fn owner(&self) -> &OwnerId {
        &self.owner
    }

    fn changed_by(&self) -> &OwnerId {
        &self.updated_by
    }

    fn members(&self) -> Map<String, Value> {
        ConfigDraft::document(self)
    }
}
