//! Responses about pauses.

use beadle_domain::gate::Pause;
use jiff::Timestamp;
use serde::Serialize;

/// A pause: nothing is started until it ends.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = Pause))]
pub(crate) struct PauseResponse<'a> {
    /// Why.
    #[cfg_attr(test, schema(example = "the destination moves to another data centre"))]
    reason: &'a str,
    /// Who paused it.
    #[cfg_attr(test, schema(example = "ada"))]
    paused_by: &'a str,
    /// When it was paused.
    #[cfg_attr(test, schema(value_type = String, format = DateTime))]
    since: Timestamp,
    /// When it ends by itself; null if somebody has to resume.
    #[cfg_attr(test, schema(value_type = Option<String>, format = DateTime))]
    until: Option<Timestamp>,
}

impl<'a> From<&'a Pause> for PauseResponse<'a> {
    fn from(pause: &'a Pause) -> Self {
        Self { reason: &pause.reason, paused_by: pause.by.as_str(), since: pause.since, until: pause.until }
    }
}

/// The state of the service for everybody.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = ServiceState))]
pub(crate) struct ServiceResponse<'a> {
    /// Whether the executions of everybody are held.
    paused: bool,
    /// The pause; null if there is none.
    pause: Option<PauseResponse<'a>>,
}

impl<'a> ServiceResponse<'a> {
    pub(super) fn of(pause: Option<&'a Pause>) -> Self {
        Self { paused: pause.is_some(), pause: pause.map(PauseResponse::from) }
    }
}
