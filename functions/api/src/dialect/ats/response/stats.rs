//! How many tasks there are, as seed 002 counts them.

use std::collections::BTreeMap;

use beadle_domain::{
    projection::{TaskCensus, TaskCounter},
    spec::TaskType,
    task::{Priority, TaskStatus},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::status;

/// How many tasks there are.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AutomatedStats, example = json!({
    "total": 25,
    "byStatus": {"pending": 5, "running": 2, "completed": 18},
    "byType": {"api_call": 23, "webhook": 2},
    "byPriority": {"low": 10, "normal": 12, "high": 3},
    "running": 2,
    "scheduled": 8
}))]
pub(crate) struct AtsStats {
    /// Tasks.
    total: u64,
    /// Tasks by status; those that wait for their schedule are `pending`.
    #[schema(value_type = BTreeMap<String, u64>)]
    by_status: BTreeMap<&'static str, u64>,
    /// Tasks by type.
    #[schema(value_type = BTreeMap<String, u64>)]
    by_type: BTreeMap<&'static str, u64>,
    /// Tasks by priority.
    by_priority: PriorityCounts,
    /// Tasks of which an execution is under way.
    running: u64,
    /// Tasks that their schedule will run.
    scheduled: u64,
}

/// Tasks by priority.
#[derive(Serialize, ToSchema)]
pub(crate) struct PriorityCounts {
    low: u64,
    normal: u64,
    high: u64,
}

impl AtsStats {
    pub(crate) fn of(census: &TaskCensus) -> Self {
        let status_of = |one| census.get(TaskCounter::Status(one));
        let of_priority = |one| census.get(TaskCounter::Priority(one));
        let statuses = TaskStatus::ALL.map(|one| (status(one), status_of(one)));
        let types = TaskType::ALL.iter().map(|kind| (kind.as_str(), census.get(TaskCounter::Type(*kind))));
        Self {
            total: census.get(TaskCounter::Tasks),
            by_status: counts(statuses),
            by_type: counts(types),
            by_priority: PriorityCounts {
                low: of_priority(Priority::Low),
                normal: of_priority(Priority::Medium),
                high: of_priority(Priority::High),
            },
            running: status_of(TaskStatus::Running),
            scheduled: status_of(TaskStatus::Scheduled),
        }
    }
}

/// Sums by name; what is nowhere is left out.
fn counts(counted: impl IntoIterator<Item = (&'static str, u64)>) -> BTreeMap<&'static str, u64> {
    let mut sums = BTreeMap::new();
    for (name, count) in counted.into_iter().filter(|(_, count)| *count > 0) {
        *sums.entry(name).or_default() += count;
    }
    sums
}
