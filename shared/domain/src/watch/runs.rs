//! Whether the runs of a schedule started in time.
//!
//! A run is judged once for each deadline: its time and the allowance of the deadline. It is judged by when it started,
//! not by when somebody looked, so that a watchdog that comes late judges as one that comes in time.

use std::time::Duration;

use beadle_schedule::Schedule;
use beadle_values::{duration, names};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    execution::{CancelReason, Execution, State, Status},
    task::Task,
};

/// The most runs that are judged at once for each deadline; the next look goes on from there.
pub const MAX_JUDGED: usize = 50;

/// How long after its time a run may start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RunDeadlines {
    /// Before it is late.
    pub late: Option<Duration>,
    /// Before it is missed.
    pub missed: Option<Duration>,
}

/// What was judged of the runs of a schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunWatch {
    /// The version of the schedule whose runs they are.
    pub schedule_version: u64,
    /// Runs up to this time are judged as late or not.
    pub late_until: Timestamp,
    /// Runs up to this time are judged as missed or not.
    pub missed_until: Timestamp,
}

names! {
    /// Why a run did not start in time.
    pub enum MissedBecause {
        /// There is no execution: its tick did not come, came too late, or the overlap policy skipped it.
        NotCreated = "not_created",
        /// Its execution had not started.
        NotStarted = "not_started",
        /// Its execution started, but later.
        StartedLate = "started_late",
        /// Its execution was skipped.
        Skipped = "skipped",
    }
}

impl MissedBecause {
    /// The reason in words.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::NotCreated => {
                "there is no execution: its tick did not come in time, or the overlap policy skipped it"
            }
            Self::NotStarted => "its execution had not started",
            Self::StartedLate => "its execution started later",
            Self::Skipped => "its execution was skipped",
        }
    }
}

impl RunDeadlines {
    /// The deadlines of the runs of `task`; `None` if it has no active schedule, or nobody wants to know.
    pub fn of(task: &Task) -> Option<Self> {
        let (schedule, notify) = (task.schedule.as_ref()?, task.notify.as_ref()?);
        if !task.is_armed() {
            return None;
        }
        // A schedule with jitter starts a run at any time in its window.
        let window = schedule.flexible_window_minutes().map_or(0, |minutes| u64::from(minutes) * 60);
        let with_window = |allowed: Duration| allowed.saturating_add(Duration::from_secs(window));
        let late = notify.late_after().map(with_window);
        let missed = notify.missed_after().map(with_window);
        (late.is_some() || missed.is_some()).then_some(Self { late, missed })
    }
}

impl RunWatch {
    /// The watch over the runs of `task` after `time`.
    pub fn from(task: &Task, time: Timestamp) -> Self {
        Self { schedule_version: task.schedule_version, late_until: time, missed_until: time }
    }

    /// The same for the schedule that `task` has now: a changed one counts from its change.
    #[must_use]
    pub fn over(self, task: &Task) -> Self {
        if self.schedule_version == task.schedule_version {
            self
        } else {
            Self::from(task, task.here_since())
        }
    }

    /// When the next run is to be judged.
    pub fn due(&self, schedule: &Schedule, anchor: Timestamp, deadlines: RunDeadlines) -> Option<Timestamp> {
        let next = |until: Timestamp, allowed: Option<Duration>| {
            let run = schedule.next_after(until, anchor)?;
            Some(duration::after(run, allowed?))
        };
        let [late, missed] =
            [next(self.late_until, deadlines.late), next(self.missed_until, deadlines.missed)];
        late.into_iter().chain(missed).min()
    }
}

/// The runs after `until` whose deadline has passed at `now`, at most [`MAX_JUDGED`], earliest first.
pub fn overdue(
    schedule: &Schedule,
    anchor: Timestamp,
    until: Timestamp,
    allowed: Duration,
    now: Timestamp,
) -> Vec<Timestamp> {
    let runs = schedule.occurrences(until, anchor);
    runs.map(|run| run.at).take_while(|run| duration::after(*run, allowed) <= now).take(MAX_JUDGED).collect()
}

/// Why the run whose execution this is had not started by `deadline`; `None` if it had, or if it was not to start: somebody
/// cancelled it, its task was paused or changed, or a pause of its config, its owner or everything holds it.
pub fn judge(execution: Option<&Execution>, deadline: Timestamp) -> Option<MissedBecause> {
    let Some(execution) = execution else { return Some(MissedBecause::NotCreated) };
    match execution.progress.started_at() {
        Some(started) if started <= deadline => return None,
        Some(_) => return Some(MissedBecause::StartedLate),
        None => {}
    }
    if matches!(execution.state(), State::Deferred { hold, .. } if hold.is_pause()) {
        return None;
    }
    match execution.status() {
        Status::Completed => None,
        Status::Cancelled => match execution.progress.state.cancel_reason() {
            Some(
                CancelReason::Missed
                | CancelReason::Overlap
                | CancelReason::DependencyFailed
                | CancelReason::DependenciesUnmet,
            ) => Some(MissedBecause::Skipped),
            _ => None,
        },
        _ => Some(MissedBecause::NotStarted),
    }
}

#[cfg(test)]
mod tests {
    use beadle_values::violation::Path;
    use rstest::rstest;
    use serde_json::json;

    use super::*;
    use crate::{
        execution::{Event, Hold, HoldKind},
        specimen::{self, at},
        task::Notify,
    };

    fn every_minute(notify: serde_json::Value) -> Task {
        Task {
            schedule: Schedule::from_phrase("every 1 minute").unwrap(),
            notify: Some(Notify::parse(&notify, &Path::body()).unwrap()),
            ..specimen::task(0, &[])
        }
    }

    #[test]
    fn a_watch_is_due_when_the_first_deadline_of_a_run_passes() {
        let task = every_minute(
            json!({"on": ["late", "missed"], "late_after": "5s", "grace": "90s", "event": true}),
        );
        let deadlines = RunDeadlines::of(&task).unwrap();
        let schedule = task.schedule.as_ref().unwrap();
        let watch = RunWatch::from(&task, at(0));
        assert_eq!(watch.due(schedule, at(0), deadlines), Some(at(65)));
        let late = RunWatch { late_until: at(120), ..watch };
        assert_eq!(late.due(schedule, at(0), deadlines), Some(at(150)), "the run of 60 may still be missed");
        assert_eq!(
            overdue(schedule, at(0), at(0), Duration::from_secs(5), at(185)),
            [at(60), at(120), at(180)]
        );
        assert_eq!(overdue(schedule, at(0), at(0), Duration::ZERO, at(1_000_000)).len(), MAX_JUDGED);
    }

    #[rstest]
    #[case(|task: &mut Task| task.paused = true)]
    #[case(|task: &mut Task| task.schedule = None)]
    #[case(|task: &mut Task| task.deleted_at = Some(at(1)))]
    #[case(|task: &mut Task| task.notify = None)]
    fn what_does_not_run_by_itself_is_not_watched(#[case] change: fn(&mut Task)) {
        let mut task = every_minute(json!({"on": ["missed"], "event": true}));
        assert!(RunDeadlines::of(&task).is_some());
        change(&mut task);
        assert_eq!(RunDeadlines::of(&task), None);
    }

    #[test]
    fn a_changed_schedule_counts_from_its_change() {
        let task = every_minute(json!({"on": ["missed"], "event": true}));
        let watch = RunWatch::from(&task, at(60));
        assert_eq!(watch.clone().over(&Task { updated_at: at(600), ..task.clone() }), watch);
        let changed = Task { schedule_version: 2, updated_at: at(600), ..task };
        assert_eq!(watch.over(&changed), RunWatch::from(&changed, at(600)));
    }

    #[test]
    fn a_run_is_judged_by_when_it_started() {
        let pending = specimen::pending();
        let started = specimen::claimed(&pending, 70);
        let done = started.apply(Event::Succeed { answer: None }, at(75)).unwrap();
        let cancelled = |reason| pending.apply(Event::Cancel { reason }, at(3)).unwrap();
        let claimed = specimen::claimed(&pending, 1);
        let deferred = specimen::deferred(&claimed, 2, 500);
        let hold = Hold::new(HoldKind::Paused, "maintenance");
        let paused = claimed.apply(Event::Defer { due: at(500), hold }, at(2)).unwrap();
        for (execution, deadline, expected) in [
            (None, 60, Some(MissedBecause::NotCreated)),
            (Some(&pending), 60, Some(MissedBecause::NotStarted)),
            (Some(&started), 69, Some(MissedBecause::StartedLate)),
            (Some(&started), 70, None),
            (Some(&done), 69, Some(MissedBecause::StartedLate)),
            (Some(&done), 70, None),
            (Some(&deferred), 60, Some(MissedBecause::NotStarted)),
            (Some(&paused), 60, None),
            (Some(&cancelled(CancelReason::Requested)), 60, None),
            (Some(&cancelled(CancelReason::TaskPaused)), 60, None),
            (Some(&cancelled(CancelReason::Overlap)), 60, Some(MissedBecause::Skipped)),
        ] {
            assert_eq!(judge(execution, at(deadline)), expected, "{execution:?} {deadline}");
        }
    }
}
