//! The executor with the embedded store and the real HTTP caller, against a real server and with a manual
//! clock.

mod cancelled;
mod retries;
mod simulated;

use std::sync::Arc;

use anyhow::Context;
use beadle_application::port::{Executions, StartExecutions};
use beadle_domain::{
    execution::{Execution, Request},
    interpolation::Template,
    spec::{HttpSpec, TaskSpec},
};
use beadle_embedded::{Embedded, Options};
use beadle_executor::Executor;
use beadle_outbound::ReqwestCaller;
use beadle_testing::HalfJitter;

use crate::{
    conformance::{
        adapters::stepped_clock::SteppedClock,
        http_caller::destination::Destination,
        specimen::{execution_with, http},
    },
    executor_ports,
};

/// Starts a POST to `there`, after `change`, and runs it to its end. The clock jumps to the due time of each
/// next attempt.
async fn run(there: &Destination, change: impl FnOnce(&mut Request)) -> anyhow::Result<Execution> {
    let clock = Arc::new(SteppedClock::default());
    let store = Embedded::open(Options { clock: clock.clone(), ..Options::in_memory() })?;
    let caller = Arc::new(ReqwestCaller::new(beadle_domain::egress::EgressPolicy::open())?);
    let executor = Executor::new(executor_ports::over(&store, caller, clock.clone(), Arc::new(HalfJitter)));
    let url = Template::new(there.url("/hook"));
    let spec = HttpSpec { method: "POST".into(), url, ..http(Some(serde_json::json!({"order": 7}))) };
    let execution = execution_with(|request| {
        request.spec = TaskSpec::Http(spec);
        change(request);
    });
    let mut deliveries = store.deliveries(10);
    store.start(&execution).await?;
    loop {
        let delivered = deliveries.next().await.context("the store is open")?;
        executor.handle(delivered.delivery, None).await?;
        drop(delivered.slot);
        let row = store.get(execution.id()).await?.context("a row")?;
        let Some(due) = row.state().due() else { return Ok(row) };
        clock.advance_to(due);
        store.poll_now();
    }
}
