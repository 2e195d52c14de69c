//! A retry policy.

use serde_json::Value;
use utoipa::ToSchema;

use super::Duration;

/// Whether and when to try again: a number of retries, or a policy.
#[derive(ToSchema)]
#[serde(untagged)]
#[schema(as = Retry)]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) enum RetryPolicyDocument {
    /// How often, with the usual delays: exponential from one second, doubling up to five minutes, full jitter.
    Times(u32),
    /// A policy.
    Policy(RetryPolicyObject),
}

/// A retry policy.
#[derive(ToSchema)]
#[schema(as = RetryPolicy, example = json!({"strategy": "exponential", "max_retries": 3, "delay": "1s", "max_delay": "5m"}))]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) struct RetryPolicyObject {
    /// `fixed`, `linear`, `exponential` or `custom`.
    strategy: Option<String>,
    /// How many attempts may follow the first, 0 to 100.
    #[schema(maximum = 100)]
    max_retries: Option<u32>,
    /// The first delay (the only one of `fixed`), at most 24 hours. Answers say `delay_ms`, which is read as well.
    delay: Option<Duration>,
    /// The longest delay of `linear` and `exponential`. Answers say `max_delay_ms`, which is read as well.
    max_delay: Option<Duration>,
    /// The growth of `exponential`, 1 to 100.
    multiplier: Option<f64>,
    /// Whether `exponential` draws each delay between zero and its full length.
    jitter: Option<bool>,
    /// The delays of `custom`, first retry first; the last one stands for all that follow.
    delays: Option<Vec<Duration>>,
    /// The failures worth another attempt in place of the usual ones: HTTP statuses and kinds such as `timeout`.
    retry_on: Option<Vec<Value>>,
}
