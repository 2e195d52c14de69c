//! A task as callers write it.

use beadle_schedule::{SCHEDULED_YEARS, Schedule};
use beadle_values::{
    body,
    body::{
        Shape, computed, config_id, custom, flag, flatten, list, object, of, one_of, optional, otherwise,
        parsed, required, task_id, time, utc_time,
    },
    id::{ConfigId, OwnerId, TaskId, TemplateId},
    time::UtcTime,
    violation::{Path, Violation, Violations},
};
use jiff::{Timestamp, tz::Offset};
use serde::Serialize;
use serde_json::{Map, Value, json};

use super::{Notify, Occasion, OnDependencyFailure, Priority, Task};
use crate::{
    account::{Credits, credits},
    document,
    hook::Hook,
    labels::{description, name, tags},
    order::{self, OrderRule},
    plan::PlanMark,
    policy::StatedPolicy,
    resource_key::{ResourceKey, resource_key},
    spec::{TaskSpec, TaskType},
};

/// The most tasks that one depends on.
pub const MAX_DEPENDENCIES: usize = 250;

body! {
    /// A new task.
    #[derive(Debug, Clone, PartialEq, Serialize)]
    pub struct TaskDraft as "TaskRequest" {
        /// Its key, by which its owner finds it: `GET /api/v1/tasks?key=…`. No other task of the owner has it.
        pub key: Option<ResourceKey> = optional(resource_key()),
        /// Its name, 1 to 255 characters.
        pub name: String = required(name()),
        /// What it is for, at most 10,000 characters.
        pub description: Option<String> = optional(description()),
        /// What it does.
        #[serde(flatten)]
        pub spec: TaskSpec = flatten::<TaskSpec>(),
        /// The config it names: a profile of the destination.
        pub config_id: Option<ConfigId> = optional(config_id()),
        /// The value of `${input…}`, unless an execution is given one.
        pub input: Map<String, Value> = otherwise(object(), Map::new),
        /// When it runs by itself; null or `manual` for a task that only runs when asked.
        pub schedule: Option<Schedule> = otherwise(beadle_schedule::schedule(), || None),
        /// How long and how often to try.
        #[serde(flatten)]
        pub policy: StatedPolicy = flatten::<StatedPolicy>(),
        /// How urgent it is.
        pub priority: Priority = otherwise(one_of().spelled("PriorityText"), Priority::default),
        /// The order of its executions: one at a time of those with the same key.
        pub order: Option<OrderRule> = order::order(),
        /// Labels, at most 50 of at most 100 characters.
        pub tags: Vec<String> = otherwise(tags(), Vec::new),
        /// The owner's own data about it.
        pub metadata: Map<String, Value> = otherwise(object(), Map::new),
        /// The tasks that it runs after, at most 250.
        pub dependencies: Vec<TaskId> =
            otherwise(list("task ids", task_id()).max(MAX_DEPENDENCIES).distinct(), Vec::new),
        /// What happens when one of them does not complete: `skip` (the default) or `run`.
        pub on_dependency_failure: OnDependencyFailure = otherwise(one_of(), OnDependencyFailure::default),
        /// The user who works on it beside its owner.
        pub assigned_to: Option<OwnerId> = optional(parsed("user").fault("is not the id of a user").shown(
            || json!({"minLength": 1, "maxLength": 255}),
        )),
        /// The notifications that it sends.
        pub notify: Option<Notify> = optional(of()),
        /// How other systems start it, by `POST /hooks/{id}` with its id; a task with dependencies has none.
        pub hook: Option<Box<Hook>> = optional(of().boxed()),
        /// When it is due.
        pub due_date: Option<UtcTime> = optional(utc_time()),
        /// When to send a reminder of it, in the years 1970 to 2199; for a calendar event not after it begins.
        pub reminder_time: Option<Timestamp> = optional(custom(reminder_time, |schemas| time().schema(schemas))),
        /// What an execution costs its owner, in credits.
        pub credits_per_run: Credits = otherwise(credits("out_of_range"), Credits::default),
        /// Whether it is completed: for a todo or a calendar event. Unless given it stays as it is.
        pub is_completed: Option<bool> = optional(flag()),
        /// The plan that keeps it.
        pub plan: Option<PlanMark> = optional(of()),
        /// The template it is made from.
        #[serde(skip)]
        pub template_id: Option<TemplateId> = computed(|| None),
    }
    example {
        "name": "Health check",
        "type": "api_call",
        "config": {"method": "GET", "url": "https://api.example.com/health"},
        "schedule": "every 5 minutes",
        "timeout": "10s",
        "retries": 2,
        "tags": ["ops"]
    }
    check |given, _members, path, violations| {
        let task_type = given.spec.as_ref().map(TaskSpec::task_type);
        if given.is_completed == Some(Some(true)) && task_type.is_some_and(|kind| !kind.can_be_completed()) {
            let message = "only a task of type todo or calendar_event can be completed";
            violations.add(path.key("is_completed"), "conflict", message);
        }
        if let (Some(TaskType::CalendarEvent), Some(Some(begins)), Some(Some(reminds))) =
            (task_type, given.due_date, given.reminder_time)
            && UtcTime::from(reminds) > begins
        {
            violations.push(
                Violation::new(path.key("reminder_time"), "conflict", "lies after the event begins")
                    .hint("a time up to `due_date`, which is when the event begins"),
            );
        }
        if matches!(given.hook, Some(Some(_))) && given.dependencies.as_ref().is_some_and(|named| !named.is_empty()) {
            let message = "a task with dependencies runs when they have completed, not when a webhook comes";
            violations.add(path.key("hook"), "conflict", message);
        }
        if task_type == Some(TaskType::Monitor) {
            let own = [
                ("schedule", matches!(given.schedule, Some(Some(_)))),
                ("reminder_time", matches!(given.reminder_time, Some(Some(_)))),
                ("dependencies", given.dependencies.as_ref().is_some_and(|upstream| !upstream.is_empty())),
            ];
            for (member, _) in own.into_iter().filter(|(_, is_given)| *is_given) {
                let message = "a monitor does not run: it waits for the pings of another job";
                violations.push(
                    Violation::new(path.key(member), "conflict", message)
                        .hint("say when pings are expected in `config`: `period` or `schedule`"),
                );
            }
            if let Some(Some(notify)) = &given.notify
                && !notify.on.contains(&Occasion::Missed)
            {
                let message = "does not have `missed`, which is what a monitor is for";
                violations.push(
                    Violation::new(path.key("notify").key("on"), "conflict", message)
                        .hint("write [\"missed\", \"failed\", \"recovered\"]"),
                );
            }
        }
        if matches!((&given.schedule, given.reminder_time), (Some(Some(_)), Some(Some(_)))) {
            let message = "a task has a schedule or a reminder, not both";
            violations.push(
                Violation::new(path.key("reminder_time"), "conflict", message)
                    .hint("a todo with a `schedule` reminds at each of its times"),
            );
        }
    }
    /// A change of a task: any members of a new one. Members that only Beadle writes are refused.
    change pub enum TaskChange example {"name": "Health check, less often", "schedule": "every 15 minutes"}
}

/// A time that a scheduler can keep.
fn reminder_time(value: &Value, path: &Path) -> Result<Timestamp, Violations> {
    let at = time().read(value, path)?;
    match SCHEDULED_YEARS.contains(&Offset::UTC.to_datetime(at).year()) {
        true => Ok(at),
        false => Err(Violation::new(path.clone(), "out_of_range", "lies outside the years 1970 to 2199")
            .hint("a `due_date` may lie in any year from 0001 to 9999")
            .into()),
    }
}

impl TaskDraft {
    /// The new task: version 1, not paused, owned by `owner`; completed at `now` where the draft says so.
    pub fn into_task(self, id: TaskId, owner: OwnerId, now: Timestamp) -> Task {
        Task {
            id,
            owner: owner.clone(),
            key: self.key,
            name: self.name,
            description: self.description,
            spec: self.spec,
            config_id: self.config_id,
            input: self.input,
            schedule: self.schedule,
            schedule_version: 1,
            policy: self.policy,
            priority: self.priority,
            order: self.order,
            tags: self.tags,
            metadata: self.metadata,
            dependencies: self.dependencies,
            on_dependency_failure: self.on_dependency_failure,
            assigned_to: self.assigned_to,
            notify: self.notify,
            hook: self.hook,
            due_date: self.due_date,
            reminder_time: self.reminder_time,
            credits_per_run: self.credits_per_run,
            completed_at: self.is_completed.filter(|done| *done).map(|_| now),
            plan: self.plan,
            template_id: self.template_id,
            number: None,
            paused: false,
            paused_by: None,
            created_at: now,
            updated_at: now,
            updated_by: owner,
            deleted_at: None,
            imported_at: None,
            version: 1,
            idempotency: None,
        }
    }

    /// `task` with the members of the draft in place of its own, at `now`.
    pub fn over(self, task: &Task, now: Timestamp) -> Task {
        let completed_at = match self.is_completed {
            None => task.completed_at.filter(|_| self.spec.task_type().can_be_completed()),
            Some(false) => None,
            Some(true) => task.completed_at.or(Some(now)),
        };
        Task {
            schedule_version: task.schedule_version,
            completed_at,
            template_id: task.template_id.clone(),
            number: task.number,
            paused: task.paused,
            paused_by: task.paused_by,
            updated_at: task.updated_at,
            updated_by: task.updated_by.clone(),
            deleted_at: task.deleted_at,
            imported_at: task.imported_at,
            version: task.version,
            idempotency: task.idempotency.clone(),
            ..self.into_task(task.id, task.owner.clone(), task.created_at)
        }
    }

    /// The draft that `task` would be made from.
    fn of(task: &Task) -> Self {
        let is_completed = task.can_be_completed().then_some(task.completed_at.is_some());
        let task = task.clone();
        Self {
            key: task.key,
            name: task.name,
            description: task.description,
            spec: task.spec,
            config_id: task.config_id,
            input: task.input,
            schedule: task.schedule,
            policy: task.policy,
            priority: task.priority,
            order: task.order,
            tags: task.tags,
            metadata: task.metadata,
            dependencies: task.dependencies,
            on_dependency_failure: task.on_dependency_failure,
            assigned_to: task.assigned_to,
            notify: task.notify,
            hook: task.hook,
            due_date: task.due_date,
            reminder_time: task.reminder_time,
            credits_per_run: task.credits_per_run,
            is_completed,
            plan: task.plan,
            template_id: task.template_id,
        }
    }

    /// The members that `task` would be written with: what a change starts from.
    pub fn document(task: &Task) -> Map<String, Value> {
        document::of(&Self::of(task))
    }
}

#[cfg(test)]
mod tests;
