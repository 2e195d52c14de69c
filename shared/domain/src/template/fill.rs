//! A task made from a template.
//!
//! Whoever makes it gives the template's fields as the member `config`. A field that the default config has as
//! `${input.field}` becomes a member of the task's input; any other takes the place of the member of the default config
//! that has its name, or is merged into it where both are objects. What comes out is an ordinary task.

use std::collections::BTreeSet;

use beadle_values::{
    body::{self, Body, Form, ObjectSchema, Schemas, Shape, as_object},
    schema_for_utoipa,
    violation::{Path, Violation, Violations},
};
use serde_json::{Map, Value, json};

use super::Template;
use crate::task::TaskDraft;

/// A task to make from a template, for the document: the template's fields as `config`, and any members of a task that the
/// template does not decide.
#[derive(Debug)]
pub enum FromTemplate {}

/// Members of a task that are read and that the released document does not show.
const UNLISTED: [&str; 4] = ["notify", "due_date", "reminder_time", "is_completed"];

fn schema(schemas: &mut Schemas) -> Value {
    schemas.named("FromTemplateRequest", |schemas| {
        let mut object = ObjectSchema::new("FromTemplateRequest", Form::Change);
        TaskDraft::describe(&mut object, schemas);
        object.properties.retain(|name, _| ![&DECIDED[..], &UNLISTED].concat().contains(&name.as_str()));
        let fields = body::object().schema(schemas);
        object.member("config", "The template's fields: `GET /api/v1/templates/{id}` lists them.", fields, true);
        let id = json!({"type": "string", "pattern": "^tpl_[a-z0-9_]{1,60}$"});
        object.member("template_id", "The template.", id, false);
        object.required.push("template_id".to_owned());
        let description = "A task to make from a template: the template's fields as `config`, and any members of a task that \
            the template does not decide. The template's name, description and tags hold unless given.";
        let example = json!({
            "template_id": "tpl_weather_current", "name": "Weather in Berlin",
            "config": {"latitude": 52.52, "longitude": 13.41}, "schedule": "daily at 7:00"
        });
        object.finish(description, Some(example), schemas)
    })
}

schema_for_utoipa!(FromTemplate, "FromTemplateRequest", schema);

/// Members of a task that a template decides.
const DECIDED: [&str; 3] = ["type", "task_type", "credits_per_run"];

/// What `${input.` and the end of a placeholder's name are.
const INPUT: &str = "${input.";
const ENDS_A_NAME: [char; 5] = ['}', '.', '[', ':', '#'];

/// The task that `body` makes of `template`.
///
/// # Errors
/// Every fault of it: fields that are missing, unknown or not what their schema says, and whatever is wrong with the task
/// that comes out.
pub fn fill(template: &Template, body: &Value, path: &Path) -> Result<TaskDraft, Violations> {
    let body = as_object(body, path)?;
    let mut faults = Violations::new();
    for member in DECIDED.iter().filter(|member| body.contains_key(**member)) {
        faults.push(
            Violation::new(path.key(*member), "read_only", "is read-only").hint("the template says it"),
        );
    }
    let fields = match body.get("config").filter(|fields| !fields.is_null()) {
        Some(fields) => faults.take(body::object().read(fields, &path.key("config"))).unwrap_or_default(),
        None => Map::new(),
    };
    check(template, &fields, &path.key("config"), &mut faults);
    let document = document(template, body, fields);
    match TaskDraft::parse(&Value::Object(document), path) {
        Ok(draft) if faults.is_empty() => Ok(TaskDraft {
            credits_per_run: template.credits_per_run,
            template_id: Some(template.id.clone()),
            ..draft
        }),
        Ok(_) => Err(faults),
        Err(of_the_task) => {
            let known: Vec<Path> = faults.iter().map(|fault| fault.path.clone()).collect();
            of_the_task
                .into_iter()
                .filter(|fault| !known.contains(&fault.path))
                .for_each(|fault| faults.push(fault));
            Err(faults)
        }
    }
}

fn check(template: &Template, fields: &Map<String, Value>, path: &Path, faults: &mut Violations) {
    let known: Vec<&str> =
        template.required_fields.iter().chain(&template.optional_fields).map(String::as_str).collect();
    for name in fields.keys().filter(|name| !known.contains(&name.as_str())) {
        let fault = Violation::new(path.key(name), "unknown_field", "unknown field");
        faults.push(fault.hint(format!("fields: {}", known.join(", "))));
    }
    for name in &template.required_fields {
        if fields.get(name).is_none_or(Value::is_null) {
            faults.add(path.key(name), "missing", "is required");
        }
    }
    let given = fields.iter().filter(|(_, value)| !value.is_null());
    let given = given.map(|(name, value)| (name.clone(), value.clone())).collect();
    template.config_schema.check(&Value::Object(given), path, faults);
}

/// The task as it would be written without a template.
fn document(
    template: &Template,
    body: &Map<String, Value>,
    fields: Map<String, Value>,
) -> Map<String, Value> {
    let inputs = inputs(&template.default_config);
    let (mut config, mut input) = (template.default_config.clone(), Map::new());
    for name in &inputs {
        if let Some(default) = template.config_schema.default_of(name) {
            input.insert(name.clone(), default.clone());
        }
    }
    for (name, value) in fields {
        let target = if inputs.contains(&name) { &mut input } else { &mut config };
        merge(target, name, value);
    }
    if let Some(Value::Object(given)) = body.get("input") {
        input.extend(given.clone());
    }
    let mut document = body.clone();
    document.retain(|member, _| member != "template_id" && !DECIDED.contains(&member.as_str()));
    document.entry("name").or_insert_with(|| template.name.clone().into());
    if let Some(description) = &template.description {
        document.entry("description").or_insert_with(|| description.clone().into());
    }
    document.entry("tags").or_insert_with(|| template.tags.clone().into());
    document.insert("type".to_owned(), template.task_type.as_str().into());
    document.insert("config".to_owned(), Value::Object(config));
    if !matches!(body.get("input"), Some(other) if !other.is_object() && !other.is_null()) {
        document.insert("input".to_owned(), Value::Object(input));
    }
    document
}

/// Sets a member: objects are merged, null removes.
fn merge(target: &mut Map<String, Value>, name: String, value: Value) {
    match (target.get_mut(&name), value) {
        (_, Value::Null) => {
            target.shift_remove(&name);
        }
        (Some(Value::Object(members)), Value::Object(given)) => {
            given.into_iter().for_each(|(name, value)| merge(members, name, value));
        }
        (_, value) => {
            target.insert(name, value);
        }
    }
}

/// The members of the input that `config` has placeholders for.
pub(super) fn inputs(config: &Map<String, Value>) -> BTreeSet<String> {
    fn collect(value: &Value, names: &mut BTreeSet<String>) {
        match value {
            Value::String(text) => {
                for rest in text.split(INPUT).skip(1) {
                    let name = rest.split(ENDS_A_NAME).next().unwrap_or_default();
                    names.insert(name.to_owned());
                }
            }
            Value::Array(elements) => elements.iter().for_each(|element| collect(element, names)),
            Value::Object(members) => members.values().for_each(|member| collect(member, names)),
            _ => {}
        }
    }
    let mut names = BTreeSet::new();
    config.values().for_each(|value| collect(value, &mut names));
    names
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;
    use crate::template::built_in;

    fn filled(id: &str, body: &Value) -> Result<TaskDraft, Violations> {
        fill(built_in::find(&id.parse().unwrap()).unwrap(), body, &Path::body())
    }

    #[test]
    fn fields_go_into_the_input_or_over_the_config() {
        let weather = json!({"config": {"latitude": 52.52, "longitude": 13.41}, "schedule": "daily at 7:00"});
        let draft = filled("tpl_weather_current", &weather).unwrap();
        assert_eq!(draft.name, "Current weather");
        assert_eq!(
            Value::Object(draft.input),
            json!({"timezone": "auto", "latitude": 52.52, "longitude": 13.41})
        );
        assert_eq!(draft.template_id.map(|id| id.to_string()).as_deref(), Some("tpl_weather_current"));

        let uptime = json!({"name": "Is it up?", "config": {"url": "https://a.example", "method": "HEAD",
            "response": {"expect": {"status": [204]}}}});
        let draft = filled("tpl_uptime_check", &uptime).unwrap();
        let spec = serde_json::to_value(&draft.spec).unwrap();
        assert_eq!(
            spec,
            json!({"type": "http", "config": {"method": "HEAD", "url": "https://a.example",
            "response": {"expect": {"status": [204]}}}})
        );
    }

    #[rstest]
    #[case("tpl_weather_current", json!({}), &["body.config.latitude", "body.config.longitude"])]
    #[case("tpl_weather_current", json!({"type": "http", "credits_per_run": 0, "config": {"latitude": 99, "longitude": "x", "city": "Berlin"},
        "schedule": "now and then", "colour": 1}),
        &["body.type", "body.credits_per_run", "body.config.city", "body.config.latitude", "body.config.longitude",
          "body.colour", "body.schedule"])]
    #[case("tpl_uptime_check", json!({"config": {"url": "ftp://a.example", "response": {"parse": "yaml"}}}),
        &["body.config.url", "body.config.response.parse"])]
    #[case("tpl_uptime_check", json!({"config": 1}), &["body.config", "body.config.url"])]
    fn every_fault_is_named_with_its_place(#[case] id: &str, #[case] body: Value, #[case] places: &[&str]) {
        let faults = filled(id, &body).unwrap_err();
        assert_eq!(faults.iter().map(|fault| fault.path.to_string()).collect::<Vec<_>>(), places);
    }
}
