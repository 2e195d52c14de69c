//! Which members a task or a request takes is a matter of its type: the schemas that hold the members of all types beside
//! each other are split, one for each kind of call.

use serde_json::{Map, Value, json};

use super::operation;

/// Types that take the same members.
struct Kind {
    /// What the schemas made for it begin with.
    name: &'static str,
    types: &'static [&'static str],
    members: &'static [&'static str],
    required: &'static [&'static str],
    /// Which of the forms of `query` it takes.
    query: usize,
}

const PARAMETERS: usize = 0;
const TEXT: usize = 1;

const KINDS: [Kind; 8] = [
    Kind {
        name: "Http",
        types: &["http", "api_call"],
        members: &["method", "url", "headers", "query", "body", "encoding", "auth", "response"],
        required: &["url"],
        query: PARAMETERS,
    },
    Kind {
        name: "Webhook",
        types: &["webhook"],
        members: &[
            "method", "url", "headers", "query", "body", "encoding", "auth", "response", "secret", "secrets",
        ],
        required: &["url"],
        query: PARAMETERS,
    },
    Kind {
        name: "Graphql",
        types: &["graphql"],
        members: &["endpoint", "query", "variables", "operation_name", "headers", "auth", "response"],
        required: &["endpoint", "query"],
        query: TEXT,
    },
    Kind {
        name: "Database",
        types: &["database"],
        members: &["connection", "query", "params", "max_rows"],
        required: &["query"],
        query: TEXT,
    },
    Kind {
        name: "Simulated",
        types: &["simulated"],
        members: &["min", "min_ms", "max", "max_ms", "failure_rate"],
        required: &[],
        query: TEXT,
    },
    Kind { name: "Todo", types: &["todo"], members: &["notes", "checklist"], required: &[], query: TEXT },
    Kind { name: "Reminder", types: &["reminder"], members: &["message"], required: &[], query: TEXT },
    Kind {
        name: "CalendarEvent",
        types: &["calendar_event"],
        members: &["location", "attendees", "duration", "duration_ms", "all_day", "notes"],
        required: &[],
        query: TEXT,
    },
];

/// The types that are saved only, and not run ad hoc.
const SAVED_ONLY: [&str; 3] = ["Todo", "Reminder", "CalendarEvent"];

/// The members of a retry policy by its strategy; those that every strategy takes are left out.
const STRATEGIES: [(&str, &[&str], &[&str]); 4] = [
    ("fixed", &["delay", "delay_ms"], &["strategy"]),
    ("linear", &["delay", "delay_ms", "max_delay", "max_delay_ms"], &["strategy"]),
    ("exponential", &["delay", "delay_ms", "max_delay", "max_delay_ms", "multiplier", "jitter"], &[]),
    ("custom", &["delays"], &["delays"]),
];

/// Splits the schemas. A schema that is not there is left out.
pub(super) fn split(schemas: &mut Map<String, Value>) {
    let forms = schemas.get("Query").and_then(|query| query["anyOf"].as_array()).cloned().unwrap_or_default();
    split_tasks(schemas, &forms, "TaskRequest", "TaskConfig");
    split_tasks(schemas, &forms, "AutomatedTaskRequest", "AutomatedConfig");
    replace_references(schemas, "NotifyDocument", "TaskConfig", "WebhookTaskConfig");
    if let Some(all) = schemas.get("RetryPolicy").cloned() {
        let made = STRATEGIES.iter().map(|(strategy, members, required)| {
            let foreign = |name: &str| {
                !members.contains(&name) && STRATEGIES.iter().any(|(_, members, _)| members.contains(&name))
            };
            let mut schema = without_example(all.clone());
            if let Some(properties) = schema["properties"].as_object_mut() {
                properties.retain(|name, _| !foreign(name));
                properties["strategy"] = json!({"type": "string", "const": strategy});
            }
            schema["required"] = json!(required);
            (format!("Retry{}{}", strategy[..1].to_uppercase(), &strategy[1..]), schema)
        });
        insert_choice(schemas, "RetryPolicy", made.collect());
    }
    if let Some(all) = schemas.get("AdHocRequest").cloned() {
        let ad_hoc = KINDS.iter().filter(|kind| !SAVED_ONLY.contains(&kind.name));
        let made = ad_hoc.map(|kind| {
            let mut schema = kind.only_its_own(&all, &forms);
            schema["properties"]["type"] = kind.types();
            (format!("{}Request", kind.name), schema)
        });
        insert_choice(schemas, "AdHocRequest", made.collect());
    }
}

/// Splits the schemas of a new task and of its config; a task names its type in `type`, or in `task_type` where it has that.
fn split_tasks(schemas: &mut Map<String, Value>, forms: &[Value], task: &str, config: &str) {
    let (Some(task_of_all), Some(config_of_all)) = (schemas.get(task).cloned(), schemas.get(config).cloned())
    else {
        return;
    };
    let mut made = Vec::new();
    for kind in &KINDS {
        let own_config = format!("{}{config}", kind.name);
        let mut schema = without_example(task_of_all.clone());
        schema["properties"]["type"] = kind.types();
        schema["properties"]["config"] = json!({"$ref": format!("#/components/schemas/{own_config}")});
        if schema["properties"].get("task_type").is_some() {
            schema["properties"]["task_type"] = kind.types();
            schema["anyOf"] = json!([{"required": ["type"]}, {"required": ["task_type"]}]);
        }
        if let Some(required) = schema["required"].as_array_mut().filter(|_| !kind.required.is_empty())
            && !required.contains(&json!("config"))
        {
            required.push(json!("config"));
        }
        schemas.insert(own_config, kind.only_its_own(&config_of_all, forms));
        made.push((format!("{}{task}", kind.name), schema));
    }
    insert_choice(schemas, task, made);
}

impl Kind {
    fn types(&self) -> Value {
        json!({"type": "string", "description": "What it does.", "enum": self.types})
    }

    /// A schema without the members of other kinds.
    fn only_its_own(&self, all: &Value, forms: &[Value]) -> Value {
        let foreign = |name: &str| {
            !self.members.contains(&name) && KINDS.iter().any(|kind| kind.members.contains(&name))
        };
        let mut schema = all.clone();
        if let Some(properties) = schema["properties"].as_object_mut() {
            properties.retain(|name, _| !foreign(name));
            if let (Some(query), Some(form)) = (properties.get_mut("query"), forms.get(self.query)) {
                *query = form.clone();
                if self.query == TEXT {
                    query["pattern"] = json!(r"\S");
                }
            }
            for name in self.required {
                if let Some(member) = properties.get_mut(*name) {
                    operation::never_null(member);
                }
            }
        }
        let own = all["required"].as_array().into_iter().flatten().cloned();
        schema["required"] = own.chain(self.required.iter().map(|name| json!(name))).collect();
        without_example(schema)
    }
}

fn without_example(mut schema: Value) -> Value {
    if let Some(members) = schema.as_object_mut() {
        members.shift_remove("example");
    }
    schema
}

/// Puts a choice between `made` in the place of the schema `name`.
fn insert_choice(schemas: &mut Map<String, Value>, name: &str, made: Vec<(String, Value)>) {
    let Some(all) = schemas.get_mut(name) else { return };
    let options = made.iter().map(|(name, _)| json!({"$ref": format!("#/components/schemas/{name}")}));
    let mut choice = json!({"description": all["description"], "anyOf": options.collect::<Vec<_>>()});
    if let Some(example) = all.get("example") {
        choice["example"] = example.clone();
    }
    *all = choice;
    schemas.extend(made);
}

fn replace_references(schemas: &mut Map<String, Value>, within: &str, old: &str, new: &str) {
    let Some(schema) = schemas.get_mut(within) else { return };
    let mut open = vec![schema];
    while let Some(value) = open.pop() {
        match value {
            Value::Object(members) => {
                if members.get("$ref") == Some(&json!(format!("#/components/schemas/{old}"))) {
                    members.insert("$ref".to_owned(), json!(format!("#/components/schemas/{new}")));
                }
                open.extend(members.values_mut());
            }
            Value::Array(elements) => open.extend(elements),
            _ => {}
        }
    }
}
