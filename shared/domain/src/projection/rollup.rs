//! The change of an owner's hourly counters by a batch of changes.
//!
//! The start of an execution counts in the hour in which it was requested, everything else in the hour in
//! which it ended. The hours therefore depend only on the executions' rows, not on when the changes were
//! delivered.

use std::{collections::BTreeMap, fmt, str::FromStr};

use beadle_values::duration;
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::change::{Before, ExecutionFacts};
use crate::{
    analytics::sketch::{Bucket, Sketch},
    execution::{Status, TriggerKind},
    spec::TaskType,
    task::Priority,
};

/// An hour, counted from the Unix epoch in UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hour(pub i64);

impl Hour {
    /// The hour of `time`.
    pub fn of(time: Timestamp) -> Self {
        Self(time.as_second().div_euclid(3_600))
    }

    /// The start of the hour.
    pub fn start(self) -> Timestamp {
        Timestamp::from_second(self.0.saturating_mul(3_600)).unwrap_or_default()
    }
}

impl fmt::Display for Hour {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.start().strftime("%Y-%m-%dT%H"))
    }
}

impl FromStr for Hour {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, jiff::Error> {
        format!("{text}:00:00Z").parse().map(Self::of)
    }
}

/// A counter of an hour. Its name is short because it is an attribute of a row that is billed by size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Counter {
    /// Executions started.
    Started,
    /// Executions completed.
    Completed,
    /// Executions failed.
    Failed,
    /// Notifications that could not be delivered; they are among the failed executions.
    Undelivered,
    /// Executions cancelled.
    Cancelled,
    /// Attempts of executions that ended; each is a call of the destination.
    Attempts,
    /// Total time from the first claim to the end of executions that ended, in milliseconds.
    DurationMs,
    /// Credits consumed, in thousandths.
    Credits,
    /// Tokens used.
    Tokens,
    /// The cost in billionths of a US dollar.
    NanoUsd,
    /// Started executions of this type.
    Type(TaskType),
    /// Started executions with this trigger.
    Trigger(TriggerKind),
    /// Started executions of this priority.
    Priority(Priority),
    /// Ended executions with a duration in this bucket.
    Duration(Bucket),
}

impl fmt::Display for Counter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Started => f.write_str("started"),
            Self::Completed => f.write_str("completed"),
            Self::Failed => f.write_str("failed"),
            Self::Undelivered => f.write_str("undelivered"),
            Self::Cancelled => f.write_str("cancelled"),
            Self::Attempts => f.write_str("attempts"),
            Self::DurationMs => f.write_str("duration_ms"),
            Self::Credits => f.write_str("credits"),
            Self::Tokens => f.write_str("tokens"),
            Self::NanoUsd => f.write_str("nano_usd"),
            Self::Type(kind) => write!(f, "t.{}", kind.as_str()),
            Self::Trigger(kind) => write!(f, "g.{}", kind.as_str()),
            Self::Priority(priority) => write!(f, "p.{}", priority.as_str()),
            Self::Duration(bucket) => write!(f, "d.{}", bucket.0),
        }
    }
}

/// A text that is not a counter.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("names no counter of an hour")]
pub struct UnknownCounter;

impl FromStr for Counter {
    type Err = UnknownCounter;

    fn from_str(name: &str) -> Result<Self, UnknownCounter> {
        const PLAIN: [Counter; 10] = [
            Counter::Started,
            Counter::Completed,
            Counter::Failed,
            Counter::Undelivered,
            Counter::Cancelled,
            Counter::Attempts,
            Counter::DurationMs,
            Counter::Credits,
            Counter::Tokens,
            Counter::NanoUsd,
        ];
        let Some((group, rest)) = name.split_once('.') else {
            return PLAIN.into_iter().find(|counter| counter.to_string() == name).ok_or(UnknownCounter);
        };
        match group {
            "t" => rest.parse().map(Self::Type).map_err(|_| UnknownCounter),
            "g" => rest.parse().map(Self::Trigger).map_err(|_| UnknownCounter),
            "p" => rest.parse().map(Self::Priority).map_err(|_| UnknownCounter),
            "d" => rest.parse().map(|number| Self::Duration(Bucket(number))).map_err(|_| UnknownCounter),
            _ => Err(UnknownCounter),
        }
    }
}

impl Serialize for Counter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Counter {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        name.parse().map_err(de::Error::custom)
    }
}

/// The counters of one or several hours. They are only ever added.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RollupCounters(BTreeMap<Counter, u64>);

impl RollupCounters {
    /// The value of `counter`.
    pub fn get(&self, counter: Counter) -> u64 {
        self.0.get(&counter).copied().unwrap_or_default()
    }

    /// Adds `amount` to `counter`.
    pub fn count(&mut self, counter: Counter, amount: u64) {
        if amount > 0 {
            let stands = self.0.entry(counter).or_default();
            *stands = stands.saturating_add(amount);
        }
    }

    /// Adds all counters of `other`.
    pub fn merge(&mut self, other: &Self) {
        for (counter, amount) in other.iter() {
            self.count(counter, amount);
        }
    }

    /// The counters that are not zero.
    pub fn iter(&self) -> impl Iterator<Item = (Counter, u64)> {
        self.0.iter().map(|(counter, amount)| (*counter, *amount))
    }

    /// The number of ended executions.
    pub fn ended(&self) -> u64 {
        [Counter::Completed, Counter::Failed, Counter::Cancelled]
            .map(|counter| self.get(counter))
            .iter()
            .sum()
    }

    /// The durations of ended executions.
    pub fn durations(&self) -> Sketch {
        let mut sketch = Sketch::default();
        for (counter, times) in self.iter() {
            if let Counter::Duration(bucket) = counter {
                sketch.add(bucket, times);
            }
        }
        sketch
    }

    fn start(&mut self, facts: &ExecutionFacts) {
        for counter in [
            Counter::Started,
            Counter::Type(facts.task_type),
            Counter::Trigger(facts.trigger),
            Counter::Priority(facts.priority),
        ] {
            self.count(counter, 1);
        }
    }

    fn end(&mut self, facts: &ExecutionFacts, ended_at: Timestamp) {
        let status = match facts.status {
            Status::Completed => Counter::Completed,
            Status::Failed => Counter::Failed,
            _ => Counter::Cancelled,
        };
        self.count(status, 1);
        // Only notifications are started by events.
        if facts.status == Status::Failed && facts.trigger == TriggerKind::Event {
            self.count(Counter::Undelivered, 1);
        }
        if facts.status == Status::Completed {
            self.count(Counter::Credits, facts.credits.thousandths());
        }
        self.count(Counter::Attempts, facts.attempts.into());
        self.count(Counter::Tokens, facts.tokens);
        self.count(Counter::NanoUsd, facts.nano_usd);
        if let Some(started_at) = facts.started_at {
            let took = duration::millis(duration::between(started_at, ended_at));
            self.count(Counter::DurationMs, took);
            self.count(Counter::Duration(Bucket::of(took)), 1);
        }
    }
}

/// The additions of a change of an execution to the hourly counters; empty unless the execution starts or
/// ends.
pub fn additions(
    before: Option<Before>,
    after: &ExecutionFacts,
) -> impl Iterator<Item = (Hour, RollupCounters)> {
    let started = before.is_none().then(|| {
        let mut counters = RollupCounters::default();
        counters.start(after);
        (Hour::of(after.created_at), counters)
    });
    let was_final = before.is_some_and(|before| before.status.is_final());
    let ended = after.ended_at.filter(|_| !was_final).map(|ended_at| {
        let mut counters = RollupCounters::default();
        counters.end(after, ended_at);
        (Hour::of(ended_at), counters)
    });
    started.into_iter().chain(ended)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_counter_round_trips() {
        let plain = [
            Counter::Started,
            Counter::Undelivered,
            Counter::NanoUsd,
            Counter::DurationMs,
            Counter::Duration(Bucket(132)),
        ];
        let counters = plain
            .into_iter()
            .chain(TaskType::ALL.map(Counter::Type))
            .chain(TriggerKind::ALL.map(Counter::Trigger))
            .chain(Priority::ALL.map(Counter::Priority));
        for counter in counters {
            assert_eq!(counter.to_string().parse(), Ok(counter), "{counter}");
        }
        for name in ["", "pk", "d.", "t.", "t.none", "x.1", "d.70000"] {
            assert_eq!(name.parse::<Counter>(), Err(UnknownCounter), "{name}");
        }
    }

    #[test]
    fn hours_round_trip() {
        let hour = Hour(500_000);
        assert_eq!(hour.to_string().parse::<Hour>().unwrap(), hour);
        assert_eq!(Hour::of(hour.start()), hour);
    }
}
