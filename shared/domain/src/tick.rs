//! A tick: the scheduler says that it is time for a task. What it stands for is decided here; what is done about it, in
//! the application layer.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use beadle_schedule::{CatchUp, Overlap, Schedule};
use beadle_values::{duration, id::TaskId};

/// A tick that comes later than this is late, and the catch-up policy decides. EventBridge Scheduler is precise to the
/// minute.
pub const GRACE: Duration = Duration::from_secs(60);

/// The scheduler's word that it is time for a task. At least one comes for each time of the schedule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tick {
    /// The task.
    pub task_id: TaskId,
    /// The version of the schedule it was armed with; another one than the task's is out of date.
    pub schedule_version: u64,
    /// The time of the schedule. `None` where the scheduler did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scheduled_time: Option<Timestamp>,
}

/// The minute that `now` lies in: what a tick stands for that does not say its time.
pub fn minute_of(now: Timestamp) -> Timestamp {
    Timestamp::from_second(now.as_second().div_euclid(60) * 60).unwrap_or(now)
}

/// Whether a tick for `time` that is handled at `now` is late. A schedule with jitter may tick at any time of its window.
pub fn is_late(schedule: &Schedule, time: Timestamp, now: Timestamp) -> bool {
    let window = schedule.flexible_window_minutes().map_or(0, |minutes| u64::from(minutes) * 60);
    duration::between(time, now) > GRACE + Duration::from_secs(window)
}

/// Whether `schedule` is due at `time`.
pub fn is_due_at(schedule: &Schedule, anchor: Timestamp, time: Timestamp) -> bool {
    schedule.next_after(just_before(time), anchor) == Some(time)
}

/// The times to run for when the tick for `time` is handled at `now`, earliest first; those after `now` are yet to come.
///
/// A late tick stands for whatever the catch-up policy makes up for since its time, so that ticks that all come late
/// still lead to runs. Of several runs that are due already, only the last one is left where the policies want no more
/// than one: those before it are missed, or would overlap with it.
pub fn runs(schedule: &Schedule, anchor: Timestamp, time: Timestamp, now: Timestamp) -> Vec<Timestamp> {
    let mut runs: Vec<Timestamp> = if is_late(schedule, time, now) {
        schedule.missed(just_before(time), now, anchor)
    } else {
        let offsets = schedule.fan_out().into_iter().map(|offset| duration::after(time, offset));
        offsets.filter(|run| schedule.end().is_none_or(|end| *run <= end)).collect()
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
    // In time: its own run, whatever the policy.
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
    // Below a minute: one tick, several runs.
    #[case("every 20 seconds", Overlap::Allow, CatchUp::Latest, 0, 1, &[0, 20, 40])]
    #[case("every 20 seconds", Overlap::Allow, CatchUp::Latest, 0, 25, &[20, 40])]
    #[case("every 20 seconds", Overlap::Allow, CatchUp::None, 0, 45, &[40])]
    #[case("every 20 seconds", Overlap::Allow, HOUR, 0, 45, &[0, 20, 40])]
    #[case("every 20 seconds", Overlap::Skip, HOUR, 0, 25, &[20, 40])]
    #[case("every 20 seconds", Overlap::Allow, CatchUp::Latest, 0, 75, &[60])]
    fn what_a_tick_stands_for(
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
    fn jitter_is_no_lateness() {
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
    fn a_tick_without_a_time_stands_for_its_minute() {
        assert_eq!(minute_of(at(59)), at(0));
        assert_eq!(minute_of(at(60)), at(60));
    }
}
