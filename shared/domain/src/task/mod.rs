//! A task: a saved definition of what to run, when, and how hard to try.
//!
//! [`draft`] reads and checks what a caller writes, [`status`] derives what a task's status is, [`stats`] is what the
//! projector counts about it.

pub mod dependency_failure;
pub mod draft;
pub mod notify;
pub mod order;
pub mod priority;
pub mod reminder;
mod saved;
pub mod stats;
pub mod status;

use std::{borrow::Cow, time::Duration};

use beadle_schedule::Schedule;
use beadle_values::{
    id::{ConfigId, OwnerId, TaskId, TemplateId},
    names,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use self::{
    dependency_failure::OnDependencyFailure,
    draft::TaskDraft,
    notify::{Notify, Occasion},
    order::{SortKey, TaskOrder},
    priority::Priority,
    saved::SavedTask,
    stats::{LastEnd, TaskStats},
    status::{TaskStatus, TaskTraits},
};
use crate::{
    account::Credits,
    execution::IdempotencyStamp,
    policy::StatedPolicy,
    spec::{TaskSpec, TaskType},
};

/// How long a deleted task is kept: what refers to it can still be understood, and it can be restored.
pub const DELETED_RETENTION: Duration = Duration::from_secs(30 * 86_400);

/// A saved task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// Its id.
    pub id: TaskId,
    /// Whose it is.
    pub owner: OwnerId,
    /// What its owner calls it, 1 to 255 characters.
    pub name: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What it does.
    pub spec: TaskSpec,
    /// The config it names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub config_id: Option<ConfigId>,
    /// What `${input…}` stands for, unless whoever runs it gives an input.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub input: Map<String, Value>,
    /// When it runs by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Schedule>,
    /// Counts the changes of what it is armed with; a tick of another version is out of date.
    pub schedule_version: u64,
    /// How long and how often to try, as far as it is stated.
    #[serde(default)]
    pub policy: StatedPolicy,
    /// Which queue its executions take.
    #[serde(default)]
    pub priority: Priority,
    /// Labels to find it by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The owner's own data about it.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub metadata: Map<String, Value>,
    /// The tasks that it runs after, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dependencies: Vec<TaskId>,
    /// What becomes of it when one of them does not complete.
    #[serde(default, skip_serializing_if = "OnDependencyFailure::is_skip")]
    pub on_dependency_failure: OnDependencyFailure,
    /// Who works on it beside its owner.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned_to: Option<OwnerId>,
    /// Whom it tells, and of what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify: Option<Notify>,
    /// When it should be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_date: Option<Timestamp>,
    /// When to remind of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reminder_time: Option<Timestamp>,
    /// When it was ticked off.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<Timestamp>,
    /// What an execution of it costs its owner.
    #[serde(default, skip_serializing_if = "Credits::is_zero")]
    pub credits_per_run: Credits,
    /// The template it was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template_id: Option<TemplateId>,
    /// Its number, where it was made through the dialect that counts tasks (seed 004).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u64>,
    /// Whether its schedule is suspended.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub paused: bool,
    /// What suspended it, where that was not a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused_by: Option<PausedBy>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
    /// Who changed it last.
    pub updated_by: OwnerId,
    /// When it was deleted; a deleted task is invisible and doesn't run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Timestamp>,
    /// Counts the changes, from 1. A write names the version it replaces.
    pub version: u64,
    /// The `Idempotency-Key` it was created under.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idempotency: Option<IdempotencyStamp>,
}

names! {
    /// What suspended a schedule, where that was not a person.
    pub enum PausedBy {
        /// A limit of its owner's subscription level; a higher level resumes it.
        Limit = "limit",
    }
}

impl Task {
    /// When it runs by itself while nothing keeps it from that: by its schedule, else at the time of its reminder.
    pub fn times(&self) -> Option<Cow<'_, Schedule>> {
        match (&self.schedule, self.reminder_time) {
            (Some(schedule), _) => Some(Cow::Borrowed(schedule)),
            (None, Some(time)) => Some(Cow::Owned(Schedule::once(time))),
            (None, None) => None,
        }
    }

    /// Whether it runs by itself: it has a schedule or a reminder, and is neither paused, ticked off nor deleted.
    pub fn is_armed(&self) -> bool {
        let has_times = self.schedule.is_some() || self.reminder_time.is_some();
        has_times && !self.paused && self.completed_at.is_none() && self.deleted_at.is_none()
    }

    /// The next time it runs by itself after `now`.
    pub fn next_run(&self, now: Timestamp) -> Option<Timestamp> {
        let times = self.times().filter(|_| self.is_armed())?;
        times.next_after(now, self.created_at)
    }

    /// Whether it may be ticked off: a todo.
    pub fn can_be_completed(&self) -> bool {
        self.spec.task_type() == TaskType::Todo
    }
}
