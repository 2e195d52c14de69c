//! What runs once a batch has ended: a saved task, or a request.

use beadle_values::{
    body::{Schemas, Shape, as_object, custom, parsed, task_id_schema},
    id::TaskId,
    violation::{Path, Violation, Violations},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{adhoc::AdHoc, execution::Request};

/// The members of a request that it can't have, and why.
const EXCLUDED: [(&str, &str); 3] = [
    ("run_at", "what follows a batch begins when that has ended"),
    ("delay", "what follows a batch begins when that has ended"),
    ("record", "what follows a batch is recorded when that has ended"),
];

/// What runs once a batch has ended, as it is asked for.
#[derive(Debug, Clone, PartialEq)]
pub enum StatedSuccessor {
    /// A saved task, as it is then.
    Task(TaskId),
    /// A request.
    Request(Box<AdHoc>),
}

/// What runs once a batch has ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Successor {
    /// A saved task, as it is then.
    Task(TaskId),
    /// This request, but for its time and trigger.
    Request(Box<Request>),
}

impl Successor {
    /// Whether `other` asks for the same.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Task(task), Self::Task(other)) => task == other,
            (Self::Request(request), Self::Request(other)) => {
                **request == Request { created_at: request.created_at, ..(**other).clone() }
            }
            _ => false,
        }
    }
}

impl StatedSuccessor {
    /// The shape of the member of a body.
    pub(super) fn shape() -> impl Shape<Value = Self> {
        custom(Self::read, Self::schema)
    }

    fn read(value: &Value, path: &Path) -> Result<Self, Violations> {
        let members = as_object(value, path)?;
        let mut violations = Violations::new();
        if let Some(task) = members.get("task_id").filter(|task| !task.is_null()) {
            for name in members.keys().filter(|name| *name != "task_id") {
                let violation = Violation::new(path.key(name), "conflict", "goes without `task_id`");
                violations.push(violation.hint("name a saved task, or describe a request"));
            }
            let task = violations.take(parsed("id").read(task, &path.key("task_id")));
            return match task {
                Some(task) if violations.is_empty() => Ok(Self::Task(task)),
                _ => Err(violations),
            };
        }
        for (name, message) in EXCLUDED {
            if members.get(name).is_some_and(|value| !value.is_null()) {
                violations.add(path.key(name), "conflict", message);
            }
        }
        let is_excluded = |name: &str| EXCLUDED.iter().any(|(excluded, _)| *excluded == name);
        let timeless = members.iter().filter(|(name, _)| !is_excluded(name));
        let timeless = Value::Object(timeless.map(|(name, value)| (name.clone(), value.clone())).collect());
        match violations.take(AdHoc::parse(&timeless, Timestamp::UNIX_EPOCH, path)) {
            Some(request) if violations.is_empty() => Ok(Self::Request(Box::new(request))),
            _ => Err(violations),
        }
    }

    fn schema(schemas: &mut Schemas) -> Value {
        let task = json!({
            "type": "object",
            "description": "A saved task, run as it is when the batch has ended.",
            "properties": {"task_id": task_id_schema(schemas)},
            "required": ["task_id"],
            "additionalProperties": false,
        });
        json!({"anyOf": [task, AdHoc::schema(schemas)]})
    }
}
