//! Response about the gate of a destination.

use beadle_application::config::GateWithKeys;
use beadle_domain::gate::{GateView, KeyView, Transition};
use beadle_values::id::ConfigId;
use jiff::Timestamp;
use serde::Serialize;

use crate::pauses::response::PauseResponse;

/// The gate of a config: the state of its limits. A limit that the config does not set is null.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = Gate))]
pub(crate) struct GateResponse<'a> {
    /// Id of the config.
    #[cfg_attr(test, schema(value_type = String))]
    config_id: ConfigId,
    /// State of the gate.
    #[serde(flatten)]
    figures: GateFigures<'a>,
    /// The keys of the rate limit that were held back most, at most 10, the busiest first; empty without keys.
    keys: Vec<KeyResponse<'a>>,
}

/// A key of a rate limit.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = RateLimitKey))]
pub(crate) struct KeyResponse<'a> {
    /// The key.
    #[cfg_attr(test, schema(example = "acme"))]
    key: &'a str,
    /// How often its calls were held back in about the last minute.
    held_back: f64,
    /// Number of calls with the key that its limit allows immediately; null for a limit above 500 calls a second.
    tokens: Option<u32>,
    /// Number of executions with the key that wait for its limit; null likewise.
    waiting: Option<u32>,
}

impl<'a> From<&'a KeyView> for KeyResponse<'a> {
    fn from(view: &'a KeyView) -> Self {
        Self { key: &view.key, held_back: view.held_back, tokens: view.tokens, waiting: view.waiting }
    }
}

/// The state of a gate.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct GateFigures<'a> {
    /// `closed` (calls go through), `open` (no call goes through), `half_open` (one call probes the
    /// destination), `draining` (calls go through at an increasing rate), `throttled` (the destination
    /// asked for a pause) or `paused` (somebody paused the config).
    #[cfg_attr(test, schema(value_type = String, example = "closed"))]
    state: &'static str,
    /// Number of calls that the rate limit allows immediately. A token bucket keeps back what its rate
    /// refills in 150 ms, at most half of its burst, for calls in flight, so that the count of the
    /// destination stays within the limit too.
    tokens: Option<u32>,
    /// Factor applied to the rate limit, above 0 and at most 1. It drops when the destination asks for fewer
    /// calls.
    #[cfg_attr(test, schema(example = 1.0))]
    rate_factor: f64,
    /// Calls per second that the rate limit allows.
    rate_per_second: Option<f64>,
    /// Number of concurrent calls in progress.
    in_use: Option<u32>,
    /// Number of executions that wait: those in line, and those that wait in their process for their slot within
    /// the next two seconds. Some that were cancelled meanwhile may be counted until their places have passed.
    waiting: u32,
    /// Time until which no call goes through.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    closed_until: Option<Timestamp>,
    /// Latest transitions of the circuit breaker, oldest first.
    transitions: Vec<TransitionResponse<'a>>,
    /// The pause of the config; null if it is not paused.
    pause: Option<PauseResponse<'a>>,
}

/// A transition of a circuit breaker.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = BreakerTransition))]
pub(crate) struct TransitionResponse<'a> {
    /// Time of the transition.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    at: Timestamp,
    /// State before the transition.
    #[cfg_attr(test, schema(value_type = String, example = "closed"))]
    from: &'static str,
    /// State after the transition.
    #[cfg_attr(test, schema(value_type = String, example = "open"))]
    to: &'static str,
    /// Reason.
    why: &'a str,
}

impl<'a> GateResponse<'a> {
    pub(crate) fn of(config_id: ConfigId, view: &'a GateWithKeys) -> Self {
        let keys = view.keys.iter().map(KeyResponse::from).collect();
        Self { config_id, figures: (&view.gate).into(), keys }
    }
}

impl<'a> From<&'a GateView> for GateFigures<'a> {
    fn from(view: &'a GateView) -> Self {
        Self {
            state: view.status.as_str(),
            tokens: view.tokens,
            rate_factor: view.factor,
            rate_per_second: view.rate_per_second,
            in_use: view.in_use,
            waiting: view.waiting,
            closed_until: view.closed_until,
            transitions: view.transitions.iter().map(TransitionResponse::from).collect(),
            pause: view.pause.as_ref().map(PauseResponse::from),
        }
    }
}

impl<'a> From<&'a Transition> for TransitionResponse<'a> {
    fn from(transition: &'a Transition) -> Self {
        let Transition { at, from, to, why } = transition;
        Self { at: *at, from: from.as_str(), to: to.as_str(), why }
    }
}
