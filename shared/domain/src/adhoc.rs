//! A request that runs without being saved: the body of seeds 000 and 001, the type's members beside `type`.

use std::time::Duration;

use beadle_values::{
    duration,
    id::ConfigId,
    violation::{Path, Violation, Violations},
};
use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::{
    execution::request,
    policy::StatedPolicy,
    spec::{self, TaskSpec, TaskType},
    task::Priority,
};

/// The farthest that a run may be put off.
pub const FARTHEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// The members beside those of the type.
const BESIDE: [&str; 11] = [
    "type",
    "config_id",
    "input",
    "timeout",
    "timeout_ms",
    "retry",
    "retries",
    "max_retries",
    "priority",
    "run_at",
    "delay",
];

/// A request to run once, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct AdHoc {
    /// What to do.
    pub spec: TaskSpec,
    /// The config it names.
    pub config_id: Option<ConfigId>,
    /// What `${input…}` stands for.
    pub input: Map<String, Value>,
    /// How long and how often to try, as far as it is stated.
    pub policy: StatedPolicy,
    /// Which queue it takes.
    pub priority: Priority,
    /// When it is to run; `None` for at once.
    pub run_at: Option<Timestamp>,
}

impl AdHoc {
    /// Reads a request that came at `now`. A `run_at` that has passed means at once.
    ///
    /// # Errors
    /// Every fault of it, unknown members included.
    pub fn parse(body: &Value, now: Timestamp, path: &Path) -> Result<Self, Violations> {
        let Some(body) = body.as_object() else {
            return Err(Violation::new(path.clone(), "type_error", "must be a JSON object").into());
        };
        let mut violations = Violations::new();
        let spec = spec(body, path, &mut violations);
        let policy = violations.take(StatedPolicy::parse(body, path)).unwrap_or_default();
        let priority = match present(body, "priority") {
            Some(value) => {
                let parsed = Priority::parse(value, &path.key("priority"));
                violations.take(parsed.map_err(Violations::from)).unwrap_or_default()
            }
            None => Priority::default(),
        };
        let config_id = violations.take(request::config_id(body, path)).flatten();
        let input = violations.take(request::object(body, "input", path)).unwrap_or_default();
        let run_at = violations.take(run_at(body, now, path)).flatten();
        match spec {
            Some(spec) if violations.is_empty() => {
                Ok(Self { spec, config_id, input, policy, priority, run_at })
            }
            _ => Err(violations),
        }
    }
}

fn present<'b>(body: &'b Map<String, Value>, name: &str) -> Option<&'b Value> {
    body.get(name).filter(|value| !value.is_null())
}

fn spec(body: &Map<String, Value>, path: &Path, violations: &mut Violations) -> Option<TaskSpec> {
    let Some(value) = present(body, "type") else {
        let names = TaskType::ALL.map(TaskType::as_str).join(", ");
        let missing = Violation::new(path.key("type"), "missing", "is required");
        violations.push(missing.hint(format!("types: {names}")));
        return None;
    };
    let task_type = violations.take(TaskType::parse(value, &path.key("type")).map_err(Violations::from))?;
    if task_type.is_personal() {
        let refused = Violation::new(path.key("type"), "enum", "is a type of saved tasks only");
        violations.push(refused.hint("save it as a task; it reminds at its `reminder_time`"));
        return None;
    }
    let spec = violations.take(TaskSpec::parse(task_type, body, &BESIDE, path));
    if present(body, "config_id").is_none() {
        violations.take(spec::without_config(task_type, body, path).map_err(Violations::from));
    }
    spec
}

fn run_at(body: &Map<String, Value>, now: Timestamp, path: &Path) -> Result<Option<Timestamp>, Violations> {
    let time = match (present(body, "run_at"), present(body, "delay")) {
        (None, None) => return Ok(None),
        (Some(_), Some(_)) => {
            let message = "says the same as `run_at`: give one of them";
            return Err(Violation::new(path.key("delay"), "conflict", message).into());
        }
        (Some(value), None) => {
            let refused = || {
                Violation::new(path.key("run_at"), "time", "is not a time")
                    .hint("RFC 3339, such as 2027-01-01T09:00:00Z")
            };
            let time: Timestamp = value.as_str().and_then(|text| text.parse().ok()).ok_or_else(refused)?;
            if time > duration::after(now, FARTHEST) {
                let message = "lies more than 365 days ahead";
                return Err(Violation::new(path.key("run_at"), "out_of_range", message).into());
            }
            time
        }
        (None, Some(value)) => {
            let delay = duration::parse_within(value, Duration::ZERO, FARTHEST, &path.key("delay"))?;
            duration::after(now, delay)
        }
    };
    Ok((time > now).then_some(beadle_values::time::whole_milliseconds(time)))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);

    fn parse(body: Value) -> Result<AdHoc, Violations> {
        AdHoc::parse(&body, NOW, &Path::body())
    }

    fn after(milliseconds: u64) -> Option<Timestamp> {
        Some(duration::after(NOW, Duration::from_millis(milliseconds)))
    }

    #[test]
    fn the_example_of_seed_001() {
        let request = parse(json!({
            "type": "http", "method": "POST", "url": "https://api.example.com/users",
            "headers": {"Content-Type": "application/json", "Authorization": "Bearer t"},
            "body": {"name": "John Doe", "email": "john@example.com"}, "timeout": "30s", "retries": 3,
        }))
        .unwrap();
        assert_eq!(request.spec.task_type(), TaskType::Http);
        assert_eq!(request.policy.timeout.unwrap().0, Duration::from_secs(30));
        assert_eq!(request.policy.retry.unwrap().max_retries, 3);
        assert_eq!((request.priority, request.run_at), (Priority::Medium, None));
    }

    #[rstest]
    #[case(json!({"delay": "10s"}), after(10_000))]
    #[case(json!({"delay": 1500}), after(1_500))]
    #[case(json!({"delay": 0}), None)]
    #[case(json!({"run_at": "2027-01-15T09:00:00+01:00"}), after(0))]
    #[case(json!({"run_at": "2027-01-15T08:00:10.5Z"}), after(10_500))]
    #[case(json!({"run_at": "2020-01-01T00:00:00Z"}), None)]
    #[case(json!({"run_at": null, "delay": null}), None)]
    fn when_it_runs(#[case] when: Value, #[case] expected: Option<Timestamp>) {
        let mut body = json!({"type": "webhook", "url": "http://a.example"});
        for (name, value) in when.as_object().unwrap() {
            body[name] = value.clone();
        }
        assert_eq!(parse(body).unwrap().run_at, expected.filter(|time| *time > NOW));
    }

    #[test]
    fn every_fault_is_named_with_its_place() {
        let violations = parse(json!({
            "type": "http", "url": "nowhere", "colour": "red", "timeout": "soon", "retries": -1, "priority": 7,
            "run_at": "tomorrow",
        }))
        .unwrap_err();
        let places: Vec<_> = violations.iter().map(|violation| violation.path.to_string()).collect();
        assert_eq!(
            places,
            ["body.colour", "body.url", "body.timeout", "body.retries", "body.priority", "body.run_at"]
        );
    }

    #[rstest]
    #[case(json!([]), "body", "type_error")]
    #[case(json!({"url": "http://a.example"}), "body.type", "missing")]
    #[case(json!({"type": "smoke_signal"}), "body.type", "enum")]
    #[case(json!({"type": "http", "url": "http://a.example", "delay": "2y"}), "body.delay", "duration")]
    #[case(json!({"type": "http", "url": "http://a.example", "delay": "366d"}), "body.delay", "out_of_range")]
    #[case(json!({"type": "http", "url": "http://a.example", "run_at": "2030-01-01T00:00:00Z"}), "body.run_at", "out_of_range")]
    #[case(json!({"type": "http", "url": "http://a.example", "run_at": "2027-01-15T08:00:10Z", "delay": 1}), "body.delay", "conflict")]
    fn what_is_refused(#[case] body: Value, #[case] place: &str, #[case] kind: &str) {
        let violations = parse(body).unwrap_err();
        let found: Vec<_> = violations.iter().map(|v| (v.path.to_string(), v.kind)).collect();
        assert_eq!(found, [(place.to_owned(), kind)]);
    }
}
