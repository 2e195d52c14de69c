//! Creates a task from a template.
//!
//! The caller gives the fields of the template as the member `config`. A field that the default config refers
//! to as `${input.field}` becomes a member of the task's input. Any other field replaces the member with its
//! name in the default config, or is merged into it if both are objects. The result is an ordinary task.

use std::collections::BTreeSet;

use beadle_values::violation::{Path, Violation, Violations};
use serde_json::{Map, Value};

use super::Template;
use crate::{execution::request, task::TaskDraft};

/// Members of a task that the template determines.
const DECIDED: [&str; 3] = ["type", "task_type", "credits_per_run"];

/// The start of a placeholder of the input, and the characters that end its name.
const INPUT: &str = "${input.";
const ENDS_A_NAME: [char; 5] = ['}', '.', '[', ':', '#'];

/// The draft of the task that `body` describes with `template`.
///
/// # Errors
/// Every violation: fields that are missing, unknown or do not match their schema, and violations of the
/// resulting task.
pub fn fill(template: &Template, body: &Value, path: &Path) -> Result<TaskDraft, Violations> {
    let Some(body) = body.as_object() else {
        return Err(Violation::new(path.clone(), "type_error", "must be a JSON object").into());
    };
    let mut violations = Violations::new();
    for member in DECIDED.iter().filter(|member| body.contains_key(**member)) {
        violations.push(
            Violation::new(path.key(*member), "read_only", "is read-only").hint("the template says it"),
        );
    }
    let fields = violations.take(request::object(body, "config", path)).unwrap_or_default();
    check(template, &fields, &path.key("config"), &mut violations);
    let document = document(template, body, fields);
    match TaskDraft::parse(&Value::Object(document), path) {
        Ok(draft) if violations.is_empty() => Ok(TaskDraft {
            credits_per_run: template.credits_per_run,
            template_id: Some(template.id.clone()),
            ..draft
        }),
        Ok(_) => Err(violations),
        Err(of_the_task) => {
            let known: Vec<Path> = violations.iter().map(|violation| violation.path.clone()).collect();
            of_the_task
                .into_iter()
                .filter(|violation| !known.contains(&violation.path))
                .for_each(|violation| violations.push(violation));
            Err(violations)
        }
    }
}

fn check(template: &Template, fields: &Map<String, Value>, path: &Path, violations: &mut Violations) {
    let known: Vec<&str> =
        template.required_fields.iter().chain(&template.optional_fields).map(String::as_str).collect();
    for name in fields.keys().filter(|name| !known.contains(&name.as_str())) {
        let violation = Violation::new(path.key(name), "unknown_field", "is no field of the template");
        violations.push(violation.hint(format!("fields: {}", known.join(", "))));
    }
    for name in &template.required_fields {
        if fields.get(name).is_none_or(Value::is_null) {
            violations.add(path.key(name), "missing", "is required");
        }
    }
    let given = fields.iter().filter(|(_, value)| !value.is_null());
    let given = given.map(|(name, value)| (name.clone(), value.clone())).collect();
    template.config_schema.check(&Value::Object(given), path, violations);
}

/// The body of the task as it would be without a template.
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

/// Sets a member: objects are merged, null removes the member.
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

/// The members of the input that `config` refers to.
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
    fn fields_become_input_or_override_the_config() {
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
    fn every_violation_has_its_path(#[case] id: &str, #[case] body: Value, #[case] places: &[&str]) {
        let violations = filled(id, &body).unwrap_err();
        assert_eq!(violations.iter().map(|violation| violation.path.to_string()).collect::<Vec<_>>(), places);
    }
}
