//! Simulated attempts, which only take time.

use beadle_values::duration;
use jiff::Timestamp;

use super::{
    AttemptOutcome, Execution, Failure, FailureCode,
    conclude::Outcome,
    state::{Awaited, State},
};
use crate::spec::TaskSpec;

/// The outcome of the running attempt of a simulated task; `None` for any other task. Its time counts from
/// the attempt's first claim, so it does not start again when a runner dies; after it the attempt succeeds or
/// fails. The id determines all of it, so every runner gets the same outcome.
pub fn simulate(execution: &Execution) -> Option<Outcome> {
    let TaskSpec::Simulated(simulated) = &execution.request.spec else { return None };
    let State::Running { attempt, since, .. } = execution.state() else { return None };
    let (id, attempt) = (execution.id(), *attempt);
    if !execution.progress.has_waited() {
        let until = duration::after(begun(execution, attempt).unwrap_or(*since), simulated.time(id, attempt));
        return Some(Outcome::Waiting { until, what: Awaited::Time });
    }
    Some(if simulated.fails(id, attempt) {
        let failure =
            Failure::new(FailureCode::Simulated, "the simulated task failed, as it does now and then");
        Outcome::Failed { failure, answer: None }
    } else {
        Outcome::Succeeded { answer: None }
    })
}

/// When a runner that died began this attempt.
fn begun(execution: &Execution, attempt: u32) -> Option<Timestamp> {
    let vanished = |outcome| outcome == AttemptOutcome::Interrupted;
    let mut tries = execution.progress.attempts.iter();
    tries.find(|made| made.number == attempt && vanished(made.outcome)).map(|first| first.started_at)
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use rstest::rstest;
    use serde_json::json;

    use super::*;
    use crate::{
        execution::{CancelReason, Event, Status, conclude::conclude},
        policy::Milliseconds,
        spec::SimulatedSpec,
        specimen::{at, claimed, pending, request},
    };

    fn simulated(failure_rate: f64) -> Execution {
        let exactly = Some(Milliseconds(Duration::from_secs(200)));
        let spec = SimulatedSpec { min: exactly, max: exactly, failure_rate: Some(failure_rate) };
        let mut request = request(&json!({"url": "http://a.example"}));
        request.spec = TaskSpec::Simulated(spec);
        Execution::new(request, at(0))
    }

    fn settle(execution: &Execution, second: i64) -> Execution {
        let outcome = simulate(execution).unwrap();
        conclude(execution, outcome, &execution.request.policy, at(second), 0.5).unwrap()
    }

    #[rstest]
    #[case(0.0, Status::Completed)]
    #[case(1.0, Status::Failed)]
    fn a_simulated_attempt_waits_and_then_ends(#[case] failure_rate: f64, #[case] end: Status) {
        let waiting = settle(&claimed(&simulated(failure_rate), 10), 11);
        assert_eq!(*waiting.state(), State::Waiting { attempt: 1, until: at(210), what: Awaited::Time });
        let ended = settle(&claimed(&waiting, 210), 211);
        assert_eq!(ended.status(), end, "and is not tried again, although the policy would allow it");
        let [attempt] = &ended.progress.attempts[..] else { panic!("{:?}", ended.progress.attempts) };
        assert_eq!((attempt.started_at, attempt.duration_ms), (at(10), 201_000));
    }

    #[test]
    fn time_is_not_lost_when_a_runner_dies() {
        let vanished = claimed(&simulated(0.0), 10);
        let taken_over = claimed(&vanished, 70);
        assert_eq!(settle(&taken_over, 71).state().due(), Some(at(210)));
        let waiting = settle(&taken_over, 71);
        let vanished_again = claimed(&waiting, 210);
        let taken_over_again = claimed(&vanished_again, 270);
        assert_eq!(settle(&taken_over_again, 271).status(), Status::Completed, "it waits once");
    }

    #[test]
    fn other_task_types_are_not_simulated() {
        assert_eq!(simulate(&claimed(&pending(), 0)), None);
        let cancelled =
            simulated(0.0).apply(Event::Cancel { reason: CancelReason::Requested }, at(0)).unwrap();
        assert_eq!(simulate(&cancelled), None);
    }
}
