//! Cancelling calls that are under way, against a server that never answers and notes when its connections are
//! closed.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use anyhow::Context;
use beadle_application::port::{CancelRequest, Executions, Inserted, RunExecutions, StartExecutions, Tasks};
use beadle_domain::{
    execution::{AttemptOutcome, CancelReason, Cancellation, Execution, Status, logs},
    interpolation::Template,
    spec::{HttpSpec, TaskSpec},
    tick::Tick,
};
use beadle_embedded::{Embedded, Options};
use beadle_executor::Executor;
use beadle_outbound::ReqwestCaller;
use beadle_schedule::{Overlap, Schedule};
use beadle_testing::HalfJitter;
use beadle_values::violation::Path;
use serde_json::json;
use tokio::{
    io::AsyncReadExt,
    net::TcpListener,
    sync::Semaphore,
    time::{Instant, timeout},
};

use crate::{
    conformance::{
        adapters::stepped_clock::SteppedClock,
        specimen::{at, execution_of, execution_with, http, owner, task_with},
    },
    executor_ports,
};

/// How long anything may take before the test fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// A destination that takes calls and never answers.
struct Silent {
    url: String,
    arrived: Arc<Semaphore>,
    closed: Arc<Semaphore>,
    open: Arc<AtomicUsize>,
    most_open: Arc<AtomicUsize>,
}

impl Silent {
    async fn start() -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let there = Self {
            url: format!("http://{}/slow", listener.local_addr()?),
            arrived: Arc::new(Semaphore::new(0)),
            closed: Arc::new(Semaphore::new(0)),
            open: Arc::default(),
            most_open: Arc::default(),
        };
        let (arrived, closed) = (there.arrived.clone(), there.closed.clone());
        let (open, most_open) = (there.open.clone(), there.most_open.clone());
        tokio::spawn(async move {
            while let Ok((mut connection, _)) = listener.accept().await {
                let (arrived, closed) = (arrived.clone(), closed.clone());
                let (open, most_open) = (open.clone(), most_open.clone());
                tokio::spawn(async move {
                    let mut buffer = [0; 4_096];
                    if !matches!(connection.read(&mut buffer).await, Ok(read) if read > 0) {
                        return;
                    }
                    most_open.fetch_max(open.fetch_add(1, SeqCst) + 1, SeqCst);
                    arrived.add_permits(1);
                    while matches!(connection.read(&mut buffer).await, Ok(read) if read > 0) {}
                    open.fetch_sub(1, SeqCst);
                    closed.add_permits(1);
                });
            }
        });
        Ok(there)
    }

    async fn one(of: &Semaphore) -> anyhow::Result<()> {
        timeout(PATIENCE, of.acquire()).await??.forget();
        Ok(())
    }

    fn spec(&self) -> TaskSpec {
        TaskSpec::Http(HttpSpec { url: Template::new(self.url.clone()), ..http(None) })
    }
}

fn executor(store: &Embedded, clock: &Arc<SteppedClock>) -> anyhow::Result<Arc<Executor>> {
    let caller = Arc::new(ReqwestCaller::new(beadle_domain::egress::EgressPolicy::open())?);
    Ok(Arc::new(Executor::new(executor_ports::over(store, caller, clock.clone(), Arc::new(HalfJitter)))))
}

async fn ended(store: &Embedded, execution: &Execution) -> anyhow::Result<Execution> {
    store.ended(execution.id(), PATIENCE).await?.context("a row")
}

#[tokio::test]
async fn a_cancelled_call_is_cut_off_at_once_and_the_log_says_who_asked() -> anyhow::Result<()> {
    const TRIES: usize = 20;
    let (there, clock) = (Silent::start().await?, Arc::new(SteppedClock::default()));
    let store = Embedded::open(Options { clock: clock.clone(), ..Options::in_memory() })?;
    let executor = executor(&store, &clock)?;
    let mut deliveries = store.deliveries(TRIES);
    let mut slowest = Duration::ZERO;
    for _ in 0..TRIES {
        let execution = execution_with(|request| request.spec = there.spec());
        store.start(&execution).await?;
        let delivered = deliveries.next().await.context("the store is open")?;
        let handler = executor.clone();
        let handled = tokio::spawn(async move { handler.handle(delivered.delivery, None).await });
        Silent::one(&there.arrived).await?;

        let asked = Instant::now();
        let by = Cancellation::requested_by(owner("grace"));
        assert_eq!(store.request_cancel(execution.id(), &by).await?, CancelRequest::Requested);
        Silent::one(&there.closed).await?;
        slowest = slowest.max(asked.elapsed());
        handled.await??;

        let row = ended(&store, &execution).await?;
        assert_eq!(row.status(), Status::Cancelled);
        let attempt = row.progress.attempts.last().context("an attempt")?;
        assert_eq!((attempt.outcome, attempt.cut_off), (AttemptOutcome::Cancelled, true));
        let lines: Vec<String> = logs::entries(&row).into_iter().map(|line| line.message).collect();
        assert!(lines.contains(&"Execution cancelled: grace asked for it".to_owned()), "{lines:?}");
        assert!(lines.iter().any(|line| line.contains("whether it had an effect")), "{lines:?}");
    }
    println!("{TRIES} calls under way were cancelled; the slowest connection was closed after {slowest:?}");
    assert!(slowest < Duration::from_secs(5), "{slowest:?}");
    Ok(())
}

#[tokio::test]
async fn one_that_is_to_be_cancelled_before_its_call_is_not_sent() -> anyhow::Result<()> {
    let (there, clock) = (Silent::start().await?, Arc::new(SteppedClock::default()));
    let store = Embedded::open(Options { clock: clock.clone(), ..Options::in_memory() })?;
    let executor = executor(&store, &clock)?;
    let mut deliveries = store.deliveries(1);
    let execution = execution_with(|request| request.spec = there.spec());
    store.start(&execution).await?;
    let delivered = deliveries.next().await.context("the store is open")?;
    store.request_cancel(execution.id(), &CancelReason::TaskDeleted.into()).await?;
    executor.handle(delivered.delivery, None).await?;
    let row = ended(&store, &execution).await?;
    assert_eq!(row.status(), Status::Cancelled);
    assert!(!row.progress.attempts[0].cut_off);
    assert_eq!(there.most_open.load(SeqCst), 0);
    Ok(())
}

#[tokio::test]
async fn cancel_running_never_runs_two_at_once() -> anyhow::Result<()> {
    const RUNS: usize = 12;
    let (there, clock) = (Silent::start().await?, Arc::new(SteppedClock::default()));
    let store = Embedded::open(Options { clock: clock.clone(), ..Options::in_memory() })?;
    let executor = executor(&store, &clock)?;
    let schedule = Schedule::parse(&json!("every minute"), &Path::body())
        .map_err(|violations| anyhow::anyhow!("{violations:?}"))?
        .context("a schedule")?
        .with_overlap(Overlap::CancelRunning);
    let task = task_with(|task| (task.spec, task.schedule) = (there.spec(), Some(schedule)));
    assert_eq!(Tasks::insert(&store, &task).await?, Inserted::Created);
    let ticks = beadle_testing::services(&Arc::new(store.clone())).ticks;
    let mut deliveries = store.deliveries(RUNS);
    let worker = tokio::spawn(async move {
        while let Some(delivered) = deliveries.next().await {
            let executor = executor.clone();
            tokio::spawn(async move {
                let handled = executor.handle(delivered.delivery, None).await;
                drop(delivered.slot);
                handled
            });
        }
    });
    for run in 1..=RUNS {
        let time = at(60 * i64::try_from(run)?);
        clock.advance_to(time);
        let tick =
            Tick { task_id: task.id, schedule_version: task.schedule_version, scheduled_time: Some(time) };
        ticks.handle(&tick, time, time).await?;
        Silent::one(&there.arrived).await?;
    }
    let most = there.most_open.load(SeqCst);
    println!("{RUNS} runs under cancel_running: at most {most} call at once");
    assert_eq!(most, 1);
    let later = execution_of(task.id, at(86_400));
    assert_eq!(store.unended_before(task.id, &later).await?.len(), 1, "all but the last have ended");
    worker.abort();
    Ok(())
}
