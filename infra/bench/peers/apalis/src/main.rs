//! apalis on PostgreSQL as a system to measure: a worker at concurrency 32 and a producer with 32 in flight, which
//! do what those of BullMQ do.
//!
//! `apalis-peer worker DATABASE_URL HOST:PORT listen|poll` runs the jobs, each a `POST` of its data.
//! `apalis-peer producer DATABASE_URL` adds them: each line of its input, `FROM TO`, is a range of them, with the
//! response `added` once they are. Both say `ready`.
//!
//! The settings are those that suit apalis most:
//!
//! - Adding is one `INSERT` on a connection for each job in flight, which commits by itself, as durably as
//!   PostgreSQL's defaults have it. `TaskSink::push` takes three round trips, with `BEGIN` and `COMMIT`.
//! - The worker takes jobs in batches, writes results in batches, and does not write that a job which it has taken
//!   is running (`lock_tasks`): no other worker takes that job anyway.
//! - With `listen` notifications wake the worker, as apalis installs it. PostgreSQL lets transactions that notify
//!   commit only one after the other, and the trigger notifies at each `INSERT`. So `poll` disables the trigger, and
//!   the worker looks for jobs by itself.
//! - A pooled connection is used without a round trip to try it.

use std::{
    env,
    sync::atomic::{AtomicU64, Ordering},
    time::Duration,
};

use anyhow::{Context, bail};
use apalis::prelude::*;
use apalis_postgres::{Config, PgConnection, PgPool, PostgresStorage, Pubsub, queries::push_tasks};
use futures::{
    future::try_join_all,
    stream::{self, Stream, StreamExt},
};
use serde::{Deserialize, Serialize};
use sqlx::{Connection, postgres::PgPoolOptions};
use tokio::{
    io::{AsyncBufReadExt, BufReader, stdin},
    time::{MissedTickBehavior, interval},
};

/// How many jobs run at once, and how many are added at once.
const IN_FLIGHT: usize = 32;

/// How many jobs the worker takes at once.
const BATCH: usize = 500;

/// How often the worker looks for jobs if no notification wakes it.
const POLL_INTERVAL: Duration = Duration::from_millis(2);

/// The same if notifications do. A job whose notification comes while the worker is looking waits for this.
const POLL_INTERVAL_LISTENING: Duration = Duration::from_millis(20);

const QUEUE: &str = "tasks";

/// What is sent: 200 bytes as JSON.
#[derive(Serialize, Deserialize)]
struct Job {
    n: u64,
    filler: String,
}

/// What the destination responds, the result of a job.
#[derive(Serialize, Deserialize)]
struct Received {
    status: u16,
    body: String,
}

/// Where jobs are sent.
#[derive(Clone)]
struct Destination {
    client: reqwest::Client,
    url: String,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["worker", database, destination, "listen"] => work(database, destination, true).await,
        ["worker", database, destination, "poll"] => work(database, destination, false).await,
        ["producer", database] => produce(database).await,
        _ => bail!("usage: apalis-peer worker DATABASE_URL HOST:PORT listen|poll, or producer DATABASE_URL"),
    }
}

/// Makes the tables, and runs jobs until it is killed.
async fn work(database: &str, destination: &str, listens: bool) -> anyhow::Result<()> {
    // One connection listens, and the worker uses one at a time.
    let pool: PgPool =
        PgPoolOptions::new().max_connections(4).test_before_acquire(false).connect(database).await?;
    PostgresStorage::setup(&pool).await?;
    let config = Config::default().queue(QUEUE).batch_size(BATCH).lock_tasks(false);
    if !listens {
        sqlx::query("ALTER TABLE apalis.jobs DISABLE TRIGGER notify_workers").execute(&pool).await?;
    }
    let storage =
        PostgresStorage::<Job>::new(&pool).with_config(config).poll_with_stream(wakes(&pool, listens));
    WorkerBuilder::new("worker")
        .backend(storage)
        .data(Destination { client: reqwest::Client::new(), url: format!("http://{destination}/") })
        .concurrency(IN_FLIGHT)
        .on_event(|_, event| match event {
            Event::Start => println!("ready"),
            Event::Error(error) => eprintln!("{error}"),
            _ => {}
        })
        .build(post)
        .run()
        .await?;
    Ok(())
}

/// What wakes the worker. It looks at this once each time it is awake, and is not woken again unless nothing is left:
/// so all that is there is one item. `with_pubsub` and `poll_with_interval` of apalis make an item of each, and the
/// worker may then sleep until its next heartbeat, 30 seconds later.
fn wakes(pool: &PgPool, listens: bool) -> impl Stream<Item = Vec<()>> + Unpin + Send + 'static {
    let mut interval = interval(if listens { POLL_INTERVAL_LISTENING } else { POLL_INTERVAL });
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let ticks = stream::poll_fn(move |context| interval.poll_tick(context).map(|_| Some(())));
    let wakes = match listens {
        true => stream::select(ticks, Pubsub::new(pool.clone(), QUEUE.to_owned()).map(drop)).boxed(),
        false => ticks.boxed(),
    };
    wakes.ready_chunks(1_024)
}

async fn post(job: Job, destination: Data<Destination>) -> Result<Received, BoxDynError> {
    let request = destination.client.post(&destination.url).header("content-type", "application/json");
    let response = request.body(serde_json::to_vec(&job)?).send().await?;
    let status = response.status().as_u16();
    let body = response.text().await?;
    if status != 200 {
        return Err(format!("status {status}").into());
    }
    Ok(Received { status, body })
}

/// Adds the jobs that the lines of the input ask for.
async fn produce(database: &str) -> anyhow::Result<()> {
    let mut connections = try_join_all((0..IN_FLIGHT).map(|_| PgConnection::connect(database))).await?;
    println!("ready");
    let mut lines = BufReader::new(stdin()).lines();
    while let Some(line) = lines.next_line().await? {
        let (from, to) = line.split_once(' ').context("a line is FROM TO")?;
        let (next, to) = (AtomicU64::new(from.parse()?), to.parse()?);
        try_join_all(connections.iter_mut().map(|connection| add(connection, &next, to))).await?;
        println!("added");
    }
    Ok(())
}

/// Adds jobs one after the other as long as there is a `next` one.
async fn add(connection: &mut PgConnection, next: &AtomicU64, to: u64) -> anyhow::Result<()> {
    loop {
        let n = next.fetch_add(1, Ordering::Relaxed);
        if n >= to {
            return Ok(());
        }
        let job = serde_json::to_vec(&Job { n, filler: "x".repeat(170) })?;
        push_tasks(connection, QUEUE, vec![TaskBuilder::new(job).build()]).await?;
    }
}
