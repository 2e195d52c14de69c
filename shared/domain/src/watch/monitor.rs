//! Whether the pings of a monitor come in time.

use beadle_values::{duration, names};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::{
    spec::MonitorSpec,
    task::{Occasion, Task},
};

/// The most changes of a monitor that wait to be reported. A monitor that changes more often before anybody looks reports
/// the first of them, and its condition stays exact.
const MAX_TURNS: usize = 16;

/// What a ping says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ping {
    /// The job has begun.
    Start,
    /// The job has completed.
    Success,
    /// The job has failed, with this exit code if it gave one.
    Fail(Option<u8>),
}

names! {
    /// The condition of a monitor.
    pub enum MonitorCondition {
        /// The last ping was a success, and the next one is not overdue; or none is overdue yet.
        Up = "up",
        /// A ping is missing.
        Missing = "missing",
        /// The last ping was a failure.
        Failing = "failing",
    }
}

/// A change of a monitor's condition that is to be reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Turn {
    /// What it is reported as.
    pub occasion: Occasion,
    /// When it happened.
    pub at: Timestamp,
}

/// What was seen of a monitor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MonitorWatch {
    /// The version of its task's schedule: pausing and resuming changes it.
    pub schedule_version: u64,
    /// The time after which the next ping is expected: of the last one that ended a run, or of the monitor itself.
    pub since: Timestamp,
    /// Its condition.
    pub condition: MonitorCondition,
    /// When the last ping of any kind came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_ping_at: Option<Timestamp>,
    /// When the last success came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_success_at: Option<Timestamp>,
    /// When the run that goes on began.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Timestamp>,
    /// How long the last run took that said when it began, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_duration_ms: Option<u64>,
    /// The exit code of the last failure, if it gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit_code: Option<u8>,
    /// The number of pings.
    #[serde(default)]
    pub pings: u64,
    /// What is to be reported, earliest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub turns: Vec<Turn>,
}

impl MonitorWatch {
    /// The watch over `task`, whose first ping is expected after `time`.
    pub fn from(task: &Task, time: Timestamp) -> Self {
        Self {
            schedule_version: task.schedule_version,
            since: time,
            condition: MonitorCondition::Up,
            last_ping_at: None,
            last_success_at: None,
            started_at: None,
            last_duration_ms: None,
            exit_code: None,
            pings: 0,
            turns: Vec::new(),
        }
    }

    /// The same for `task` as it is now: one that was resumed expects its next ping from then on.
    #[must_use]
    pub fn over(self, task: &Task) -> Self {
        if self.schedule_version == task.schedule_version {
            return self;
        }
        Self { schedule_version: task.schedule_version, since: self.since.max(task.here_since()), ..self }
    }

    /// When the next ping is expected; `None` after the last time of a schedule.
    pub fn expected(&self, spec: &MonitorSpec, anchor: Timestamp) -> Option<Timestamp> {
        match (&spec.schedule, spec.period) {
            (Some(schedule), _) => schedule.next_after(self.since, anchor),
            (None, Some(period)) => Some(duration::after(self.since, period.0)),
            (None, None) => None,
        }
    }

    /// When the ping that is expected next is missing; `None` if one is missing already.
    pub fn deadline(&self, spec: &MonitorSpec, anchor: Timestamp) -> Option<Timestamp> {
        let expected = self.expected(spec, anchor).filter(|_| self.condition != MonitorCondition::Missing)?;
        Some(duration::after(expected, spec.grace.0))
    }

    /// When to look at it next: at once if there is something to report.
    pub fn due(&self, spec: &MonitorSpec, anchor: Timestamp) -> Option<Timestamp> {
        self.turns.first().map(|turn| turn.at).or_else(|| self.deadline(spec, anchor))
    }

    /// The same after the ping `ping` at `now`.
    #[must_use]
    pub fn pinged(mut self, ping: Ping, now: Timestamp) -> Self {
        self.pings = self.pings.saturating_add(1);
        self.last_ping_at = self.last_ping_at.max(Some(now));
        let (condition, occasion) = match ping {
            Ping::Start => {
                self.started_at = Some(now);
                return self;
            }
            Ping::Success => (MonitorCondition::Up, Occasion::Recovered),
            Ping::Fail(_) => (MonitorCondition::Failing, Occasion::Failed),
        };
        if let Some(started) = self.started_at.take() {
            self.last_duration_ms = Some(duration::millis(duration::between(started, now)));
        }
        self.exit_code = match ping {
            Ping::Fail(exit_code) => exit_code,
            Ping::Start | Ping::Success => None,
        };
        if ping == Ping::Success {
            self.last_success_at = self.last_success_at.max(Some(now));
        }
        self.since = self.since.max(now);
        self.turn(condition, occasion, now)
    }

    /// The same as seen at `now`: missing if a ping is overdue.
    #[must_use]
    pub fn looked_at(self, spec: &MonitorSpec, anchor: Timestamp, now: Timestamp) -> Self {
        match self.deadline(spec, anchor) {
            Some(deadline) if deadline <= now => {
                self.turn(MonitorCondition::Missing, Occasion::Missed, deadline)
            }
            _ => self,
        }
    }

    fn turn(mut self, condition: MonitorCondition, occasion: Occasion, at: Timestamp) -> Self {
        if self.condition != condition && self.turns.len() < MAX_TURNS {
            self.turns.push(Turn { occasion, at });
        }
        Self { condition, ..self }
    }
}

#[cfg(test)]
mod tests {
    use beadle_values::{body::Body, violation::Path};
    use rstest::rstest;
    use serde_json::{Value, json};

    use super::*;
    use crate::specimen::{self, at};

    fn spec(config: Value) -> MonitorSpec {
        MonitorSpec::parse_beside(config.as_object().unwrap(), &[], &Path::body()).unwrap()
    }

    fn new() -> MonitorWatch {
        MonitorWatch::from(&specimen::task(0, &[]), at(0))
    }

    fn minutely() -> MonitorSpec {
        spec(json!({"period": "1m", "grace": "10s"}))
    }

    fn told(watch: &MonitorWatch) -> Vec<(Occasion, i64)> {
        watch.turns.iter().map(|turn| (turn.occasion, turn.at.as_second())).collect()
    }

    #[test]
    fn a_missing_ping_and_the_recovery_are_told_once() {
        let spec = minutely();
        let watch = new().pinged(Ping::Success, at(30));
        assert_eq!((watch.due(&spec, at(0)), told(&watch)), (Some(at(100)), vec![]));
        assert_eq!(watch.clone().looked_at(&spec, at(0), at(99)), watch);
        let missing = watch.looked_at(&spec, at(0), at(400));
        assert_eq!(told(&missing), [(Occasion::Missed, 100)], "it is told for when it became missing");
        let again = missing.clone().looked_at(&spec, at(0), at(4_000));
        assert_eq!(again, missing, "one that is missing stays so");
        assert_eq!(MonitorWatch { turns: vec![], ..again }.due(&spec, at(0)), None);
        let back = missing.pinged(Ping::Success, at(500)).pinged(Ping::Success, at(510));
        assert_eq!(told(&back), [(Occasion::Missed, 100), (Occasion::Recovered, 500)]);
        assert_eq!((back.condition, back.pings), (MonitorCondition::Up, 3));
        assert_eq!(back.due(&spec, at(0)), Some(at(100)), "what is to be told is due at once");
    }

    #[test]
    fn a_monitor_that_is_never_pinged_is_missing_too() {
        let watch = new().looked_at(&minutely(), at(0), at(70));
        assert_eq!(told(&watch), [(Occasion::Missed, 70)]);
    }

    #[test]
    fn a_failure_is_told_and_so_is_silence_after_it() {
        let spec = minutely();
        let failing = new().pinged(Ping::Fail(Some(3)), at(10)).pinged(Ping::Fail(None), at(20));
        assert_eq!((told(&failing), failing.exit_code), (vec![(Occasion::Failed, 10)], None));
        let missing = failing.looked_at(&spec, at(0), at(90));
        assert_eq!(told(&missing), [(Occasion::Failed, 10), (Occasion::Missed, 90)]);
        assert_eq!(missing.pinged(Ping::Fail(None), at(100)).turns.len(), 3);
    }

    #[test]
    fn a_start_is_no_success_and_tells_how_long_a_run_took() {
        let started = new().pinged(Ping::Start, at(50));
        assert_eq!(started.deadline(&minutely(), at(0)), Some(at(70)));
        let done = started.pinged(Ping::Success, at(65));
        assert_eq!((done.last_duration_ms, done.started_at), (Some(15_000), None));
    }

    #[test]
    fn a_schedule_says_when_pings_are_expected() {
        let spec = spec(json!({"schedule": "every 1 hour", "grace": "5m"}));
        assert_eq!(new().deadline(&spec, at(0)), Some(at(3_900)));
        assert_eq!(new().pinged(Ping::Success, at(3_650)).deadline(&spec, at(0)), Some(at(7_500)));
    }

    #[test]
    fn one_that_was_resumed_expects_its_ping_from_then_on() {
        let resumed = Task { schedule_version: 3, updated_at: at(900), ..specimen::task(0, &[]) };
        assert_eq!(new().over(&resumed).since, at(900));
        assert_eq!(new().over(&specimen::task(0, &[])), new());
    }

    #[rstest]
    #[case(20)]
    #[case(40)]
    fn what_waits_to_be_told_is_bounded(#[case] pings: i64) {
        let watch = (0..pings).fold(new(), |watch, second| {
            let ping = if second % 2 == 0 { Ping::Fail(None) } else { Ping::Success };
            watch.pinged(ping, at(second))
        });
        assert_eq!((watch.turns.len(), watch.condition), (MAX_TURNS, MonitorCondition::Up));
    }
}
