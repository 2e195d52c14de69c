//! The census of an owner's tasks: their number by status, type and priority.
//!
//! The status of a task follows from the task and its executions, which arrive in different changes. The
//! store therefore keeps the facts of the task's latest change ([`TaskFacts`]) next to its counters. A change
//! of either removes the task from the census as it was counted and adds it as it is now.

use std::{collections::BTreeMap, fmt, str::FromStr};

use beadle_values::id::OwnerId;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use crate::{
    spec::TaskType,
    task::{Priority, Task, TaskStats, TaskStatus, TaskTraits},
};

/// The facts about a task that count in the census.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskFacts {
    /// The owner of the task.
    pub owner: OwnerId,
    /// The type of the task.
    pub task_type: TaskType,
    /// The priority of its executions.
    pub priority: Priority,
    /// The traits that determine its status.
    #[serde(flatten)]
    pub traits: TaskTraits,
}

impl TaskFacts {
    /// The facts of `task`; `None` for a deleted one, which is not counted.
    pub fn of(task: &Task) -> Option<Self> {
        task.deleted_at.is_none().then(|| Self {
            owner: task.owner.clone(),
            task_type: task.spec.task_type(),
            priority: task.priority,
            traits: TaskTraits::of(task),
        })
    }
}

/// What the store keeps about a task for the projector.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct TaskRecord {
    /// The counters of the task.
    #[serde(flatten)]
    pub stats: TaskStats,
    /// The facts of the task's latest projected change; `None` for a task that is not counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts: Option<TaskFacts>,
}

impl TaskRecord {
    /// The owner and the counters in which the task is counted.
    pub fn counted(&self) -> Option<(&OwnerId, [TaskCounter; 4])> {
        let facts = self.facts.as_ref()?;
        let status = TaskStatus::derive(facts.traits, &self.stats);
        let counters = [
            TaskCounter::Tasks,
            TaskCounter::Status(status),
            TaskCounter::Type(facts.task_type),
            TaskCounter::Priority(facts.priority),
        ];
        Some((&facts.owner, counters))
    }
}

/// A counter of a census.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TaskCounter {
    /// All tasks.
    Tasks,
    /// Tasks with this status.
    Status(TaskStatus),
    /// Tasks of this type.
    Type(TaskType),
    /// Tasks of this priority.
    Priority(Priority),
}

impl fmt::Display for TaskCounter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Tasks => f.write_str("tasks"),
            Self::Status(status) => write!(f, "s.{status}"),
            Self::Type(kind) => write!(f, "t.{kind}"),
            Self::Priority(priority) => write!(f, "p.{}", priority.as_str()),
        }
    }
}

/// A text that is not a counter of a census.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("names no counter of tasks")]
pub struct UnknownTaskCounter;

impl FromStr for TaskCounter {
    type Err = UnknownTaskCounter;

    fn from_str(name: &str) -> Result<Self, UnknownTaskCounter> {
        match name.split_once('.') {
            None if name == "tasks" => Ok(Self::Tasks),
            Some(("s", rest)) => rest.parse().map(Self::Status).map_err(|_| UnknownTaskCounter),
            Some(("t", rest)) => rest.parse().map(Self::Type).map_err(|_| UnknownTaskCounter),
            Some(("p", rest)) => rest.parse().map(Self::Priority).map_err(|_| UnknownTaskCounter),
            _ => Err(UnknownTaskCounter),
        }
    }
}

impl Serialize for TaskCounter {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TaskCounter {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        name.parse().map_err(de::Error::custom)
    }
}

/// The census of an owner's tasks, or a change of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TaskCensus(BTreeMap<TaskCounter, i64>);

impl TaskCensus {
    /// The value of `counter`.
    pub fn get(&self, counter: TaskCounter) -> u64 {
        self.0.get(&counter).and_then(|count| u64::try_from(*count).ok()).unwrap_or_default()
    }

    /// Adds `amount` to `counter`.
    pub fn count(&mut self, counter: TaskCounter, amount: i64) {
        let stands = self.0.entry(counter).or_default();
        *stands = stands.saturating_add(amount);
        if *stands == 0 {
            self.0.remove(&counter);
        }
    }

    /// Adds all counters of `other`.
    pub fn merge(&mut self, other: &Self) {
        for (counter, amount) in other.iter() {
            self.count(counter, amount);
        }
    }

    /// The counters that are not zero.
    pub fn iter(&self) -> impl Iterator<Item = (TaskCounter, i64)> {
        self.0.iter().map(|(counter, amount)| (*counter, *amount))
    }

    /// Whether all counters are zero.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Adds to `changes` how the census of each owner changes when a task goes from `before` to `after`.
pub fn recount(changes: &mut BTreeMap<OwnerId, TaskCensus>, before: &TaskRecord, after: &TaskRecord) {
    for (record, amount) in [(before, -1), (after, 1)] {
        if let Some((owner, counters)) = record.counted() {
            let census = changes.entry(owner.clone()).or_default();
            for counter in counters {
                census.count(counter, amount);
            }
        }
    }
    changes.retain(|_, census| !census.is_empty());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(active_count: u64, traits: TaskTraits) -> TaskRecord {
        let owner = OwnerId::parse("ada").unwrap();
        let facts = TaskFacts { owner, task_type: TaskType::Http, priority: Priority::High, traits };
        TaskRecord { stats: TaskStats { active_count, ..TaskStats::default() }, facts: Some(facts) }
    }

    #[test]
    fn a_task_is_counted_by_its_current_status() {
        let mut changes = BTreeMap::new();
        let idle = record(0, TaskTraits::default());
        recount(&mut changes, &TaskRecord::default(), &idle);
        let ada = OwnerId::parse("ada").unwrap();
        let pending = TaskCounter::Status(TaskStatus::Pending);
        assert_eq!([TaskCounter::Tasks, pending].map(|counter| changes[&ada].get(counter)), [1, 1]);

        let running = record(1, TaskTraits { paused: true, scheduled: true, ..TaskTraits::default() });
        recount(&mut changes, &idle, &running);
        assert_eq!([TaskCounter::Tasks, pending].map(|counter| changes[&ada].get(counter)), [1, 0]);
        assert_eq!(changes[&ada].get(TaskCounter::Status(TaskStatus::Running)), 1);

        recount(&mut changes, &running, &TaskRecord { facts: None, ..running.clone() });
        assert!(changes.is_empty(), "a deleted task does not count");
    }

    #[test]
    fn every_counter_round_trips() {
        let counters = [TaskCounter::Tasks, TaskCounter::Type(TaskType::Graphql)]
            .into_iter()
            .chain(TaskStatus::ALL.map(TaskCounter::Status))
            .chain(Priority::ALL.map(TaskCounter::Priority));
        for counter in counters {
            assert_eq!(counter.to_string().parse(), Ok(counter));
        }
        assert_eq!("s.none".parse::<TaskCounter>(), Err(UnknownTaskCounter));
    }
}
