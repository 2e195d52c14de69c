//! Response about the notifications of a task.

use std::collections::BTreeSet;

use beadle_domain::task::{Notify, Occasion};
use serde::Serialize;

use super::config::CallConfig;

/// Notifications of a task.
#[derive(Serialize)]
pub(crate) struct NotifyResponse<'a> {
    on: &'a BTreeSet<Occasion>,
    #[serde(skip_serializing_if = "Option::is_none")]
    webhook: Option<CallConfig<'a>>,
    event: bool,
}

impl<'a> NotifyResponse<'a> {
    pub(crate) fn of(notify: &'a Notify) -> Self {
        let webhook = notify.webhook.as_deref().map(CallConfig::of_webhook);
        Self { on: &notify.on, webhook, event: notify.event }
    }
}
