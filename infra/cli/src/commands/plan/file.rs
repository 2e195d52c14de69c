//! Reads the file of a plan, in TOML or JSON, with all its faults.

use std::{fs, path::Path as File};

use aws_lc_rs::digest::{SHA256, digest};
use beadle_domain::plan::{Kind, PlanFile, SOURCE, written};
use beadle_values::violation::Path;
use serde_json::{Map, Value};

use super::{
    fault::{self, Fault},
    order,
    references::{Ids, upstream},
};
use crate::{
    client::{Error, Result},
    commands::functions,
};

/// How many bytes of a digest a mark has.
const DIGEST_BYTES: usize = 16;

/// A plan as its file says it.
#[derive(Debug)]
pub struct Plan {
    /// Its name.
    pub name: String,
    /// What it has, in the order in which it is saved.
    pub things: Vec<Thing>,
}

/// A thing of a plan.
#[derive(Debug, Clone)]
pub struct Thing {
    /// What it is.
    pub kind: Kind,
    /// The key of its table.
    pub key: String,
    /// The members of the request that saves it, as they are written; it names others by keys.
    pub body: Map<String, Value>,
    /// The same in normal form.
    pub written: Map<String, Value>,
    /// Of the normal form.
    pub digest: String,
}

/// Reads the plan in `file`.
///
/// # Errors
/// [`Error::Failed`] with every fault, each with its place.
pub fn read(file: &File) -> Result<Plan> {
    let failed = |reason: String| Error::Failed(format!("{}: {reason}", file.display()));
    let text = fs::read_to_string(file).map_err(|error| failed(error.to_string()))?;
    let is_json = file.extension().is_some_and(|extension| extension == "json");
    let document = match is_json {
        true => serde_json::from_str(&text).map_err(|error| failed(error.to_string()))?,
        false => from_toml(toml::from_str(&text).map_err(|error| failed(error.to_string()))?),
    };
    let folder = file.parent().unwrap_or_else(|| File::new(""));
    parse(&document, folder).map_err(|faults| fault::refused(file, &faults))
}

/// What TOML and JSON have in common; a time of TOML is a text.
fn from_toml(table: toml::Table) -> Value {
    fn value(of: toml::Value) -> Value {
        match of {
            toml::Value::String(text) => text.into(),
            toml::Value::Integer(number) => number.into(),
            toml::Value::Float(number) => number.into(),
            toml::Value::Boolean(flag) => flag.into(),
            toml::Value::Datetime(time) => time.to_string().into(),
            toml::Value::Array(elements) => elements.into_iter().map(value).collect(),
            toml::Value::Table(table) => from_toml(table),
        }
    }
    Value::Object(table.into_iter().map(|(name, member)| (name, value(member))).collect())
}

/// The plan that `document` says, whose files are in `folder`.
fn parse(document: &Value, folder: &File) -> Result<Plan, Vec<Fault>> {
    let root = Path::of("plan");
    let plan = PlanFile::parse(document, &root)
        .map_err(|violations| violations.into_iter().map(Fault::from).collect::<Vec<_>>())?;
    let keys = |kind| plan.table(kind).keys().map(String::as_str);
    let ids = Ids::standing_in(keys(Kind::Config), keys(Kind::Task));
    let (mut things, mut faults) = (Vec::new(), Vec::new());
    for kind in Kind::ALL {
        for (key, members) in plan.table(kind) {
            let Some(members) = members.as_object() else { continue };
            let place = root.key(kind.table()).key(key);
            let of_others = own_members(kind, key, members);
            match of_others.is_empty().then(|| body(kind, key, members, folder)).transpose() {
                Ok(None) => faults.extend(of_others),
                Err(fault) => faults.push(fault),
                Ok(Some(body)) => {
                    let of_names = if kind == Kind::Task { ids.faults(key, &body) } else { Vec::new() };
                    let mut others: Vec<Fault> = Vec::new();
                    match written(kind, &Value::Object(ids.with_ids(&body)), &place) {
                        Ok(written) => things.push(Thing::new(kind, key, body, ids.with_keys(&written))),
                        Err(violations) => others.extend(violations.into_iter().map(Fault::from)),
                    }
                    // What is no key here is no id for the table of the body either.
                    others.retain(|fault| !fault.is_beside(&of_names));
                    faults.extend(of_names.into_iter().chain(others));
                }
            }
        }
    }
    let (tasks, mut things): (Vec<_>, Vec<_>) =
        things.into_iter().partition(|thing| thing.kind == Kind::Task);
    let tasks = tasks.into_iter().map(|task| {
        let upstream = upstream(&task.written).map(str::to_owned).collect();
        (task.key.clone(), upstream, task)
    });
    match order::in_order(tasks.collect()) {
        Ok(tasks) => things.extend(tasks),
        Err(circle) => faults.extend(circle.iter().map(|key| {
            let others = format!("these tasks run after each other in a circle: {}", circle.join(", "));
            Fault::of(Kind::Task, key, "dependencies", others)
        })),
    }
    if faults.is_empty() { Ok(Plan { name: plan.name.to_string(), things }) } else { Err(faults) }
}

/// The faults of members that the plan writes itself.
fn own_members(kind: Kind, key: &str, members: &Map<String, Value>) -> Vec<Fault> {
    let written_by_plan = |member: &&str| members.contains_key(*member);
    let fault = |member: &str, hint: &str| Fault::of(kind, key, member, "is not written here").hint(hint);
    let of_plan = ["key", "plan", "template_id"].into_iter().filter(written_by_plan);
    let mut faults: Vec<Fault> =
        of_plan.map(|member| fault(member, "the name of the table says it")).collect();
    if kind == Kind::Function && members.contains_key("modules") {
        faults.push(fault("modules", "name the file or the folder in `source`"));
    }
    faults
}

/// The members of the request that saves a thing: as they are, but for the source of a function.
fn body(
    kind: Kind,
    key: &str,
    members: &Map<String, Value>,
    folder: &File,
) -> Result<Map<String, Value>, Fault> {
    let mut body = members.clone();
    if kind != Kind::Function {
        return Ok(body);
    }
    let hint = "such as source = \"greet.js\": a file, or a folder with modules, beside this file";
    let Some(Value::String(source)) = body.shift_remove(SOURCE) else {
        return Err(
            Fault::of(kind, key, SOURCE, "must be a text with the name of a file or folder").hint(hint)
        );
    };
    let modules = functions::modules(&folder.join(&source));
    let modules = modules.map_err(|error| Fault::of(kind, key, SOURCE, error.to_string()).hint(hint))?;
    body.insert("modules".to_owned(), Value::Object(modules));
    Ok(body)
}

impl Thing {
    fn new(kind: Kind, key: &str, body: Map<String, Value>, written: Map<String, Value>) -> Self {
        let text = Value::Object(written.clone()).to_string();
        let digest = digest(&SHA256, text.as_bytes());
        let digest = digest.as_ref().iter().take(DIGEST_BYTES).map(|byte| format!("{byte:02x}")).collect();
        Self { kind, key: key.to_owned(), body, written, digest }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn in_folder(document: &Value) -> Result<Plan, Vec<String>> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("greet.js"), "export default () => 1").unwrap();
        parse(document, folder.path()).map_err(|faults| faults.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn toml_and_json_say_the_same() {
        let toml = "name = 'shop'\n[tasks.poll]\nname = 'Poll'\ndue_date = 2027-01-01T00:00:00Z\nretries = 2\n[tasks.poll.config]\nrate = 0.5\n";
        let json = json!({"name": "shop", "tasks": {"poll": {
            "name": "Poll", "due_date": "2027-01-01T00:00:00Z", "retries": 2, "config": {"rate": 0.5},
        }}});
        assert_eq!(from_toml(toml::from_str(toml).unwrap()), json);
    }

    #[test]
    fn things_are_in_the_order_in_which_they_are_saved() {
        let task = |after: &[&str]| json!({"name": "T", "type": "simulated", "config": {}, "config_id": "api", "dependencies": after});
        let plan = in_folder(&json!({
            "name": "shop",
            "tasks": {"last": task(&["first"]), "first": task(&[])},
            "configs": {"api": {"name": "API"}},
            "functions": {"greet": {"source": "greet.js"}},
            "calendars": {"closed": {"weekly": ["sunday"]}},
        }))
        .unwrap();
        let keys: Vec<&str> = plan.things.iter().map(|thing| thing.key.as_str()).collect();
        assert_eq!(keys, ["closed", "greet", "api", "first", "last"]);
        let last = &plan.things[4];
        assert_eq!(
            (&last.written["config_id"], &last.written["dependencies"]),
            (&json!("api"), &json!(["first"]))
        );
        assert!(plan.things[1].body["modules"].get("greet.js").is_some());
    }

    #[test]
    fn the_digest_is_that_of_what_is_said_and_not_of_how() {
        let digest = |task: Value| {
            let plan = in_folder(&json!({"name": "shop", "tasks": {"poll": task}})).unwrap();
            plan.things[0].digest.clone()
        };
        let one = digest(json!({"name": "T", "type": "simulated", "config": {}, "timeout": "10s"}));
        assert_eq!(
            one,
            digest(json!({"task_type": "simulated", "timeout_ms": 10_000, "name": "T", "config": {}}))
        );
        assert_ne!(one, digest(json!({"name": "T", "type": "simulated", "config": {}, "timeout": "11s"})));
    }

    #[test]
    fn every_fault_is_told_with_its_table_and_member() {
        let faults = in_folder(&json!({
            "name": "shop",
            "calendars": {"closed": {"weekly": ["someday"]}},
            "functions": {"greet": {"source": "gone.js"}, "other": {"modules": {}}},
            "configs": {"api": {"name": "API", "concurency": 3, "key": "api"}, "other": {"nam": "x"}},
            "tasks": {
                "a": {"name": "T", "type": "simulated", "config": {}, "dependencies": ["b"]},
                "b": {"name": "T", "type": "simulated", "config": {}, "dependencies": ["a"]},
                "c": {"name": "T", "type": "simulated", "config": {}, "config_id": "apy", "retries": "two"},
            },
        }))
        .unwrap_err();
        let places: Vec<&str> = faults.iter().filter_map(|fault| fault.split(": ").next()).collect();
        assert_eq!(
            places,
            [
                "[calendars.closed] weekly[0]",
                "[functions.greet] source",
                "[functions.other] modules",
                "[configs.api] key",
                "[configs.other] nam",
                "[configs.other] name",
                "[tasks.c] config_id",
                "[tasks.c] retries",
                "[tasks.a] dependencies",
                "[tasks.b] dependencies",
            ]
        );
    }
}
