//! The configuration of a long job, with credentials masked.

use beadle_domain::spec::{
    response::Expect,
    wait::{CallbackRules, PollRules, WaitSpec},
};
use beadle_values::duration;
use serde::Serialize;

use super::config::CallConfig;

/// A long job at another system, with credentials masked.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema))]
pub(crate) struct WaitConfig<'a> {
    /// Call that starts the job.
    request: CallConfig<'a>,
    /// How long the job may take.
    #[cfg_attr(test, schema(example = 86_400_000))]
    deadline_ms: u64,
    /// How long may pass without a sign of life.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(example = 600_000))]
    heartbeat_timeout_ms: Option<u64>,
    /// The message of a job that has succeeded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(value_type = Option<serde_json::Value>))]
    until: Option<&'a Expect>,
    /// The message of one that has failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(value_type = Option<serde_json::Value>))]
    fail_when: Option<&'a Expect>,
    /// How a callback is read.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(value_type = Option<serde_json::Value>))]
    callback: Option<&'a CallbackRules>,
    /// How the job is asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, schema(value_type = Option<serde_json::Value>))]
    poll: Option<&'a PollRules>,
    /// Call that stops the job.
    #[serde(skip_serializing_if = "Option::is_none")]
    abandon: Option<CallConfig<'a>>,
    /// Whether it keeps its permit while it waits.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    hold_permit: bool,
}

impl<'a> WaitConfig<'a> {
    pub(super) fn of(wait: &'a WaitSpec) -> Self {
        let WaitSpec {
            request,
            deadline,
            heartbeat_timeout,
            until,
            fail_when,
            callback,
            poll,
            abandon,
            hold_permit,
        } = wait;
        Self {
            request: CallConfig::of(request),
            deadline_ms: duration::millis(deadline.0),
            heartbeat_timeout_ms: heartbeat_timeout.map(|timeout| duration::millis(timeout.0)),
            until: until.as_ref(),
            fail_when: fail_when.as_ref(),
            callback: callback.as_ref(),
            poll: poll.as_ref(),
            abandon: abandon.as_deref().map(CallConfig::of),
            hold_permit: *hold_permit,
        }
    }

    pub(super) fn without_body(mut self) -> Self {
        for call in std::iter::once(&mut self.request).chain(&mut self.abandon) {
            call.body = None;
        }
        self
    }
}
