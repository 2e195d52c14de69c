//! The file of a plan: what it has, before each thing in it is read by the table of its own body.

use std::str::FromStr;

use beadle_schedule::calendar::CalendarName;
use beadle_values::{
    body,
    body::{Custom, Schemas, Shape, as_object, custom, of, optional, otherwise, required, string},
    id::TemplateId,
    names,
    violation::{Path, Violation, Violations},
};
use serde_json::{Map, Value, json};

use crate::{
    config::ConfigDraft,
    day_calendar::CalendarDraft,
    function::{FunctionName, UploadDraft},
    resource_key::{ResourceKey, resource_key},
    task::TaskDraft,
    template::TemplateDraft,
};

names! {
    /// A kind of thing that a plan has, in the order in which they are saved: what others name comes first.
    pub enum Kind {
        /// A calendar, by its name.
        Calendar = "calendars",
        /// A function, by its name.
        Function = "functions",
        /// A config, by its key.
        Config = "configs",
        /// A template, by its id.
        Template = "templates",
        /// A task, by its key.
        Task = "tasks",
    }
}

body! {
    /// What `beadle apply` keeps on a server: each table has things by their keys, and each thing the members of a request that
    /// saves it. A task names its config and the tasks it runs after by their keys in this file, or by ids.
    #[derive(Debug, Clone, PartialEq)]
    pub struct PlanFile as "Plan" {
        /// Where the schema of this file is, for editors.
        "$schema" => pub schema: Option<String> = optional(string()).never_null(),
        /// The name of the plan, by which it knows what it made. A plan under another name makes things of its own.
        pub name: ResourceKey = required(resource_key()),
        /// Calendars by their names.
        pub calendars: Map<String, Value> = otherwise(calendars(), Map::new).never_null(),
        /// Functions by their names; their source is in files beside this one.
        pub functions: Map<String, Value> = otherwise(functions(), Map::new).never_null(),
        /// Configs by their keys.
        pub configs: Map<String, Value> = otherwise(configs(), Map::new).never_null(),
        /// Templates by their ids, for admins.
        pub templates: Map<String, Value> = otherwise(templates(), Map::new).never_null(),
        /// Tasks by their keys.
        pub tasks: Map<String, Value> = otherwise(tasks(), Map::new).never_null(),
    }
    example {
        "name": "shop",
        "configs": {"api": {"name": "Shop API", "base_url": "https://api.example.com/v1/", "concurrency": 5}},
        "tasks": {
            "poll": {"name": "Poll", "type": "http", "config": {"url": "orders"}, "config_id": "api", "schedule": "every 5 minutes"}
        }
    }
}

impl PlanFile {
    /// The things of a kind by their keys.
    pub fn table(&self, kind: Kind) -> &Map<String, Value> {
        match kind {
            Kind::Calendar => &self.calendars,
            Kind::Function => &self.functions,
            Kind::Config => &self.configs,
            Kind::Template => &self.templates,
            Kind::Task => &self.tasks,
        }
    }
}

type Table = Custom<Map<String, Value>>;

fn calendars() -> Table {
    const HINT: &str =
        "such as de-holidays: lower-case letters, digits, `-` and `_`, beginning with a letter";
    custom(
        |value, path| table::<CalendarName>(value, path, ("is not the name of a calendar", HINT)),
        |schemas| of_each(of::<CalendarDraft>().schema(schemas)),
    )
}

fn functions() -> Table {
    const HINT: &str = "such as greet: letters, digits, `-`, `_`, `.` and `$`, beginning with a letter";
    custom(
        |value, path| table::<FunctionName>(value, path, ("is not the name of a function", HINT)),
        |schemas| of_each(of::<UploadDraft>().schema(schemas)),
    )
}

fn configs() -> Table {
    custom(keyed, |schemas| of_each(of::<ConfigDraft>().schema(schemas)))
}

fn templates() -> Table {
    const HINT: &str = "tpl_ and lower-case letters, digits and underscores, such as tpl_ping";
    custom(
        |value, path| table::<TemplateId>(value, path, ("is not the id of a template", HINT)),
        |schemas| of_each(of::<TemplateDraft>().schema(schemas)),
    )
}

fn tasks() -> Table {
    custom(keyed, |schemas| of_each(of::<TaskDraft>().schema(schemas)))
}

fn keyed(value: &Value, path: &Path) -> Result<Map<String, Value>, Violations> {
    const HINT: &str = "such as shop/poll: lower-case letters, digits, `.`, `_`, `/` and `-`";
    table::<ResourceKey>(value, path, ("is not a key", HINT))
}

/// A table of tables by keys of type `K`.
fn table<K: FromStr>(
    value: &Value,
    path: &Path,
    (fault, hint): (&str, &str),
) -> Result<Map<String, Value>, Violations> {
    let members = as_object(value, path)?;
    let mut violations = Violations::new();
    for (key, value) in members {
        let place = path.key(key);
        if key.parse::<K>().is_err() {
            violations.push(Violation::new(place, "key", fault).hint(hint));
        } else if !value.is_object() {
            violations.add(place, "type_error", "must be a table with members");
        }
    }
    violations.into_result(members.clone())
}

fn of_each(schema: Value) -> Value {
    json!({"type": "object", "additionalProperties": schema})
}

/// The schema of the whole file, with all that it refers to in `$defs`.
pub fn schema() -> Value {
    let mut schemas = Schemas::default();
    of::<PlanFile>().schema(&mut schemas);
    super::schema::complete(schemas.into_map())
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn faults(file: &Value) -> Vec<String> {
        let faults = PlanFile::parse(file, &Path::of("plan")).unwrap_err();
        faults.iter().map(|fault| format!("{} {}", fault.path, fault.kind)).collect()
    }

    #[test]
    fn the_tables_of_a_file_are_read_whatever_they_have() {
        let file =
            PlanFile::parse(&json!({"name": "shop", "tasks": {"a": {"nonsense": 1}}}), &Path::of("plan"));
        let file = file.unwrap();
        assert_eq!(file.table(Kind::Task).len(), 1);
        assert!(file.table(Kind::Config).is_empty());
    }

    #[rstest]
    #[case(json!({}), &["plan.name missing"])]
    #[case(json!({"name": "Shop", "task": {}}), &["plan.task unknown_field", "plan.name key"])]
    #[case(json!({"name": "shop", "tasks": [], "configs": {"A": {}, "b": 1}}),
        &["plan.configs.A key", "plan.configs.b type_error", "plan.tasks type_error"])]
    #[case(json!({"name": "shop", "calendars": {"sunday": {}}, "templates": {"ping": {}}, "functions": {"1": {}}}),
        &["plan.calendars.sunday key", "plan.functions.1 key", "plan.templates.ping key"])]
    fn each_fault_is_told_at_its_place(#[case] file: Value, #[case] expected: &[&str]) {
        assert_eq!(faults(&file), expected);
    }

    #[test]
    fn the_schema_has_what_it_refers_to_and_nothing_that_a_plan_writes_itself() {
        let schema = schema();
        let text = schema.to_string();
        for reference in text.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(schema.pointer(reference).is_some(), "{reference} leads nowhere");
        }
        assert!(!text.contains("/components/") && !text.contains("PlanMark"));
        assert_eq!(schema["required"], json!(["name"]));
        assert_eq!(schema["$defs"]["FunctionUpload"]["required"], json!(["source"]));
        assert!(schema["$defs"]["FunctionUpload"]["properties"].get("modules").is_none());
        assert!(schema["$defs"]["TemplateRequest"]["properties"].get("template_id").is_none());
        assert!(schema["$defs"]["ConfigRequest"]["properties"].get("key").is_none());
        let referring = "/properties/dependencies/items/anyOf/0/$ref";
        let tasks = schema["$defs"].as_object().unwrap().values();
        assert!(
            tasks.filter(|schema| schema.pointer(referring) == Some(&json!("#/$defs/ResourceKey"))).count()
                > 5
        );
    }
}
