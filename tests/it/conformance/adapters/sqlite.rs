//! SQLite, in memory and in a file; its clock stands still until a case moves it.

use std::{any::Any, sync::Arc, time::Duration};

use anyhow::Context;
use async_trait::async_trait;
use beadle_application::port::{Clock, Delivery, Executions};
use beadle_domain::{
    event::{DomainEvent, EventKind},
    execution::{CancelReason, Event, Execution, State},
    tick::Tick,
};
use beadle_embedded::{Delivered, Embedded, Options};
use beadle_values::duration;
use futures_util::FutureExt;
use jiff::Timestamp;
use tempfile::TempDir;
use tokio::sync::Mutex;

use super::stepped_clock::SteppedClock;
use crate::conformance::{
    accounts, api_keys, audit, batches, calendars, configs, dependencies,
    event_bus::{self, Subscriber},
    executions::{self, Outbox},
    feeds, functions, gates, numbers, projection,
    queue::{self, Consumer, Received},
    rollups,
    scheduler::{self, Ticks},
    specimen::fresh_execution_id,
    tasks, templates, tokens, watches,
};

/// Where a store keeps its data.
#[derive(Debug, Clone, Copy)]
pub enum Place {
    /// In memory.
    Memory,
    /// In a file of a folder of its own.
    File,
}

/// A store and its clock.
#[derive(Clone)]
struct Opened {
    store: Embedded,
    clock: Arc<SteppedClock>,
}

/// Executions; a row is its own message.
pub async fn executions(place: Place) -> anyhow::Result<executions::Fixture> {
    let (opened, held) = open(place)?;
    Ok(executions::Fixture { store: Arc::new(opened.store.clone()), outbox: Box::new(opened), _held: held })
}

/// Executions that are followed.
pub async fn feeds(place: Place) -> anyhow::Result<feeds::Fixture> {
    let (opened, held) = open(place)?;
    let store = Arc::new(opened.store.clone());
    let executions =
        executions::Fixture { store: store.clone(), outbox: Box::new(opened), _held: Box::new(()) };
    Ok(feeds::Fixture { feeds: store, executions, _held: held })
}

/// Tasks.
pub async fn tasks(place: Place) -> anyhow::Result<tasks::Fixture> {
    let (opened, held) = open(place)?;
    Ok(tasks::Fixture { store: Arc::new(opened.store), _held: held })
}

/// Configs, and the tasks that name them.
pub async fn configs(place: Place) -> anyhow::Result<configs::Fixture> {
    let (Opened { store, .. }, held) = open(place)?;
    Ok(configs::Fixture { store: Arc::new(store.clone()), tasks: Arc::new(store), _held: held })
}

/// API keys.
pub async fn api_keys(place: Place) -> anyhow::Result<api_keys::Fixture> {
    let (opened, held) = open(place)?;
    Ok(api_keys::Fixture { store: Arc::new(opened.store), _held: held })
}

/// Accounts, with the tasks and executions that are counted.
pub async fn accounts(place: Place) -> anyhow::Result<accounts::Fixture> {
    let (Opened { store, .. }, held) = open(place)?;
    let store = Arc::new(store);
    Ok(accounts::Fixture {
        store: store.clone(),
        usage: store.clone(),
        tasks: store.clone(),
        projections: store,
        _held: held,
    })
}

/// Batches, with their executions and what counts them.
pub async fn batches(place: Place) -> anyhow::Result<batches::Fixture> {
    let (Opened { store, .. }, held) = open(place)?;
    let store = Arc::new(store);
    Ok(batches::Fixture { store: store.clone(), executions: store.clone(), projections: store, _held: held })
}

/// Templates.
pub async fn templates(place: Place) -> anyhow::Result<templates::Fixture> {
    let (opened, held) = open(place)?;
    Ok(templates::Fixture { store: Arc::new(opened.store), _held: held })
}

/// Calendars.
pub async fn calendars(place: Place) -> anyhow::Result<calendars::Fixture> {
    let (opened, held) = open(place)?;
    Ok(calendars::Fixture { store: Arc::new(opened.store), _held: held })
}

/// Functions.
pub async fn functions(place: Place) -> anyhow::Result<functions::Fixture> {
    let (opened, held) = open(place)?;
    Ok(functions::Fixture { store: Arc::new(opened.store), _held: held })
}

/// Gates.
pub async fn gates(place: Place) -> anyhow::Result<gates::Fixture> {
    let (opened, held) = open(place)?;
    Ok(gates::Fixture { store: Arc::new(opened.store), _held: held })
}

/// The projector's sums.
pub async fn rollups(place: Place) -> anyhow::Result<rollups::Fixture> {
    let (Opened { store, .. }, held) = open(place)?;
    Ok(rollups::Fixture { rollups: Arc::new(store.clone()), store: Arc::new(store), _held: held })
}

/// The audit trail.
pub async fn audit(place: Place) -> anyhow::Result<audit::Fixture> {
    let (opened, held) = open(place)?;
    Ok(audit::Fixture { trail: Arc::new(opened.store), _held: held })
}

/// Numbers for tasks.
pub async fn numbers(place: Place) -> anyhow::Result<numbers::Fixture> {
    let (opened, held) = open(place)?;
    Ok(numbers::Fixture { store: Arc::new(opened.store), _held: held })
}

/// Tokens of authorization servers.
pub async fn tokens(place: Place) -> anyhow::Result<tokens::Fixture> {
    let (opened, held) = open(place)?;
    Ok(tokens::Fixture { store: Arc::new(opened.store), _held: held })
}

/// Watches.
pub async fn watches(place: Place) -> anyhow::Result<watches::Fixture> {
    let (opened, held) = open(place)?;
    Ok(watches::Fixture { store: Arc::new(opened.store), _held: held })
}

/// Projections, and the tasks that they count for.
pub async fn projections(place: Place) -> anyhow::Result<projection::Fixture> {
    let (Opened { store, .. }, held) = open(place)?;
    Ok(projection::Fixture { store: Arc::new(store.clone()), tasks: Arc::new(store), _held: held })
}

/// Dependencies, with the tasks and ends that they are read from.
pub async fn dependencies(place: Place) -> anyhow::Result<dependencies::Fixture> {
    let (Opened { store, .. }, held) = open(place)?;
    let store = Arc::new(store);
    Ok(dependencies::Fixture {
        dependencies: store.clone(),
        releases: store.clone(),
        tasks: store.clone(),
        projections: store,
        _held: held,
    })
}

/// The queue; its deliveries are already claimed.
pub async fn queue(place: Place) -> anyhow::Result<queue::Fixture> {
    let (opened, held) = open(place)?;
    let (queue, clock) = (Arc::new(opened.store.clone()), Arc::clone(&opened.clock));
    Ok(queue::Fixture { queue, consumer: Box::new(opened), clock, _held: held })
}

/// The scheduler.
pub async fn scheduler(place: Place) -> anyhow::Result<scheduler::Fixture> {
    let (opened, held) = open(place)?;
    let (scheduler, clock) = (Arc::new(opened.store.clone()), Arc::clone(&opened.clock));
    Ok(scheduler::Fixture { scheduler, ticks: Box::new(opened), clock, _held: held })
}

/// The event bus, which keeps what it publishes.
pub async fn event_bus(place: Place) -> anyhow::Result<event_bus::Fixture> {
    let (Opened { store, .. }, held) = open(place)?;
    let subscriber = Events { store: store.clone(), seen: Mutex::new(0) };
    Ok(event_bus::Fixture { bus: Arc::new(store), subscriber: Box::new(subscriber), _held: held })
}

fn open(place: Place) -> anyhow::Result<(Opened, Box<dyn Any + Send + Sync>)> {
    let (options, folder) = match place {
        Place::Memory => (Options::in_memory(), None),
        Place::File => {
            let folder = TempDir::new()?;
            (Options::in_folder(folder.path()), Some(folder))
        }
    };
    let clock = Arc::new(SteppedClock::default());
    let options = Options { clock: clock.clone(), event_kinds: EventKind::ALL.into(), ..options };
    Ok((Opened { store: Embedded::open(options)?, clock }, Box::new(folder)))
}

impl Opened {
    /// Waits until the writer has seen the clock's time.
    async fn catch_up(&self) -> anyhow::Result<()> {
        self.store.poll_now();
        for _ in 0..2 {
            self.store.request_cancel(fresh_execution_id(), &CancelReason::Requested.into()).await?;
        }
        Ok(())
    }

    /// The deliveries at the clock's time.
    async fn handed_out(&self) -> anyhow::Result<Vec<Delivered>> {
        let mut deliveries = self.store.deliveries(1_000);
        self.catch_up().await?;
        let mut handed_out = Vec::new();
        while let Some(Some(delivered)) = deliveries.next().now_or_never() {
            handed_out.push(delivered);
        }
        self.store.pause();
        Ok(handed_out)
    }
}

#[async_trait]
impl Outbox for Opened {
    async fn delivered_by(&self, time: Timestamp) -> anyhow::Result<Vec<Delivery>> {
        self.clock.advance_to(time);
        Ok(self.handed_out().await?.into_iter().map(|delivered| delivered.delivery).collect())
    }
}

#[async_trait]
impl Consumer for Opened {
    async fn receive(&self) -> anyhow::Result<Vec<Received>> {
        let handed_out = self.handed_out().await?;
        handed_out.into_iter().map(|delivered| received(delivered.delivery)).collect()
    }

    async fn acknowledge(&self, received: &Received) -> anyhow::Result<()> {
        let running: Execution = serde_json::from_str(&received.receipt)?;
        let ended = running.apply(Event::Succeed { answer: None }, self.clock.now())?;
        self.store.save(&ended, running.version(), received.hops).await?;
        Ok(())
    }

    async fn abandon(&self, received: &Received) -> anyhow::Result<()> {
        let running: Execution = serde_json::from_str(&received.receipt)?;
        if let State::Running { lease_until, .. } = running.state() {
            self.clock.advance_to(*lease_until);
        }
        Ok(())
    }

    async fn pass(&self, duration: Duration) {
        self.clock.advance_to(duration::after(self.clock.now(), duration));
    }
}

/// The message that was sent, reconstructed from its claim: each claim and each vanished runner adds one
/// version.
fn received(delivery: Delivery) -> anyhow::Result<Received> {
    let Delivery::Claimed { execution, hops } = delivery else {
        anyhow::bail!("{delivery:?} is not claimed")
    };
    let version = execution.version() - 1 - execution.progress.interruptions() as u64;
    let receipt = serde_json::to_string(&execution)?;
    Ok(Received { request: Arc::clone(&execution.request), version, hops, receipt })
}

#[async_trait]
impl Ticks for Opened {
    async fn until(&self, time: Timestamp) -> anyhow::Result<Vec<Tick>> {
        self.clock.advance_to(time);
        let mut ticks = self.store.ticks();
        let mut seen = Vec::new();
        loop {
            self.catch_up().await?;
            let Some(next) = ticks.next().now_or_never() else { break };
            let tick = next.context("the store is closed")?;
            seen.push(tick.tick().clone());
            tick.handled().await?;
        }
        self.store.pause();
        Ok(seen)
    }
}

/// The published events, and how many of them were returned.
struct Events {
    store: Embedded,
    seen: Mutex<usize>,
}

#[async_trait]
impl Subscriber for Events {
    async fn received(&self, _: usize) -> anyhow::Result<Vec<DomainEvent>> {
        let mut seen = self.seen.lock().await;
        let events = self.store.published_events(1_000).await?.split_off(*seen);
        *seen += events.len();
        Ok(events)
    }
}
