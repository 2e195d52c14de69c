//! Whether an execution that a schedule made still runs when its time has come.
//!
//! A tick makes the runs of a whole minute, and an execution may wait in a queue. Meanwhile its task can be
//! changed, and the process be down. So an execution of a schedule is compared with its task before its first
//! attempt.

use jiff::Timestamp;

use super::{is_due_at, is_late, runs};
use crate::{
    execution::{CancelReason, Execution, HoldKind, MadeUnder, State, TriggerKind},
    task::Task,
};

/// What becomes of an execution whose time has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Judgement {
    /// It runs as it was made.
    AsMade,
    /// It runs what its task is now.
    AsTheTaskIs,
    /// It does not run.
    Withdraw(CancelReason),
}

/// Judges `execution` of `task` at `now`.
///
/// One that no schedule made, and one that has begun, is only bound to the task's existence and to its
/// schedule's being in force. A run that has not begun
///
/// - is withdrawn if the schedule is another one by now that is not due at its time. A new schedule that is due
///   then needs the run, since there is one execution for each time;
/// - is withdrawn if it was made ahead, has become late ([`is_late`]) and is not among the runs that a tick for its
///   time would start now. A scheduler need not count from the same second as the schedule: its run then stands for
///   the time of the schedule before it. One that was deferred was not missed;
/// - is withdrawn if it was made ahead and a calendar of the schedule excludes its day by now, or did at the tick;
/// - is withdrawn in the same way if its schedule made it and a pause held it: what was due meanwhile is made up for as
///   the schedule's policy says of any time at which nothing was running;
/// - runs what the task is now, if the task was changed otherwise.
pub fn judge(task: &Task, execution: &Execution, now: Timestamp) -> Judgement {
    if task.deleted_at.is_some() {
        return Judgement::Withdraw(CancelReason::TaskDeleted);
    }
    let trigger = &execution.request.trigger;
    if !matches!(trigger.kind, TriggerKind::Schedule | TriggerKind::Reminder) {
        return Judgement::AsMade;
    }
    if task.completed_at.is_some() {
        return Judgement::Withdraw(CancelReason::TaskCompleted);
    }
    if task.paused {
        return Judgement::Withdraw(CancelReason::TaskPaused);
    }
    let (true, Some(made_under), Some(time)) =
        (execution.is_unbegun(), trigger.made_under, trigger.scheduled_for)
    else {
        return Judgement::AsMade;
    };
    let Some(schedule) = task.times() else { return Judgement::Withdraw(CancelReason::ScheduleChanged) };
    let current = MadeUnder::of(task);
    if made_under.schedule != current.schedule && !is_due_at(&schedule, task.created_at, time) {
        return Judgement::Withdraw(CancelReason::ScheduleChanged);
    }
    let is_ahead = execution.was_made_ahead() && schedule.calendars().next().is_some();
    if trigger.excluded.is_some() || is_ahead && schedule.excluded_at(time).is_some() {
        return Judgement::Withdraw(CancelReason::DayExcluded);
    }
    let is_caught_up = || {
        let counted = schedule.latest_until(time, task.created_at).unwrap_or(time);
        runs(&schedule, task.created_at, counted, now).contains(&counted)
    };
    let holds = &execution.progress.holds;
    let was_paused =
        trigger.kind == TriggerKind::Schedule && holds.iter().any(|held| held.kind == HoldKind::Paused);
    let is_missed = (was_paused || execution.was_made_ahead() && holds.is_empty())
        && is_late(&schedule, time, now)
        && !is_caught_up();
    if is_missed {
        return Judgement::Withdraw(CancelReason::Missed);
    }
    if made_under == current { Judgement::AsMade } else { Judgement::AsTheTaskIs }
}

/// Whether `other`, an execution of `task` that has not ended, still goes on at `now`, so that a run that is
/// due then overlaps with it. One that its own judgement withdraws goes nowhere, whoever is first to find out.
pub fn goes_on(task: &Task, other: &Execution, now: Timestamp) -> bool {
    match other.state() {
        // What was missed when it was claimed is about to be withdrawn; a call may be in flight for any other.
        State::Running { since, .. } => {
            judge(task, other, *since) != Judgement::Withdraw(CancelReason::Missed)
        }
        _ => !matches!(judge(task, other, now), Judgement::Withdraw(_)),
    }
}

#[cfg(test)]
mod tests;
