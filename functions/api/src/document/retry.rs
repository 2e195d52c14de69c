//! A retry policy.

use beadle_domain::{execution::FailureCode, policy::RetryStrategy};
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
    /// How the delay grows.
    strategy: Option<RetryStrategy>,
    /// How many attempts may follow the first, 0 to 100.
    #[schema(maximum = 100)]
    max_retries: Option<u32>,
    /// The first delay (the only one of `fixed`), at most 24 hours.
    delay: Option<Duration>,
    /// The same, as it is answered.
    delay_ms: Option<Duration>,
    /// The longest delay of `linear` and `exponential`.
    max_delay: Option<Duration>,
    /// The same, as it is answered.
    max_delay_ms: Option<Duration>,
    /// The growth of `exponential`, 1 to 100.
    #[schema(minimum = 1.0, maximum = 100.0)]
    multiplier: Option<f64>,
    /// Whether `exponential` draws each delay between zero and its full length.
    jitter: Option<bool>,
    /// The delays of `custom`, first retry first; the last one stands for all that follow.
    #[schema(min_items = 1, max_items = 100)]
    delays: Option<Vec<Duration>>,
    /// The failures worth another attempt in place of the usual ones: HTTP statuses and kinds such as `timeout`.
    retry_on: Option<Vec<RetryOnDocument>>,
}

/// A failure that is worth another attempt.
#[derive(ToSchema)]
#[serde(untagged)]
#[schema(as = RetryOn)]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) enum RetryOnDocument {
    /// An HTTP status.
    Status(HttpStatus),
    /// A kind of failure.
    Kind(FailureCode),
}

/// An HTTP status.
#[derive(ToSchema)]
#[schema(minimum = 100, maximum = 599)]
#[expect(dead_code, reason = "describes what the domain reads")]
pub(crate) struct HttpStatus(u16);
