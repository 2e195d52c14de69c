//! The part of a body that says what a task or a request does: its type, and the members of that type.

use beadle_values::{
    body::{Body, Form, Members, Names, ObjectSchema, Schemas, Shape, as_object, one_of, or_null},
    violation::{Path, Violation, Violations},
};
use serde_json::{Map, Value, json};

use super::{TaskSpec, TaskType, address, query};
use crate::interpolation::Template;

impl TaskSpec {
    /// Adds the names of the members of `config` in `task`, the document of a task: those of its type.
    pub fn names_of_config(task: &Map<String, Value>, names: &mut Names) {
        let task_type = task.get("type").or_else(|| task.get("task_type")).and_then(Value::as_str);
        if let Some(task_type) = task_type.and_then(|name| name.parse::<TaskType>().ok()) {
            task_type.table().names(names);
        }
    }
}

/// The members `type` (or `task_type`) and `config` of a task.
impl Body for TaskSpec {
    fn names(names: &mut Names) {
        names.known.extend(["type", "task_type", "config"]);
        names.same.push(vec!["type", "task_type"]);
    }

    fn read(members: &Members, path: &Path, violations: &mut Violations) -> Option<Self> {
        let (name, value) = match (members.get("type"), members.get("task_type")) {
            (Some(_), Some(_)) => {
                let message = "says the same as `type`: give one of them";
                violations.add(path.key("task_type"), "conflict", message);
                return None;
            }
            (Some(value), None) => ("type", value),
            (None, Some(value)) => ("task_type", value),
            (None, None) => {
                violations.add(path.key("type"), "missing", "is required");
                return None;
            }
        };
        let task_type = violations.take(one_of::<TaskType>().read(value, &path.key(name)));
        let path = path.key("config");
        let none = Map::new();
        let config = match members.get("config") {
            Some(value) => violations.take(as_object(value, &path).map_err(Violations::from))?,
            None => &none,
        };
        let task_type = task_type?;
        let spec = violations.take(Self::parse(task_type, config, &[], &path));
        if members.get("config_id").is_none_or(Value::is_null) {
            violations.take(without_config(task_type, config, &path));
        }
        spec
    }

    fn describe(object: &mut ObjectSchema, schemas: &mut Schemas) {
        if object.form == Form::Change {
            let task_type = one_of::<TaskType>().schema(schemas);
            object.member("type", "What it does.", task_type.clone(), false);
            object.member("task_type", "The same as `type`.", task_type, false);
            let config = "What it does in detail: the members of its type. A header that reads `********`, as answers \
                mask it, keeps its value.";
            // Null takes away what a task of some types can do without.
            object.member("config", config, any_config(schemas), true);
            return;
        }
        for kind in kinds() {
            let mut own = ObjectSchema::named(&format!("{}{}", kind.prefix, object.name));
            own.member("type", "What it does.", kind.type_schema(), false);
            own.member("task_type", "The same as `type`.", kind.type_schema(), false);
            own.any_of = vec![json!({"required": ["type"]}), json!({"required": ["task_type"]})];
            let (config, needed) = kind.config(schemas);
            own.member("config", "What it does in detail.", config, false);
            if needed {
                own.required.push("config".to_owned());
            }
            object.choices.push(own);
        }
    }
}

/// Types that take the same members.
pub struct Kind {
    prefix: &'static str,
    types: Vec<TaskType>,
}

/// All types, those with the same members together.
pub fn kinds() -> Vec<Kind> {
    let mut kinds: Vec<Kind> = Vec::new();
    for task_type in TaskType::ALL {
        let prefix = task_type.schema_prefix();
        match kinds.iter_mut().find(|kind| kind.prefix == prefix) {
            Some(kind) => kind.types.push(task_type),
            None => kinds.push(Kind { prefix, types: vec![task_type] }),
        }
    }
    kinds
}

impl Kind {
    /// What the schemas of its bodies begin with.
    pub fn prefix(&self) -> &'static str {
        self.prefix
    }

    /// Whether it is run ad hoc too.
    pub fn runs_ad_hoc(&self) -> bool {
        !self.types.iter().any(|task_type| task_type.is_personal())
    }

    /// The schema of the member that names the type.
    pub fn type_schema(&self) -> Value {
        json!({"type": "string", "enum": self.types})
    }

    /// Its own members.
    pub fn members(&self, form: Form, schemas: &mut Schemas) -> ObjectSchema {
        let mut object = ObjectSchema::new("", form);
        if let Some(task_type) = self.types.first() {
            task_type.table().describe(&mut object, schemas);
        }
        object
    }

    /// The schema of the config of a task, and whether there has to be one.
    fn config(&self, schemas: &mut Schemas) -> (Value, bool) {
        let object = self.members(Form::New, schemas);
        let needed = !object.required.is_empty();
        let name = format!("{}TaskConfig", self.prefix);
        (
            schemas.named(&name, |schemas| object.finish("What a task of this type does.", None, schemas)),
            needed,
        )
    }
}

impl TaskType {
    /// The schema of the config of a task of this type.
    pub(crate) fn config_schema(self, schemas: &mut Schemas) -> Value {
        Kind { prefix: self.schema_prefix(), types: vec![self] }.config(schemas).0
    }
}

/// The schema of the config of a task whose type is not known: the members of all types, each of which may be left out.
pub(crate) fn any_config(schemas: &mut Schemas) -> Value {
    schemas.named("TaskConfig", |schemas| {
        let object = any_members(schemas);
        let example = json!({"method": "POST", "url": "https://example.com/hook", "body": {"text": "done"}});
        object.finish("What a task does: the members of its type.", Some(example), schemas)
    })
}

/// The members of all types.
pub fn any_members(schemas: &mut Schemas) -> ObjectSchema {
    let mut all = ObjectSchema::new("", Form::Change);
    for kind in kinds() {
        for (name, member) in kind.members(Form::Change, schemas).properties {
            all.properties.entry(name).or_insert_with(|| or_null(member));
        }
    }
    // Calls take parameters by this name; a GraphQL operation or a statement is its text.
    let query = schemas.named("Query", |schemas| {
        json!({
            "description": "Parameters of a URL, or a string.",
            "anyOf": [
                query::shape().schema(schemas),
                {"type": "string", "description": "A GraphQL document or a statement."}
            ]
        })
    });
    all.member("query", "Parameters to add to the URL, a GraphQL document, or a statement.", query, true);
    all
}

/// What `config` leaves to a config of a task of type `task_type`, although none is named.
///
/// # Errors
/// A violation at a member that is missing, or that means nothing without one.
pub(crate) fn without_config(
    task_type: TaskType,
    config: &Map<String, Value>,
    path: &Path,
) -> Result<(), Violations> {
    if task_type == TaskType::Wait {
        let request = config.get("request").and_then(Value::as_object);
        let check = |request| without_config(TaskType::Http, request, &path.key("request"));
        return request.map_or(Ok(()), check);
    }
    let Some(name) = task_type.target() else { return Ok(()) };
    let path = path.key(name);
    let violation = match config.get(name).filter(|value| !value.is_null()) {
        None if task_type == TaskType::Database => {
            Violation::new(path, "missing", "is required").hint("or name a config with a `connection`")
        }
        Some(Value::String(url))
            if task_type != TaskType::Database && address::is_relative(&Template::new(url.trim())) =>
        {
            Violation::new(path, "url", "is not an absolute URL")
                .hint("such as https://example.com/path; a config with a `base_url` takes relative ones")
        }
        _ => return Ok(()),
    };
    Err(violation.into())
}
