//! The gate of a config, as it is answered.

use beadle_domain::gate::{GateView, Transition};
use beadle_values::id::ConfigId;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;

/// What stands in the way of a config's calls. What the config does not limit is null.
#[derive(Serialize, ToSchema)]
#[schema(as = Gate)]
pub(crate) struct GateResponse<'a> {
    /// The config.
    #[schema(value_type = String)]
    config_id: ConfigId,
    /// The figures.
    #[serde(flatten)]
    figures: GateFigures<'a>,
}

/// The figures of a gate.
#[derive(Serialize, ToSchema)]
pub(crate) struct GateFigures<'a> {
    /// `closed` (as with any circuit, that is when calls go through), `open`, `half_open` (one call probes the destination),
    /// `draining` (calls go through at a growing pace) or `throttled` (the destination asked to be left alone).
    #[schema(value_type = String, example = "closed")]
    state: &'static str,
    /// How many calls may go at once under the rate limit. Of a token bucket's burst this leaves out what its rate makes in
    /// 150 ms, at most half of it: that is kept for calls on their way, so that the destination's own count keeps to the
    /// limit too.
    tokens: Option<u32>,
    /// The part of the rate limit that is in force, above 0 and at most 1: less after the destination asked for less.
    #[schema(example = 1.0)]
    rate_factor: f64,
    /// How many calls a second the rate limit lets through.
    rate_per_second: Option<f64>,
    /// How many of the most calls at once are being made.
    in_use: Option<u32>,
    /// About how many executions wait in line.
    waiting: u32,
    /// Until when no call goes through.
    #[schema(value_type = Option<String>, format = DateTime)]
    closed_until: Option<Timestamp>,
    /// The last transitions of the breaker, oldest first.
    transitions: Vec<TransitionResponse<'a>>,
}

/// A transition of a breaker.
#[derive(Serialize, ToSchema)]
#[schema(as = BreakerTransition)]
pub(crate) struct TransitionResponse<'a> {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    at: Timestamp,
    /// Where it stood.
    #[schema(value_type = String, example = "closed")]
    from: &'static str,
    /// Where it stands.
    #[schema(value_type = String, example = "open")]
    to: &'static str,
    /// Why.
    why: &'a str,
}

impl<'a> GateResponse<'a> {
    pub(crate) fn of(config_id: ConfigId, view: &'a GateView) -> Self {
        Self { config_id, figures: view.into() }
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
        }
    }
}

impl<'a> From<&'a Transition> for TransitionResponse<'a> {
    fn from(transition: &'a Transition) -> Self {
        let Transition { at, from, to, why } = transition;
        Self { at: *at, from: from.as_str(), to: to.as_str(), why }
    }
}
