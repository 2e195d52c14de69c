//! What the tasks of a file name by keys: ids take their places where the server reads them, and keys where a person does.

use std::collections::BTreeMap;

use beadle_domain::plan::Kind;
use beadle_values::id::{ConfigId, TaskId};
use serde_json::{Map, Value};

use super::fault::Fault;

const CONFIG: &str = "config_id";
const DEPENDENCIES: &str = "dependencies";

/// The ids of configs and tasks by their keys.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ids {
    configs: BTreeMap<String, String>,
    tasks: BTreeMap<String, String>,
}

impl Ids {
    /// Ids that stand for those of things with these keys, so that a body can be read before they are known.
    pub fn standing_in<'a>(
        configs: impl Iterator<Item = &'a str>,
        tasks: impl Iterator<Item = &'a str>,
    ) -> Self {
        let number = |prefix: &str, (number, key): (usize, &str)| {
            (key.to_owned(), format!("{prefix}_{:032x}", number + 1))
        };
        Self {
            configs: configs.enumerate().map(|one| number(ConfigId::PREFIX, one)).collect(),
            tasks: tasks.enumerate().map(|one| number(TaskId::PREFIX, one)).collect(),
        }
    }

    /// Notes the id of a thing, if things of its kind have one.
    pub fn note(&mut self, kind: Kind, key: &str, id: &str) {
        let ids = match kind {
            Kind::Config => &mut self.configs,
            Kind::Task => &mut self.tasks,
            Kind::Calendar | Kind::Function | Kind::Template => return,
        };
        ids.insert(key.to_owned(), id.to_owned());
    }

    /// `members` with ids in the places of keys.
    pub fn with_ids(&self, members: &Map<String, Value>) -> Map<String, Value> {
        exchanged(members, &|text| self.configs.get(text).cloned(), &|text| self.tasks.get(text).cloned())
    }

    /// `members` with keys in the places of ids.
    pub fn with_keys(&self, members: &Map<String, Value>) -> Map<String, Value> {
        let key_of = |ids: &BTreeMap<String, String>, id: &str| {
            ids.iter().find(|(_, known)| *known == id).map(|(key, _)| key.clone())
        };
        exchanged(members, &|id| key_of(&self.configs, id), &|id| key_of(&self.tasks, id))
    }

    /// The faults of what the task `key` names: neither a key in the file nor an id.
    pub fn faults(&self, key: &str, members: &Map<String, Value>) -> Vec<Fault> {
        let mut faults = Vec::new();
        if let Some(Value::String(named)) = members.get(CONFIG)
            && !self.configs.contains_key(named)
            && named.parse::<ConfigId>().is_err()
        {
            faults.push(unknown(key, CONFIG, named, "config", self.configs.keys()));
        }
        for (index, named) in texts(members.get(DEPENDENCIES)).enumerate() {
            if !self.tasks.contains_key(named) && named.parse::<TaskId>().is_err() {
                let place = format!("{DEPENDENCIES}[{index}]");
                faults.push(unknown(key, &place, named, "task", self.tasks.keys()));
            }
        }
        faults
    }
}

/// The keys of the tasks that the task runs after.
pub fn upstream(members: &Map<String, Value>) -> impl Iterator<Item = &str> {
    texts(members.get(DEPENDENCIES))
}

fn texts(list: Option<&Value>) -> impl Iterator<Item = &str> {
    list.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str)
}

fn exchanged(
    members: &Map<String, Value>,
    config: &dyn Fn(&str) -> Option<String>,
    task: &dyn Fn(&str) -> Option<String>,
) -> Map<String, Value> {
    let mut members = members.clone();
    if let Some(Value::String(text)) = members.get_mut(CONFIG)
        && let Some(other) = config(text)
    {
        *text = other;
    }
    for value in members.get_mut(DEPENDENCIES).and_then(Value::as_array_mut).into_iter().flatten() {
        if let Some(other) = value.as_str().and_then(task) {
            *value = other.into();
        }
    }
    members
}

fn unknown<'a>(
    key: &str,
    member: &str,
    named: &str,
    noun: &str,
    known: impl Iterator<Item = &'a String>,
) -> Fault {
    let fault = Fault::of(Kind::Task, key, member, format!("`{named}` is no {noun} of this file and no id"));
    match known.map(String::as_str).collect::<Vec<_>>() {
        known if known.is_empty() => fault.hint(format!("the file has no {noun}s")),
        known => fault.hint(format!("one of {}", known.join(", "))),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn members(value: Value) -> Map<String, Value> {
        value.as_object().unwrap().clone()
    }

    #[test]
    fn keys_become_ids_and_ids_keys() {
        let ids = Ids::standing_in(["api"].into_iter(), ["poll", "report"].into_iter());
        let written = members(json!({
            "config_id": "api", "dependencies": ["report", "tsk_0198c1f4a2b37c7e9d1a2b3c4d5e6f70"], "name": "api",
        }));
        let sent = ids.with_ids(&written);
        assert_eq!(sent["config_id"], "cfg_00000000000000000000000000000001");
        assert_eq!(sent["dependencies"][0], "tsk_00000000000000000000000000000002");
        assert_eq!(
            (&sent["dependencies"][1], &sent["name"]),
            (&written["dependencies"][1], &written["name"])
        );
        assert_eq!(ids.with_keys(&sent), written);
    }

    #[test]
    fn what_is_neither_a_key_nor_an_id_is_a_fault() {
        let ids = Ids::standing_in(["api"].into_iter(), ["poll"].into_iter());
        let faults =
            ids.faults("poll", &members(json!({"config_id": "apy", "dependencies": ["poll", "pol"]})));
        let shown: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(
            shown,
            [
                "[tasks.poll] config_id: `apy` is no config of this file and no id\n    one of api",
                "[tasks.poll] dependencies[1]: `pol` is no task of this file and no id\n    one of poll",
            ]
        );
    }
}
