//! What came of calls.

use beadle_values::{duration, id::ExecutionId};
use jiff::Timestamp;

use super::{BreakerState, GRACE, PARTS, Phase, before};
use crate::{gate::tick::Ticks, policy::BreakerPolicy};

/// How many calls of a process ended how, since it told last.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcomes {
    /// How many showed the destination to be healthy.
    pub ok: u32,
    /// How many showed that it is not.
    pub failed: u32,
}

/// What a process counted and has not told yet; what is older than the window of its breaker is forgotten.
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

    /// What it counted in the window before `now`.
    pub fn outcomes(&self, policy: &BreakerPolicy, now: Timestamp) -> Outcomes {
        Outcomes { ok: recent(&self.ok, policy, now), failed: recent(&self.failed, policy, now) }
    }
}

/// The breaker after `outcomes` were told at `now`, if it has to be written.
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
    next.judge(policy);
    Some(next)
}

/// The breaker after `execution`, which it let through as the probe, came back: the destination is healthy, or not, or the
/// call was not made (`None`). `None` if it is nobody's probe any more.
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
            next.forget_outcomes();
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

/// The breaker after an operator reset it at `now`: closed, and nothing is held against the destination.
pub fn reset(state: &BreakerState, now: Timestamp) -> BreakerState {
    let mut next = state.clone();
    next.seen = now.max(state.seen);
    next.forget_outcomes();
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

    /// Opens the breaker if too many of the calls of its window failed; whether it did.
    pub(super) fn judge(&mut self, policy: &BreakerPolicy) -> bool {
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
        // An outage shows in a row of failures long before it outweighs what went well in a long window.
        let in_a_row = self.streak.min(failed);
        let why = if in_a_row >= policy.minimum {
            format!("the last {in_a_row} calls failed")
        } else if failed > 0 && calls >= policy.minimum && too_many {
            format!("{failed} of {calls} calls failed")
        } else {
            return false;
        };
        self.forget_outcomes();
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
