//! Response about the cost of an execution.

use beadle_domain::{
    cost::{Receipt, prices::PRICES},
    execution::Execution,
};
use serde::Serialize;

/// Usage of an execution on AWS and its cost; on a single machine, what it would cost on AWS.
///
/// Counted as if no other work had shared the invocations, except for the projector, which always works in
/// batches. Logs, storage, gates, extended leases and incoming traffic are not counted.
#[derive(Serialize)]
#[cfg_attr(test, derive(utoipa::ToSchema), schema(as = Cost))]
pub(crate) struct CostResponse {
    /// Total in US dollars.
    #[cfg_attr(test, schema(example = 0.000_005_2))]
    usd: f64,
    /// Write request units of DynamoDB: row, index, link and spec.
    write_units: u64,
    /// Share of the write request units of the projector.
    projector_write_units: f64,
    /// Read request units of DynamoDB.
    read_units: u64,
    /// Objects written to S3: a large response.
    object_writes: u64,
    /// Messages sent.
    messages: u64,
    /// Requests to queues: each message is sent, received and deleted.
    queue_requests: u64,
    /// Requests to the HTTP API.
    http_requests: u64,
    /// Invocations by `EventBridge` Scheduler.
    scheduler_invocations: u64,
    /// Invocations of Lambda functions, without the projector.
    lambda_invocations: u64,
    /// Lambda compute, in gigabyte milliseconds.
    lambda_gb_ms: f64,
    /// Region whose prices are used.
    #[cfg_attr(test, schema(example = "us-east-1"))]
    region: &'static str,
    /// Year and month of the prices.
    #[cfg_attr(test, schema(example = "2026-11"))]
    prices_of: &'static str,
}

impl CostResponse {
    /// Builds the cost of `execution` so far.
    pub(crate) fn of(execution: &Execution) -> Self {
        let receipt = Receipt::of(execution);
        Self {
            usd: dollars(receipt.nano_usd),
            write_units: receipt.write_units,
            projector_write_units: thousandths(receipt.projector_write_units_thousandths),
            read_units: receipt.read_units,
            object_writes: receipt.objects,
            messages: receipt.messages,
            queue_requests: receipt.queue_requests,
            http_requests: receipt.http_requests,
            scheduler_invocations: receipt.ticks,
            lambda_invocations: receipt.invocations,
            lambda_gb_ms: thousandths(receipt.mb_ms.saturating_mul(1_000) / 1_024),
            region: PRICES.region,
            prices_of: PRICES.noted,
        }
    }
}

/// Converts billionths of a dollar to dollars. Sums stay below 2^53 billionths (nine million dollars), so the
/// conversion is exact.
#[expect(clippy::cast_precision_loss, reason = "sums stay below 2^53")]
pub(crate) fn dollars(nano_usd: u64) -> f64 {
    nano_usd as f64 / 1e9
}

#[expect(clippy::cast_precision_loss, reason = "counts stay below 2^53")]
fn thousandths(count: u64) -> f64 {
    count as f64 / 1e3
}
