//! Response about the order of the executions of a task.

use beadle_domain::order::{OnOrderFailure, OrderRule};
use serde::Serialize;

/// The order of the executions of a task.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = TaskExecutionOrder))]
pub(crate) struct TaskOrderResponse<'a> {
    /// The key, as it was written.
    #[cfg_attr(test, schema(example = "${input.tenant}"))]
    key: &'a str,
    /// What happens to the executions behind one that failed.
    on_failure: OnOrderFailure,
}

impl<'a> From<&'a OrderRule> for TaskOrderResponse<'a> {
    fn from(rule: &'a OrderRule) -> Self {
        Self { key: rule.key.as_str(), on_failure: rule.on_failure }
    }
}
