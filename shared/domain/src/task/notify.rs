//! Which notifications a task sends, and how.

use std::{collections::BTreeSet, time::Duration};

use beadle_values::{
    body,
    body::{Body, Schemas, Shape, as_object, custom, flag, length, list, one_of, optional, otherwise},
    names,
    violation::{Path, Violation, Violations},
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{
    policy::Milliseconds,
    spec::{TaskType, WebhookSpec, body::without_config},
};

/// How long after its time a run may start before it is missed, unless the task says otherwise.
pub const DEFAULT_GRACE: Duration = Duration::from_secs(300);

/// How long after its time a run may start before it is late, unless the task says otherwise. EventBridge Scheduler is
/// precise to the minute.
pub const DEFAULT_LATE_AFTER: Duration = Duration::from_secs(60);

/// The longest time that a notification waits for.
pub const MAX_WAITED_FOR: Duration = Duration::from_secs(31 * 86_400);

body! {
    /// Which notifications a task sends, and how: by a signed webhook, by an event on the bus, or both.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct Notify as "NotifyDocument" {
        /// The occasions it notifies of: `completed`, `failed`, `recovered`, `reminder`, `missed`, `late`, `slow`; failures and
        /// reminders unless given.
        pub on: BTreeSet<Occasion> = otherwise(
            list("occasions", one_of()).min(1).map(BTreeSet::from_iter),
            unless_given,
        ),
        /// The webhook that is called, as the config of a task of type `webhook`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub webhook: Option<Box<WebhookSpec>> = optional(custom(webhook, webhook_schema).boxed()),
        /// Whether an event is published.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        pub event: bool = otherwise(flag(), || false),
        /// How long after its time a scheduled run may start before it is missed; 5 minutes unless given. With it the event
        /// `task.missed` is published even if `on` does not have `missed`.
        #[serde(default, rename = "grace_ms", skip_serializing_if = "Option::is_none")]
        pub grace: Option<Milliseconds> = optional(waited_for()).alias("grace_ms"),
        /// How long after its time a scheduled run may start before it is late; a minute unless given.
        #[serde(default, rename = "late_after_ms", skip_serializing_if = "Option::is_none")]
        pub late_after: Option<Milliseconds> = optional(waited_for()).alias("late_after_ms"),
        /// How long a run may take before it is slow, retries and waits included; required for `slow`.
        #[serde(default, rename = "slow_after_ms", skip_serializing_if = "Option::is_none")]
        pub slow_after: Option<Milliseconds> = optional(waited_for()).alias("slow_after_ms"),
        /// What is called after each completed run, so that another system notices when none completes: a URL, which is
        /// called by `GET`, or the config of a webhook.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub ping: Option<Box<WebhookSpec>> = optional(custom(ping, ping_schema).boxed()),
    }
    example {"on": ["failed", "recovered"], "webhook": {"url": "https://example.com/hook"}}
    check |given, _members, path, violations| {
        let is_silent = given.webhook == Some(None) && given.event == Some(false);
        let says_what = given.on.as_ref().is_some_and(|on| *on != unless_given());
        if violations.is_empty() && is_silent && (given.ping == Some(None) || says_what) {
            violations.push(
                Violation::new(path.clone(), "missing", "has no destination")
                    .hint("give a `webhook`, or `event`: true"),
            );
        }
        if given.on.as_ref().is_some_and(|on| on.contains(&Occasion::Slow)) && given.slow_after == Some(None) {
            violations.push(
                Violation::new(path.key("slow_after"), "missing", "is required for `slow`")
                    .hint("write how long a run may take, such as \"10m\""),
            );
        }
    }
}

impl Notify {
    /// How long after its time a run may start before it is missed, if anybody wants to know.
    pub fn missed_after(&self) -> Option<Duration> {
        let is_wanted = self.on.contains(&Occasion::Missed) || self.grace.is_some();
        is_wanted.then(|| self.grace.map_or(DEFAULT_GRACE, |grace| grace.0))
    }

    /// How long after its time a run may start before it is late, if anybody wants to know.
    pub fn late_after(&self) -> Option<Duration> {
        let is_wanted = self.on.contains(&Occasion::Late);
        is_wanted.then(|| self.late_after.map_or(DEFAULT_LATE_AFTER, |after| after.0))
    }

    /// How long a run may take before it is slow, if anybody wants to know.
    pub fn slow_after(&self) -> Option<Duration> {
        self.slow_after.filter(|_| self.on.contains(&Occasion::Slow)).map(|after| after.0)
    }

    /// The webhooks that it has, each with its member.
    pub fn webhooks(&self) -> impl Iterator<Item = (&'static str, &WebhookSpec)> {
        let webhook = self.webhook.as_deref().map(|webhook| ("webhook", webhook));
        webhook.into_iter().chain(self.ping.as_deref().map(|ping| ("ping", ping)))
    }

    /// The same, to be changed.
    pub fn webhooks_mut(&mut self) -> impl Iterator<Item = (&'static str, &mut WebhookSpec)> {
        let webhook = self.webhook.as_deref_mut().map(|webhook| ("webhook", webhook));
        webhook.into_iter().chain(self.ping.as_deref_mut().map(|ping| ("ping", ping)))
    }
}

/// What is notified of unless it is said.
fn unless_given() -> BTreeSet<Occasion> {
    BTreeSet::from([Occasion::Failed, Occasion::Reminder])
}

fn waited_for() -> impl Shape<Value = Milliseconds> {
    length(Duration::from_secs(1), MAX_WAITED_FOR).map(Milliseconds)
}

/// A webhook, or the URL of one.
pub(crate) fn hook(value: &Value, path: &Path) -> Result<WebhookSpec, Violations> {
    match value {
        Value::String(_) => webhook(&json!({"url": value}), path),
        _ => webhook(value, path),
    }
}

/// The schema of [`hook`].
pub(crate) fn hook_schema(schemas: &mut Schemas) -> Value {
    json!({"anyOf": [{"type": "string"}, webhook_schema(schemas)]})
}

/// A webhook, or the URL of one that is called by `GET`.
fn ping(value: &Value, path: &Path) -> Result<WebhookSpec, Violations> {
    match value {
        Value::String(_) => webhook(&json!({"url": value, "method": "GET"}), path),
        _ => webhook(value, path),
    }
}

fn ping_schema(schemas: &mut Schemas) -> Value {
    json!({"anyOf": [{"type": "string", "format": "uri"}, webhook_schema(schemas)]})
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
        /// A scheduled run had not started when its grace was over, or a ping of a monitor had not come.
        Missed = "missed",
        /// A scheduled run started later than it may.
        Late = "late",
        /// A run took longer than it may.
        Slow = "slow",
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case(json!({"on": ["failed"], "event": true}), [None, None, None])]
    #[case(json!({"on": ["missed", "late"], "event": true}), [Some(300), Some(60), None])]
    #[case(json!({"on": ["failed"], "event": true, "grace": "90s", "late_after": "5s", "slow_after": "9s"}), [Some(90), None, None])]
    #[case(json!({"on": ["late", "slow"], "event": true, "late_after": "5s", "slow_after": 9_000}), [None, Some(5), Some(9)])]
    fn thresholds_apply_to_what_is_asked_for(#[case] written: Value, #[case] expected: [Option<u64>; 3]) {
        let notify = Notify::parse(&written, &Path::body()).unwrap();
        let seconds = |after: Option<Duration>| after.map(|after| after.as_secs());
        assert_eq!([notify.missed_after(), notify.late_after(), notify.slow_after()].map(seconds), expected);
        let stored = serde_json::to_value(&notify).unwrap();
        assert_eq!(Notify::parse(&stored, &Path::body()).unwrap(), notify);
    }

    #[test]
    fn a_ping_needs_no_other_destination() {
        let notify = Notify::parse(&json!({"ping": "https://hc.example/1"}), &Path::body()).unwrap();
        assert_eq!(notify.ping.as_ref().unwrap().http.method.as_str(), "GET");
        let stored = serde_json::to_value(&notify).unwrap();
        assert_eq!(serde_json::from_value::<Notify>(stored).unwrap(), notify);
    }

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
    #[case(json!({"on": ["completed"], "ping": "https://hc.example/1"}), 1)]
    #[case(json!({"on": ["slow"], "event": true}), 1)]
    #[case(json!({"on": ["slow"], "event": true, "slow_after": "0s", "grace": "1 year", "late_after": true}), 3)]
    #[case(json!({"on": ["done", 1], "event": "yes", "mail": "a@b.example", "webhook": 1}), 5)]
    fn every_fault_is_named(#[case] written: Value, #[case] faults: usize) {
        assert_eq!(Notify::parse(&written, &Path::body()).unwrap_err().iter().count(), faults);
    }
}
