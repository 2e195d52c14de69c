//! Executions whose record is deferred: their start writes nothing.

use std::sync::Arc;

use beadle_application::port::{BeforeRecord, Claim, Executions, RunExecutions, StartExecutions, Started};
use beadle_domain::{
    cost::Receipt,
    execution::{CancelReason, Execution, Message, Status, conclude::Outcome},
    spec::{TaskSpec, TaskType},
};
use beadle_values::violation::Path;
use jiff::SignedDuration;
use serde_json::json;

use super::{Metered, NOW, answer, body, execution, is_on_the_receipt, print, units};

/// The same execution, with a record from its claim on.
fn deferring(mut execution: Execution) -> Execution {
    let request = Arc::make_mut(&mut execution.request);
    request.id = request.id.deferring_its_record();
    execution
}

#[tokio::test]
async fn an_execution_whose_record_is_deferred_costs_two_write_units() -> anyhow::Result<()> {
    let mut repeatable = execution(None, json!({}));
    let config = json!({"url": "https://api.example.com/v1/orders", "effects": "at_least_once"});
    Arc::make_mut(&mut repeatable.request).spec =
        TaskSpec::parse(TaskType::Http, config.as_object().expect("an object"), &[], &Path::body())?;
    for (what, asked) in [("ad hoc", execution(None, body())), ("a call that may be repeated", repeatable)] {
        let metered = Metered::start().await?;
        let running = metered.run(&deferring(asked)).await?;
        assert_eq!(metered.executions.get(running.id()).await?, Some(running.clone()), "{what}");
        let settled = metered.settle(&running, Outcome::Succeeded { answer: answer() }).await?;
        let writes = metered.meter.take();
        print(&format!("{what} with a deferred record, start to done"), &writes);
        assert_eq!(writes.len(), 2, "{what}: claim, settle");
        assert!(units(&writes) <= 2.0, "{what}: {}", units(&writes));
        is_on_the_receipt(&settled, &writes);
        assert_eq!(metered.executions.get(settled.id()).await?, Some(settled));
    }
    Ok(())
}

#[tokio::test]
async fn a_start_without_a_record_reads_and_writes_nothing() -> anyhow::Result<()> {
    let metered = Metered::start().await?;
    metered.meter.take_reads();
    let several: Vec<Execution> = (0..10).map(|_| deferring(execution(None, body()))).collect();
    for started in metered.executions.start_all(&several).await {
        assert_eq!(started?, Started::Created);
    }
    assert_eq!((metered.meter.take_reads().len(), metered.meter.take().len()), (0, 0));
    Ok(())
}

#[tokio::test]
async fn one_that_is_cancelled_before_it_begins_costs_its_request_and_its_row() -> anyhow::Result<()> {
    let metered = Metered::start().await?;
    let asked = deferring(execution(None, body()));
    metered.executions.start(&asked).await?;
    let later = NOW + SignedDuration::from_secs(1);
    let request = CancelReason::Requested.into();
    let cancelled = metered
        .executions
        .cancel_before_record(asked.id(), Some(&asked.request.owner), &request, later)
        .await?;
    assert_eq!(cancelled, BeforeRecord::Waiting);
    let claim = metered.executions.claim(&Message::start(asked.clone()), later).await?;
    assert_eq!(claim, Claim::Done);
    let writes = metered.meter.take();
    print("one that is cancelled before it begins", &writes);
    // The request, a claim that finds it, and the row in its place.
    assert!(units(&writes) <= 3.0, "{}", units(&writes));
    let stored = metered.executions.get(asked.id()).await?;
    let stored = stored.ok_or_else(|| anyhow::anyhow!("it has no row"))?;
    assert_eq!(stored.status(), Status::Cancelled);
    assert!(Receipt::of(&stored).write_units <= 3);
    Ok(())
}
