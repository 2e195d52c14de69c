//! A level's limit of concurrent calls, from the store to the destination: two processes, one owner.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::SeqCst},
    },
    time::Duration,
};

use anyhow::{Context, ensure};
use async_trait::async_trait;
use beadle_application::port::{Accounts, Clock, Executions, HttpCaller, StartExecutions};
use beadle_domain::{
    account::{Account, SubscriptionLevel},
    call::{CallError, CallLimits, HttpRequest, HttpResponse},
    execution::{HoldKind, Status},
};
use beadle_embedded::{Embedded, Options};
use beadle_executor::Executor;
use futures_util::{FutureExt, future::join_all};
use tokio::time::timeout;

use crate::{
    conformance::{
        Verdict,
        adapters::stepped_clock::SteppedClock,
        specimen::{PATIENCE, at, execution_with, executions_of_owner, owner},
    },
    executor_ports,
};

const EXECUTIONS: usize = 24;

/// The limit of the free level.
const AT_ONCE: usize = 5;

/// A destination that takes a moment for every call, and counts concurrent calls.
#[derive(Default)]
struct Busy {
    now: AtomicUsize,
    most: AtomicUsize,
}

#[async_trait]
impl HttpCaller for Busy {
    async fn call(&self, _: HttpRequest, _: CallLimits) -> Result<HttpResponse, CallError> {
        self.most.fetch_max(self.now.fetch_add(1, SeqCst) + 1, SeqCst);
        tokio::time::sleep(Duration::from_millis(20)).await;
        self.now.fetch_sub(1, SeqCst);
        Ok(HttpResponse {
            status: 200,
            headers: Vec::new(),
            body: Default::default(),
            truncated: false,
            lost_body: None,
        })
    }
}

/// Runs executions of ada, who has this level, until all have ended; returns the most concurrent calls, and
/// the number of deferrals.
async fn run(level: Option<SubscriptionLevel>) -> anyhow::Result<(usize, usize)> {
    let clock = Arc::new(SteppedClock::default());
    let store = Embedded::open(Options { clock: clock.clone(), ..Options::in_memory() })?;
    let account = Account { token_level: level, ..Account::new(owner("ada"), at(0)) };
    Accounts::write(&store, &account, 0, None).await?;
    let busy = Arc::new(Busy::default());
    let process = || {
        Executor::new(executor_ports::over(
            &store,
            busy.clone(),
            clock.clone(),
            Arc::new(beadle_testing::HalfJitter),
        ))
    };
    let processes = [process(), process()];
    for _ in 0..EXECUTIONS {
        store.start(&execution_with(|_| {})).await?;
    }
    let mut deliveries = store.deliveries(100);
    loop {
        let rows = store.list(&executions_of_owner("ada", 100)).await?.items;
        let kinds = rows.iter().flat_map(|row| &row.progress.holds).map(|held| held.kind);
        ensure!(kinds.clone().all(|kind| kind == HoldKind::Concurrency), "{:?}", kinds.collect::<Vec<_>>());
        if rows.iter().all(|row| row.status() == Status::Completed) {
            let held = rows.iter().filter(|row| !row.progress.holds.is_empty());
            return Ok((busy.most.load(SeqCst), held.count()));
        }
        // Those that run are being delivered to a process.
        if rows.iter().all(|row| row.status() != Status::Running) {
            let next = rows.iter().filter_map(|row| row.state().due()).min().context("nothing goes on")?;
            clock.advance_to(next.max(clock.now()));
            store.poll_now();
        }
        let first = timeout(PATIENCE, deliveries.next()).await.context("nothing is delivered")?;
        let mut due = vec![first.context("nothing is delivered any more")?];
        while let Some(Some(delivered)) = deliveries.next().now_or_never() {
            due.push(delivered);
        }
        let handled = (0..)
            .zip(due)
            .map(|(number, delivered): (usize, _)| processes[number % 2].handle(delivered.delivery, None));
        join_all(handled).await.into_iter().collect::<Result<(), _>>()?;
    }
}

#[tokio::test]
async fn calls_beyond_the_concurrency_of_a_level_wait_in_both_processes_and_all_are_made() -> Verdict {
    let (most, held) = run(Some(SubscriptionLevel::Free)).await.context("limited")?;
    println!("free: {most} at once, {held} of {EXECUTIONS} deferred");
    // Those beyond it wait in their process or are put off.
    assert!(most <= AT_ONCE && held <= EXECUTIONS - AT_ONCE, "{most} at once, {held} deferred");
    let (most, held) = run(None).await.context("unlimited")?;
    println!("no level: {most} at once, {held} deferred");
    assert!(most > AT_ONCE && held == 0, "{most} at once, {held} deferred");
    Ok(())
}
