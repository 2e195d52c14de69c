//! Which notifications a task sends, and how.

use std::collections::BTreeSet;

use beadle_values::{
    body,
    body::{Body, Schemas, Shape, as_object, custom, flag, list, one_of, optional, otherwise},
    names,
    violation::{Path, Violation, Violations},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::spec::{TaskType, WebhookSpec, body::without_config};

body! {
    /// Which notifications a task sends, and how: by a signed webhook, by an event on the bus, or both.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Notify as "NotifyDocument" {
        /// The occasions it notifies of: `completed`, `failed`, `recovered`, `reminder`; failures and reminders unless given.
        pub on: BTreeSet<Occasion> = otherwise(
            list("occasions", one_of()).min(1).map(BTreeSet::from_iter),
            || BTreeSet::from([Occasion::Failed, Occasion::Reminder]),
        ),
        /// The webhook that is called, as the config of a task of type `webhook`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub webhook: Option<Box<WebhookSpec>> = optional(custom(webhook, webhook_schema).boxed()),
        /// Whether an event is published.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        pub event: bool = otherwise(flag(), || false),
    }
    example {"on": ["failed", "recovered"], "webhook": {"url": "https://example.com/hook"}}
    check |given, _members, path, violations| {
        if violations.is_empty() && given.webhook == Some(None) && given.event == Some(false) {
            violations.push(
                Violation::new(path.clone(), "missing", "has no destination")
                    .hint("give a `webhook`, or `event`: true"),
            );
        }
    }
}

/// A webhook that no config completes.
fn webhook(value: &Value, path: &Path) -> Result<WebhookSpec, Violations> {
    let config = as_object(value, path)?;
    let mut violations = Violations::new();
    violations.take(without_config(TaskType::Webhook, config, path));
    let webhook = violations.take(WebhookSpec::parse_beside(config, &[], path));
    match webhook {
        Some(webhook) if violations.is_empty() => Ok(webhook),
        _ => Err(violations),
    }
}

fn webhook_schema(schemas: &mut Schemas) -> Value {
    TaskType::Webhook.config_schema(schemas)
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
