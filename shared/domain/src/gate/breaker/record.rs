//! Records the results of calls.

use beadle_values::{duration, id::ExecutionId};
use jiff::Timestamp;

use super::{BreakerState, GRACE, PARTS, Phase, before};
use crate::{gate::tick::Ticks, policy::BreakerPolicy};

/// The results of a process's calls since its last report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// Calls that showed the destination to be healthy.
    pub ok: u32,
    /// Calls that showed it to be unhealthy.
    pub failed: u32,
}

/// The results that a process has counted and not reported yet. Those older than the breaker's window are
/// dropped.
#[derive(Debug, Clone, Default)]
pub struct Tally {
    ok: Option<Ticks>,
    failed: Option<Ticks>,
}

impl Tally {
    /// Counts a call that ended at `now`.
    pub fn count(&mut self, policy: &BreakerPolicy, now: Timestamp, healthy: bool) {
        let ticks = if healthy { &mut self.ok } else { &mut self.failed };
        add(ticks, policy, now, 1);
    }

    /// The results counted in the window before `now`.
    pub fn outcomes(&self, policy: &BreakerPolicy, now: Timestamp) -> Outcomes {
        Outcomes { ok: recent(&self.ok, policy, now), failed: recent(&self.failed, policy, now) }
    }
}

/// Records `outcomes` at `now`. Returns the next state if it has to be written.
pub fn record(
    state: &BreakerState,
    policy: &BreakerPolicy,
    now: Timestamp,
    outcomes: Outcomes,
) -> Option<BreakerState> {
    let counts = matches!(state.phase, Phase::Closed | Phase::Draining { .. });
    if !counts || outcomes.ok == 0 && outcomes.failed == 0 {
        return None;
    }
    if outcomes.failed == 0 && !state.is_suspect(policy, now) {
        return None;
    }
    let mut next = state.clone();
    next.seen = now.max(state.seen);
    next.count(policy, outcomes);
    next.open_if_failing(policy);
    Some(next)
}

/// Records the result of the probe `execution`: the destination is healthy or not, or the call was not made
/// (`None`). Returns `None` if the execution is no longer the probe.
pub fn conclude_probe(
    state: &BreakerState,
    policy: &BreakerPolicy,
    now: Timestamp,
    execution: ExecutionId,
    healthy: Option<bool>,
) -> Option<BreakerState> {
    let Phase::HalfOpen { probe, .. } = state.phase else { return None };
    if probe != execution {
        return None;
    }
    let mut next = state.clone();
    next.seen = now.max(state.seen);
    let now = next.seen;
    match healthy {
        Some(true) => {
            next.clear_outcomes();
            next.go_to(Phase::Draining { since: now, admitted: 0 }, "the probe succeeded");
        }
        Some(false) => {
            next.line = 0;
            next.go_to(Phase::Open { until: duration::after(now, policy.open_for) }, "the probe failed");
        }
        None => next.go_to(Phase::Open { until: now }, "the probe was not sent"),
    }
    Some(next)
}

/// Resets the breaker on behalf of an operator: it is closed, without any failures or throttling.
pub fn reset(state: &BreakerState, now: Timestamp) -> BreakerState {
    let mut next = state.clone();
    next.seen = now.max(state.seen);
    next.clear_outcomes();
    next.line = 0;
    next.throttle = None;
    if next.phase != Phase::Closed {
        next.go_to(Phase::Closed, "reset by an operator");
    }
    next
}

impl BreakerState {
    fn count(&mut self, policy: &BreakerPolicy, outcomes: Outcomes) {
        add(&mut self.ok, policy, self.seen, outcomes.ok);
        add(&mut self.failed, policy, self.seen, outcomes.failed);
        self.streak = if outcomes.ok > 0 { 0 } else { self.streak.saturating_add(outcomes.failed) };
        let now = self.seen;
        self.suspect_since = self.failed.as_ref().map(|_| self.suspect_since.unwrap_or(now));
    }

    /// Opens the breaker if too many calls in its window failed; returns whether it did.
    pub(super) fn open_if_failing(&mut self, policy: &BreakerPolicy) -> bool {
        let now = self.seen;
        let in_time = match self.phase {
            Phase::Closed => self.suspect_since.is_some_and(|since| duration::between(since, now) >= GRACE),
            Phase::Draining { .. } => true,
            Phase::Open { .. } | Phase::HalfOpen { .. } => false,
        };
        if !in_time {
            return false;
        }
        let (ok, failed) = (recent(&self.ok, policy, now), recent(&self.failed, policy, now));
        let calls = ok.saturating_add(failed);
        let too_many = f64::from(failed) >= policy.failure_rate * f64::from(calls);
        // A run of failures reveals an outage long before the failures outweigh the successes in a long
        // window.
        let in_a_row = self.streak.min(failed);
        let why = if in_a_row >= policy.minimum {
            format!("the last {in_a_row} calls failed")
        } else if failed > 0 && calls >= policy.minimum && too_many {
            format!("{failed} of {calls} calls failed")
        } else {
            return false;
        };
        self.clear_outcomes();
        self.line = 0;
        let until = duration::after(now, policy.open_for);
        self.go_to(Phase::Open { until }, why);
        true
    }
}

fn add(counted: &mut Option<Ticks>, policy: &BreakerPolicy, now: Timestamp, count: u32) {
    let kept = counted.take().filter(|ticks| ticks.divides(policy.window, PARTS));
    let mut ticks = kept.unwrap_or_else(|| Ticks::new(policy.window, PARTS));
    ticks.forget_before(before(now, policy.window));
    ticks.add(now, count);
    *counted = (ticks.sum() > 0).then_some(ticks);
}

fn recent(counted: &Option<Ticks>, policy: &BreakerPolicy, now: Timestamp) -> u32 {
    let Some(mut ticks) = counted.clone() else { return 0 };
    ticks.forget_before(before(now, policy.window));
    ticks.sum()
}
