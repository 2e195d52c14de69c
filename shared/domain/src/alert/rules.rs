//! The rules of an owner's alerts, as the owner writes them.

use std::time::Duration;

use beadle_values::{
    body,
    body::{
        Shape, config_id, length, list, of, one_of, optional, otherwise, required, task_id, text, time, whole,
    },
    id::{ConfigId, TaskId},
    names,
    violation::{Path, Violation, Violations},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::AlertTarget;
use crate::{
    account::{Credits, credits},
    policy::Milliseconds,
};

/// The most rules of an owner.
pub const MAX_RULES: usize = 50;

/// The most targets of an owner.
pub const MAX_TARGETS: usize = 10;

/// How many failures in a row fire unless the rule says so.
pub const DEFAULT_COUNT: usize = 3;

/// The most failures in a row that a rule counts: each of them is kept.
const MAX_COUNT: u64 = 100;

/// The longest name of a rule or a target.
pub(super) const MAX_NAME: usize = 100;

/// The shortest and the longest age of a backlog; the watchdog looks once a minute.
const AGES: [Duration; 2] = [Duration::from_secs(60), Duration::from_secs(7 * 86_400)];

names! {
    /// What a rule waits for.
    pub enum Condition {
        /// The runs of a task fail, one after the other.
        ConsecutiveFailures = "consecutive_failures",
        /// The circuit breaker of a config is open.
        BreakerOpen = "breaker_open",
        /// A run did not start in time, or a ping of a monitor did not come.
        Missed = "missed",
        /// An execution has waited for long.
        BacklogOlderThan = "backlog_older_than",
        /// The credits that are left are few.
        CreditsBelow = "credits_below",
    }
}

body! {
    /// The rules of an owner's alerts, and whom they tell.
    #[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
    pub struct AlertRules as "AlertRules" {
        /// What is worth an alarm, at most 50 rules.
        pub rules: Vec<AlertRule> = otherwise(list("rules", of()).max(MAX_RULES), Vec::new),
        /// Whom to tell, at most 10 targets.
        pub targets: Vec<AlertTarget> = otherwise(list("targets", of()).max(MAX_TARGETS), Vec::new),
    }
    example {
        "rules": [{"name": "backups fail", "when": "consecutive_failures", "count": 3, "targets": ["ops"]}],
        "targets": [{"name": "ops", "type": "slack", "webhook": "${secret:slack-ops}"}]
    }
    check |given, _members, path, violations| {
        if let (Some(rules), Some(targets)) = (&given.rules, &given.targets) {
            let names: Vec<&str> = targets.iter().map(|target| target.name.as_str()).collect();
            twice(&names, &path.key("targets"), violations);
            let rule_names: Vec<&str> = rules.iter().map(|rule| rule.name.as_str()).collect();
            twice(&rule_names, &path.key("rules"), violations);
            for (index, rule) in rules.iter().enumerate() {
                for (place, _) in rule.targets.iter().enumerate().filter(|(_, name)| !names.contains(&name.as_str())) {
                    let path = path.key("rules").index(index).key("targets").index(place);
                    violations.push(
                        Violation::new(path, "unknown_target", "is no target of these rules")
                            .hint("name one of `targets`"),
                    );
                }
            }
        }
    }
}

body! {
    /// A rule.
    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    pub struct AlertRule as "AlertRule" {
        /// Its name, which is in what is sent; unique.
        pub name: String = required(text(1, MAX_NAME)),
        /// What it waits for: `consecutive_failures`, `breaker_open`, `missed`, `backlog_older_than` or `credits_below`.
        pub when: Condition = required(one_of()),
        /// Only this task, for `consecutive_failures`, `missed` and `backlog_older_than`; each task of the owner unless given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub task_id: Option<TaskId> = optional(task_id()),
        /// Only this config, for `breaker_open`; each config of the owner unless given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub config_id: Option<ConfigId> = optional(config_id()),
        /// How many failures in a row, for `consecutive_failures`; 3 unless given.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub count: Option<u64> = optional(whole(1, MAX_COUNT)),
        /// How long an execution has waited, for `backlog_older_than`; a minute to a week.
        #[serde(default, rename = "older_than_ms", skip_serializing_if = "Option::is_none")]
        pub older_than: Option<Milliseconds> =
            optional(length(AGES[0], AGES[1]).map(Milliseconds)).alias("older_than_ms"),
        /// How many credits, for `credits_below`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub credits: Option<Credits> = optional(credits("out_of_range")),
        /// The targets that it tells.
        pub targets: Vec<String> = required(list("names of targets", text(1, MAX_NAME)).min(1).max(MAX_TARGETS).once()),
        /// Until when it tells nobody. What still fires then is told then.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub mute_until: Option<Timestamp> = optional(time()),
    }
    example {"name": "backups fail", "when": "consecutive_failures", "count": 3, "targets": ["ops"]}
    check |given, _members, path, violations| {
        if let Some(when) = given.when {
            use Condition::{BacklogOlderThan, BreakerOpen, ConsecutiveFailures, CreditsBelow, Missed};
            let members: [(&str, bool, &[Condition]); 5] = [
                ("task_id", matches!(given.task_id, Some(Some(_))), &[ConsecutiveFailures, Missed, BacklogOlderThan]),
                ("config_id", matches!(given.config_id, Some(Some(_))), &[BreakerOpen]),
                ("count", matches!(given.count, Some(Some(_))), &[ConsecutiveFailures]),
                ("older_than", matches!(given.older_than, Some(Some(_))), &[BacklogOlderThan]),
                ("credits", matches!(given.credits, Some(Some(_))), &[CreditsBelow]),
            ];
            for (member, _, _) in members.iter().filter(|(_, given, wanted)| *given && !wanted.contains(&when)) {
                let message = format!("has no meaning for `{}`", when.as_str());
                violations.push(Violation::new(path.key(*member), "conflict", message).hint("leave it out"));
            }
            if when == CreditsBelow && given.credits == Some(None) {
                violations.push(
                    Violation::new(path.key("credits"), "missing", "is required for `credits_below`")
                        .hint("write how many credits are few"),
                );
            }
            if when == BacklogOlderThan && given.older_than == Some(None) {
                violations.push(
                    Violation::new(path.key("older_than"), "missing", "is required for `backlog_older_than`")
                        .hint("write how long an execution may wait, such as \"10m\""),
                );
            }
        }
    }
}

impl AlertRules {
    /// Restores the credentials that the targets repeat masked, from those of `known`.
    ///
    /// # Errors
    /// A violation for each mask that stands for nothing known.
    pub fn unmask(&mut self, known: &Self) -> Result<(), Violations> {
        let mut violations = Violations::new();
        for (index, target) in self.targets.iter_mut().enumerate() {
            let known = known.targets.iter().find(|known| known.name == target.name);
            violations.take(target.unmask(known, &Path::body().key("targets").index(index)));
        }
        violations.into_result(())
    }
}

impl AlertRule {
    /// How many failures in a row fire.
    pub fn failures(&self) -> usize {
        self.count.and_then(|count| usize::try_from(count).ok()).unwrap_or(DEFAULT_COUNT)
    }

    /// Whether it tells nobody at `now`.
    pub fn is_muted(&self, now: Timestamp) -> bool {
        self.mute_until.is_some_and(|until| until > now)
    }

    /// Whether both wait for the same, whatever they are called and whomever they tell.
    pub fn waits_for_the_same(&self, other: &Self) -> bool {
        let of = |rule: &Self| {
            (rule.when, rule.task_id, rule.config_id, rule.failures(), rule.older_than, rule.credits)
        };
        of(self) == of(other)
    }
}

fn twice(names: &[&str], path: &Path, violations: &mut Violations) {
    for (index, name) in names.iter().enumerate() {
        if names.iter().take(index).any(|known| known == name) {
            violations.add(path.index(index).key("name"), "duplicate", "is the name of another one too");
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::*;
    use crate::masking;

    fn rules(rule: Value) -> Result<AlertRules, Violations> {
        let targets = json!([{"name": "ops", "type": "slack", "webhook": "https://hooks.example/1"}]);
        let mut rule = rule;
        rule["name"] = json!("r");
        AlertRules::parse(&json!({"rules": [rule], "targets": targets}), &Path::body())
    }

    #[rstest]
    #[case(json!({"when": "consecutive_failures", "task_id": "tsk_00000000000000000000000000000001", "count": 5}))]
    #[case(json!({"when": "breaker_open", "config_id": "cfg_00000000000000000000000000000001"}))]
    #[case(json!({"when": "missed", "mute_until": "2027-01-01T00:00:00Z"}))]
    #[case(json!({"when": "backlog_older_than", "older_than": "10m"}))]
    #[case(json!({"when": "credits_below", "credits": 2.5}))]
    fn what_is_written_reads_back(#[case] mut rule: Value) {
        rule["targets"] = json!(["ops"]);
        let rules = rules(rule).unwrap();
        let stored = serde_json::to_value(&rules).unwrap();
        assert_eq!(serde_json::from_value::<AlertRules>(stored).unwrap(), rules);
        let shown = serde_json::to_value(&rules.rules[0]).unwrap();
        assert_eq!(AlertRule::parse(&shown, &Path::body()).unwrap(), rules.rules[0]);
    }

    #[rstest]
    #[case(json!({"when": "consecutive_failures", "targets": ["nobody"]}), 1)]
    #[case(json!({"when": "consecutive_failures", "targets": []}), 1)]
    #[case(json!({"when": "credits_below", "targets": ["ops"]}), 1)]
    #[case(json!({"when": "backlog_older_than", "targets": ["ops"]}), 1)]
    #[case(json!({"when": "backlog_older_than", "older_than": "1s", "targets": ["ops"]}), 1)]
    #[case(json!({"when": "missed", "count": 1, "credits": 1, "older_than": "5m", "targets": ["ops"]}), 3)]
    #[case(json!({"when": "sometimes", "count": 0, "mail": "a@b.example"}), 4)]
    fn every_fault_is_named(#[case] rule: Value, #[case] faults: usize) {
        assert_eq!(rules(rule).unwrap_err().iter().count(), faults);
    }

    #[test]
    fn names_are_unique() {
        let target = json!({"name": "ops", "type": "discord", "webhook": "https://hooks.example/1"});
        let rule = json!({"name": "r", "when": "missed", "targets": ["ops"]});
        let body = json!({"rules": [rule, rule], "targets": [target, target]});
        let faults = AlertRules::parse(&body, &Path::body()).unwrap_err();
        assert_eq!(faults.iter().count(), 2);
    }

    #[test]
    fn a_mask_stands_for_what_is_known_of_the_same_origin() {
        let with = |url: &str, token: &str| {
            let webhook = json!({"url": url, "headers": {"authorization": token}});
            let targets = json!([{"name": "ops", "type": "webhook", "webhook": webhook}]);
            AlertRules::parse(&json!({"targets": targets}), &Path::body()).unwrap()
        };
        let known = with("https://a.example/1", "Bearer abc");
        let mut masked = with("https://a.example/2", masking::MASK);
        masked.unmask(&known).unwrap();
        let webhook = masked.targets[0].webhook.as_ref().unwrap();
        assert_eq!(webhook.http.headers["authorization"].as_str(), "Bearer abc");
        assert!(with("https://b.example/2", masking::MASK).unmask(&known).is_err());
    }
}
