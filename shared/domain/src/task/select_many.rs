//! Pausing or resuming many tasks: which ones, and how many at a time.

use beadle_values::{
    body,
    body::{
        Shape, config_id_schema, flag, of, one_of, optional, otherwise, parsed, required, string, text, whole,
    },
    id::{ConfigId, OwnerId},
    page::Cursor,
    violation::Violation,
};
use serde_json::{Value, json};

use super::Priority;
use crate::{spec::TaskType, task::Task};

/// The most tasks that one request looks for.
const MAX_LIMIT: u64 = 100;

/// How many it looks for unless given.
const DEFAULT_LIMIT: usize = 50;

/// The longest text to look for, in characters.
const MAX_TEXT: usize = 200;

/// What narrows a filter; `user_id` only says whose they are.
const NARROWING: [&str; 5] = ["type", "priority", "tag", "q", "config_id"];

body! {
    /// Which tasks to pause or to resume.
    #[derive(Debug, Clone, PartialEq)]
    pub struct SelectTasks as "TaskSelectionRequest" {
        /// Which tasks; those that are already as they are to be are never among them.
        pub filter: TaskFilter = required(of()).hint("members: type, priority, tag, q, config_id"),
        /// Whether to show only which tasks would change.
        pub dry_run: bool = otherwise(flag(), || false),
        /// How many tasks to look for at most.
        pub limit: usize = otherwise(
            whole::<u32>(1, MAX_LIMIT).map(|limit| limit as usize).shown(|| json!({"default": DEFAULT_LIMIT})),
            || DEFAULT_LIMIT,
        ),
        /// The `next_cursor` of the page before.
        pub cursor: Option<Cursor> = optional(string().map(Cursor)),
    }
    example {"filter": {"tag": "billing"}, "dry_run": true}
}

body! {
    /// Which tasks. At least one member beside `user_id` has to be there; the tasks fit all of them.
    #[derive(Debug, Clone, PartialEq)]
    pub struct TaskFilter as "TaskFilter" {
        /// The tasks of another user, in place of the caller's. For admins.
        "user_id" => pub user: Option<OwnerId> =
            optional(parsed("user_id").shown(|| json!({"minLength": 1, "maxLength": 255}))),
        /// The tasks of this type.
        "type" => pub task_type: Option<TaskType> = optional(one_of().typed()),
        /// The tasks of this priority.
        pub priority: Option<Priority> = optional(one_of().spelled("PriorityText")),
        /// The tasks with this tag.
        pub tag: Option<String> = optional(string()),
        /// The tasks with this text in their name, their description or a tag, whatever the case of its letters.
        "q" => pub text: Option<String> = optional(text(1, MAX_TEXT)),
        /// The tasks that name this config.
        "config_id" => pub config: Option<ConfigId> = optional(parsed("id").described(config_id_schema)),
    }
    check |_given, members, path, violations| {
        if NARROWING.iter().all(|name| members.get(*name).is_none_or(Value::is_null)) {
            let message = "must name at least one property of the tasks";
            let violation = Violation::new(path.clone(), "missing", message);
            violations.push(violation.hint(format!("members: {}", NARROWING.join(", "))));
        }
    }
}

impl TaskFilter {
    /// Whether `task`, which a list of those of this type, priority, tag and text names, is one of `owner` that is selected.
    pub fn matches(&self, task: &Task, owner: &OwnerId) -> bool {
        task.owner == *owner && self.config.is_none_or(|config| task.config_id == Some(config))
    }
}
