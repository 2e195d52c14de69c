//! Schemas of the bodies that [`super::body`] translates: those of the domain with the names of the dialect.

use beadle_domain::{
    spec::body::{any_members, kinds},
    task::draft::{MAX_DEPENDENCIES, TaskDraft},
};
use beadle_values::{
    body::{Body, Form, ObjectSchema, Schemas, Shape, length},
    schema_for_utoipa,
};
use serde_json::{Value, json};
use std::time::Duration;

use super::body::NAMES;

/// Members of a task that the dialect doesn't document.
const UNDOCUMENTED: [&str; 6] =
    ["task_type", "timeout_ms", "retry", "retries", "is_completed", "give_up_after_ms"];

/// A new task.
#[derive(Debug)]
pub(crate) enum AtsTaskBody {}

/// A change of a task.
#[derive(Debug)]
pub(crate) enum AtsTaskChange {}

impl AtsTaskBody {
    fn schema(schemas: &mut Schemas) -> Value {
        schemas.named("AutomatedTaskRequest", |schemas| {
            let mut object = members("AutomatedTaskRequest", Form::New, schemas);
            for (choice, kind) in object.choices.iter_mut().zip(kinds()) {
                rename(choice);
                choice.any_of.clear();
                let name = format!("{}AutomatedConfig", kind.prefix());
                let config = schemas.named(&name, |schemas| {
                    let config = with_timeout(kind.members(Form::New, schemas), schemas);
                    config.finish("Config of a task of this type.", None, schemas)
                });
                choice.member("config", "Config.", config, false);
                choice.required = ["type", "config"].map(str::to_owned).to_vec();
            }
            let example = json!({
                "name": "Health Check",
                "type": "api_call",
                "config": {"method": "GET", "url": "https://api.example.com/health", "timeout": 30000},
                "schedule": "every 5 minutes"
            });
            object.finish("A new task.", Some(example), schemas)
        })
    }
}

impl AtsTaskChange {
    fn schema(schemas: &mut Schemas) -> Value {
        schemas.named("AutomatedTaskChange", |schemas| {
            let mut object = members("AutomatedTaskChange", Form::Change, schemas);
            let config = schemas.named("AutomatedConfig", |schemas| {
                let example =
                    json!({"method": "GET", "url": "https://api.example.com/health", "timeout": 30000});
                let config = with_timeout(any_members(schemas), schemas);
                config.finish("Config of a task: the members of its type.", Some(example), schemas)
            });
            object.member("config", "Config.", config, true);
            let example =
                json!({"name": "Health Check, less often", "schedule": "every 15 minutes", "priority": "normal"});
            object.finish("A change of a task: any members of a new one.", Some(example), schemas)
        })
    }
}

schema_for_utoipa!(AtsTaskBody, "AutomatedTaskRequest", AtsTaskBody::schema);
schema_for_utoipa!(AtsTaskChange, "AutomatedTaskChange", AtsTaskChange::schema);

/// Members of a task with the names of the dialect.
fn members(name: &str, form: Form, schemas: &mut Schemas) -> ObjectSchema {
    let mut object = ObjectSchema::new(name, form);
    TaskDraft::describe(&mut object, schemas);
    rename(&mut object);
    let named = json!({
        "type": ["array", "null"], "maxItems": MAX_DEPENDENCIES, "uniqueItems": true,
        "items": {"type": "string", "description": "The id of a task, or the name of one of yours."},
    });
    object.member(
        "dependencies",
        "The tasks that it runs after, by id or by name, at most 250.",
        named,
        false,
    );
    object
}

fn rename(object: &mut ObjectSchema) {
    let documented = object.properties.clone().into_iter();
    let documented = documented.filter(|(name, _)| !UNDOCUMENTED.contains(&name.as_str()));
    object.properties = documented
        .map(|(name, schema)| match NAMES.iter().find(|(_, ours)| *ours == name) {
            Some((theirs, _)) => ((*theirs).to_owned(), schema),
            None => (name, schema),
        })
        .collect();
}

/// The config of the dialect may hold the timeout of the task.
fn with_timeout(mut config: ObjectSchema, schemas: &mut Schemas) -> ObjectSchema {
    let timeout = length(Duration::ZERO, Duration::MAX).schema(schemas);
    let description = "Timeout of an attempt; if the task has a `timeout` too, the shorter one applies.";
    config.member("timeout", description, timeout, true);
    config
}
