//! Task counts as seed 002 reports them.

use std::collections::BTreeMap;

use beadle_domain::{
    projection::{TaskCensus, TaskCounter},
    spec::TaskType,
    task::{Priority, TaskStatus},
};
use serde::Serialize;

use super::status;

/// Task counts.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
#[cfg_attr(test, schema(as = AutomatedStats, example = json!({
    "total": 25,
    "byStatus": {"pending": 5, "running": 2, "completed": 18},
    "byType": {"api_call": 23, "webhook": 2},
    "byPriority": {"low": 10, "normal": 12, "high": 3},
    "running": 2,
    "scheduled": 8
})))]
pub(crate) struct AtsStats {
    /// Number of tasks.
    total: u64,
    /// Number of tasks by status. Tasks that wait for their schedule count as `pending`.
    #[cfg_attr(test, schema(value_type = BTreeMap<String, u64>))]
    by_status: BTreeMap<&'static str, u64>,
    /// Number of tasks by type.
    #[cfg_attr(test, schema(value_type = BTreeMap<String, u64>))]
    by_type: BTreeMap<&'static str, u64>,
    /// Number of tasks by priority.
    by_priority: PriorityCounts,
    /// Number of tasks with a running execution.
    running: u64,
    /// Number of tasks with an upcoming scheduled run.
    scheduled: u64,
}

/// Number of tasks by priority.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
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

/// Sums the counts by name and omits zeros.
fn counts(counted: impl IntoIterator<Item = (&'static str, u64)>) -> BTreeMap<&'static str, u64> {
    let mut sums = BTreeMap::new();
    for (name, count) in counted.into_iter().filter(|(_, count)| *count > 0) {
        *sums.entry(name).or_default() += count;
    }
    sums
}
