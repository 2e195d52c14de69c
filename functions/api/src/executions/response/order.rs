//! Response about the order in which an execution runs.

use beadle_domain::order::{OnOrderFailure, Order};
use serde::Serialize;

/// The order in which an execution runs.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = ExecutionOrder))]
pub(crate) struct OrderResponse<'a> {
    /// The key, resolved; empty if it could not be.
    #[cfg_attr(test, schema(example = "acme"))]
    key: &'a str,
    /// What happens to the executions behind it if it fails.
    on_failure: OnOrderFailure,
}

impl<'a> From<&'a Order> for OrderResponse<'a> {
    fn from(order: &'a Order) -> Self {
        Self { key: &order.key, on_failure: order.on_failure }
    }
}
