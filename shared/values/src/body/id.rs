//! Ids.

use serde_json::{Value, json};

use super::{Parsed, Schemas, parsed};
use crate::id::{ConfigId, TaskId};

/// The id of a task.
pub const fn task_id() -> Parsed<TaskId> {
    parsed("id")
        .fault_with_hint("is not the id of a task", "tsk_ and 32 hexadecimal digits")
        .described(task_id_schema)
}

/// The schema of the id of a task.
pub fn task_id_schema(schemas: &mut Schemas) -> Value {
    schemas.named("TaskIdText", |_| {
        json!({
            "type": "string", "description": "The id of a task.", "pattern": "^tsk_[0-9a-f]{32}$",
            "example": "tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70"
        })
    })
}

/// The id of a config.
pub const fn config_id() -> Parsed<ConfigId> {
    parsed("id")
        .fault_with_hint("is not the id of a config", "cfg_ and 32 hexadecimal digits")
        .described(config_id_schema)
}

/// The schema of the id of a config.
pub fn config_id_schema(schemas: &mut Schemas) -> Value {
    schemas.named("ConfigIdText", |_| {
        json!({
            "type": "string", "description": "The id of a config.", "pattern": "^cfg_[0-9a-f]{32}$",
            "example": "cfg_0198c1f4a2b37c7e9d1a2b3c4d5e6f70"
        })
    })
}
