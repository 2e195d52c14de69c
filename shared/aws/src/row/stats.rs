//! The counters of a task.

use beadle_application::port::StoreError;
use beadle_domain::{
    account::Credits,
    execution::Status,
    projection::TaskRecord,
    task::{LastEnd, TaskStats},
};
use jiff::Timestamp;
use serde::Deserialize;

use crate::errors::unreadable;

/// The projector's counters of a task. Written attribute by attribute; see [`crate::projection`].
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StatsRow {
    run_count: u64,
    skipped_count: u64,
    success_count: u64,
    failure_count: u64,
    /// In thousandths.
    credits: u64,
    /// Starts minus ends; negative only for a task whose starts were never seen.
    active_count: i64,
    last_run_time: Option<Timestamp>,
    last_success_time: Option<Timestamp>,
    last_status: Option<Status>,
    last_error: Option<String>,
    /// The task's facts at its last change, as JSON.
    facts: Option<String>,
    /// As JSON.
    last_skip: Option<String>,
    /// As JSON.
    last_end: Option<String>,
    last_result: Option<String>,
    /// Incremented by each write of the last run.
    pub revision: u64,
}

impl StatsRow {
    /// The part that the projector needs.
    pub fn record(&self) -> Result<TaskRecord, StoreError> {
        let facts = self.facts.as_deref().filter(|text| !text.is_empty()).map(serde_json::from_str);
        let facts = facts.transpose().map_err(|error| unreadable("the facts of a task", error))?;
        Ok(TaskRecord { stats: self.stats(), facts })
    }

    pub fn stats(&self) -> TaskStats {
        TaskStats {
            run_count: self.run_count,
            skipped_count: self.skipped_count,
            last_skip: self.last_skip.as_deref().and_then(|text| serde_json::from_str(text).ok()),
            success_count: self.success_count,
            failure_count: self.failure_count,
            total_credits_consumed: Credits::from_thousandths(self.credits),
            active_count: self.active_count.max(0).unsigned_abs(),
            last_run_time: self.last_run_time,
            last_success_time: self.last_success_time,
            last_status: self.last_status,
            last_error: self.last_error.clone(),
            last_end: self.last_end(),
            last_result: self.last_result.as_deref().and_then(|text| serde_json::from_str(text).ok()),
        }
    }

    /// The execution that ended last. One that can't be read counts as none: the next end replaces it.
    pub fn last_end(&self) -> Option<LastEnd> {
        serde_json::from_str(self.last_end.as_deref()?).ok()
    }
}
