//! Runs the due executions of an embedded store, step by step.

use beadle_application::port::Executions;
use beadle_domain::execution::CancelReason;
use beadle_embedded::Embedded;
use beadle_executor::Executor;
use futures_util::{FutureExt, future::join_all};

use crate::conformance::specimen::fresh_execution_id;

/// Runs all executions due by now.
pub async fn run(store: &Embedded, executor: &Executor) -> anyhow::Result<()> {
    let mut deliveries = store.deliveries(100);
    store.poll_now();
    loop {
        // Once these writes are acknowledged, the writer has handed out what is due.
        for _ in 0..2 {
            store.request_cancel(fresh_execution_id(), &CancelReason::Requested.into()).await?;
        }
        let mut out = Vec::new();
        while let Some(Some(delivered)) = deliveries.next().now_or_never() {
            out.push(delivered);
        }
        if out.is_empty() {
            store.pause();
            return Ok(());
        }
        let handled = out.into_iter().map(|delivered| executor.handle(delivered.delivery, None));
        join_all(handled).await.into_iter().collect::<Result<(), _>>()?;
    }
}
