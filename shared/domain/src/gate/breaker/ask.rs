//! Decides whether calls may pass the breaker.

use std::time::Duration;

use beadle_values::{duration, id::ExecutionId};
use jiff::Timestamp;

use super::{BreakerState, Phase, drain};
use crate::{execution::HoldKind, gate::Places, policy::BreakerPolicy};

/// How long other calls wait while one call probes.
const WHILE_PROBED: Duration = Duration::from_secs(2);

/// A process's query to a breaker.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Query {
    /// One of the waiting executions; it probes the destination if a probe is due.
    pub execution: ExecutionId,
    /// The timeout of its call: the process reports the result of a probe within this time.
    pub timeout: Duration,
    /// How many calls wait in the process.
    pub calls: u32,
    /// How many places in the waiting line to assign to calls that may not pass.
    pub places: u32,
    /// How many calls a second pass the other gates of the config.
    pub pace: f64,
}

/// The answer of a breaker.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Answer {
    /// All calls pass; there is no need to ask for each of them.
    Free,
    /// A number of calls pass; the others get places in the waiting line.
    Paced {
        /// How many calls pass.
        admitted: u32,
        /// The places of the others.
        places: Option<Places>,
    },
    /// The named execution passes as the probe.
    Probe,
    /// No call passes.
    Shut {
        /// What blocks the calls: [`HoldKind::Breaker`] or [`HoldKind::Throttled`].
        kind: HoldKind,
        /// The approximate end of the block.
        until: Timestamp,
        /// The places of the waiting calls.
        places: Option<Places>,
    },
}

/// Answers `query` for the breaker `state` at `now`. Also returns the next state if it has to be written.
pub fn ask(
    state: &BreakerState,
    policy: Option<&BreakerPolicy>,
    now: Timestamp,
    query: &Query,
) -> (Option<BreakerState>, Answer) {
    let mut next = state.clone();
    next.seen = now.max(state.seen);
    let now = next.seen;
    if let Some(until) = next.throttle.map(|throttle| throttle.until).filter(|until| *until > now) {
        let places = next.behind(until, query);
        return (places.map(|_| next), Answer::Shut { kind: HoldKind::Throttled, until, places });
    }
    let Some(policy) = policy else { return (None, Answer::Free) };
    let mut changed = next.open_if_failing(policy);
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
            let granted = query.calls.min(allowed);
            next.phase = Phase::Draining { since, admitted: admitted.saturating_add(granted) };
            next.line = next.line.max(admitted.saturating_add(granted));
            let places = (granted < query.calls).then(|| next.line_up(policy, since, query.places)).flatten();
            changed |= granted > 0 || places.is_some();
            Answer::Paced { admitted: granted, places }
        }
        Phase::Open { until } | Phase::HalfOpen { until, .. } if until <= now => {
            let why = match next.phase {
                Phase::Open { .. } => "time to probe",
                _ => "the probe was lost",
            };
            let lapses = duration::after(now, query.timeout + WHILE_PROBED);
            next.go_to(Phase::HalfOpen { probe: query.execution, until: lapses }, why);
            changed = true;
            Answer::Probe
        }
        Phase::Open { until } => {
            let places = next.line_up(policy, until, query.places);
            changed |= places.is_some();
            Answer::Shut { kind: HoldKind::Breaker, until, places }
        }
        // The process repeats its query because it does not know whether its write succeeded.
        Phase::HalfOpen { probe, .. } if probe == query.execution => Answer::Probe,
        Phase::HalfOpen { .. } => {
            let until = duration::after(now, WHILE_PROBED);
            let places = next.line_up(policy, until, query.places);
            changed |= places.is_some();
            Answer::Shut { kind: HoldKind::Breaker, until, places }
        }
    };
    (changed.then_some(next), answer)
}

impl BreakerState {
    /// Assigns the next places in the line of a drain that begins at `start`.
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

    /// Assigns the next places after the time at which a throttled destination may be called again.
    fn behind(&mut self, until: Timestamp, query: &Query) -> Option<Places> {
        let throttle = self.throttle.as_mut()?;
        let from = throttle.line_until.map_or(until, |end| end.max(until));
        let places =
            (query.places > 0).then(|| Places::new(from, query.pace, query.places, query.pace / 4.0))?;
        if from == until {
            throttle.line = 0;
        }
        throttle.line = throttle.line.saturating_add(query.places);
        throttle.line_until = Some(places.end());
        Some(places)
    }
}
