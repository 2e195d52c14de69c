//! Response about the policy that a task states.

use beadle_domain::policy::{RetryPolicy, StatedPolicy};
use beadle_values::duration;
use serde::Serialize;

/// Timeout and retries as they were given, without defaults.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = TaskStatedPolicy))]
pub(crate) struct StatedPolicyResponse<'a> {
    /// Timeout of an attempt.
    #[cfg_attr(test, schema(example = 10000))]
    timeout_ms: Option<u64>,
    /// Retry policy.
    #[cfg_attr(test, schema(value_type = Option<RetryPolicy>))]
    retry: Option<&'a RetryPolicy>,
    /// Time for all attempts together.
    give_up_after_ms: Option<u64>,
}

impl<'a> StatedPolicyResponse<'a> {
    pub(crate) fn of(policy: &'a StatedPolicy) -> Self {
        Self {
            timeout_ms: policy.timeout.map(|timeout| duration::millis(timeout.0)),
            retry: policy.retry.as_ref(),
            give_up_after_ms: policy.give_up_after.map(|length| duration::millis(length.0)),
        }
    }
}
