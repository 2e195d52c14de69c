//! The operator's view of a gate, and its reset.

#[cfg(test)]
mod tests;

use beadle_values::names;
use jiff::Timestamp;

use crate::policy::RateLimit;

use super::{
    BreakerState, BusyKey, GatePart, GatePolicy, GateState, LimiterState, Pause, Transition, breaker,
    breaker::Phase,
    limiter::{self, Share},
    permits,
};

names! {
    /// What limits the calls of a config.
    pub enum GateStatus {
        /// Nothing: within its limits, calls go through.
        Closed = "closed",
        /// The breaker lets no call through.
        Open = "open",
        /// One call probes the destination.
        HalfOpen = "half_open",
        /// Calls go through at a growing pace.
        Draining = "draining",
        /// The destination asked for a pause.
        Throttled = "throttled",
        /// Somebody has paused the config.
        Paused = "paused",
    }
}

/// The view of a gate at some time. Limits that do not exist are `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct GateView {
    /// What blocks the calls. As with any circuit, `closed` means that calls pass.
    pub status: GateStatus,
    /// How many calls may pass the rate limit at once.
    pub tokens: Option<u32>,
    /// The fraction of the rate limit that is in force, above 0 and at most 1. It is lower after the
    /// destination requested it.
    pub factor: f64,
    /// How many calls a second the rate limit lets pass.
    pub rate_per_second: Option<f64>,
    /// How many concurrency permits are held.
    pub in_use: Option<u32>,
    /// The number of executions that wait: in line, or in their process for the date of a slot.
    pub waiting: u32,
    /// Until when no call passes.
    pub closed_until: Option<Timestamp>,
    /// The latest transitions of the breaker, oldest first.
    pub transitions: Vec<Transition>,
    /// The pause of the config, if it is paused.
    pub pause: Option<Pause>,
}

/// The view at `now` of the documents `states`: those of [`GatePolicy::parts`] that were ever written.
pub fn view(states: &[(GatePart, GateState)], policy: &GatePolicy, now: Timestamp) -> GateView {
    let breaker = states.iter().find_map(|(_, state)| match state {
        GateState::Breaker(state) => Some(state),
        _ => None,
    });
    let factor = breaker.map_or(1.0, |state| state.factor(now));
    let (status, closed_until) =
        breaker.map_or((GateStatus::Closed, None), |state| status(state, policy, now));
    let mut waiting = breaker.map_or(0, |state| state.waiting(now));
    let mut view = GateView {
        status,
        tokens: None,
        factor,
        rate_per_second: None,
        in_use: None,
        waiting: 0,
        closed_until,
        transitions: breaker.map(|state| state.transitions.clone()).unwrap_or_default(),
        pause: None,
    };
    for shard in 0..policy.rate_limit.as_ref().map_or(0, limiter::shards) {
        let Some(limit) = &policy.rate_limit else { continue };
        let share = Share::of(limit, shard, factor);
        let state = states.iter().find_map(|(part, state)| match state {
            GateState::Limiter(state) if *part == GatePart::Limiter(shard) => Some(state),
            _ => None,
        });
        let tokens = state.map_or_else(|| share.capacity_in_force(), |state| state.available_at(&share, now));
        view.tokens = Some(view.tokens.unwrap_or_default().saturating_add(tokens));
        view.rate_per_second = Some(view.rate_per_second.unwrap_or_default() + share.pace());
        waiting = waiting.saturating_add(state.map_or(0, |state| state.waiting_at(&share, now)));
    }
    for shard in 0..policy.concurrency.map_or(0, permits::shards) {
        let share = permits::share(policy.concurrency.unwrap_or_default(), shard);
        let state = states.iter().find_map(|(part, state)| match state {
            GateState::Permits(state) if *part == GatePart::Permits(shard) => Some(state),
            _ => None,
        });
        let held = state.map_or(0, |state| state.held_at(now));
        view.in_use = Some(view.in_use.unwrap_or_default().saturating_add(held));
        waiting = waiting.saturating_add(state.map_or(0, |state| state.waiting_at(share, now)));
    }
    GateView { waiting, ..view }
}

/// A key of a rate limit that was held back lately.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyView {
    /// The key.
    pub key: String,
    /// How often it was held back lately: about the last minute.
    pub held_back: f64,
    /// How many calls may pass its limit at once; `None` for one that is kept in several parts.
    pub tokens: Option<u32>,
    /// How many of its executions wait; `None` likewise.
    pub waiting: Option<u32>,
}

/// The view at `now` of the key `busy`, whose limit is `limit` and has this `state`, if it was ever used.
pub fn view_of_key(
    busy: BusyKey,
    state: Option<&LimiterState>,
    limit: &RateLimit,
    now: Timestamp,
) -> KeyView {
    let share = Share::of(limit, 0, 1.0);
    let whole = limiter::shards(limit) == 1;
    let tokens = state.map_or_else(|| share.capacity_in_force(), |state| state.available_at(&share, now));
    let waiting = state.map_or(0, |state| state.waiting_at(&share, now));
    KeyView {
        key: busy.key,
        held_back: busy.held_back,
        tokens: whole.then_some(tokens),
        waiting: whole.then_some(waiting),
    }
}

fn status(state: &BreakerState, policy: &GatePolicy, now: Timestamp) -> (GateStatus, Option<Timestamp>) {
    let throttled = state.throttle.map(|throttle| throttle.until).filter(|until| *until > now);
    let phase = if policy.breaker.is_some() { state.phase } else { Phase::Closed };
    match (phase, throttled) {
        (Phase::Open { until }, throttled) => (GateStatus::Open, throttled.max(Some(until))),
        (_, Some(until)) => (GateStatus::Throttled, Some(until)),
        (Phase::HalfOpen { .. }, None) => (GateStatus::HalfOpen, None),
        (Phase::Draining { .. }, None) => (GateStatus::Draining, None),
        (Phase::Closed, None) => (GateStatus::Closed, None),
    }
}

impl GateView {
    /// The view of a gate whose config is paused, if it is. A pause holds calls whatever the breaker says.
    #[must_use]
    pub fn paused(self, pause: Option<Pause>) -> Self {
        match pause {
            Some(pause) => {
                Self { status: GateStatus::Paused, closed_until: pause.until, pause: Some(pause), ..self }
            }
            None => self,
        }
    }
}

/// Resets a document on behalf of an operator: the breaker is closed, throttling ends, and the waiting lines
/// are cleared. Used tokens, held permits and a pause stay.
pub fn reset(state: GateState, now: Timestamp) -> GateState {
    match state {
        GateState::Limiter(state) => GateState::Limiter(state.without_line()),
        GateState::Breaker(state) => GateState::Breaker(breaker::reset(&state, now)),
        GateState::Permits(state) => GateState::Permits(state.without_line()),
        GateState::Pause(state) => GateState::Pause(state),
        GateState::Keys(state) => GateState::Keys(state),
    }
}
