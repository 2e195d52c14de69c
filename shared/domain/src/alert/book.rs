//! The rules of an owner with what was seen of them: what fires, and what is still to be told.
//!
//! What begins or ends is written down as a *turn* in the same write as what was seen. Turns are told by the watchdog and by
//! nobody else, which clears them then; a turn that is told again starts nothing twice, since its calls have the id of the turn.

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Duration,
};

use beadle_values::{
    duration,
    id::{ExecutionId, TaskId},
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{AlertRule, AlertRules, Condition};

/// The most subjects of all rules together: tasks, configs. Further ones are not counted until others have recovered.
pub const MAX_SUBJECTS: usize = 200;

/// The most failures of all subjects together that are kept.
pub const MAX_FAILURES: usize = 1_000;

/// The most alarms that wait to be told. What fires beyond that is in the state, untold.
pub const MAX_TURNS: usize = 100;

/// How often the watchdog looks at least at what fires by a rule that it measures itself.
const LOOKS: Duration = Duration::from_secs(60);

/// How often it looks whether what fires is over without a change that tells: credits come back by a top-up or a new month, and
/// a config may be deleted.
const CHECKS: Duration = Duration::from_secs(900);

/// The rules with what was seen of them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct AlertBook {
    /// The rules.
    pub rules: AlertRules,
    /// What was seen, by the name of the rule.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub states: BTreeMap<String, RuleState>,
    /// What is to be told, earliest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub turns: Vec<AlertTurn>,
    /// The number of turns there have been.
    #[serde(default)]
    pub counted: u64,
}

/// What was seen of a rule.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct RuleState {
    /// The failures of each task since it last completed, at most as many as the rule counts.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub failures: BTreeMap<TaskId, BTreeSet<Failure>>,
    /// When the last fact about each config or expectation happened: an earlier one changes nothing any more.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub latest: BTreeMap<String, Timestamp>,
    /// What fires.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub firing: BTreeMap<String, Firing>,
    /// When it is to be measured next, if the watchdog measures it; `None` before it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub look_at: Option<Timestamp>,
    /// Until which time of request the executions were seen not to wait too long.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seen_until: Option<Timestamp>,
}

/// A failure of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Failure {
    /// When.
    pub at: Timestamp,
    /// The execution that failed.
    pub execution: ExecutionId,
}

/// Something that fires.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Firing {
    /// Since when.
    pub since: Timestamp,
    /// Whether it is told, or waits to be; not if too many did.
    pub told: bool,
}

/// Something that began to fire, or no longer does.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct AlertTurn {
    /// Its number, which no other turn of the owner has.
    pub number: u64,
    /// The name of the rule.
    pub rule: String,
    /// What it is about: the id of a task or a config, `backlog` or `credits`.
    pub subject: String,
    /// Whether it began.
    pub firing: bool,
    /// When it turned.
    pub at: Timestamp,
    /// Since when it fires or fired.
    pub since: Timestamp,
}

impl AlertBook {
    /// The same with other rules. What was seen of a rule stays if it waits for the same.
    #[must_use]
    pub fn with_rules(mut self, rules: AlertRules) -> Self {
        let known = std::mem::replace(&mut self.rules, rules);
        let is_kept = |rule: &&AlertRule| {
            known.rules.iter().any(|old| old.name == rule.name && old.waits_for_the_same(rule))
        };
        let kept: BTreeSet<&str> =
            self.rules.rules.iter().filter(is_kept).map(|rule| rule.name.as_str()).collect();
        self.states.retain(|name, _| kept.contains(name.as_str()));
        self.turns.retain(|turn| kept.contains(turn.rule.as_str()));
        self
    }

    /// The rule of this name.
    pub fn rule(&self, name: &str) -> Option<&AlertRule> {
        self.rules.rules.iter().find(|rule| rule.name == name)
    }

    /// Whether a rule waits for this.
    pub fn asks_for(&self, condition: Condition) -> bool {
        self.rules.rules.iter().any(|rule| rule.when == condition)
    }

    /// The rules that are to be measured at `now`.
    pub fn to_measure(&self, now: Timestamp) -> impl Iterator<Item = &AlertRule> {
        self.rules.rules.iter().filter(move |rule| self.measured_at(rule).is_some_and(|time| time <= now))
    }

    /// When `rule` is to be measured, if it is measured: at once if it never was.
    fn measured_at(&self, rule: &AlertRule) -> Option<Timestamp> {
        let state = self.states.get(&rule.name);
        match rule.when {
            Condition::BacklogOlderThan => {
                Some(state.and_then(|state| state.look_at).unwrap_or(Timestamp::UNIX_EPOCH))
            }
            Condition::CreditsBelow => match state.and_then(|state| state.look_at) {
                None => Some(Timestamp::UNIX_EPOCH),
                Some(time) => state.is_some_and(|state| !state.firing.is_empty()).then_some(time),
            },
            Condition::BreakerOpen => {
                let first = state?.firing.values().map(|firing| firing.since).min()?;
                Some(state?.look_at.unwrap_or_else(|| duration::after(first, CHECKS)))
            }
            Condition::ConsecutiveFailures | Condition::Missed => None,
        }
    }

    /// Notes that `rule` was measured at `now`; the next time is after a tenth of the age that it waits for, an hour at most. One
    /// that `is_behind`, because there was more than could be looked at, is measured again at once.
    pub fn measured(
        &mut self,
        rule: &AlertRule,
        now: Timestamp,
        seen_until: Option<Timestamp>,
        is_behind: bool,
    ) {
        let state = self.states.entry(rule.name.clone()).or_default();
        let after = match rule.older_than {
            Some(older_than) if state.firing.is_empty() => {
                (older_than.0 / 10).clamp(LOOKS, Duration::from_secs(3_600))
            }
            Some(_) => LOOKS,
            None => CHECKS,
        };
        state.look_at = Some(if is_behind { now } else { duration::after(now, after) });
        state.seen_until = seen_until.or(state.seen_until);
    }

    /// The turns that may be told at `now`: those of rules that are not muted.
    pub fn to_tell(&self, now: Timestamp) -> impl Iterator<Item = (&AlertTurn, &AlertRule)> {
        let turns = self.turns.iter().filter_map(|turn| Some((turn, self.rule(&turn.rule)?)));
        turns.filter(move |(_, rule)| !rule.is_muted(now))
    }

    /// When the watchdog has something to do: a turn to tell, or a rule to measure. What is told is told after the end of a mute.
    pub fn due(&self) -> Option<Timestamp> {
        let tells = self.turns.iter().map(|turn| {
            let muted = self.rule(&turn.rule).and_then(|rule| rule.mute_until);
            muted.map_or(turn.at, |until| turn.at.max(until))
        });
        let measures = self.rules.rules.iter().filter_map(|rule| self.measured_at(rule));
        tells.chain(measures).min()
    }
}
