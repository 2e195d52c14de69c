//! May calls go through?

use std::time::Duration;

use beadle_values::{duration, id::ExecutionId};
use jiff::Timestamp;

use super::{BreakerState, Phase, drain};
use crate::{execution::HoldKind, gate::Places, policy::BreakerPolicy};

/// How long those wait who come while one probes.
const WHILE_PROBED: Duration = Duration::from_secs(2);

/// What a process asks a breaker.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Asked {
    /// One of the executions that wait in it; it probes the destination if it is time to.
    pub execution: ExecutionId,
    /// How long its call may take: until then the process says what came of a probe.
    pub timeout: Duration,
    /// How many calls wait in it.
    pub calls: u32,
    /// How many places in line it would like for those that may not go.
    pub places: u32,
    /// How many calls a second go through the other gates of the config.
    pub pace: f64,
}

/// What a breaker says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Answer {
    /// Calls go through; no need to ask for each.
    Free,
    /// So many of the calls go through, and those without a place wait there.
    Paced {
        /// How many.
        admitted: u32,
        /// Where the others wait.
        places: Option<Places>,
    },
    /// The execution that was named goes through, as the probe.
    Probe,
    /// No call goes through.
    Shut {
        /// What shuts it: [`HoldKind::Breaker`] or [`HoldKind::Throttled`].
        kind: HoldKind,
        /// Until about when.
        until: Timestamp,
        /// Where the calls wait.
        places: Option<Places>,
    },
}

/// What the breaker `state` says to `asked` at `now`, and the breaker after it if it has to be written.
pub fn ask(
    state: &BreakerState,
    policy: Option<&BreakerPolicy>,
    now: Timestamp,
    asked: &Asked,
) -> (Option<BreakerState>, Answer) {
    let mut next = state.clone();
    next.seen = now.max(state.seen);
    let now = next.seen;
    if let Some(until) = next.throttle.map(|throttle| throttle.until).filter(|until| *until > now) {
        let places = next.behind(until, asked);
        return (places.map(|_| next), Answer::Shut { kind: HoldKind::Throttled, until, places });
    }
    let Some(policy) = policy else { return (None, Answer::Free) };
    let mut changed = next.judge(policy);
    if let Phase::Draining { since, .. } = next.phase
        && drain::is_over(policy, duration::between(since, now))
    {
        next.line = 0;
        next.go_to(Phase::Closed, "the destination keeps up");
        changed = true;
    }
    let answer = match next.phase {
        Phase::Closed => Answer::Free,
        Phase::Draining { since, admitted } => {
            let allowed = drain::allowed(policy, duration::between(since, now)).saturating_sub(admitted);
            let granted = asked.calls.min(allowed);
            next.phase = Phase::Draining { since, admitted: admitted.saturating_add(granted) };
            next.line = next.line.max(admitted.saturating_add(granted));
            let places = (granted < asked.calls).then(|| next.line_up(policy, since, asked.places)).flatten();
            changed |= granted > 0 || places.is_some();
            Answer::Paced { admitted: granted, places }
        }
        Phase::Open { until } | Phase::HalfOpen { until, .. } if until <= now => {
            let why = match next.phase {
                Phase::Open { .. } => "time to probe",
                _ => "the probe was lost",
            };
            let lapses = duration::after(now, asked.timeout + WHILE_PROBED);
            next.go_to(Phase::HalfOpen { probe: asked.execution, until: lapses }, why);
            changed = true;
            Answer::Probe
        }
        Phase::Open { until } => {
            let places = next.line_up(policy, until, asked.places);
            changed |= places.is_some();
            Answer::Shut { kind: HoldKind::Breaker, until, places }
        }
        // Its write was not known to have been done.
        Phase::HalfOpen { probe, .. } if probe == asked.execution => Answer::Probe,
        Phase::HalfOpen { .. } => {
            let until = duration::after(now, WHILE_PROBED);
            let places = next.line_up(policy, until, asked.places);
            changed |= places.is_some();
            Answer::Shut { kind: HoldKind::Breaker, until, places }
        }
    };
    (changed.then_some(next), answer)
}

impl BreakerState {
    /// The next places of the line of a drain that begins at `start`.
    fn line_up(&mut self, policy: &BreakerPolicy, start: Timestamp, count: u32) -> Option<Places> {
        let (first, end) = (self.line, self.line.saturating_add(count));
        if first == end {
            return None;
        }
        self.line = end;
        let (from, to) = (drain::reached(policy, first), drain::reached(policy, end));
        let pace = f64::from(count) / to.saturating_sub(from).as_secs_f64().max(0.001);
        Some(Places::new(duration::after(start, from), pace, count, pace / 4.0))
    }

    /// The next places behind the time at which a throttled destination may be called again.
    fn behind(&mut self, until: Timestamp, asked: &Asked) -> Option<Places> {
        let throttle = self.throttle.as_mut()?;
        let from = throttle.line_until.map_or(until, |end| end.max(until));
        let places =
            (asked.places > 0).then(|| Places::new(from, asked.pace, asked.places, asked.pace / 4.0))?;
        if from == until {
            throttle.line = 0;
        }
        throttle.line = throttle.line.saturating_add(asked.places);
        throttle.line_until = Some(places.end());
        Some(places)
    }
}
