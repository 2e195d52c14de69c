//! An edit: what a caller wants different about a task, as a document over the task's own document.

use serde_json::{Map, Value};

use crate::{
    task::{Task, TaskDraft},
    violation::{Path, Violation, Violations},
};

/// Members of an answer that say what Beadle knows about a task; they can't be written.
const READ_ONLY: [&str; 20] = [
    "id",
    "task_id",
    "user_id",
    "status",
    "paused",
    "version",
    "created_at",
    "updated_at",
    "updated_by",
    "deleted_at",
    "run_count",
    "success_count",
    "failure_count",
    "next_run_time",
    "last_run_time",
    "last_success_time",
    "last_error",
    "overlap",
    "catch_up",
    "idempotency_key",
];

/// Members that say the same thing; giving one takes the place of the others.
const SAME: [&[&str]; 3] =
    [&["type", "task_type"], &["timeout", "timeout_ms"], &["retry", "retries", "max_retries"]];

/// The same inside `retry`.
const SAME_IN_RETRY: [&[&str]; 2] = [&["delay", "delay_ms"], &["max_delay", "max_delay_ms"]];

/// The same inside `schedule`: the ways to say when.
const SAME_IN_SCHEDULE: [&[&str]; 1] = [&["expression", "every", "cron", "at"]];

/// Members of a retry policy that mean the same under every strategy.
const GENERAL_IN_RETRY: [&str; 2] = ["max_retries", "retry_on"];

/// What a caller wants different about a task.
#[derive(Debug, Clone, PartialEq)]
pub enum Edit {
    /// PUT: each member given takes the place of the task's.
    Set(Value),
    /// PATCH: merged into the task's document (RFC 7396); null removes.
    Merge(Value),
}

impl Edit {
    /// What `task` reads after the edit.
    ///
    /// # Errors
    /// Every fault of the edit; read-only members are among them.
    pub fn apply(&self, task: &Task) -> Result<TaskDraft, Violations> {
        let path = Path::body();
        let (Self::Set(given) | Self::Merge(given)) = self;
        let Some(given) = given.as_object() else {
            return Err(Violation::new(path, "type_error", "must be a JSON object").into());
        };
        let mut violations = read_only(given, &path);
        let mut document = TaskDraft::document(task);
        make_room(&mut document, given, &SAME);
        if matches!(self, Self::Merge(_)) {
            make_room_within(&mut document, given);
        }
        for (name, value) in given {
            if READ_ONLY.contains(&name.as_str()) {
                continue;
            }
            match self {
                Self::Set(_) => {
                    document.insert(name.clone(), value.clone());
                }
                Self::Merge(_) => merge_member(&mut document, name, value),
            }
        }
        let draft = violations.take(TaskDraft::parse(&Value::Object(document), &path));
        match draft {
            Some(draft) if violations.is_empty() => Ok(draft),
            _ => Err(violations),
        }
    }
}

fn read_only(given: &Map<String, Value>, path: &Path) -> Violations {
    let mut violations = Violations::new();
    for name in given.keys().filter(|name| READ_ONLY.contains(&name.as_str())) {
        let violation = Violation::new(path.key(name), "read_only", "is read-only");
        violations.push(match name.as_str() {
            "overlap" | "catch_up" => violation.hint("write it inside `schedule`"),
            "paused" | "status" => violation.hint("use the routes `pause` and `resume`"),
            _ => violation.hint("leave it out"),
        });
    }
    violations
}

/// Takes out of `document` what `given` says under another name.
fn make_room(document: &mut Map<String, Value>, given: &Map<String, Value>, same: &[&[&str]]) {
    for names in same {
        if names.iter().any(|name| given.contains_key(*name)) {
            document.retain(|name, _| !names.contains(&name.as_str()) || given.contains_key(name));
        }
    }
}

/// The same for the objects that a merge goes into.
fn make_room_within(document: &mut Map<String, Value>, given: &Map<String, Value>) {
    if let (Some(Value::Object(document)), Some(Value::Object(given))) =
        (document.get_mut("schedule"), given.get("schedule"))
    {
        make_room(document, given, &SAME_IN_SCHEDULE);
    }
    if let (Some(Value::Object(document)), Some(Value::Object(given))) =
        (document.get_mut("retry"), given.get("retry"))
    {
        let other_strategy = given.get("strategy").is_some_and(|new| Some(new) != document.get("strategy"));
        if other_strategy {
            document.retain(|name, _| GENERAL_IN_RETRY.contains(&name.as_str()));
        }
        make_room(document, given, &SAME_IN_RETRY);
    }
}

/// One step of RFC 7396 section 2.
fn merge_member(target: &mut Map<String, Value>, name: &str, patch: &Value) {
    match patch {
        Value::Null => {
            target.shift_remove(name);
        }
        Value::Object(members) => {
            let mut merged = match target.get_mut(name).map(Value::take) {
                Some(Value::Object(members)) => members,
                _ => Map::new(),
            };
            for (name, value) in members {
                merge_member(&mut merged, name, value);
            }
            target.insert(name.to_owned(), Value::Object(merged));
        }
        value => {
            target.insert(name.to_owned(), value.clone());
        }
    }
}
