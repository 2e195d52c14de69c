//! Translates a request body of the Automated Task System (seed 002) to the domain's names, and the paths of
//! violations back.

use beadle_application::Error;
use beadle_domain::policy::{MAX_TIMEOUT, MIN_TIMEOUT};
use beadle_values::{
    body::{Shape, length},
    violation::{Path, Step, Violation, Violations},
};
use serde_json::{Map, Value};

/// Names of members that differ between the dialect and the domain: first the writable ones, then the
/// read-only ones.
pub(super) const NAMES: [(&str, &str); 13] = [
    ("maxRetries", "max_retries"),
    ("assignedTo", "assigned_to"),
    ("configId", "config_id"),
    ("dueDate", "due_date"),
    ("reminderTime", "reminder_time"),
    ("onDependencyFailure", "on_dependency_failure"),
    ("creditsPerRun", "credits_per_run"),
    ("giveUpAfter", "give_up_after"),
    ("createdBy", "user_id"),
    ("createdAt", "created_at"),
    ("updatedAt", "updated_at"),
    ("nextRun", "next_run_time"),
    ("lastRun", "last_run_time"),
];

/// A translated body.
#[derive(Debug)]
pub(super) struct Translated {
    /// The body with the names of the domain.
    pub(super) document: Value,
    /// Violations found during translation.
    violations: Violations,
    /// Whether the timeout was given inside the config.
    timeout_in_config: bool,
}

impl Translated {
    /// Translates a request body.
    pub(super) fn of(body: Value) -> Self {
        let mut translated =
            Self { document: Value::Null, violations: Violations::new(), timeout_in_config: false };
        let Value::Object(members) = body else {
            translated.document = body;
            return translated;
        };
        let mut document = Map::new();
        for (name, value) in members {
            if let Some((theirs, _)) = NAMES.iter().find(|(_, ours)| *ours == name) {
                let unknown = Violation::new(Path::body().key(&name), "unknown_field", "unknown field");
                translated.violations.push(unknown.hint(format!("write it as `{theirs}`")));
                continue;
            }
            let ours = NAMES.iter().find(|(theirs, _)| *theirs == name).map(|(_, ours)| (*ours).to_owned());
            document.insert(ours.unwrap_or(name), value);
        }
        translated.lift_timeout(&mut document);
        translated.document = Value::Object(document);
        translated
    }

    /// Moves a timeout out of the config. If the task has a timeout too, the shorter one applies.
    fn lift_timeout(&mut self, document: &mut Map<String, Value>) {
        let Some(config) = document.get_mut("config").and_then(Value::as_object_mut) else { return };
        let Some(inner) = config.shift_remove("timeout").filter(|value| !value.is_null()) else { return };
        match document.get("timeout").filter(|value| !value.is_null()) {
            None => {
                document.insert("timeout".to_owned(), inner);
                self.timeout_in_config = true;
            }
            Some(outer) => match (inner.as_f64(), outer.as_f64()) {
                // The one that does not apply has to be a timeout as well.
                (Some(shorter), Some(longer)) if shorter < longer => {
                    self.check_timeout(outer, &Path::body().key("timeout"));
                    document.insert("timeout".to_owned(), inner);
                    self.timeout_in_config = true;
                }
                (Some(_), Some(_)) => self.check_timeout(&inner, &Path::body().key("config").key("timeout")),
                _ => {
                    let path = Path::body().key("config").key("timeout");
                    let message = "can't be compared with `timeout`";
                    self.violations.push(
                        Violation::new(path, "conflict", message)
                            .hint("give both as numbers of milliseconds"),
                    );
                }
            },
        }
    }

    /// Refuses a timeout outside the limits of one.
    fn check_timeout(&mut self, timeout: &Value, path: &Path) {
        self.violations.take(length(MIN_TIMEOUT, MAX_TIMEOUT).read(timeout, path));
    }

    /// Returns what the domain parsed, or all violations with the names of the dialect.
    pub(super) fn checked<T>(mut self, read: Result<T, Violations>) -> Result<T, Violations> {
        let read = read.map_err(|faults| self.in_their_words(&faults));
        match self.violations.take(read) {
            Some(value) if self.violations.is_empty() => Ok(value),
            _ => Err(self.violations),
        }
    }

    /// Returns the translated body, or the violations found during translation.
    pub(super) fn document(&self) -> Result<Value, Violations> {
        self.violations.clone().into_result(self.document.clone())
    }

    /// Rewrites the paths of violations in `refusal` with the names of the dialect.
    pub(super) fn error(&self, error: Error) -> Error {
        match error {
            Error::Invalid(faults) => Error::Invalid(self.in_their_words(&faults)),
            other => other,
        }
    }

    fn in_their_words(&self, faults: &Violations) -> Violations {
        let mut renamed = Violations::new();
        for fault in faults.iter() {
            renamed.push(Violation { path: self.path(&fault.path), ..fault.clone() });
        }
        renamed
    }

    fn path(&self, path: &Path) -> Path {
        let mut steps = path.steps().iter();
        let (Some(Step::Key(part)), Some(Step::Key(name))) = (steps.next(), steps.next()) else {
            return path.clone();
        };
        let theirs = NAMES.iter().find(|(_, ours)| ours == name).map(|(theirs, _)| *theirs);
        let start = match theirs {
            Some(theirs) => Path::of(part).key(theirs),
            None if name == "timeout" && self.timeout_in_config => {
                Path::of(part).key("config").key("timeout")
            }
            None => Path::of(part).key(name),
        };
        steps.fold(start, |path, step| match step {
            Step::Key(key) => path.key(key),
            Step::Index(index) => path.index(*index),
        })
    }
}

#[cfg(test)]
mod tests {
    use beadle_domain::task::TaskDraft;
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn read(body: Value) -> Result<TaskDraft, Violations> {
        let translated = Translated::of(body);
        let draft = TaskDraft::parse(&translated.document, &Path::body());
        translated.checked(draft)
    }

    fn task(change: Value) -> Value {
        let mut body =
            json!({"name": "a", "type": "api_call", "config": {"method": "GET", "url": "http://a.example/"}});
        for (name, value) in change.as_object().unwrap() {
            body[name] = value.clone();
        }
        body
    }

    #[rstest]
    #[case(json!({}), None)]
    #[case(json!({"timeout": 5_000}), Some(5_000))]
    #[case(json!({"config": {"url": "http://a.example/", "timeout": 30_000}}), Some(30_000))]
    #[case::the_shorter_one(json!({"timeout": 5_000, "config": {"url": "http://a.example/", "timeout": 30_000}}), Some(5_000))]
    #[case::the_shorter_one(json!({"timeout": 50_000, "config": {"url": "http://a.example/", "timeout": 30_000}}), Some(30_000))]
    fn the_shorter_timeout_applies(#[case] body: Value, #[case] expected: Option<u128>) {
        let draft = read(task(body)).unwrap();
        assert_eq!(draft.policy.timeout.map(|timeout| timeout.0.as_millis()), expected);
    }

    #[test]
    fn names_of_the_dialect_are_accepted() {
        let draft = read(task(json!({"maxRetries": 7, "assignedTo": "bob", "priority": "normal"}))).unwrap();
        assert_eq!(draft.policy.retry.unwrap().max_retries, 7);
        assert_eq!(draft.assigned_to.unwrap().as_str(), "bob");
    }

    #[rstest]
    #[case(json!({"maxRetries": -1}), &["body.maxRetries"])]
    #[case(json!({"max_retries": 1}), &["body.max_retries"])]
    #[case(json!({"config": {"url": "http://a.example/", "timeout": "soon"}}), &["body.config.timeout"])]
    #[case(json!({"timeout": 3_600_000, "config": {"url": "http://a.example/", "timeout": 5_000}}), &["body.timeout"])]
    #[case(json!({"timeout": 5_000, "config": {"url": "http://a.example/", "timeout": 3_600_000}}), &["body.config.timeout"])]
    #[case(json!({"timeout": -1, "config": {"url": "http://a.example/", "timeout": 5_000}}), &["body.timeout"])]
    #[case(json!({"timeout": "5s", "config": {"url": "http://a.example/", "timeout": 1}}), &["body.config.timeout"])]
    #[case(json!({"config": {"url": "nowhere"}, "dependencies": ["x"]}), &["body.config.url", "body.dependencies[0]"])]
    #[case(json!({"type": "script", "config": {}, "name": ""}), &["body.name", "body.config.command"])]
    #[case(json!({"type": "custom", "config": {"function": "f", "args": []}, "colour": 1}), &["body.colour", "body.config.args"])]
    #[case(json!({"type": "script", "config": {"command": "a", "args": ["a", ">", "b"]}}), &["body.config.args[1]"])]
    fn violations_have_the_paths_of_the_dialect(#[case] change: Value, #[case] places: &[&str]) {
        let faults = read(task(change)).unwrap_err();
        let found: Vec<_> = faults.iter().map(|fault| fault.path.to_string()).collect();
        assert_eq!(found, places);
    }
}
