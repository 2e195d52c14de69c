//! A request that runs without being saved: the body of seeds 000 and 001, the type's members beside `type`.

use std::time::Duration;

use beadle_values::{
    body,
    body::{
        Body, Form, Members, ObjectSchema, Schemas, Shape, as_object, config_id, flatten, length, object,
        one_of, optional, otherwise, time,
    },
    duration,
    id::ConfigId,
    names, schema_for_utoipa,
    time::whole_milliseconds,
    violation::{Path, Violation, Violations},
};
use jiff::Timestamp;
use serde::{Serialize, Serializer};
use serde_json::{Map, Value, json};

use crate::{
    order::{self, OrderRule},
    policy::StatedPolicy,
    spec::{
        TaskSpec, TaskType,
        body::{kinds, without_config},
    },
    task::Priority,
};

names! {
    /// When the record of an execution is written: the one that it is read, listed, changed and cancelled by.
    pub enum Record {
        /// When it begins, where the store can do without before. Until then it is known by its message in the queue alone.
        Deferred = "deferred",
    }
}

/// Members of a request whose record can't be deferred: it has its time or its place in a line.
const RECORDED_AT_ONCE: [&str; 4] = ["run_at", "delay", "order", "order_key"];

/// How far ahead a run may be scheduled.
pub const FARTHEST: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// A request to run once, checked.
#[derive(Debug, Clone, PartialEq)]
pub struct AdHoc {
    /// What to do.
    pub spec: TaskSpec,
    /// The config it names.
    pub config_id: Option<ConfigId>,
    /// The value of `${input…}`.
    pub input: Map<String, Value>,
    /// How long and how often to try, as far as it is stated.
    pub policy: StatedPolicy,
    /// Which queue it takes.
    pub priority: Priority,
    /// The order in which it runs, with the key as it was written.
    pub order: Option<OrderRule>,
    /// When it is to run; `None` for at once.
    pub run_at: Option<Timestamp>,
    /// When its record is written; `None` for at once.
    pub record: Option<Record>,
}

body! {
    /// The members of a request beside those of its type.
    struct Beside {
        /// How long and how often to try.
        policy: StatedPolicy = flatten::<StatedPolicy>(),
        /// How urgent it is.
        priority: Priority = otherwise(one_of().spelled("PriorityText"), Priority::default),
        /// The config it names: a profile of the destination.
        config_id: Option<ConfigId> = optional(config_id()),
        /// The value of `${input…}`.
        input: Map<String, Value> = otherwise(object(), Map::new),
        /// The order of executions: one at a time of those with the same key. A run that is delayed has its place in the line
        /// from when it is accepted.
        order: Option<OrderRule> = order::order(),
        /// When to run, at most 365 days ahead; a time that has passed means at once.
        run_at: Option<Timestamp> = optional(time()),
        /// How long to wait before it runs, at most 365 days.
        delay: Option<Duration> = optional(length(Duration::ZERO, FARTHEST)),
        /// `deferred` for a request that needs no record while it waits in the queue. On AWS it is then recorded when it begins, which
        /// costs less. Until it does, `GET` says no more than that it is pending, no list has it, and what selects executions passes
        /// it over. It can be cancelled by its id.
        record: Option<Record> = optional(one_of()),
    }
    check |given, members, path, violations| {
        let is_given = |name: &&str| members.get(*name).is_some_and(|value| !value.is_null());
        if given.record.flatten().is_some() && let Some(other) = RECORDED_AT_ONCE.into_iter().find(is_given) {
            let message = format!("a request with `{other}` is recorded when it is accepted");
            violations.push(Violation::new(path.key("record"), "conflict", message).hint("leave one of them out"));
        }
        if ["run_at", "delay"].iter().all(|name| members.get(*name).is_some_and(|value| !value.is_null())) {
            violations.add(path.key("delay"), "conflict", "says the same as `run_at`: give one of them");
        }
    }
}

impl AdHoc {
    /// What was asked for by `written`, which this was read from: the same for each way to write it, and whenever it
    /// comes. Only requests with an `Idempotency-Key` need it, so nothing is done before it is serialized.
    pub fn asked<'a>(&'a self, written: &'a Value) -> impl Serialize + 'a {
        Asked { request: self, written }
    }

    /// Reads a request that came at `now`.
    ///
    /// # Errors
    /// All its faults, unknown members included.
    pub fn parse(body: &Value, now: Timestamp, path: &Path) -> Result<Self, Violations> {
        let members = as_object(body, path)?;
        let mut violations = Violations::new();
        let spec = read_spec(members, path, &mut violations);
        let beside = Beside::read(members, path, &mut violations);
        if beside
            .as_ref()
            .and_then(|beside| beside.run_at)
            .is_some_and(|at| at > duration::after(now, FARTHEST))
        {
            violations.add(path.key("run_at"), "out_of_range", "lies more than 365 days ahead");
        }
        match (spec, beside) {
            (
                Some(spec),
                Some(Beside { policy, priority, config_id, input, order, run_at, delay, record }),
            ) if violations.is_empty() => {
                let run_at = run_at.or_else(|| delay.map(|delay| duration::after(now, delay)));
                let run_at = run_at.filter(|at| *at > now).map(whole_milliseconds);
                Ok(Self { spec, config_id, input, policy, priority, order, run_at, record })
            }
            _ => Err(violations),
        }
    }
}

fn read_spec(members: &Members, path: &Path, violations: &mut Violations) -> Option<TaskSpec> {
    let Some(value) = members.get("type").filter(|value| !value.is_null()) else {
        let names = TaskType::ALL.map(TaskType::as_str).join(", ");
        let missing = Violation::new(path.key("type"), "missing", "is required");
        violations.push(missing.hint(format!("must be one of {names}")));
        return None;
    };
    let task_type = violations.take(TaskType::parse(value, &path.key("type")).map_err(Violations::from))?;
    if task_type.is_personal() {
        let refused = Violation::new(path.key("type"), "enum", "is a type of saved tasks only");
        violations.push(refused.hint("save it as a task; it reminds at its `reminder_time`"));
        return None;
    }
    let beside: Vec<&str> = Beside::members().into_iter().chain(["type"]).collect();
    let spec = violations.take(TaskSpec::parse(task_type, members, &beside, path));
    if members.get("config_id").is_none_or(Value::is_null) {
        violations.take(without_config(task_type, members, path));
    }
    spec
}

impl AdHoc {
    /// Its schema.
    pub fn schema(schemas: &mut Schemas) -> Value {
        schemas.named("AdHocRequest", |schemas| {
            let mut object = ObjectSchema::named("AdHocRequest");
            Beside::describe(&mut object, schemas);
            for kind in kinds().into_iter().filter(|kind| kind.runs_ad_hoc()) {
                let mut own = kind.members(Form::New, schemas);
                own.name = format!("{}Request", kind.prefix());
                own.member("type", "What it does.", kind.type_schema(), false);
                own.required.push("type".to_owned());
                object.choices.push(own);
            }
            let description = "A request to run once, without saving it. `retry`, `retries` and `max_retries` say the same, as \
                do `run_at` and `delay`.";
            let example = json!({
                "type": "http",
                "method": "POST",
                "url": "https://api.example.com/users",
                "headers": {"Content-Type": "application/json"},
                "body": {"name": "John Doe", "email": "john@example.com"},
                "timeout": "30s",
                "retries": 3
            });
            object.finish(description, Some(example), schemas)
        })
    }
}

schema_for_utoipa!(AdHoc, "AdHocRequest", AdHoc::schema);

/// What [`AdHoc::asked`] is about.
struct Asked<'a> {
    request: &'a AdHoc,
    written: &'a Value,
}

impl Serialize for Asked<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let AdHoc { spec, config_id, input, policy, priority, order, .. } = self.request;
        let place = Path::body();
        let member = |name: &str| self.written.get(name).filter(|value| !value.is_null());
        let run_at = member("run_at").and_then(|value| time().read(value, &place).ok());
        let delay =
            member("delay").and_then(|value| length(Duration::ZERO, FARTHEST).read(value, &place).ok());
        let mut asked = json!({
            "spec": spec, "config_id": config_id, "input": input, "policy": policy, "priority": priority,
            "run_at": run_at, "delay_ms": delay.map(duration::millis),
        });
        // Without an order it is what it was before there were orders, so that keys that were used then stay good.
        if let Some(order) = order {
            asked["order"] = json!(order);
        }
        asked.serialize(serializer)
    }
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

    /// A webhook with these members.
    fn webhook(members: &Value) -> Value {
        let mut body = json!({"type": "webhook", "url": "http://a.example"});
        for (name, value) in members.as_object().unwrap() {
            body[name] = value.clone();
        }
        body
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
        assert_eq!(parse(webhook(&when)).unwrap().run_at, expected.filter(|time| *time > NOW));
    }

    #[rstest]
    #[case(json!({}), None)]
    #[case(json!({"record": null, "delay": "10s"}), None)]
    #[case(json!({"record": "deferred"}), Some(Record::Deferred))]
    #[case(json!({"record": "deferred", "delay": null, "order_key": null}), Some(Record::Deferred))]
    fn when_it_is_recorded(#[case] members: Value, #[case] expected: Option<Record>) {
        assert_eq!(parse(webhook(&members)).unwrap().record, expected);
    }

    #[test]
    fn what_has_its_time_or_its_place_in_a_line_is_recorded_at_once() {
        let others = [
            ("run_at", json!("2027-01-15T09:00:00Z")),
            ("delay", json!("10s")),
            ("order", json!({"key": "acme"})),
            ("order_key", json!("acme")),
        ];
        assert_eq!(others.each_ref().map(|(name, _)| *name), RECORDED_AT_ONCE);
        for (name, value) in others {
            let violations = parse(webhook(&json!({"record": "deferred", name: value}))).unwrap_err();
            let found: Vec<_> = violations.iter().map(|v| (v.path.to_string(), v.kind)).collect();
            assert_eq!(found, [("body.record".to_owned(), "conflict")], "{name}");
        }
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
    #[case(json!({"type": "http", "url": "http://a.example", "record": "never"}), "body.record", "enum")]
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
