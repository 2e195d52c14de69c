//! What an admin writes about a template, read and checked; all its faults at once.

use beadle_values::{
    id::TemplateId,
    violation::{Path, Violation, Violations},
};
use jiff::Timestamp;
use serde_json::{Map, Value};

use super::{Schema, Template};
use crate::{
    account::{Credits, SubscriptionLevel},
    execution::request,
    spec::TaskType,
    task::draft::{description, name, tags},
};

const MEMBERS: [&str; 14] = [
    "template_id",
    "name",
    "description",
    "category",
    "task_type",
    "default_config",
    "required_fields",
    "optional_fields",
    "config_schema",
    "required_subscription_level",
    "credits_per_run",
    "tags",
    "metadata",
    "is_active",
];
const MAX_CATEGORY: usize = 100;
const MAX_FIELDS: usize = 50;

/// The part of a template that is written.
#[derive(Debug, Clone, PartialEq)]
pub struct TemplateDraft {
    /// The id that it is to have, where one is given.
    pub id: Option<TemplateId>,
    /// What it says; without an id, a version and times.
    content: Template,
}

impl TemplateDraft {
    /// Reads a template as the body of a request gives it.
    ///
    /// # Errors
    /// Every fault of it, unknown members included.
    pub fn parse(body: &Value, path: &Path) -> Result<Self, Violations> {
        let Some(body) = body.as_object() else {
            return Err(Violation::new(path.clone(), "type_error", "must be a JSON object").into());
        };
        let mut faults = Violations::new();
        for member in body.keys().filter(|member| !MEMBERS.contains(&member.as_str())) {
            faults.add(path.key(member), "unknown_field", "is not known here");
        }
        let given = |member: &str| body.get(member).filter(|value| !value.is_null());
        let id = parsed::<TemplateId>(given("template_id"), &path.key("template_id"), &mut faults);
        let name = name(given("name"), path, &mut faults);
        let description = description(given("description"), path, &mut faults);
        let category = category(given("category"), &path.key("category"), &mut faults);
        let task_type = match given("task_type") {
            Some(value) => {
                faults.take(TaskType::parse(value, &path.key("task_type")).map_err(Violations::from))
            }
            None => {
                faults.add(path.key("task_type"), "missing", "is required");
                None
            }
        };
        let default_config = faults.take(request::object(body, "default_config", path)).unwrap_or_default();
        let required_fields = fields(given("required_fields"), &path.key("required_fields"), &mut faults);
        let optional_fields = fields(given("optional_fields"), &path.key("optional_fields"), &mut faults);
        let config_schema = match given("config_schema") {
            Some(value) => faults.take(Schema::parse(value, &path.key("config_schema"))).unwrap_or_default(),
            None => Schema::default(),
        };
        let level = path.key("required_subscription_level");
        let level = parsed::<SubscriptionLevel>(given("required_subscription_level"), &level, &mut faults);
        let credits = credits(given("credits_per_run"), &path.key("credits_per_run"), &mut faults);
        let tags = tags(given("tags"), path, &mut faults);
        let metadata = faults.take(request::object(body, "metadata", path)).unwrap_or_default();
        let is_active = match given("is_active") {
            None => true,
            Some(Value::Bool(active)) => *active,
            Some(_) => {
                faults.add(path.key("is_active"), "type_error", "must be true or false");
                true
            }
        };
        match (name, category, task_type) {
            (Some(name), Some(category), Some(task_type)) if faults.is_empty() => {
                let content = Template {
                    id: TemplateId::from_uuid(uuid::Uuid::nil()),
                    name,
                    description,
                    category,
                    task_type,
                    default_config,
                    required_fields,
                    optional_fields,
                    config_schema,
                    required_subscription_level: level.unwrap_or_default(),
                    credits_per_run: credits,
                    tags,
                    metadata,
                    is_active,
                    created_at: Timestamp::UNIX_EPOCH,
                    updated_at: Timestamp::UNIX_EPOCH,
                    version: 0,
                };
                Ok(Self { id, content })
            }
            _ => Err(faults),
        }
    }

    /// The template that it describes, in its version `version`.
    pub fn into_template(
        self,
        id: TemplateId,
        created_at: Timestamp,
        updated_at: Timestamp,
        version: u64,
    ) -> Template {
        Template { id, created_at, updated_at, version, ..self.content }
    }
}

fn parsed<T: std::str::FromStr<Err: std::fmt::Display>>(
    value: Option<&Value>,
    path: &Path,
    faults: &mut Violations,
) -> Option<T> {
    match value?.as_str().map(str::parse) {
        Some(Ok(value)) => return Some(value),
        Some(Err(error)) => faults.add(path.clone(), "value_error", T::Err::to_string(&error)),
        None => faults.add(path.clone(), "type_error", "must be a text"),
    }
    None
}

fn category(value: Option<&Value>, path: &Path, faults: &mut Violations) -> Option<String> {
    match value.map(|value| value.as_str().map(str::trim)) {
        None => faults.add(path.clone(), "missing", "is required"),
        Some(Some(text)) if (1..=MAX_CATEGORY).contains(&text.chars().count()) => {
            return Some(text.to_owned());
        }
        Some(_) => {
            faults.add(path.clone(), "length", format!("must be a text of 1 to {MAX_CATEGORY} characters"));
        }
    }
    None
}

fn fields(value: Option<&Value>, path: &Path, faults: &mut Violations) -> Vec<String> {
    let Some(value) = value else { return Vec::new() };
    let names = value.as_array().filter(|names| names.len() <= MAX_FIELDS);
    let names: Option<Vec<String>> =
        names.and_then(|names| names.iter().map(|name| name.as_str().map(str::to_owned)).collect());
    names.unwrap_or_else(|| {
        faults.add(path.clone(), "type_error", format!("must be a list of at most {MAX_FIELDS} names"));
        Vec::new()
    })
}

fn credits(value: Option<&Value>, path: &Path, faults: &mut Violations) -> Credits {
    let Some(value) = value else { return Credits::ZERO };
    match value.as_f64().map(Credits::from_number) {
        Some(Ok(credits)) => return credits,
        Some(Err(error)) => faults.add(path.clone(), "value_error", error.to_string()),
        None => faults.add(path.clone(), "type_error", "must be a number"),
    }
    Credits::ZERO
}

/// The members that `template` would be written with: what a change starts from.
pub fn document(template: &Template) -> Map<String, Value> {
    let Ok(Value::Object(mut members)) = serde_json::to_value(template) else { return Map::new() };
    members.retain(|member, _| MEMBERS.contains(&member.as_str()));
    members
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[rstest]
    #[case(json!([]), &["body"])]
    #[case(json!({}), &["body.name", "body.category", "body.task_type"])]
    #[case(json!({"name": "", "category": 1, "task_type": "brew", "colour": 1, "template_id": "weather",
        "required_fields": [1], "optional_fields": "a", "required_subscription_level": "gold", "credits_per_run": -1,
        "is_active": "yes", "default_config": [], "config_schema": {"pattern": "a*"}}),
        &["body.colour", "body.template_id", "body.name", "body.category", "body.task_type", "body.default_config",
          "body.required_fields", "body.optional_fields", "body.config_schema.pattern",
          "body.required_subscription_level", "body.credits_per_run", "body.is_active"])]
    fn every_fault_is_named_with_its_place(#[case] body: Value, #[case] places: &[&str]) {
        let faults = TemplateDraft::parse(&body, &Path::body()).unwrap_err();
        assert_eq!(faults.iter().map(|fault| fault.path.to_string()).collect::<Vec<_>>(), places);
    }
}
