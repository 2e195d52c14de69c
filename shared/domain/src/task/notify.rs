//! Whom a task tells, and of what.

use std::collections::BTreeSet;

use beadle_values::{
    names,
    violation::{Path, Violation, Violations},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::spec::{self, TaskType, WebhookSpec};

/// What a task tells about itself, and how: by a signed webhook, by an event on the bus, or both.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Notify {
    /// What is told.
    pub on: BTreeSet<Occasion>,
    /// The webhook that is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub webhook: Option<Box<WebhookSpec>>,
    /// Whether an event is published.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub event: bool,
}

names! {
    /// An occasion on which a task notifies.
    pub enum Occasion {
        /// An execution completed.
        Completed = "completed",
        /// An execution failed for good.
        Failed = "failed",
        /// An execution completed, and the one that ended before it had failed.
        Recovered = "recovered",
        /// The time of its reminder has come.
        Reminder = "reminder",
    }
}

const MEMBERS: [&str; 3] = ["on", "webhook", "event"];

impl Notify {
    /// Reads the member `notify` of a task: `{"on": ["failed"], "webhook": {"url": …, "secret": …}, "event": true}`.
    /// Failures and reminders are told where `on` is left out.
    ///
    /// # Errors
    /// Every fault of it.
    pub fn parse(value: &Value, path: &Path) -> Result<Self, Violations> {
        let Some(members) = value.as_object() else {
            return Err(Violation::new(path.clone(), "type_error", "must be a JSON object").into());
        };
        let mut violations = Violations::new();
        for name in members.keys().filter(|name| !MEMBERS.contains(&name.as_str())) {
            let hint = format!("members: {}", MEMBERS.join(", "));
            violations.push(Violation::new(path.key(name), "unknown_field", "is not known here").hint(hint));
        }
        let present = |name: &str| members.get(name).filter(|value| !value.is_null());
        let on = match present("on") {
            None => BTreeSet::from([Occasion::Failed, Occasion::Reminder]),
            Some(listed) => occasions(listed, &path.key("on"), &mut violations),
        };
        let webhook = match present("webhook") {
            None => None,
            Some(Value::Object(config)) => {
                let path = path.key("webhook");
                let absolute = spec::without_config(TaskType::Webhook, config, &path);
                violations.take(absolute.map_err(Violations::from));
                violations.take(WebhookSpec::parse(config, &[], &path)).map(Box::new)
            }
            Some(_) => {
                violations.add(path.key("webhook"), "type_error", "must be a JSON object");
                None
            }
        };
        let event = match present("event") {
            None => false,
            Some(Value::Bool(event)) => *event,
            Some(_) => {
                violations.add(path.key("event"), "type_error", "must be true or false");
                false
            }
        };
        if violations.is_empty() && webhook.is_none() && !event {
            violations.push(
                Violation::new(path.clone(), "missing", "says nobody to tell")
                    .hint("give a `webhook`, or `event`: true"),
            );
        }
        violations.into_result(Self { on, webhook, event })
    }
}

fn occasions(value: &Value, path: &Path, violations: &mut Violations) -> BTreeSet<Occasion> {
    let Some(listed) = value.as_array().filter(|listed| !listed.is_empty()) else {
        violations.add(path.clone(), "type_error", "must be a list of at least one occasion");
        return BTreeSet::new();
    };
    let mut on = BTreeSet::new();
    for (index, value) in listed.iter().enumerate() {
        match Occasion::parse(value, &path.index(index)) {
            Ok(occasion) => _ = on.insert(occasion),
            Err(violation) => violations.push(violation),
        }
    }
    on
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        let written =
            json!({"on": ["completed", "recovered"], "webhook": {"url": "https://a.example"}, "event": true});
        let notify = Notify::parse(&written, &Path::body()).unwrap();
        let stored = serde_json::to_value(&notify).unwrap();
        assert_eq!(serde_json::from_value::<Notify>(stored).unwrap(), notify);
    }

    #[rstest]
    #[case(json!([]), 1)]
    #[case(json!({}), 1)]
    #[case(json!({"event": false}), 1)]
    #[case(json!({"on": ["done", 1], "event": "yes", "mail": "a@b.example", "webhook": 1}), 5)]
    fn every_fault_is_named(#[case] written: Value, #[case] faults: usize) {
        assert_eq!(Notify::parse(&written, &Path::body()).unwrap_err().iter().count(), faults);
    }
}
