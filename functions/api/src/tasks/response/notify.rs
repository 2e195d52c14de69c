//! Response about the notifications of a task.

use std::collections::BTreeSet;

use beadle_domain::{
    policy::Milliseconds,
    task::{Notify, Occasion},
};
use serde::Serialize;

use super::config::CallConfig;

/// Notifications of a task.
#[derive(Serialize)]
pub(crate) struct NotifyResponse<'a> {
    on: &'a BTreeSet<Occasion>,
    #[serde(skip_serializing_if = "Option::is_none")]
    webhook: Option<CallConfig<'a>>,
    event: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    grace_ms: Option<Milliseconds>,
    #[serde(skip_serializing_if = "Option::is_none")]
    late_after_ms: Option<Milliseconds>,
    #[serde(skip_serializing_if = "Option::is_none")]
    slow_after_ms: Option<Milliseconds>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ping: Option<CallConfig<'a>>,
}

impl<'a> NotifyResponse<'a> {
    pub(crate) fn of(notify: &'a Notify) -> Self {
        let Notify { on, webhook, event, grace, late_after, slow_after, ping } = notify;
        Self {
            on,
            webhook: webhook.as_deref().map(CallConfig::of_webhook),
            event: *event,
            grace_ms: *grace,
            late_after_ms: *late_after,
            slow_after_ms: *slow_after,
            ping: ping.as_deref().map(CallConfig::of_webhook),
        }
    }
}
