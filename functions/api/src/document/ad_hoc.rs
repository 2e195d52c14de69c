//! A request to run once.

use std::collections::BTreeMap;

use beadle_domain::spec::TaskType;
use beadle_values::id::ConfigId;
use serde_json::Value;
use utoipa::ToSchema;

use super::{
    AuthDocument, PriorityText, RetryPolicyDocument,
    call::{QueryDocument, ResponseRulesDocument, with_call_members},
};

with_call_members! {
    /// A request to run once, without saving it. `retry`, `retries` and `max_retries` say the same, as do `run_at` and `delay`.
    #[schema(example = json!({
        "type": "http",
        "method": "POST",
        "url": "https://api.example.com/users",
        "headers": {"Content-Type": "application/json"},
        "body": {"name": "John Doe", "email": "john@example.com"},
        "timeout": "30s",
        "retries": 3
    }))]
    pub(crate) struct AdHocRequest {
        before: {
            /// What it does.
            r#type: TaskType,
        },
        after: {
            /// The config it names: a profile of the destination.
            #[schema(pattern = "^cfg_[0-9a-f]{32}$", example = "cfg_0198c1f4a2b37c7e9d1a2b3c4d5e6f70")]
            config_id: Option<ConfigId>,
            /// What `${input…}` stands for.
            input: Option<BTreeMap<String, Value>>,
            /// How long one attempt may take, 1 ms to 15 minutes.
            timeout: Option<Duration>,
            /// Whether and when to try again.
            retry: Option<RetryPolicyDocument>,
            /// How often to try again, 0 to 100, with the usual delays.
            #[schema(maximum = 100)]
            retries: Option<u32>,
            /// How urgent it is.
            priority: Option<PriorityText>,
            /// When to run, at most 365 days ahead; a time that has passed means at once.
            #[schema(format = DateTime)]
            run_at: Option<String>,
            /// How long to wait before it runs, at most 365 days.
            delay: Option<Duration>,
        }
    }
}

/// A duration: `"30s"`, `"5m"`, `"1h 30m"`, `"PT30S"`, or a number of milliseconds.
#[derive(ToSchema)]
#[schema(example = "30s")]
#[serde(untagged)]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) enum Duration {
    /// With its unit.
    Text(String),
    /// In milliseconds.
    Milliseconds(u64),
}
