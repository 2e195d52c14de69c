//! What a task says about its place among others: its dependencies, its people, its dates, its price.

use beadle_values::{
    id::{OwnerId, TaskId},
    violation::{Path, Violation, Violations},
};
use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::{
    account::Credits,
    spec::TaskType,
    task::{Notify, OnDependencyFailure},
};

/// The most tasks that one depends on.
const MAX_DEPENDENCIES: usize = 250;

/// The members that are read here.
pub(super) const MEMBERS: [&str; 8] = [
    "dependencies",
    "on_dependency_failure",
    "assigned_to",
    "notify",
    "due_date",
    "reminder_time",
    "credits_per_run",
    "is_completed",
];

/// See the fields of the same names of [`crate::task::Task`].
#[derive(Debug, Clone, Default)]
pub(super) struct Platform {
    pub dependencies: Vec<TaskId>,
    pub on_dependency_failure: OnDependencyFailure,
    pub assigned_to: Option<OwnerId>,
    pub notify: Option<Notify>,
    pub due_date: Option<Timestamp>,
    pub reminder_time: Option<Timestamp>,
    pub credits_per_run: Credits,
    pub is_completed: Option<bool>,
}

impl Platform {
    pub fn parse(body: &Map<String, Value>, path: &Path) -> Result<Self, Violations> {
        let present = |name: &str| body.get(name).filter(|value| !value.is_null());
        let mut violations = Violations::new();
        let platform = Self {
            dependencies: present("dependencies")
                .map(|value| dependencies(value, &path.key("dependencies"), &mut violations))
                .unwrap_or_default(),
            on_dependency_failure: present("on_dependency_failure")
                .and_then(|value| {
                    let read = OnDependencyFailure::parse(value, &path.key("on_dependency_failure"));
                    violations.take(read.map_err(Violations::from))
                })
                .unwrap_or_default(),
            assigned_to: present("assigned_to").and_then(|value| {
                let user = value.as_str().and_then(|text| OwnerId::parse(text).ok());
                if user.is_none() {
                    violations.add(path.key("assigned_to"), "user", "is not the id of a user");
                }
                user
            }),
            notify: present("notify")
                .and_then(|value| violations.take(Notify::parse(value, &path.key("notify")))),
            due_date: present("due_date")
                .and_then(|value| time(value, path.key("due_date"), &mut violations)),
            reminder_time: present("reminder_time")
                .and_then(|value| time(value, path.key("reminder_time"), &mut violations)),
            credits_per_run: present("credits_per_run")
                .map(|value| credits(value, path.key("credits_per_run"), &mut violations))
                .unwrap_or_default(),
            is_completed: present("is_completed").and_then(|value| {
                if !value.is_boolean() {
                    violations.add(path.key("is_completed"), "type_error", "must be true or false");
                }
                value.as_bool()
            }),
        };
        violations.into_result(platform)
    }

    /// Adds what does not go together with the type of the task or with its schedule.
    pub fn check(&self, task_type: TaskType, has_schedule: bool, path: &Path, violations: &mut Violations) {
        if self.is_completed == Some(true) && task_type != TaskType::Todo {
            let message = "only a task of type todo is ticked off";
            violations.add(path.key("is_completed"), "conflict", message);
        }
        if has_schedule && self.reminder_time.is_some() {
            violations.push(
                Violation::new(
                    path.key("reminder_time"),
                    "conflict",
                    "a task has a schedule or a reminder, not both",
                )
                .hint("a todo with a `schedule` reminds at each of its times"),
            );
        }
    }
}

fn dependencies(value: &Value, path: &Path, violations: &mut Violations) -> Vec<TaskId> {
    let Some(listed) = value.as_array().filter(|listed| listed.len() <= MAX_DEPENDENCIES) else {
        let message = format!("must be a list of the ids of at most {MAX_DEPENDENCIES} tasks");
        violations.add(path.clone(), "type_error", message);
        return Vec::new();
    };
    let mut ids = Vec::with_capacity(listed.len());
    for (index, value) in listed.iter().enumerate() {
        match value.as_str().and_then(|text| text.parse::<TaskId>().ok()) {
            Some(id) if ids.contains(&id) => {
                violations.add(path.index(index), "conflict", "is listed twice");
            }
            Some(id) => ids.push(id),
            None => violations.push(
                Violation::new(path.index(index), "id", "is not the id of a task")
                    .hint("tsk_ and 32 hexadecimal digits"),
            ),
        }
    }
    ids
}

fn time(value: &Value, path: Path, violations: &mut Violations) -> Option<Timestamp> {
    let time = value.as_str().and_then(|text| text.parse().ok());
    if time.is_none() {
        let hint = "RFC 3339, such as 2027-01-01T09:00:00Z";
        violations.push(Violation::new(path, "time", "is not a time").hint(hint));
    }
    time
}

fn credits(value: &Value, path: Path, violations: &mut Violations) -> Credits {
    let Some(number) = value.as_f64() else {
        violations.add(path, "type_error", "must be a number");
        return Credits::ZERO;
    };
    Credits::from_number(number).unwrap_or_else(|error| {
        violations.add(path, "out_of_range", error.to_string());
        Credits::ZERO
    })
}
