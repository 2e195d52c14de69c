//! Something a person does, as a user writes it: notes and a checklist. Beadle reminds of it and calls nobody by itself.

use beadle_values::{
    body,
    body::{Body, Shape, Text, custom, flag, list, optional, otherwise, required, text},
    violation::{Path, Violation, Violations},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

body! {
    /// Notes and a checklist.
    #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
    pub struct TodoSpec {
        /// What to know about it, at most 10,000 characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub notes: Option<String> = optional(text(1, 10_000)),
        /// Its steps, at most 100, each as a string or as `{"text": …, "done": …}`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        pub checklist: Vec<ChecklistItem> = otherwise(list("steps", custom(step, |_| json!({}))).max(100), Vec::new),
    }
}

body! {
    /// A step of a todo.
    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    pub struct ChecklistItem {
        /// What to do, 1 to 500 characters.
        pub text: String = required(step_text()),
        /// Whether it is done.
        #[serde(default)]
        pub done: bool = otherwise(flag(), || false),
    }
}

fn step_text() -> Text {
    text(1, 500)
}

fn step(value: &Value, path: &Path) -> Result<ChecklistItem, Violations> {
    match value {
        Value::String(_) => Ok(ChecklistItem { text: step_text().read(value, path)?, done: false }),
        Value::Object(members) => ChecklistItem::parse_beside(members, &[], path),
        _ => Err(Violation::new(path.clone(), "type_error", "is neither a string nor a step")
            .hint("write {\"text\": \"call the bank\", \"done\": false}")
            .into()),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn parse(config: Value) -> Result<TodoSpec, Violations> {
        TodoSpec::parse_beside(config.as_object().unwrap(), &[], &Path::body())
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
