//! A task: a saved definition of what to run, when, and with which retries.
//!
//! [`draft`] parses and checks what a caller writes, [`status`] derives the status of a task, [`stats`]
//! contains its counters.

mod completion;
pub mod dependency_failure;
pub mod draft;
pub mod notify;
pub mod order;
pub mod priority;
mod redirect;
pub mod reminder;
mod saved;
mod select_many;
pub mod stats;
pub mod status;

use std::{borrow::Cow, time::Duration};

use beadle_schedule::Schedule;
use beadle_values::{
    id::{ConfigId, OwnerId, TaskId, TemplateId},
    names,
    time::UtcTime,
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
    select_many::{SelectTasks, TaskFilter},
    stats::{LastEnd, LastSkip, TaskStats},
    status::{TaskStatus, TaskTraits},
};
use crate::{
    account::Credits, execution::IdempotencyStamp, hook::Hook, order::OrderRule, plan::PlanMark,
    policy::StatedPolicy, resource_key::ResourceKey, spec::TaskSpec,
};

/// How long a deleted task is kept, so that references to it can still be resolved and it can be restored.
pub const DELETED_RETENTION: Duration = Duration::from_secs(30 * 86_400);

/// A saved task.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// The id.
    pub id: TaskId,
    /// The owner.
    pub owner: OwnerId,
    /// Its key, by which its owner finds it; no other task of the owner has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<ResourceKey>,
    /// The name, 1 to 255 characters.
    pub name: String,
    /// The description.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What it does.
    pub spec: TaskSpec,
    /// The id of its config.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub config_id: Option<ConfigId>,
    /// The values of `${input…}`, unless a run is started with its own input.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub input: Map<String, Value>,
    /// When it runs automatically.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<Schedule>,
    /// The number of changes of its schedule; a tick of another version is outdated.
    pub schedule_version: u64,
    /// Timeout and retries, as far as they are set.
    #[serde(default)]
    pub policy: StatedPolicy,
    /// The priority, which selects the queue of its executions.
    #[serde(default)]
    pub priority: Priority,
    /// Labels for filtering.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// The owner's own data.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub metadata: Map<String, Value>,
    /// Its dependencies, without duplicates.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub dependencies: Vec<TaskId>,
    /// What happens if one of them does not complete.
    #[serde(default, skip_serializing_if = "OnDependencyFailure::is_skip")]
    pub on_dependency_failure: OnDependencyFailure,
    /// The user to whom it is assigned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assigned_to: Option<OwnerId>,
    /// Whom to notify, and of what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notify: Option<Notify>,
    /// How other systems start it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hook: Option<Box<Hook>>,
    /// When it should be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_date: Option<UtcTime>,
    /// When to send the reminder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reminder_time: Option<Timestamp>,
    /// When it was completed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<Timestamp>,
    /// The order of its executions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderRule>,
    /// The cost of an execution.
    #[serde(default, skip_serializing_if = "Credits::is_zero")]
    pub credits_per_run: Credits,
    /// The plan that keeps it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan: Option<PlanMark>,
    /// The template from which it was created.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template_id: Option<TemplateId>,
    /// Its number, if it was created through the dialect with numbered tasks (seed 004).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u64>,
    /// Whether its schedule is suspended.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub paused: bool,
    /// What paused it, if that was not a person.
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
    /// When it was imported from another service: what happened to it before then happened there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub imported_at: Option<Timestamp>,
    /// The number of changes, starting at 1. A write names the version it replaces.
    pub version: u64,
    /// The `Idempotency-Key` with which it was created.
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
    /// The key that it holds, so that no other task of its owner may have it: a deleted task lets go of its own.
    pub fn held_key(&self) -> Option<&ResourceKey> {
        self.key.as_ref().filter(|_| self.deleted_at.is_none())
    }

    /// When it runs automatically unless it is held back: by its schedule, or else at the time of its
    /// reminder.
    pub fn times(&self) -> Option<Cow<'_, Schedule>> {
        match (&self.schedule, self.reminder_time) {
            (Some(schedule), _) => Some(Cow::Borrowed(schedule)),
            (None, Some(time)) => Some(Cow::Owned(Schedule::once(time))),
            (None, None) => None,
        }
    }

    /// Whether it runs automatically: it has a schedule or a reminder, and is neither paused, completed nor
    /// deleted.
    pub fn is_armed(&self) -> bool {
        let has_times = self.schedule.is_some() || self.reminder_time.is_some();
        has_times && !self.paused && self.completed_at.is_none() && self.deleted_at.is_none()
    }

    /// Since when it is as it is here.
    pub fn here_since(&self) -> Timestamp {
        self.imported_at.map_or(self.updated_at, |at| at.max(self.updated_at))
    }

    /// The next automatic run after `now`.
    pub fn next_run(&self, now: Timestamp) -> Option<Timestamp> {
        let times = self.times().filter(|_| self.is_armed())?;
        times.next_after(now, self.created_at)
    }

    /// Whether a person can complete it: a todo or an event of a calendar.
    pub fn can_be_completed(&self) -> bool {
        self.spec.task_type().can_be_completed()
    }
}
