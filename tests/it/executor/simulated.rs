//! Simulated tasks on the embedded store: their wait survives a restart, and they can be cancelled
//! meanwhile.

use std::{path::Path, sync::Arc, time::Duration};

use anyhow::Context;
use beadle_application::port::{Executions, Saved, StartExecutions};
use beadle_domain::{
    egress::EgressPolicy,
    execution::{CancelReason, Event, Execution, State, Status},
    policy::Milliseconds,
    spec::{SimulatedSpec, TaskSpec},
};
use beadle_embedded::{Embedded, Options};
use beadle_executor::Executor;
use beadle_outbound::ReqwestCaller;

use crate::{
    conformance::{
        adapters::stepped_clock::SteppedClock,
        specimen::{at, execution_with},
    },
    executor_ports,
};

const MINUTES: Duration = Duration::from_secs(240);

fn simulated() -> Execution {
    let exactly = Some(Milliseconds(MINUTES));
    let spec = SimulatedSpec { min: exactly, max: exactly, failure_rate: Some(0.0) };
    execution_with(|request| request.spec = TaskSpec::Simulated(spec))
}

fn open(folder: &Path, clock: &Arc<SteppedClock>) -> anyhow::Result<Embedded> {
    Ok(Embedded::open(Options { clock: clock.clone(), ..Options::in_folder(folder) })?)
}

/// Handles the next delivery.
async fn handle_next(store: &Embedded, clock: &Arc<SteppedClock>) -> anyhow::Result<()> {
    let caller = Arc::new(ReqwestCaller::new(EgressPolicy::open())?);
    let executor = Executor::new(executor_ports::over(
        store,
        caller,
        clock.clone(),
        Arc::new(beadle_testing::HalfJitter),
    ));
    let delivered = store.deliveries(10).next().await.context("the store is open")?;
    executor.handle(delivered.delivery, None).await?;
    drop(delivered.slot);
    store.pause();
    Ok(())
}

async fn stored(store: &Embedded, execution: &Execution) -> anyhow::Result<Execution> {
    store.get(execution.id()).await?.context("a row")
}

#[tokio::test]
async fn a_simulated_task_continues_waiting_after_a_restart() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let clock = Arc::new(SteppedClock::default());
    let execution = simulated();
    let store = open(folder.path(), &clock)?;
    store.start(&execution).await?;
    handle_next(&store, &clock).await?;
    let waiting = stored(&store, &execution).await?;
    assert!(matches!(waiting.state(), State::Waiting { until, .. } if *until == at(240)), "{waiting:?}");
    drop(store);

    let store = open(folder.path(), &clock)?;
    assert_eq!(stored(&store, &execution).await?, waiting);
    clock.advance_to(at(240));
    handle_next(&store, &clock).await?;
    let ended = stored(&store, &execution).await?;
    assert_eq!(ended.state(), &State::Completed { at: at(240) });
    let [attempt] = &ended.progress.attempts[..] else { panic!("{:?}", ended.progress.attempts) };
    assert_eq!((attempt.started_at, attempt.duration_ms), (at(0), 240_000));
    Ok(())
}

#[tokio::test]
async fn a_task_cancelled_while_it_waits_is_not_resumed() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let clock = Arc::new(SteppedClock::default());
    let store = open(folder.path(), &clock)?;
    let (first, second) = (simulated(), simulated());
    for execution in [&first, &second] {
        store.start(execution).await?;
        handle_next(&store, &clock).await?;
    }
    let waiting = stored(&store, &first).await?;
    let cancelled = waiting.apply(Event::Cancel { reason: CancelReason::Requested }, at(10))?;
    assert_eq!(store.save(&cancelled, waiting.version(), 0).await?, Saved::Done);
    clock.advance_to(at(240));
    handle_next(&store, &clock).await?;
    assert_eq!(stored(&store, &second).await?.status(), Status::Completed, "the only one that was due");
    assert_eq!(stored(&store, &first).await?, cancelled);
    Ok(())
}
