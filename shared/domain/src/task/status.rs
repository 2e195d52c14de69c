//! The status of a task is derived, never stored.

use beadle_values::names;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Task, TaskStats};
use crate::{execution::Status, spec::TaskType};

names! {
    /// The status of a task: what it is about to do, or what it did last.
    pub enum TaskStatus {
        /// It has not run and waits to be started.
        Pending = "pending",
        /// Its schedule or its reminder will run it.
        Scheduled = "scheduled",
        /// An execution of it has not ended.
        Running = "running",
        /// Its last execution completed, or the time of its schedule is over.
        Completed = "completed",
        /// Its last execution failed.
        Failed = "failed",
        /// Its last execution was cancelled.
        Cancelled = "cancelled",
        /// Its last execution was skipped.
        Skipped = "skipped",
        /// Its schedule is suspended.
        Paused = "paused",
    }
}

/// The properties of a task that determine its status, in addition to its counters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskTraits {
    /// Its schedule is paused.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub paused: bool,
    /// It has a schedule.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub scheduled: bool,
    /// When its schedule is due for the last time, if it has an end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_time: Option<Timestamp>,
    /// It has a reminder.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub reminds: bool,
    /// It is completed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub completed: bool,
    /// Executions do not affect its status: a todo or a calendar event.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub stays: bool,
}

impl TaskTraits {
    /// The properties of `task`.
    pub fn of(task: &Task) -> Self {
        Self {
            paused: task.paused,
            scheduled: task.schedule.is_some(),
            last_time: task.schedule.as_ref().and_then(|schedule| schedule.last_time(task.created_at)),
            reminds: task.reminder_time.is_some(),
            completed: task.completed_at.is_some(),
            stays: matches!(task.spec.task_type(), TaskType::Todo | TaskType::CalendarEvent),
        }
    }
}

impl TaskStatus {
    /// The status of `task` with these counters at `now`. Being completed takes precedence, then a running execution,
    /// a pause, a pending schedule or reminder, and last the outcome of the latest execution. The reminder of
    /// a todo or an event does not complete it.
    pub fn of(task: &Task, stats: &TaskStats, now: Timestamp) -> Self {
        // A single time that has come and has not been run yet is still to be run.
        let is_over = task.schedule.as_ref().is_some_and(|schedule| {
            let ran = stats.last_time().is_some();
            (ran || !schedule.is_one_off()) && schedule.next_after(now, task.created_at).is_none()
        });
        Self::decide(TaskTraits::of(task), stats, is_over)
    }

    /// The same from the relevant properties of the task, whatever the time is: the schedule is over once the
    /// task ran at its last time.
    pub fn derive(task: TaskTraits, stats: &TaskStats) -> Self {
        let is_over = task.last_time.is_some_and(|last| stats.last_time().is_some_and(|ran| ran >= last));
        Self::decide(task, stats, is_over)
    }

    fn decide(task: TaskTraits, stats: &TaskStats, is_over: bool) -> Self {
        if task.completed {
            Self::Completed
        } else if stats.active_count > 0 {
            Self::Running
        } else if task.paused {
            Self::Paused
        } else if task.scheduled && !is_over || task.reminds && stats.last_status.is_none() {
            Self::Scheduled
        } else {
            match Self::of_last(stats).filter(|_| !task.stays) {
                Some(last) => last,
                None if is_over && !task.stays => Self::Completed,
                None => Self::Pending,
            }
        }
    }

    /// The status that follows from the latest execution that ended or was skipped.
    fn of_last(stats: &TaskStats) -> Option<Self> {
        match stats.skipped_last() {
            Some(_) => Some(Self::Skipped),
            None => stats.last_status.map(Self::of_execution),
        }
    }

    /// The status of a task whose latest execution has this status.
    pub fn of_execution(status: Status) -> Self {
        match status {
            Status::Pending | Status::Retrying | Status::Deferred => Self::Pending,
            Status::Running | Status::Waiting => Self::Running,
            Status::Completed => Self::Completed,
            Status::Failed => Self::Failed,
            Status::Cancelled => Self::Cancelled,
        }
    }
}

#[cfg(test)]
mod tests {
    use beadle_values::violation::Path;
    use rstest::rstest;
    use serde_json::json;

    use super::*;
    use crate::{
        execution::CancelReason,
        specimen::{at, pending, task},
        task::LastSkip,
    };

    fn scheduled(schedule: &serde_json::Value) -> Task {
        let schedule = beadle_schedule::Schedule::parse(schedule, &Path::body()).unwrap();
        Task { schedule, created_at: at(0), ..task(0, &[]) }
    }

    fn ended(second: i64, status: Status) -> TaskStats {
        TaskStats { last_run_time: Some(at(second)), last_status: Some(status), ..TaskStats::default() }
    }

    #[rstest]
    #[case::before_its_time(TaskStats::default(), 3_000, TaskStatus::Scheduled)]
    #[case::at_its_time_not_yet_run(TaskStats::default(), 3_600, TaskStatus::Scheduled)]
    #[case::running(TaskStats { active_count: 1, ..TaskStats::default() }, 3_601, TaskStatus::Running)]
    #[case::ran(ended(3_602, Status::Completed), 3_603, TaskStatus::Completed)]
    #[case::ran_and_failed(ended(3_602, Status::Failed), 3_603, TaskStatus::Failed)]
    #[case::ran_by_hand_before(ended(60, Status::Completed), 120, TaskStatus::Scheduled)]
    fn a_single_time_is_scheduled_until_it_ran(
        #[case] stats: TaskStats,
        #[case] now: i64,
        #[case] expected: TaskStatus,
    ) {
        let task = scheduled(&json!("1970-01-01T01:00:00Z"));
        assert_eq!(TaskStatus::of(&task, &stats, at(now)), expected);
        assert_eq!(TaskStatus::derive(TaskTraits::of(&task), &stats), expected, "as it is counted");
    }

    #[rstest]
    #[case(TaskStats::default(), 7_199, TaskStatus::Scheduled)]
    #[case(ended(5_400, Status::Completed), 5_400, TaskStatus::Scheduled)]
    #[case(ended(7_201, Status::Completed), 7_300, TaskStatus::Completed)]
    #[case(ended(7_201, Status::Failed), 7_300, TaskStatus::Failed)]
    fn a_schedule_is_completed_after_its_end(
        #[case] stats: TaskStats,
        #[case] now: i64,
        #[case] expected: TaskStatus,
    ) {
        let schedule = json!({"expression": "every 30 minutes", "end": "1970-01-01T02:10:00Z"});
        let task = scheduled(&schedule);
        assert_eq!(TaskTraits::of(&task).last_time, Some(at(7_200)));
        assert_eq!(TaskStatus::of(&task, &stats, at(now)), expected);
        assert_eq!(TaskStatus::derive(TaskTraits::of(&task), &stats), expected, "as it is counted");
    }

    #[test]
    fn a_schedule_that_never_ran_is_completed_after_its_end() {
        let task = scheduled(&json!({"expression": "every 30 minutes", "end": "1970-01-01T02:10:00Z"}));
        assert_eq!(TaskStatus::of(&task, &TaskStats::default(), at(9_000)), TaskStatus::Completed);
    }

    #[test]
    fn a_task_is_skipped_until_it_runs_again() {
        let skip = LastSkip { execution: pending().id(), at: at(20), reason: CancelReason::DependencyFailed };
        let skipped = TaskStats { last_skip: Some(skip), skipped_count: 1, ..ended(10, Status::Completed) };
        assert_eq!(TaskStatus::of(&task(0, &[]), &skipped, at(30)), TaskStatus::Skipped);
        let ran = TaskStats { last_run_time: Some(at(25)), ..skipped };
        assert_eq!(TaskStatus::of(&task(0, &[]), &ran, at(30)), TaskStatus::Completed);
    }
}
