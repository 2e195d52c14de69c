//! The change of a task's counters by a batch of changes.

use jiff::Timestamp;
use serde_json::Value;

use super::{
    census::{TaskFacts, TaskRecord},
    change::{Before, ExecutionFacts},
};
use crate::{
    account::Credits,
    execution::{CancelReason, Status, TriggerKind},
    task::{LastEnd, LastSkip, TaskStats},
};

/// A change of [`TaskStats`].
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TaskCounters {
    /// Executions that ended, without those that were skipped.
    pub runs: u64,
    /// Executions that were skipped.
    pub skips: u64,
    /// The batch's latest skip.
    pub last_skip: Option<LastSkip>,
    /// Executions that completed.
    pub successes: u64,
    /// Executions that failed.
    pub failures: u64,
    /// The credits of completed executions.
    pub credits: Credits,
    /// Executions that started minus those that ended.
    pub active: i64,
    /// The time and status of the batch's latest end.
    pub last_end: Option<(Timestamp, Status)>,
    /// The same end, for tasks that depend on this one.
    pub end: Option<LastEnd>,
    /// The batch's latest completion of a todo by a person.
    pub completion: Option<LastEnd>,
    /// When the batch's latest completed execution ended.
    pub last_success: Option<Timestamp>,
    /// The time and error of the batch's latest failed execution.
    pub last_error: Option<(Timestamp, String)>,
    /// The facts of the task's latest change; `Some(None)` if it was deleted.
    pub facts: Option<Option<TaskFacts>>,
    /// The time and result of the batch's latest completed execution.
    pub last_result: Option<(Timestamp, Value)>,
}

impl TaskCounters {
    pub(super) fn add(&mut self, before: Option<Before>, after: &ExecutionFacts) {
        if before.is_none() {
            self.active += 1;
        }
        let was_final = before.is_some_and(|before| before.status.is_final());
        let Some(ended_at) = after.ended_at.filter(|_| !was_final) else { return };
        self.active -= 1;
        self.end(after, ended_at);
        if let Some(reason) = after.skipped() {
            self.skips += 1;
            let skip = LastSkip { execution: after.id, at: ended_at, reason };
            if self.last_skip.as_ref().is_none_or(|last| skip.is_after(last)) {
                self.last_skip = Some(skip);
            }
            return;
        }
        self.runs += 1;
        if self.last_end.is_none_or(|(last, _)| last <= ended_at) {
            self.last_end = Some((ended_at, after.status));
        }
        match after.status {
            Status::Completed => {
                self.successes += 1;
                self.credits = self.credits + after.credits;
                self.last_success = self.last_success.max(Some(ended_at));
                if self.last_result.as_ref().is_none_or(|(last, _)| *last <= ended_at) {
                    self.last_result = Some((ended_at, after.result.clone().unwrap_or_default()));
                }
            }
            Status::Failed => {
                self.failures += 1;
                if self.last_error.as_ref().is_none_or(|(last, _)| *last <= ended_at) {
                    self.last_error = Some((ended_at, after.error.clone().unwrap_or_default()));
                }
            }
            _ => {}
        }
    }

    /// Whether a change of an execution is counted: the execution starts or ends.
    pub(super) fn counts(before: Option<Before>, after: &ExecutionFacts) -> bool {
        before.is_none_or(|before| !before.status.is_final() && after.status.is_final())
    }

    /// Applies this change to `record`.
    pub fn apply(&self, record: &TaskRecord) -> TaskRecord {
        let facts = match &self.facts {
            Some(facts) => facts.clone(),
            None => record.facts.clone(),
        };
        // What the reminder of a todo or an event comes to is not the end that dependent tasks wait for.
        let ends_by_person = facts.as_ref().is_some_and(|facts| facts.task_type.can_be_completed());
        let end = if ends_by_person { &self.completion } else { &self.end };
        TaskRecord { stats: self.apply_to(&record.stats, end.as_ref()), facts }
    }

    /// Records an end for dependent tasks. An execution that was cancelled in favour of another one of its
    /// task does not count, because the dependent tasks wait for the other one.
    fn end(&mut self, after: &ExecutionFacts, at: Timestamp) {
        if after.cancel_reason == Some(CancelReason::Overlap) {
            return;
        }
        let end = LastEnd {
            execution: after.id,
            status: after.status,
            at,
            replay_of: after.replay_of,
            depth: after.depth,
            before: self.end.as_ref().and_then(LastEnd::reported_status),
        };
        if after.trigger == TriggerKind::Completion
            && self.completion.as_ref().is_none_or(|last| end.is_after(last))
        {
            self.completion = Some(end.clone());
        }
        if self.end.as_ref().is_none_or(|last| end.is_after(last)) {
            self.end = Some(end);
        }
    }

    /// Applies this change to `stats`, with `end` as the latest end for dependent tasks. Latest values stay the latest even if batches of several shards are
    /// applied out of order.
    fn apply_to(&self, stats: &TaskStats, end: Option<&LastEnd>) -> TaskStats {
        let mut next = TaskStats {
            run_count: stats.run_count + self.runs,
            skipped_count: stats.skipped_count + self.skips,
            success_count: stats.success_count + self.successes,
            failure_count: stats.failure_count + self.failures,
            total_credits_consumed: stats.total_credits_consumed + self.credits,
            active_count: stats.active_count.saturating_add_signed(self.active),
            ..stats.clone()
        };
        if let Some((at, status)) = self.last_end
            && next.last_run_time.is_none_or(|last| last <= at)
        {
            next.last_run_time = Some(at);
            next.last_status = Some(status);
            if let Some((_, error)) = &self.last_error {
                next.last_error = Some(error.clone());
            }
        }
        if let Some(skip) = &self.last_skip
            && stats.last_skip.as_ref().is_none_or(|last| skip.is_after(last))
        {
            next.last_skip = Some(skip.clone());
        }
        if let Some(end) = end
            && stats.last_end.as_ref().is_none_or(|last| end.is_after(last))
        {
            let before = end.before.or_else(|| stats.last_end.as_ref().and_then(LastEnd::reported_status));
            next.last_end = Some(LastEnd { before, ..end.clone() });
        }
        if let Some((at, result)) = &self.last_result
            && next.last_success_time.is_none_or(|last| last <= *at)
        {
            next.last_result = Some(result.clone()).filter(|result| !result.is_null());
        }
        next.last_success_time = next.last_success_time.max(self.last_success);
        next
    }
}
