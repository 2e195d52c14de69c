//! Something a person does, as a user writes it: notes and a checklist. Beadle reminds of it and calls nobody by itself.

use beadle_values::violation::{Path, Violation, Violations};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{refuse_unknown, text};

const MEMBERS: [&str; 2] = ["notes", "checklist"];
const MAX_NOTES: usize = 10_000;
const MAX_ITEMS: usize = 100;
const MAX_ITEM: usize = 500;

/// A todo, checked.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TodoSpec {
    /// What to know about it, at most 10,000 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notes: Option<String>,
    /// Its steps, at most 100.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checklist: Vec<ChecklistItem>,
}

/// A step of a todo.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChecklistItem {
    /// What to do, 1 to 500 characters.
    pub text: String,
    /// Whether it is done.
    #[serde(default)]
    pub done: bool,
}

impl TodoSpec {
    /// Reads the members of a todo. A step is `{"text": …, "done": …}`, or its text alone.
    ///
    /// # Errors
    /// Every fault of them, unknown members included, save those named in `beside`.
    pub fn parse(config: &Map<String, Value>, beside: &[&str], path: &Path) -> Result<Self, Violations> {
        let mut violations = Violations::new();
        refuse_unknown(config, &MEMBERS, beside, path, &mut violations);
        let notes = text::optional(config, "notes", MAX_NOTES, path, &mut violations);
        let place = path.key("checklist");
        let checklist = match config.get("checklist") {
            None | Some(Value::Null) => Vec::new(),
            Some(Value::Array(items)) if items.len() <= MAX_ITEMS => {
                let read = |(index, value)| violations.take(item(value, &place.index(index)));
                items.iter().enumerate().filter_map(read).collect()
            }
            Some(_) => {
                violations.add(place, "type_error", format!("must be a list of at most {MAX_ITEMS} steps"));
                Vec::new()
            }
        };
        violations.into_result(Self { notes, checklist })
    }
}

fn item(value: &Value, path: &Path) -> Result<ChecklistItem, Violations> {
    let mut violations = Violations::new();
    let (text, done) = match value {
        Value::String(_) => (text::required(Some(value), MAX_ITEM, path, &mut violations), false),
        Value::Object(members) => {
            refuse_unknown(members, &["text", "done"], &[], path, &mut violations);
            let text = text::required(members.get("text"), MAX_ITEM, &path.key("text"), &mut violations);
            let done = match members.get("done") {
                None | Some(Value::Null) => false,
                Some(Value::Bool(done)) => *done,
                Some(_) => {
                    violations.add(path.key("done"), "type_error", "must be true or false");
                    false
                }
            };
            (text, done)
        }
        _ => {
            let message = "is neither a text nor a step";
            violations.push(
                Violation::new(path.clone(), "type_error", message)
                    .hint("write {\"text\": \"call the bank\", \"done\": false}"),
            );
            (None, false)
        }
    };
    violations.into_result(ChecklistItem { text: text.unwrap_or_default(), done })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn parse(config: Value) -> Result<TodoSpec, Violations> {
        TodoSpec::parse(config.as_object().unwrap(), &[], &Path::body())
    }

    #[test]
    fn what_is_written_reads_back() {
        let written = json!({"notes": "by Friday", "checklist": ["call", {"text": "pay", "done": true}, {"text": "file"}]});
        let todo = parse(written).unwrap();
        assert_eq!(todo.checklist.iter().map(|item| item.done).collect::<Vec<_>>(), [false, true, false]);
        assert_eq!(parse(serde_json::to_value(&todo).unwrap()), Ok(todo));
        assert_eq!(parse(json!({"notes": null, "checklist": null})), Ok(TodoSpec::default()));
    }

    #[rstest]
    #[case(json!({"notes": 1, "colour": "red"}), &["body.colour", "body.notes"])]
    #[case(json!({"checklist": "all"}), &["body.checklist"])]
    #[case(json!({"checklist": ["", 1, {"done": "no", "by": "ada"}]}),
        &["body.checklist[0]", "body.checklist[1]", "body.checklist[2].by", "body.checklist[2].text", "body.checklist[2].done"])]
    fn every_fault_is_named_with_its_place(#[case] config: Value, #[case] places: &[&str]) {
        let violations = parse(config).unwrap_err();
        assert_eq!(violations.iter().map(|v| v.path.to_string()).collect::<Vec<_>>(), places);
    }
}
