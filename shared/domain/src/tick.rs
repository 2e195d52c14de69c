//! Ticks of the scheduler. What a tick means is decided here; the application layer acts on it.

mod judgement;
mod payload;

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use beadle_schedule::{CatchUp, Overlap, Schedule};
use beadle_values::{duration, id::TaskId};

pub use self::{
    judgement::{Judgement, goes_on, judge},
    payload::PayloadError,
};

/// A tick that arrives later than this is late, and the catch-up policy decides. EventBridge Scheduler is
/// precise to the minute.
pub const GRACE: Duration = Duration::from_secs(60);

/// A message of the scheduler that a task is due. At least one arrives for each time of the schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tick {
    /// The task.
    pub task_id: TaskId,
    /// The version of the schedule that sent it. If it differs from the task's, the tick is outdated.
    pub schedule_version: u64,
    /// The scheduled time; `None` if the scheduler did not send it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheduled_time: Option<Timestamp>,
}

impl Tick {
    /// The time that it is for: its scheduled time, or the minute in which it arrived.
    pub fn time(&self, arrived: Timestamp) -> Timestamp {
        self.scheduled_time.unwrap_or_else(|| minute_of(arrived))
    }
}

/// The minute of `now`: the scheduled time of a tick without one.
pub fn minute_of(now: Timestamp) -> Timestamp {
    Timestamp::from_second(now.as_second().div_euclid(60) * 60).unwrap_or(now)
}

/// Whether a tick for `time` that is handled at `now` is late. A schedule with jitter may tick at any time in
/// its window.
pub fn is_late(schedule: &Schedule, time: Timestamp, now: Timestamp) -> bool {
    let window = schedule.flexible_window_minutes().map_or(0, |minutes| u64::from(minutes) * 60);
    duration::between(time, now) > GRACE + Duration::from_secs(window)
}

/// Whether `schedule` is due at `time`.
pub fn is_due_at(schedule: &Schedule, anchor: Timestamp, time: Timestamp) -> bool {
    schedule.next_after(just_before(time), anchor) == Some(time)
}

/// The times to run for when the tick for `time` is handled at `now`, in ascending order; times after `now`
/// are in the future. There may be none: Scheduler ticks more often than some schedules are due.
///
/// A late tick covers every run that the catch-up policy catches up since its time, so that ticks that all
/// arrive late still lead to runs. If several runs are due already and the policies want no more than one,
/// only the last one remains: the earlier ones are missed, or would overlap with it.
pub fn runs(schedule: &Schedule, anchor: Timestamp, time: Timestamp, now: Timestamp) -> Vec<Timestamp> {
    let mut runs: Vec<Timestamp> = if is_late(schedule, time, now) {
        schedule.missed(just_before(time), now, anchor)
    } else {
        schedule.due_at_tick(time, anchor)
    };
    let one_at_most = matches!(schedule.overlap(), Overlap::Skip | Overlap::CancelRunning)
        || !matches!(schedule.catch_up(), CatchUp::All(_));
    if one_at_most {
        let due = runs.partition_point(|run| *run <= now);
        runs.drain(..due.saturating_sub(1));
    }
    runs
}

fn just_before(time: Timestamp) -> Timestamp {
    time.checked_sub(SignedDuration::from_nanos(1)).unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    /// 2027-03-01T12:00:00Z, and `seconds` after it.
    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_803_902_400 + seconds).unwrap()
    }

    fn schedule(text: &str, overlap: Overlap, catch_up: CatchUp) -> Schedule {
        Schedule::from_phrase(text).unwrap().unwrap().with_overlap(overlap).with_catch_up(catch_up)
    }

    const HOUR: CatchUp = CatchUp::All(Duration::from_secs(3_600));

    #[rstest]
    // On time: its own run, whatever the policy.
    #[case("every 1 minute", Overlap::Allow, CatchUp::None, 0, 3, &[0])]
    #[case("every 1 minute", Overlap::Allow, CatchUp::None, 0, 60, &[0])]
    #[case("every 1 minute", Overlap::Skip, CatchUp::Latest, 0, 0, &[0])]
    // Late.
    #[case("every 1 minute", Overlap::Allow, CatchUp::None, 0, 61, &[])]
    #[case("every 1 minute", Overlap::Allow, CatchUp::Latest, 0, 61, &[60])]
    #[case("every 1 minute", Overlap::Allow, CatchUp::Latest, 0, 239, &[180])]
    #[case("every 1 minute", Overlap::Allow, HOUR, 0, 239, &[0, 60, 120, 180])]
    #[case("every 1 minute", Overlap::Queue, HOUR, 0, 150, &[0, 60, 120])]
    #[case("every 1 minute", Overlap::Skip, HOUR, 0, 239, &[180])]
    #[case("every 1 minute", Overlap::CancelRunning, HOUR, 0, 239, &[180])]
    #[case("every 1 hour", Overlap::Allow, CatchUp::Latest, 0, 3_599, &[0])]
    #[case("every 1 hour", Overlap::Allow, HOUR, 0, 3_601, &[3_600])]
    // Two times in one schedule: Scheduler ticks at some that are neither.
    #[case("daily at 12:00 and 13:30", Overlap::Allow, CatchUp::Latest, 0, 1, &[0])]
    #[case("daily at 12:00 and 13:30", Overlap::Allow, CatchUp::Latest, 1_800, 1_801, &[])]
    #[case("daily at 12:00 and 13:30", Overlap::Allow, HOUR, 3_600, 5_460, &[5_400])]
    // Below a minute: one tick, several runs.
    #[case("every 20 seconds", Overlap::Allow, CatchUp::Latest, 0, 1, &[0, 20, 40])]
    #[case("every 20 seconds", Overlap::Allow, CatchUp::Latest, 0, 25, &[20, 40])]
    #[case("every 20 seconds", Overlap::Allow, CatchUp::None, 0, 45, &[40])]
    #[case("every 20 seconds", Overlap::Allow, HOUR, 0, 45, &[0, 20, 40])]
    #[case("every 20 seconds", Overlap::Skip, HOUR, 0, 25, &[20, 40])]
    #[case("every 20 seconds", Overlap::Allow, CatchUp::Latest, 0, 75, &[60])]
    fn ticks_map_to_run_times(
        #[case] text: &str,
        #[case] overlap: Overlap,
        #[case] catch_up: CatchUp,
        #[case] time: i64,
        #[case] now: i64,
        #[case] expected: &[i64],
    ) {
        let runs = runs(&schedule(text, overlap, catch_up), at(0), at(time), at(now));
        assert_eq!(runs, expected.iter().copied().map(at).collect::<Vec<_>>());
    }

    #[test]
    fn a_tick_within_the_jitter_window_is_not_late() {
        let value = serde_json::json!({"every": "1 hour", "jitter": "10m", "catch_up": "none"});
        let schedule = Schedule::parse(&value, &beadle_values::violation::Path::body()).unwrap().unwrap();
        assert_eq!(runs(&schedule, at(0), at(0), at(11 * 60)), [at(0)]);
        assert_eq!(runs(&schedule, at(0), at(0), at(11 * 60 + 1)), []);
    }

    #[test]
    fn nothing_runs_after_the_end() {
        let value = serde_json::json!({"every": "20 seconds", "end": at(30).to_string()});
        let schedule = Schedule::parse(&value, &beadle_values::violation::Path::body()).unwrap().unwrap();
        assert_eq!(runs(&schedule, at(0), at(0), at(0)), [at(0), at(20)]);
    }

    #[test]
    fn a_tick_without_a_time_uses_its_minute() {
        assert_eq!(minute_of(at(59)), at(0));
        assert_eq!(minute_of(at(60)), at(60));
    }
}
