//! A template as an admin writes it.

use beadle_values::{
    body,
    body::{
        Body, Shape, custom, flag, list, object, of, one_of, optional, otherwise, parsed, required, string,
        text,
    },
    id::TemplateId,
    violation::{Path, Violation, Violations},
};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::{Schema, Template};
use crate::{
    account::{Credits, SubscriptionLevel, credits},
    document,
    labels::{description, name, tags},
    plan::PlanMark,
    spec::TaskType,
};

/// The most fields that a template requires, or allows.
const MAX_FIELDS: usize = 50;

body! {
    /// A template. To change one, any of its members but the id.
    #[derive(Debug, Clone, PartialEq)]
    pub struct TemplateDraft as "TemplateRequest" {
        /// The id that it is to have: `tpl_` and lower-case letters, digits and underscores. Without one it gets a fresh one.
        "template_id" => pub id: Option<TemplateId> =
            optional(parsed("value_error").shown(|| json!({"pattern": "^tpl_[a-z0-9_]{1,60}$"}))).only_new(),
        /// Its name, 1 to 255 characters.
        pub name: String = required(name()),
        /// What it is for.
        pub description: Option<String> = optional(description()),
        /// Its category, 1 to 100 characters.
        pub category: String = required(text(1, 100).trimmed().faulted("length")),
        /// What its tasks do.
        pub task_type: TaskType = required(one_of()),
        /// The config of its tasks, as far as it is prepared.
        pub default_config: Map<String, Value> = otherwise(object(), Map::new),
        /// The fields that have to be given, at most 50.
        pub required_fields: Vec<String> = otherwise(fields(), Vec::new),
        /// The fields that may be given, at most 50.
        pub optional_fields: Vec<String> = otherwise(fields(), Vec::new),
        /// The schema of the fields: JSON Schema with types, properties, enumerations, minima and maxima.
        pub config_schema: Schema =
            otherwise(custom(Schema::parse, |schemas| object().schema(schemas)), Schema::default),
        /// The least subscription level that may use it.
        pub required_subscription_level: SubscriptionLevel =
            otherwise(one_of().faulted("value_error").typed(), SubscriptionLevel::default),
        /// What an execution of its tasks costs, in credits.
        pub credits_per_run: Credits = otherwise(credits("value_error").hiding(&["maximum"]), Credits::default),
        /// Labels.
        pub tags: Vec<String> = otherwise(tags(), Vec::new),
        /// Further data about it.
        pub metadata: Map<String, Value> = otherwise(object(), Map::new),
        /// Whether tasks can be made from it.
        pub is_active: bool = otherwise(flag(), || true),
        /// The plan that keeps it.
        pub plan: Option<PlanMark> = optional(of()),
    }
    example {
        "template_id": "tpl_ping", "name": "Ping", "category": "monitoring", "task_type": "http",
        "default_config": {"method": "GET", "url": "https://${input.host}/health"},
        "required_fields": ["host"],
        "config_schema": {"type": "object", "properties": {"host": {"type": "string", "minLength": 1}}}
    }
    /// A change of a template.
    change pub enum TemplateChange example {"is_active": false}
}

/// The names of fields.
fn fields() -> impl Shape<Value = Vec<String>> {
    custom(read_fields, |schemas| list("names", string()).max(MAX_FIELDS).schema(schemas))
}

fn read_fields(value: &Value, path: &Path) -> Result<Vec<String>, Violations> {
    list("names", string()).max(MAX_FIELDS).read(value, path).map_err(|_| {
        let message = format!("must be a list of at most {MAX_FIELDS} names");
        Violation::new(path.clone(), "type_error", message).into()
    })
}

impl TemplateDraft {
    /// The template that it describes, in its version `version`.
    pub fn into_template(
        self,
        id: TemplateId,
        created_at: Timestamp,
        updated_at: Timestamp,
        version: u64,
    ) -> Template {
        Template {
            id,
            name: self.name,
            description: self.description,
            category: self.category,
            task_type: self.task_type,
            default_config: self.default_config,
            required_fields: self.required_fields,
            optional_fields: self.optional_fields,
            config_schema: self.config_schema,
            required_subscription_level: self.required_subscription_level,
            credits_per_run: self.credits_per_run,
            tags: self.tags,
            metadata: self.metadata,
            is_active: self.is_active,
            plan: self.plan,
            created_at,
            updated_at,
            version,
        }
    }
}

/// The members that `template` would be written with: what a change starts from.
pub fn document(template: &Template) -> Map<String, Value> {
    let known = TemplateDraft::members();
    let mut members = document::of(template);
    members.retain(|member, _| known.contains(&member.as_str()));
    members
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

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
