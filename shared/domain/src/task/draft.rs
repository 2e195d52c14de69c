//! What a caller writes about a task, read and checked; all its faults at once.

use beadle_schedule::Schedule;
use beadle_values::{
    id::{ConfigId, OwnerId, TaskId, TemplateId},
    violation::{Path, Violation, Violations},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use self::platform::Platform;
use super::{Notify, OnDependencyFailure, Priority, Task};
use crate::{
    account::Credits,
    execution::request,
    policy::StatedPolicy,
    spec::{self, TaskSpec, TaskType},
};

const MAX_NAME: usize = 255;
const MAX_DESCRIPTION: usize = 10_000;
const MAX_TAGS: usize = 50;
const MAX_TAG: usize = 100;

const MEMBERS: [&str; 11] = [
    "name",
    "description",
    "type",
    "task_type",
    "config",
    "config_id",
    "input",
    "schedule",
    "priority",
    "tags",
    "metadata",
];

/// The part of a task that its owner writes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaskDraft {
    /// See [`Task::name`].
    pub name: String,
    /// See [`Task::description`].
    pub description: Option<String>,
    /// See [`Task::spec`].
    pub spec: TaskSpec,
    /// See [`Task::config_id`].
    pub config_id: Option<ConfigId>,
    /// See [`Task::input`].
    pub input: Map<String, Value>,
    /// See [`Task::schedule`].
    pub schedule: Option<Schedule>,
    /// See [`Task::policy`].
    pub policy: StatedPolicy,
    /// See [`Task::priority`].
    pub priority: Priority,
    /// See [`Task::tags`].
    pub tags: Vec<String>,
    /// See [`Task::metadata`].
    pub metadata: Map<String, Value>,
    /// See [`Task::dependencies`].
    pub dependencies: Vec<TaskId>,
    /// See [`Task::on_dependency_failure`].
    pub on_dependency_failure: OnDependencyFailure,
    /// See [`Task::assigned_to`].
    pub assigned_to: Option<OwnerId>,
    /// See [`Task::notify`].
    pub notify: Option<Notify>,
    /// See [`Task::due_date`].
    pub due_date: Option<Timestamp>,
    /// See [`Task::reminder_time`].
    pub reminder_time: Option<Timestamp>,
    /// See [`Task::credits_per_run`].
    pub credits_per_run: Credits,
    /// Whether it is to be ticked off or taken up again; `None` leaves it as it is.
    pub is_completed: Option<bool>,
    /// See [`Task::template_id`]; only a template says it.
    pub template_id: Option<TemplateId>,
}

impl TaskDraft {
    /// Reads a task as the body of a request gives it.
    ///
    /// # Errors
    /// Every fault of it, unknown members included.
    pub fn parse(body: &Value, path: &Path) -> Result<Self, Violations> {
        let Some(body) = body.as_object() else {
            return Err(Violation::new(path.clone(), "type_error", "must be a JSON object").into());
        };
        let mut violations = Violations::new();
        for name in body.keys() {
            let known = [&MEMBERS[..], &platform::MEMBERS, &StatedPolicy::MEMBERS];
            if !known.iter().any(|members| members.contains(&name.as_str())) {
                violations.add(path.key(name), "unknown_field", "is not known here");
            }
        }
        let present = |name: &str| body.get(name).filter(|value| !value.is_null());

        let name = name(present("name"), path, &mut violations);
        let description = description(present("description"), path, &mut violations);
        let spec = spec(body, path, &mut violations);
        let schedule = match body.get("schedule") {
            Some(value) => violations.take(Schedule::parse(value, &path.key("schedule"))).flatten(),
            None => None,
        };
        let policy = violations.take(StatedPolicy::parse(body, path)).unwrap_or_default();
        let priority = match present("priority") {
            Some(value) => {
                let parsed = Priority::parse(value, &path.key("priority"));
                violations.take(parsed.map_err(Violations::from)).unwrap_or_default()
            }
            None => Priority::default(),
        };
        let tags = tags(present("tags"), path, &mut violations);
        let metadata = violations.take(request::object(body, "metadata", path)).unwrap_or_default();
        let config_id = violations.take(request::config_id(body, path)).flatten();
        let input = violations.take(request::object(body, "input", path)).unwrap_or_default();
        let platform = violations.take(Platform::parse(body, path)).unwrap_or_default();
        if let Some(spec) = &spec {
            platform.check(spec.task_type(), schedule.is_some(), path, &mut violations);
        }
        match (name, spec) {
            (Some(name), Some(spec)) if violations.is_empty() => Ok(Self {
                name,
                description,
                spec,
                config_id,
                input,
                schedule,
                policy,
                priority,
                tags,
                metadata,
                dependencies: platform.dependencies,
                on_dependency_failure: platform.on_dependency_failure,
                assigned_to: platform.assigned_to,
                notify: platform.notify,
                due_date: platform.due_date,
                reminder_time: platform.reminder_time,
                credits_per_run: platform.credits_per_run,
                is_completed: platform.is_completed,
                template_id: None,
            }),
            _ => Err(violations),
        }
    }

    /// A new task that it describes: version 1, not paused, of `owner` since `now`; ticked off then where it says so.
    pub fn into_task(self, id: TaskId, owner: OwnerId, now: Timestamp) -> Task {
        Task {
            id,
            owner: owner.clone(),
            name: self.name,
            description: self.description,
            spec: self.spec,
            config_id: self.config_id,
            input: self.input,
            schedule: self.schedule,
            schedule_version: 1,
            policy: self.policy,
            priority: self.priority,
            tags: self.tags,
            metadata: self.metadata,
            dependencies: self.dependencies,
            on_dependency_failure: self.on_dependency_failure,
            assigned_to: self.assigned_to,
            notify: self.notify,
            due_date: self.due_date,
            reminder_time: self.reminder_time,
            credits_per_run: self.credits_per_run,
            completed_at: self.is_completed.filter(|done| *done).map(|_| now),
            template_id: self.template_id,
            number: None,
            paused: false,
            paused_by: None,
            created_at: now,
            updated_at: now,
            updated_by: owner,
            deleted_at: None,
            version: 1,
            idempotency: None,
        }
    }

    /// `task` with what the draft says at `now` in place of what it said.
    pub fn over(self, task: &Task, now: Timestamp) -> Task {
        let completed_at = match self.is_completed {
            None => task.completed_at.filter(|_| self.spec.task_type() == TaskType::Todo),
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
            version: task.version,
            idempotency: task.idempotency.clone(),
            ..self.into_task(task.id, task.owner.clone(), task.created_at)
        }
    }

    /// The members that `task` would be written with: what PUT and PATCH start from.
    pub fn document(task: &Task) -> Map<String, Value> {
        let spec = serde_json::to_value(&task.spec).unwrap_or_default();
        let policy = serde_json::to_value(&task.policy).unwrap_or_default();
        let members = json!({
            "name": task.name,
            "description": task.description,
            "type": spec.get("type"),
            "config": spec.get("config"),
            "config_id": task.config_id,
            "input": task.input,
            "schedule": task.schedule,
            "priority": task.priority,
            "tags": task.tags,
            "metadata": task.metadata,
            "timeout_ms": policy.get("timeout_ms"),
            "retry": policy.get("retry"),
            "dependencies": task.dependencies,
            "on_dependency_failure": task.on_dependency_failure,
            "assigned_to": task.assigned_to,
            "notify": task.notify,
            "due_date": task.due_date,
            "reminder_time": task.reminder_time,
            "credits_per_run": task.credits_per_run,
            "is_completed": task.can_be_completed().then_some(task.completed_at.is_some()),
        });
        match members {
            Value::Object(members) => members,
            _ => Map::new(),
        }
    }
}

/// The member `name` of what is saved.
pub(crate) fn name(value: Option<&Value>, path: &Path, violations: &mut Violations) -> Option<String> {
    let path = path.key("name");
    match value.map(Value::as_str) {
        None => violations.add(path, "missing", "is required"),
        Some(None) => violations.add(path, "type_error", "must be a text"),
        Some(Some(text)) => {
            let length = text.trim().chars().count();
            if (1..=MAX_NAME).contains(&length) {
                return Some(text.trim().to_owned());
            }
            violations.add(path, "length", format!("must have 1 to {MAX_NAME} characters"));
        }
    }
    None
}

/// The member `description` of what is saved.
pub(crate) fn description(value: Option<&Value>, path: &Path, violations: &mut Violations) -> Option<String> {
    let path = path.key("description");
    match value?.as_str() {
        None => violations.add(path, "type_error", "must be a text"),
        Some(text) if text.chars().count() > MAX_DESCRIPTION => {
            violations.add(path, "length", format!("must have at most {MAX_DESCRIPTION} characters"));
        }
        Some(text) => return Some(text.to_owned()),
    }
    None
}

fn spec(body: &Map<String, Value>, path: &Path, violations: &mut Violations) -> Option<TaskSpec> {
    let (name, value) = match (body.get("type"), body.get("task_type")) {
        (Some(_), Some(_)) => {
            violations.add(path.key("task_type"), "conflict", "says the same as `type`: give one of them");
            return None;
        }
        (Some(value), None) => ("type", value),
        (None, Some(value)) => ("task_type", value),
        (None, None) => {
            violations.add(path.key("type"), "missing", "is required");
            return None;
        }
    };
    let task_type = violations.take(TaskType::parse(value, &path.key(name)).map_err(Violations::from));
    let path = path.key("config");
    let empty = Map::new();
    let config = match body.get("config") {
        Some(Value::Object(config)) => config,
        Some(_) => {
            violations.add(path, "type_error", "must be a JSON object");
            return None;
        }
        None => &empty,
    };
    let spec = violations.take(TaskSpec::parse(task_type?, config, &[], &path));
    if body.get("config_id").is_none_or(Value::is_null) {
        violations.take(spec::without_config(task_type?, config, &path).map_err(Violations::from));
    }
    spec
}

/// The member `tags` of what is saved.
pub(crate) fn tags(value: Option<&Value>, path: &Path, violations: &mut Violations) -> Vec<String> {
    let path = path.key("tags");
    let Some(value) = value else { return Vec::new() };
    let Some(listed) = value.as_array().filter(|listed| listed.len() <= MAX_TAGS) else {
        violations.add(path, "type_error", format!("must be a list of at most {MAX_TAGS} texts"));
        return Vec::new();
    };
    let mut tags: Vec<String> = Vec::with_capacity(listed.len());
    for (index, value) in listed.iter().enumerate() {
        match value.as_str() {
            Some(tag) if (1..=MAX_TAG).contains(&tag.chars().count()) => {
                if !tags.iter().any(|known| known == tag) {
                    tags.push(tag.to_owned());
                }
            }
            _ => violations.add(
                path.index(index),
                "length",
                format!("must be a text of 1 to {MAX_TAG} characters"),
            ),
        }
    }
    tags
}

mod platform;
#[cfg(test)]
mod tests;
